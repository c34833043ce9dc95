"""Ctrl-C: heard in whatever library it comes, heeded before results are put in place."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crest.cli.main import _Stop
from crest.cli.progress import Wish, result_folder

pytestmark = pytest.mark.cli

# Reads small CSV files while a second process interrupts it now and then; says what it lost.
READER = """
import io, os, signal, subprocess, sys, time
from pyarrow import csv
from crest.cli.main import _hear_every_signal

heard = 0
def hear(number, frame):
    global heard
    heard += 1

_hear_every_signal()
signal.signal(signal.SIGINT, hear)
small = b"a,b\\n" + b"1,2\\n" * 200
sender = '''
import os, signal, sys, time
for delay in range(40):
    sys.stdin.readline()
    time.sleep(0.0005 + delay % 7 * 0.0003)
    os.kill(int(sys.argv[1]), signal.SIGINT)
    print(flush=True)
'''
other = subprocess.Popen(
    [sys.executable, "-c", sender, str(os.getpid())],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, start_new_session=True,
)
os.set_blocking(other.stdout.fileno(), False)
for _ in range(40):
    other.stdin.write(b"\\n")
    while not other.stdout.read(1):
        csv.read_csv(io.BytesIO(small))
time.sleep(0.1)
other.wait()
print(heard)
"""


@pytest.fixture(autouse=True)
def nobody_asked() -> Iterator[None]:
    yield
    Wish.told = Wish.too_late = False


def test_no_interruption_is_lost_while_a_small_file_is_read() -> None:
    done = subprocess.run(
        [sys.executable, "-c", READER], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["40"]


def test_a_wish_that_a_library_swallowed_is_heeded_before_results_are_in_place(
    tmp_path: Path,
) -> None:
    stop = _Stop()

    def finish_unimpressed() -> None:
        with result_folder(tmp_path / "out") as new:
            (new / "sites.csv").write_text("name\n", encoding="utf-8")
            try:
                stop(signal.SIGINT, None)
            except KeyboardInterrupt:
                io.StringIO("as a library that goes on").read()

    with pytest.raises(KeyboardInterrupt):
        finish_unimpressed()
    assert list(tmp_path.iterdir()) == []


def test_when_the_results_are_there_it_is_too_late_to_say_that_nothing_was_written(
    tmp_path: Path,
) -> None:
    with result_folder(tmp_path / "out") as new:
        (new / "sites.csv").write_text("name\n", encoding="utf-8")
    _Stop()(signal.SIGINT, None)
    assert not Wish.told
    assert (tmp_path / "out/sites.csv").exists()


def test_the_next_run_in_the_same_process_can_be_stopped_again(tmp_path: Path) -> None:
    with result_folder(tmp_path / "first"):
        pass
    with pytest.raises(KeyboardInterrupt), result_folder(tmp_path / "second"):
        _Stop()(signal.SIGINT, None)
    assert {path.name for path in tmp_path.iterdir()} == {"first"}
