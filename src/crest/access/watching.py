"""How far background work is, for the people of the organisation that asked for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from crest.access.models.jobs import Job
from crest.access.records import Actor


@dataclass(frozen=True, slots=True)
class JobCard:
    """One piece of background work, as a person watches it."""

    ref: str
    task: str
    subject: str
    title: str
    state: str
    step: str
    done: int
    total: int
    sentence: str
    todo: str
    asked_at: dt.datetime
    open: bool


def jobs_of(by: Actor, *, task: str = "", subject: str = "", most: int = 20) -> tuple[JobCard, ...]:
    """Work of the actor's organisation, newest first; of one kind or about one thing if asked."""
    rows = Job.objects.owned_by(by).order_by("-pk")
    if task:
        rows = rows.filter(task=task)
    if subject:
        rows = rows.filter(subject=subject)
    return tuple(_card(row) for row in rows[:most])


def jobs_about(by: Actor, task: str, subjects: Iterable[str]) -> dict[str, JobCard]:
    """The newest work of one kind about each of these things, by the thing's public id."""
    wanted = list(subjects)
    rows = Job.objects.owned_by(by).filter(task=task, subject__in=wanted).order_by("pk")
    return {row.subject: _card(row) for row in rows}


def _card(row: Job) -> JobCard:
    return JobCard(
        ref=row.ref, task=row.task, subject=row.subject, title=row.title, state=row.state,
        step=row.step, done=row.done, total=row.total, sentence=row.sentence, todo=row.todo,
        asked_at=row.asked_at, open=row.state in {Job.WAITING, Job.RUNNING},
    )  # fmt: skip


def job_of(by: Actor, ref: str) -> JobCard:
    """One piece of work of the actor's organisation."""
    return _card(Job.objects.owned_by(by).one(ref))
