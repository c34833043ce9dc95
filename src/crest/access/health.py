"""How the installation is: what the person who runs it looks at."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.models import Count, Min, Q
from django.utils import timezone

from crest.access.checkpoints import EVERY
from crest.access.delivery import MOST_TRIES
from crest.access.models.events import ChainHead, Checkpoint, Delivery
from crest.access.models.jobs import Job
from crest.access.models.organisations import Organisation
from crest.access.permissions import Kind
from crest.config import config


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation and how many people act for it."""

    name: str
    kind: Kind
    country: str
    people: int
    made_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Health:
    """Figures of the installation; what needs a hand is marked."""

    database: str
    database_bytes: int | None
    disk_free: int
    disk_low: bool
    waiting: int
    oldest_waiting: dt.datetime | None
    worker_silent: bool
    running: int
    failed: int
    steps_waiting: int
    steps_given_up: int
    entries: int
    last_checkpoint: dt.datetime | None
    checkpoint_late: bool
    copies_beside: bool  # the signed copies lie on the same disk as the database


_LOW = 1 << 30
_SILENT = dt.timedelta(minutes=2)


def organisations() -> tuple[OrganisationRow, ...]:
    """Every organisation with an account, by name."""
    live = Count("memberships__person", filter=Q(memberships__ended_at=None), distinct=True)
    rows = Organisation.objects.annotate(people=live).order_by("name", "pk")
    return tuple(
        OrganisationRow(row.name, Kind(row.kind), row.country, row.people, row.made_at)
        for row in rows
    )


def health() -> Health:
    """Look at database, queue, trail and disk."""
    now = timezone.now()
    jobs = Job.objects.everywhere("the installation's health").aggregate(
        waiting=Count("pk", filter=Q(state=Job.WAITING)),
        oldest=Min("asked_at", filter=Q(state=Job.WAITING)),
        running=Count("pk", filter=Q(state=Job.RUNNING)),
        failed=Count("pk", filter=Q(state=Job.FAILED)),
    )
    steps = Delivery.objects.filter(done_at=None).aggregate(
        waiting=Count("pk", filter=Q(tries__lt=MOST_TRIES)),
        given_up=Count("pk", filter=Q(tries__gte=MOST_TRIES)),
    )
    head, last = ChainHead.objects.first(), Checkpoint.objects.order_by("pk").last()
    entries = head.sequence if head else 0
    covered = last is not None and last.sequence == entries
    free = shutil.disk_usage(config().home).free
    oldest = jobs["oldest"]
    return Health(
        database=connection.display_name, database_bytes=_size(), disk_free=free,
        disk_low=free < _LOW, waiting=jobs["waiting"], oldest_waiting=oldest,
        worker_silent=oldest is not None and not jobs["running"] and now - oldest > _SILENT,
        running=jobs["running"], failed=jobs["failed"], steps_waiting=steps["waiting"],
        steps_given_up=steps["given_up"], entries=entries,
        last_checkpoint=last.at if last else None,
        checkpoint_late=entries > 0 and not covered and (last is None or now - last.at > 2 * EVERY),
        copies_beside=config().checkpoint_folder is None,
    )  # fmt: skip


def _size() -> int | None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    path = Path(str(connection.settings_dict["NAME"]))
    return path.stat().st_size if path.is_file() else None
