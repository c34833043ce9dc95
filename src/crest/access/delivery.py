"""Tells the steps of flows what happened: each step of each event once, safe against crashes.

A step and the mark that it is done are one transaction, so that a killed worker neither loses nor
repeats it. A step that fails is tried again, later each time. Steps are short: what takes long is
a job that the step queues.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from crest.access.actions import log_denial
from crest.access.actors import system_for
from crest.access.errors import NotAllowed, NotFound
from crest.access.jobs import where_it_broke
from crest.access.listening import step_named
from crest.access.models.events import Delivery, Event
from crest.engine.errors import CrestError

MOST_TRIES: Final = 10
FIRST_WAIT: Final = dt.timedelta(seconds=5)
LONGEST_WAIT: Final = dt.timedelta(hours=1)


def deliver(*, now: dt.datetime, most: int = 200) -> int:
    """Run what is pending, oldest event first; how many steps were done."""
    due = Q(due_at=None) | Q(due_at__lte=now)
    pending = Delivery.objects.filter(due, done_at=None, tries__lt=MOST_TRIES)
    keys = list(pending.order_by("event_id", "pk").values_list("pk", flat=True)[:most])
    return sum(_deliver_one(key) for key in keys)


def _deliver_one(key: int) -> bool:
    delivery: Delivery | None = None
    try:
        with transaction.atomic():
            rows = Delivery.objects.select_for_update(
                skip_locked=True, of=("self",)
            ).select_related("event")
            delivery = rows.filter(pk=key, done_at=None).first()
            if delivery is None:  # another worker has it, or has done it
                return False
            _tell(delivery)
            Delivery.objects.filter(pk=key).update(done_at=timezone.now(), sentence="")
    except CrestError as error:
        if isinstance(error, NotAllowed | NotFound) and delivery is not None:
            _denied(delivery.event, error)
        _failed(key, str(error))
        return False
    except Exception as error:  # noqa: BLE001 - one broken step must not hold up the others
        _failed(key, where_it_broke(error))
        return False
    return True


def _tell(delivery: Delivery) -> None:
    event = delivery.event
    step = step_named(event.tag, delivery.step)
    if step is None or event.organisation is None:  # the step was removed by a newer version
        return
    by = system_for(event.organisation, on=timezone.localdate(), person=event.person)
    step(event.subject, by=by)


def _denied(event: Event, denial: NotAllowed | NotFound) -> None:
    if event.organisation is not None:
        log_denial(system_for(event.organisation, on=timezone.localdate()), denial)


def _failed(key: int, sentence: str) -> None:
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(pk=key)
        row.tries += 1
        row.sentence = sentence
        row.due_at = timezone.now() + min(FIRST_WAIT * 2 ** (row.tries - 1), LONGEST_WAIT)
        row.save(update_fields=["tries", "sentence", "due_at"])
