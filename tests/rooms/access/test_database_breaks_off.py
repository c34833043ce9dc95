"""The database goes away in the middle of a job or a page: nothing lost, nothing twice, words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, close_old_connections, connection, connections
from factories import actor, organisation, person, signed_in

from crest.access import facade as access
from crest.access import jobs, working
from crest.access.models import Event, Job, Organisation

pytestmark = [pytest.mark.room, pytest.mark.django_db(transaction=True)]
RAN: list[int] = []
AGAIN: list[BaseException] = []


@access.action("access:test:write", needs=access.Permission.SEE_CHAIN)
def write(*, by: access.Actor, words: str) -> None:
    """A verb that renames its organisation, and may lose the database before its end."""
    home = Organisation.objects.get(pk=by.organisation)
    home.name = f"{home.name} {words}"
    home.save()
    if AGAIN:
        lose(AGAIN.pop())


def lose(error: BaseException) -> None:
    """End this connection from another one; on SQLite, which has no server, say so only."""
    if connection.vendor != "postgresql":
        raise error
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ours = cursor.fetchone()[0]
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [ours])
    other.close()
    connection.cursor().execute("SELECT 1")  # raises: the server has gone


def work(by: access.Actor, subject: str, _watch: Any) -> None:
    RAN.append(1)
    write(by=by, words=subject)


@pytest.fixture(autouse=True)
def _work(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    RAN.clear()
    AGAIN.clear()
    monkeypatch.setitem(jobs.TASKS, "test-write", work)
    yield
    connection.close()


def job() -> Job:
    by = actor(organisation("Home"))
    row = Job(owner_id=by.organisation, task="test-write", subject="once", title="t")
    row.save()
    return row


GONE = OperationalError("server closed the connection unexpectedly")


def test_a_job_is_done_once_though_the_database_broke_off_in_its_middle() -> None:
    row = job()
    AGAIN.append(GONE)
    jobs.carry_out.call(row.pk)
    row.refresh_from_db()
    while row.state == Job.WAITING:  # the queue of tests runs at once, a worker's a second later
        jobs.carry_out.call(row.pk)
        row.refresh_from_db()
    assert (row.state, len(RAN)) == (Job.DONE, 2)
    assert Organisation.objects.get(pk=row.owner_id).name == "Home once"
    assert Event.objects.filter(tag="access:test:write", allowed=True).count() == 1
    assert not access.verify_trail().faults


def test_a_database_that_breaks_off_each_time_ends_in_words() -> None:
    row = job()
    AGAIN.extend([GONE] * 5)
    while row.state in {Job.WAITING, Job.RUNNING}:
        jobs.carry_out.call(row.pk)
        row.refresh_from_db()
    assert (row.state, row.tries) == (Job.FAILED, jobs.MOST_TRIES)
    assert "broke off three times" in row.sentence
    assert Organisation.objects.get(pk=row.owner_id).name == "Home"


def test_a_full_disk_ends_a_job_in_words_and_it_can_be_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    full: list[BaseException] = [OperationalError("database or disk is full")]

    def once(by: access.Actor, subject: str, _watch: Any) -> None:
        if full:
            raise full.pop()
        write(by=by, words=subject)

    monkeypatch.setitem(jobs.TASKS, "test-write", once)
    row = job()
    jobs.carry_out.call(row.pk)
    row.refresh_from_db()
    assert row.state == Job.FAILED
    assert "full" in row.sentence
    assert "room" in row.todo
    jobs._queue_again(row)
    jobs.carry_out.call(row.pk)
    row.refresh_from_db()
    assert (row.state, row.sentence) == (Job.DONE, "")
    assert Organisation.objects.get(pk=row.owner_id).name == "Home once"


def test_a_worker_outlives_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    gone, row = [GONE, GONE], job()
    real = working.deliver

    def deliver(**now: Any) -> int:
        if gone:
            raise gone.pop()
        return real(**now)

    monkeypatch.setattr(working, "deliver", deliver)
    monkeypatch.setattr(working, "PAUSE", 0.01)
    for _ in range(2):
        assert working._round()
    working._round()
    assert not gone
    jobs.carry_out.call(row.pk)
    assert Organisation.objects.get(pk=row.owner_id).name == "Home once"


def test_a_page_says_so_and_the_next_request_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(person(organisation(), access.Role.ANALYST))
    client.raise_request_exception = False
    assert client.get("/evidence/").status_code == 200
    with monkeypatch.context() as patch:
        patch.setattr("crest.evidence.pages.batches.evidence.batches_of", _lost)
        answer = client.get("/evidence/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "The database does not answer" in answer.content.decode()
    close_old_connections()  # as the server does at the end of each request; the test client not
    assert client.get("/evidence/").status_code == 200


def _lost(*_args: object) -> None:
    lose(GONE)
