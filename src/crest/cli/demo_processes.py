"""The server and the worker beside one another: started, watched, stopped together."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Final, Self

from crest.engine.errors import InputError

_BY_THEMSELVES: Final = 4.0  # Ctrl-C reaches them as well: so long they may clear up alone
_TOLD: Final = 12.0
_START: Final = 120.0
_MOST_PORTS: Final = 50
_CREST: Final = "from crest.cli.main import run; run()"
_ALL: Final = ("SIGINT", "SIGTERM", "SIGHUP")


class Processes:
    """Children of this process, in its process group: one Ctrl-C at a terminal reaches all.

    Leaving the block stops them, however it is left.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self._asked = threading.Event()
        self._before: dict[signal.Signals, Any] = {}

    def start(self, word: str, *arguments: str) -> None:
        """Run `crest WORD …` beside this process; its output goes to a file of `home`."""
        with (self.home / f"{word}.log").open("ab") as log:
            self.children[word] = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-c", _CREST, word, *arguments], stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def wait_until_answered(self, port: int) -> None:
        """Return when the pages are there. Raises InputError when the server ends before."""
        end = time.monotonic() + _START
        while time.monotonic() < end:
            self.need_alive()
            if _answers(port):
                return
            time.sleep(0.1)
        raise InputError("The server did not answer in time.", todo=self._look("serve"))

    def watch(self) -> None:
        """Return when somebody asks to stop. Raises InputError when a child ends by itself."""
        for name in _ALL:
            number = signal.Signals[name]
            self._before[number] = signal.signal(number, self._stop)
        while not self._asked.wait(0.5):
            self.need_alive()

    def need_alive(self) -> None:
        """Raises InputError when a child has ended."""
        for word, child in self.children.items():
            code = child.poll()
            if code is not None and not self._asked.is_set():
                raise InputError(
                    f"crest {word} ended by itself (exit code {code}).", todo=self._look(word)
                )

    def __enter__(self) -> Self:
        """Children are started one by one."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Stop all, and heed no other wish meanwhile."""
        for number in self._before:
            signal.signal(number, signal.SIG_IGN)
        self._stop_all(asked=self._asked.is_set() or isinstance(error, KeyboardInterrupt))
        for number, answer in self._before.items():
            signal.signal(number, answer)

    def _stop_all(self, *, asked: bool) -> None:
        """First they may end by themselves, then they are told, then made to."""
        if asked and self._ended(within=_BY_THEMSELVES):
            return
        for child in self._living():
            child.terminate()
        if not self._ended(within=_TOLD):
            for child in self._living():
                child.kill()
            self._ended(within=_TOLD)

    def _ended(self, *, within: float) -> bool:
        end = time.monotonic() + within
        while self._living():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def _living(self) -> list[subprocess.Popen[bytes]]:
        return [child for child in self.children.values() if child.poll() is None]

    def _look(self, word: str) -> str:
        return f"What it said is in {self.home / f'{word}.log'}."

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._asked.set()


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(first: int) -> int:
    """The first port from `first` on where nobody listens. Raises InputError when there is none."""
    for port in range(first, min(first + _MOST_PORTS, 65_536)):
        if _is_free(port):
            return port
    raise InputError(
        f"No port from {first} to {first + _MOST_PORTS - 1} is free.",
        todo="Choose another with --port.",
    )


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/methods/")
        return connection.getresponse().status < 500  # noqa: PLR2004
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
