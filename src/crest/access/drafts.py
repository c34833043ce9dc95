"""Files that are being written. Whoever writes one holds a lock on it, which ends with its process
however that ends; so a draft that nobody holds was left by a killed one and is taken away."""

from __future__ import annotations

import contextlib
import fcntl
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Protocol

from crest.config import config

_YOUNG: Final = 1.0  # seconds: between making a file and holding it


class _Open(Protocol):
    def fileno(self) -> int:
        """The descriptor of the open file."""
        ...


def uploads() -> Path:
    """Where a form's files lie while they come in. Hidden, so it is in no backup."""
    folder = Path(config().home) / ".uploading"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def hold(file: _Open) -> None:
    """Say that this process writes the open file, until it closes it or ends."""
    fcntl.flock(file.fileno(), fcntl.LOCK_EX)


def sweep(paths: Iterable[Path]) -> int:
    """Take away drafts that no process writes any more; how many."""
    return sum(_taken_away(path) for path in paths)


def _taken_away(path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
        if 0 <= time.time() - path.stat().st_mtime < _YOUNG:
            return False
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        path.unlink()
        return True
    return False
