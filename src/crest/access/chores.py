"""Chores: what every installation does by itself, each at its own pace, done by whichever worker
comes first.

When a chore was last done is a row of the database, so two workers do it once. A clock that jumped
back leaves a time of the future there: then the chore is due, so a chore must be safe to repeat.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Final

from django.db import transaction

from crest.access.jobs import where_it_broke
from crest.access.models.jobs import Chore

DAY: Final = dt.timedelta(days=1)
Doing = Callable[[], object]
_CHORES: Final[dict[str, tuple[dt.timedelta, Doing]]] = {}
log = logging.getLogger("crest.worker")


def chore(name: str, *, every: dt.timedelta) -> Callable[[Doing], Doing]:
    """Register a function as a chore."""

    def wrap(doing: Doing) -> Doing:
        _CHORES[name] = (every, doing)
        return doing

    return wrap


def names() -> tuple[str, ...]:
    """Every chore."""
    return tuple(sorted(_CHORES))


def do_chores(*, now: dt.datetime) -> tuple[str, ...]:
    """Do what is due; which. One that fails is due again at once and keeps no other waiting."""
    return tuple(name for name in names() if _take(name, now) and _do(name))


def _take(name: str, now: dt.datetime) -> bool:
    """Whether the chore is due and this worker is the one that does it."""
    every, _doing = _CHORES[name]
    with transaction.atomic():
        Chore.objects.get_or_create(name=name)
        row = Chore.objects.select_for_update().get(name=name)
        if row.at is not None and row.at <= now < row.at + every:
            return False
        row.at = now
        row.save()
    return True


def _do(name: str) -> bool:
    try:
        _CHORES[name][1]()
    except Exception as error:  # noqa: BLE001 - the next chore must not wait for it
        log.warning("the chore %s failed: %s", name, where_it_broke(error))
        Chore.objects.filter(name=name).update(at=None)
        return False
    return True
