"""Long work in the background, watched, cancelled and tried again by people.

A job's function takes the job's Actor, its subject and a Watch, and does its writes in one verb at
its end, so that a killed worker loses nothing and repeats nothing. The worker's process beats for
the jobs it carries (`beat`); a job without a beat is given back to the queue (`give_back`), and
whoever still carries it then stops at its next report: the try is numbered.
"""

from __future__ import annotations

import datetime as dt
import threading
import traceback
from collections.abc import Callable
from typing import Any, Final

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from crest.access.actions import action
from crest.access.actors import system_for
from crest.access.broken import is_full
from crest.access.errors import Refused
from crest.access.models.jobs import Job
from crest.access.permissions import Permission
from crest.access.records import Actor
from crest.engine.errors import CrestError

Work = Callable[["Actor", str, "Watch"], None]
TASKS: Final[dict[str, Work]] = {}
STALE: Final = dt.timedelta(seconds=60)
MOST_TRIES: Final = 3


STOPPING: Final = threading.Event()  # set when this process was told to end
_carried: Final[set[int]] = set()  # jobs this process carries out now


class Cancelled(Exception):  # noqa: N818 - a wish, not an error
    """The person who watches asked to stop."""


class _HandedBack(Exception):  # noqa: N818
    """The worker was told to end: another one takes the job up."""


class _Lost(Exception):  # noqa: N818
    """The job was taken for dead and given to another worker: this one leaves it alone."""


class Watch:
    """What a job reports to: `watch("Comparing", 3, 10)`. Raises Cancelled when asked to stop."""

    def __init__(self, job: int, tries: int = 1) -> None:
        self.job, self.tries = job, tries

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Say how far the work is; also a sign of life."""
        if STOPPING.is_set():
            raise _HandedBack
        rows = Job.objects.everywhere("a worker reports its own job").filter(
            pk=self.job, tries=self.tries, state=Job.RUNNING
        )
        if not rows.update(step=step[:200], done=done, total=total, beat_at=timezone.now()):
            raise _Lost
        if rows.filter(cancel_asked=True).exists():
            raise Cancelled


def job(name: str) -> Callable[[Work], Work]:
    """Register a function as a kind of background work."""

    def wrap(work: Work) -> Work:
        TASKS[name] = work
        return work

    return wrap


def start(*, by: Actor, task_name: str, subject: str, title: str) -> Job:
    """Queue work in the caller's transaction: it runs only if that transaction is kept."""
    if task_name not in TASKS:
        raise ValueError(f"no background work is called {task_name}")
    row = Job(
        owner_id=by.organisation,
        task=task_name,
        subject=subject,
        title=title,
        asked_by_id=by.person,
    )
    row.save()
    transaction.on_commit(lambda: carry_out.enqueue(row.pk))
    return row


def waits(*, by: Actor, task_name: str) -> bool:
    """Whether such work of the actor's organisation is queued already and has not begun."""
    return Job.objects.owned_by(by).filter(task=task_name, state=Job.WAITING).exists()


@action("access:job:cancel", needs=Permission.SEE_OWN_ACCOUNT)
def cancel(*, by: Actor, job_ref: str) -> Job:
    """Ask a job to stop; what waits stops at once, what runs stops at its next report."""
    row = Job.objects.owned_by(by).one(job_ref)
    if row.state == Job.WAITING:
        row.state, row.ended_at = Job.CANCELLED, timezone.now()
    row.cancel_asked = True
    row.save()
    return row


@action("access:job:retry", needs=Permission.SEE_OWN_ACCOUNT)
def retry(*, by: Actor, job_ref: str) -> Job:
    """Try a failed or cancelled job once more."""
    row = Job.objects.owned_by(by).one(job_ref)
    if row.state not in {Job.FAILED, Job.CANCELLED}:
        raise Refused("Only work that failed or was cancelled can be tried again.")
    return _queue_again(row)


def beat(*, now: dt.datetime) -> None:
    """A sign of life for the jobs of this process, also while one computes without a report."""
    carried = tuple(_carried)
    if carried:
        rows = Job.objects.everywhere("a worker's own jobs").filter(pk__in=carried)
        rows.filter(state=Job.RUNNING).update(beat_at=now)


