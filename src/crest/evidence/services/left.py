"""Files whose reading broke off, by a full disk or a killed server: the worker reads them on."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.evidence.models import Batch
from crest.evidence.states import BatchState

READ_WITHIN: Final = dt.timedelta(minutes=1)  # who reads a small file at once is done long before
_FAILED_REST: Final = dt.timedelta(minutes=10)
_MOST_TRIES: Final = 5


@access.chore("evidence.read-on", every=dt.timedelta(seconds=30))
def read_on() -> int:
    """Queue the reading of each file that nobody reads any more; how many."""
    now = timezone.now()
    left = Batch.objects.everywhere("files whose reading broke off").filter(
        Q(turned_at__lt=now - READ_WITHIN) | Q(turned_at__gt=now + READ_WITHIN),
        state=BatchState.RECEIVED,
    )
    return sum(_queue(row, now) for row in left.select_related("document")[:200])


def _queue(row: Batch, now: dt.datetime) -> bool:
    by = access.system_for(
        row.owner_id, on=timezone.localdate(), person=row.document.received_by_id
    )
    jobs = access.jobs_of(by, task="evidence.read", subject=row.ref)
    ahead = row.turned_at > now  # a clock that ran ahead wrote it
    ours = [one for one in jobs if ahead or one.asked_at >= row.turned_at]
    if ours and (
        ours[0].state != "failed"  # it waits, runs, or a person stopped it
        or len(ours) >= _MOST_TRIES
        or ours[0].asked_at <= now < ours[0].asked_at + _FAILED_REST
    ):
        return False
    access.start(
        by=by, task_name="evidence.read", subject=row.ref,
        title=_("Reading %(name)s") % {"name": row.document.name},
    )  # fmt: skip
    return True
