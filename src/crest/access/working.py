"""The worker: runs queued jobs, tells flows, and keeps house while it runs.

Jobs run one at a time in the first thread. A second thread beats for the running job, gives back
what killed workers left, signs checkpoints and does the chores, so that none of them waits for a
long job.
"""

from __future__ import annotations

import datetime as dt
import logging
import signal
import threading
from types import FrameType
from typing import Final

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string

from crest.access import jobs
from crest.access.checkpoints import checkpoint_if_due
from crest.access.chores import do_chores
from crest.access.delivery import deliver

PAUSE: Final = 1.0
BEAT: Final = 10.0
GIVE_BACK: Final = 30.0
KEEP_RESULTS: Final = dt.timedelta(days=7)
log = logging.getLogger("crest.worker")


def work(*, once: bool = False) -> None:
    """Work until told to end; with `once`, until nothing waits."""
    jobs.STOPPING.clear()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _told_to_end)
    jobs.give_back(now=timezone.now())
    house = threading.Thread(target=_keep_house, name="house", daemon=True)
    house.start()
    try:
        while not jobs.STOPPING.is_set():
            if not _round() and not jobs.STOPPING.is_set():
                if once:
                    return
                jobs.STOPPING.wait(PAUSE)
    finally:
        jobs.STOPPING.set()
        house.join(timeout=PAUSE * 5)
        if not house.is_alive():  # whoever goes on in this process may carry jobs again
            jobs.STOPPING.clear()


def _round() -> bool:
    """Tell flows and run one job; whether anything was done."""
    try:
        told = deliver(now=timezone.now())
        ran = _run_one()
    except DatabaseError as error:  # the database restarts: wait for it, lose nothing
        log.warning("the database does not answer: %s", jobs.where_it_broke(error))
        connection.close()
        jobs.STOPPING.wait(PAUSE * 2)
        return not jobs.STOPPING.is_set()
    return bool(told) or ran


def _run_one() -> bool:
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    close_old_connections()
    if not DBTaskResult.objects.ready().exists():
        return False
    Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
        max_tasks=1, worker_id=get_random_string(32), excluded_queue_names=[],
    ).run()  # fmt: skip
    return True


def _keep_house() -> None:
    passed = 0.0
    while not jobs.STOPPING.wait(BEAT if passed else 0):
        try:
            jobs.beat(now=timezone.now())
            if passed % GIVE_BACK == 0:
                jobs.give_back(now=timezone.now())
                checkpoint_if_due(now=timezone.now())
                _forget_old_results()
                do_chores(now=timezone.now())
        except Exception as error:  # noqa: BLE001 - a broken disk must not end the beats
            log.warning("keeping house failed: %s", jobs.where_it_broke(error))
            connection.close()
        passed += BEAT
    connection.close()


def _forget_old_results() -> None:
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    old = DBTaskResult.objects.filter(enqueued_at__lt=timezone.now() - KEEP_RESULTS)
    old.exclude(status="READY").delete()


def _told_to_end(_number: int, _frame: FrameType | None) -> None:
    if jobs.STOPPING.is_set():  # told twice: end now; what runs is given back by its missing beat
        raise KeyboardInterrupt
    jobs.STOPPING.set()
