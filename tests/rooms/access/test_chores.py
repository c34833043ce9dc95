"""Chores are done once in their time, by one worker, and again after a failure or a clock jump."""

from __future__ import annotations

import datetime as dt

import pytest

from crest.access import chores, working

pytestmark = pytest.mark.room
NOON = dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DONE: list[str] = []


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    DONE.clear()
    monkeypatch.setattr(chores, "_CHORES", {})
    chores.chore("test.sweep", every=chores.DAY)(lambda: DONE.append("sweep"))


def test_a_chore_is_done_once_a_day_however_often_workers_look() -> None:
    for at in (NOON, NOON + HOUR, NOON + 23 * HOUR):
        chores.do_chores(now=at)
    assert DONE == ["sweep"]
    assert chores.do_chores(now=NOON + 24 * HOUR) == ("test.sweep",)
    assert DONE == ["sweep", "sweep"]


def test_a_clock_that_jumped_ahead_and_back_stops_no_chore() -> None:
    for at in (NOON, NOON + 365 * chores.DAY, NOON + HOUR, NOON + 2 * HOUR):
        chores.do_chores(now=at)
    assert DONE == ["sweep"] * 3  # the day, the year ahead, and the day again: then at its pace


def test_a_chore_that_fails_is_due_again_and_keeps_no_other_waiting() -> None:
    failing = [RuntimeError("a name")]

    def first() -> None:
        if failing:
            raise failing.pop()
        DONE.append("first")

    chores.chore("test.first", every=chores.DAY)(first)
    assert chores.do_chores(now=NOON) == ("test.sweep",)
    assert chores.do_chores(now=NOON) == ("test.first",)
    assert DONE == ["sweep", "first"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_them() -> None:
    working.work(once=True)
    assert DONE == ["sweep"]
