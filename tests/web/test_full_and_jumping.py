"""A full database and a clock that jumps: said in words, nothing half-written, nothing lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from factories import actor, organisation, person, signed_in

from crest.access import facade as access
from crest.access.jobs import give_back
from crest.access.models import Event, Job
from crest.evidence.models import Batch, Document, Row
from crest.web.api import buckets

pytestmark = pytest.mark.web
YEAR = dt.timedelta(days=365)
MANY = b"Factory name,Country\n" + b"".join(b"Invented Mill %d,TH\n" % one for one in range(3000))


@pytest.mark.django_db(transaction=True)
def test_a_full_database_is_said_nobody_relies_on_half_a_list_and_it_can_be_sent_again(
    jump: Callable[[dt.timedelta], None],
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's disk cannot be filled from here")
    client = signed_in(person(organisation(), access.Role.ANALYST))
    client.get("/api/v1/me")

    def sent() -> Any:
        buckets.forget()
        return client.post("/api/v1/batches", {"file": SimpleUploadedFile("list.csv", MANY)})

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {int(cursor.fetchone()[0]) + 12}")
        client.raise_request_exception = False
        full = sent()
        cursor.execute("PRAGMA max_page_count = 1073741823")
    assert (full.status_code, full.json()["code"]) == (503, "api.full"), full.content
    assert "full" in full.json()["sentence"]
    assert Batch.objects.everywhere("test").get().state == "received"  # not accepted, not ready
    jump(dt.timedelta(minutes=1))
    again = sent()
    assert (again.status_code, again.json()["state"]) == (201, "ready"), again.content
    assert Document.objects.everywhere("test").count() == 1
    assert Row.objects.everywhere("test").count() == 3000


@pytest.fixture
def jump(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.timedelta], None]:
    now = timezone.now

    def to(by: dt.timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + by)

    return to


@pytest.mark.parametrize("by", [YEAR, -YEAR])
def test_the_trail_goes_on_in_its_order_when_the_clock_jumps(
    jump: Callable[[dt.timedelta], None], by: dt.timedelta
) -> None:
    chief = actor(None, access.Role.ADMINISTRATOR)
    access.make_token(by=chief, label="before", scopes=["see_own_account"], days=1)
    jump(by)
    access.make_token(by=chief, label="after", scopes=["see_own_account"], days=1)
    jump(dt.timedelta())
    access.make_token(by=chief, label="again", scopes=["see_own_account"], days=1)
    numbers = list(Event.objects.order_by("sequence").values_list("sequence", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert not access.verify_trail().faults


@pytest.mark.parametrize("by", [YEAR, -YEAR])
def test_a_token_holds_for_its_days_and_no_job_is_lost_when_the_clock_jumps(
    jump: Callable[[dt.timedelta], None], by: dt.timedelta
) -> None:
    chief = actor(None, access.Role.ADMINISTRATOR)
    _row, text = access.make_token(by=chief, label="x", scopes=["see_own_account"], days=2)
    job = Job(owner_id=chief.organisation, task="evidence.read", subject="x", title="x",
              state=Job.RUNNING, beat_at=timezone.now(), tries=1)  # fmt: skip
    job.save()
    jump(by)
    alive = access.actor_of_token(text, on=timezone.localdate())
    assert (alive is None) is (by > dt.timedelta())
    give_back(now=timezone.now())
    jump(dt.timedelta())
    assert access.actor_of_token(text, on=timezone.localdate()) is not None
    job.refresh_from_db()
    assert job.state in {Job.RUNNING, Job.WAITING}
    give_back(now=timezone.now() + dt.timedelta(minutes=5))
    job.refresh_from_db()
    assert job.state == Job.WAITING
