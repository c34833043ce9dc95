"""Steps hear of each event once; killed workers lose nothing and repeat nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from factories import actor, organisation

from crest.access import facade as access
from crest.access import jobs, listening, working
from crest.access.delivery import MOST_TRIES, deliver
from crest.access.models import Delivery, Event, Job

pytestmark = pytest.mark.room
HEARD: list[str] = []
FAIL: list[Exception] = []


@access.action("access:test:say", needs=access.Permission.SEE_CHAIN)
def say(*, by: access.Actor, words: str) -> None:
    """A verb that a step listens to."""


def step(subject: str, *, by: access.Actor) -> None:
    HEARD.append(subject)
    access.start(by=by, task_name="test-work", subject=subject, title="After the event")
    if FAIL:
        raise FAIL[0]


@pytest.fixture(autouse=True)
def _listening(monkeypatch: pytest.MonkeyPatch) -> None:
    HEARD.clear()
    FAIL.clear()
    monkeypatch.setitem(listening._STEPS, "access:test:say", {"tests.step": step})
    monkeypatch.setitem(jobs.TASKS, "test-work", lambda *_: None)


def all_jobs() -> list[Job]:
    return list(Job.objects.everywhere("test").order_by("pk"))


def test_a_step_hears_of_an_event_once_however_often_the_worker_looks() -> None:
    say(by=actor(organisation()), words="hello")
    now = timezone.now()
    assert [deliver(now=now) for _ in range(3)] == [1, 0, 0]
    assert HEARD == ["hello"]
    assert len(all_jobs()) == 1


def test_a_step_that_fails_leaves_nothing_and_is_tried_later_and_later() -> None:
    say(by=actor(organisation()), words="hello")
    FAIL.append(RuntimeError("secret content"))
    now = timezone.now()
    waits = []
    for _ in range(4):
        assert deliver(now=now) == 0
        row = Delivery.objects.get()
        assert row.due_at is not None
        waits.append((row.due_at - timezone.now()).total_seconds())
        assert deliver(now=timezone.now()) == 0  # not before it is due
        now = row.due_at
    assert waits == sorted(waits)
    assert waits[-1] > 4 * waits[0]
    assert not all_jobs()
    assert "secret content" not in Delivery.objects.get().sentence
    FAIL.clear()
    assert deliver(now=now) == 1
    assert len(all_jobs()) == 1


def test_a_step_is_given_up_in_the_end_and_can_be_tried_again_by_hand() -> None:
    say(by=actor(organisation()), words="hello")
    FAIL.append(RuntimeError())
    for _ in range(MOST_TRIES + 3):
        deliver(now=timezone.now() + dt.timedelta(days=1))
    assert len(HEARD) == MOST_TRIES
    FAIL.clear()
    Delivery.objects.update(tries=0, due_at=None)
    assert deliver(now=timezone.now()) == 1


def test_a_step_that_is_not_allowed_is_written_down_as_refused() -> None:
    say(by=actor(organisation()), words="hello")
    FAIL.append(access.NotAllowed("no"))
    deliver(now=timezone.now())
    assert Event.objects.filter(allowed=False).count() == 1


def running(**more: object) -> Job:
    row = Job(
        owner=organisation(), task="test-work", subject="s", title="t", state=Job.RUNNING, tries=1,
        beat_at=timezone.now(), **more,
    )  # fmt: skip
    row.save()
    return row


def test_work_of_a_killed_worker_is_given_back_and_that_of_a_live_one_is_not() -> None:
    killed, live = running(), running()
    Job.objects.everywhere("test").filter(pk=killed.pk).update(
        beat_at=timezone.now() - dt.timedelta(minutes=5)
    )
    assert jobs.give_back(now=timezone.now()) == 1
    assert [row.state for row in all_jobs()] == [Job.WAITING, Job.RUNNING]
    jobs._carried.add(live.pk)
    try:
        later = timezone.now() + dt.timedelta(minutes=5)
        jobs.beat(now=later)
        assert jobs.give_back(now=later) == 0
    finally:
        jobs._carried.discard(live.pk)


def test_who_was_taken_for_dead_stops_at_its_next_report_and_ends_nothing() -> None:
    row = running()
    watch = access.Watch(row.pk, row.tries)
    watch("Comparing", 1, 3)
    Job.objects.everywhere("test").update(tries=2)  # another worker has taken it up
    with pytest.raises(jobs._Lost):
        watch("Comparing", 2, 3)
    jobs._end(row, Job.DONE)
    assert all_jobs()[0].state == Job.RUNNING


def test_work_that_stops_three_times_has_failed() -> None:
    row = running()
    old = timezone.now() - dt.timedelta(minutes=5)
    Job.objects.everywhere("test").filter(pk=row.pk).update(tries=3, beat_at=old)
    jobs.give_back(now=timezone.now())
    assert all_jobs()[0].state == Job.FAILED


def test_a_worker_told_to_end_gives_its_work_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(_by: access.Actor, _subject: str, watch: access.Watch) -> None:
        jobs.STOPPING.set()
        watch("Comparing", 1, 3)

    monkeypatch.setitem(jobs.TASKS, "test-work", work)
    row = running()
    Job.objects.everywhere("test").update(state=Job.WAITING, tries=0)
    try:
        jobs.carry_out.call(row.pk)
    finally:
        jobs.STOPPING.clear()
    assert (all_jobs()[0].state, all_jobs()[0].tries) == (Job.WAITING, 0)


def test_two_workers_with_the_same_work_do_it_once() -> None:
    done: list[str] = []
    row = running()
    Job.objects.everywhere("test").update(state=Job.WAITING, tries=0)
    jobs.TASKS["test-work"] = lambda _by, subject, _watch: done.append(subject)
    jobs.carry_out.call(row.pk)
    jobs.carry_out.call(row.pk)
    assert done == ["s"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_ended_leaves_its_process_fit_for_work() -> None:
    working.work(once=True)
    assert not jobs.STOPPING.is_set()