def give_back(*, now: dt.datetime) -> int:
    """Queue again what a killed worker left behind, and what waits without a place in the queue.

    How many. Each worker calls it first, and every half minute.
    """
    jobs = Job.objects.everywhere("a worker looks for what another left")
    left = list(jobs.filter(state=Job.RUNNING, beat_at__lt=now - STALE))
    for row in left:
        if row.tries >= MOST_TRIES:
            _end(
                row, Job.FAILED, "The work stopped three times without an end.",
                "Ask who runs this server.",
            )  # fmt: skip
        else:
            _queue_again(row)
    queued = _queued()
    waiting = jobs.filter(state=Job.WAITING, asked_at__lt=now - STALE)
    missed = sorted({*waiting.values_list("pk", flat=True)} - queued) if queued is not None else []
    for pk in missed:
        carry_out.enqueue(pk)
    return len(left) + len(missed)


def _queued() -> set[int] | None:
    """Jobs with a place in the queue's table; None where the queue has no table (tests)."""
    if not hasattr(carry_out.get_backend(), "_task_to_db_task"):
        return None
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - only where it is the queue

    waiting = DBTaskResult.objects.filter(status="READY").values_list("args_kwargs", flat=True)
    return {int(one["args"][0]) for one in waiting if one["args"]}


def _queue_again(row: Job) -> Job:
    row.state, row.cancel_asked, row.sentence, row.todo, row.ended_at = (
        Job.WAITING, False, "", "", None,
    )  # fmt: skip
    row.save()
    transaction.on_commit(lambda: carry_out.enqueue(row.pk))
    return row


@task()
def carry_out(job_id: int) -> None:
    """Run one job. Two workers with the same job: the second finds it taken and leaves."""
    taken = Job.objects.everywhere("the worker takes a job").filter(pk=job_id, state=Job.WAITING)
    if not taken.update(state=Job.RUNNING, beat_at=timezone.now(), tries=F("tries") + 1):
        return
    row = Job.objects.everywhere("the worker reads its job").get(pk=job_id)
    _carried.add(row.pk)
    try:
        _carry(row)
    finally:
        _carried.discard(row.pk)


def _carry(row: Job) -> None:
    by = system_for(row.owner_id, on=timezone.localdate(), person=row.asked_by_id)
    try:
        TASKS[row.task](by, row.subject, Watch(row.pk, row.tries))
    except Cancelled:
        _end(row, Job.CANCELLED)
    except _Lost:
        return
    except _HandedBack:
        row.tries -= 1
        _queue_again(row)
    except CrestError as error:
        _end(row, Job.FAILED, error.sentence, error.todo)
    except (OperationalError, InterfaceError) as error:
        connection.close()  # the next question opens a new one
        _without_database(row, error)
    except Exception as error:
        _end(
            row,
            Job.FAILED,
            "The work met an unforeseen fault; nothing was changed.",
            where_it_broke(error),
        )  # fmt: skip
        raise
    else:
        _end(row, Job.DONE)


def _without_database(row: Job, error: Exception) -> None:
    """The database broke off: what the job wrote is not kept, so it may begin anew.

    Where not even this can be written down, its missing beat gives it back later.
    """
    if is_full(error):
        _end(
            row, Job.FAILED, "The disk of this server is full; what the work wrote is not kept.",
            "Tell who runs this server; try again when there is room.",
        )  # fmt: skip
    elif row.tries >= MOST_TRIES:
        _end(
            row, Job.FAILED, "The database broke off three times; what the work wrote is not kept.",
            "Ask who runs this server, then try again.",
        )  # fmt: skip
    else:
        mine = Job.objects.everywhere("the worker gives its own job back").filter(
            pk=row.pk, tries=row.tries, state=Job.RUNNING
        )
        if mine.exists():
            _queue_again(row)


def _end(row: Job, state: str, sentence: str = "", todo: str = "") -> None:
    Job.objects.everywhere("the worker ends its job").filter(pk=row.pk, tries=row.tries).update(
        state=state, sentence=sentence, todo=todo, ended_at=timezone.now(), beat_at=timezone.now()
    )


def where_it_broke(error: BaseException) -> str:
    """File and line of a fault, never its message: that could hold what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)
    last: Any = frames[-1] if frames else None
    return f"{type(error).__name__} at {last.name}:{last.lineno}" if last else type(error).__name__
