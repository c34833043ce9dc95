"""A full database and a clock that jumps: said in words, nothing half-written, nothing lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.utils import timezone
from factories import actor, organisation, person, signed_in
from factories_evidence import received

from crest.access import facade as access
from crest.access.jobs import carry_out, give_back
from crest.access.models import Event, Job
from crest.evidence.models import Batch, Document, Row
from crest.evidence.services import left, reading
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
    jump(dt.timedelta(minutes=2))
    again = sent()
    assert (again.status_code, again.json()["state"]) == (201, "ready"), again.content
    assert Document.objects.everywhere("test").count() == 1
    assert Row.objects.everywhere("test").count() == 3000


@pytest.mark.parametrize("by", [dt.timedelta(minutes=2), -YEAR])
def test_a_list_whose_reading_broke_off_is_read_on_by_the_worker_and_its_page_says_so(
    jump: Callable[[dt.timedelta], None], monkeypatch: pytest.MonkeyPatch, by: dt.timedelta
) -> None:
    client = signed_in(person(organisation(), access.Role.ANALYST))
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(reading, "_stage_rows", _broken_off)
        answer = client.post("/evidence/upload/", {"file": SimpleUploadedFile("list.csv", MANY)})
    assert answer.status_code == 503, answer.content
    batch = Batch.objects.everywhere("test").get()
    page = client.get(f"/evidence/{batch.ref}/").content.decode()
    assert "the worker of this server reads it by itself" in page
    assert left.read_on() == 0  # it could still be read by who received it
    jump(by)
    assert (left.read_on(), left.read_on()) == (1, 0)
    for job in Job.objects.everywhere("test"):
        carry_out.call(job.pk)
    batch.refresh_from_db()
    assert batch.state == "ready"
    assert Row.objects.everywhere("test").count() == 3000
    assert left.read_on() == 0


def _broken_off(*_args: object) -> None:
    raise OperationalError("database or disk is full")


def test_a_list_that_cannot_be_read_on_is_tried_some_times_and_not_without_end(
    jump: Callable[[dt.timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    by = actor(None, access.Role.ANALYST)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "_stage_rows", _broken_off)
        with pytest.raises(OperationalError):
            received(by, MANY)
    tries = 0
    for minute in range(2, 200, 2):
        jump(dt.timedelta(minutes=minute))
        tries += left.read_on()
        Job.objects.everywhere("test").update(state=Job.FAILED)
    assert tries == 5


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
