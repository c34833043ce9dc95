"""How far background work is, for the people of the organisation that asked for it."""

from __future__ import annotations

import datetime as dt
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


def jobs_of(
    by: Actor, *, task: str = "", subject: str = "", most: int = 20
) -> tuple[JobCard, ...]:
    """Work of the actor's organisation, newest first; of one kind or about one thing if asked."""
    rows = Job.objects.owned_by(by).order_by("-pk")
    if task:
        rows = rows.filter(task=task)
    if subject:
        rows = rows.filter(subject=subject)
    return tuple(
        JobCard(
            ref=row.ref, task=row.task, subject=row.subject, title=row.title, state=row.state,
            step=row.step, done=row.done, total=row.total, sentence=row.sentence, todo=row.todo,
            asked_at=row.asked_at, open=row.state in {Job.WAITING, Job.RUNNING},
        )
        for row in rows[:most]
    )  # fmt: skip
