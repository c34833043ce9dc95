"""The installation's keys: one file per period, outside the database and outside every backup.

The newest that has begun seals. An older one only opens, until it is destroyed; from then on what a
backup of its period holds sealed is unreadable, whoever has the backup.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from itertools import pairwise
from pathlib import Path
from typing import Final

from crest.config import config
from crest.engine.errors import OutputError
from crest.seal.envelope import KEY_BYTES, new_key
from crest.seal.errors import gone

FOLDER: Final = ("keys", "vault")
_ENDING: Final = ".key"


def folder() -> Path:
    """Where the key files lie."""
    return Path(config().vault_keys or Path(config().home).joinpath(*FOLDER))


def periods() -> tuple[str, ...]:
    """The periods whose key is there, oldest first; each is named by the day it began."""
    return tuple(sorted(path.stem for path in folder().glob(f"????-??-??{_ENDING}")))


def current(*, on: dt.date) -> str:
    """The period that seals now; the first one is begun where there is none.

    One that a clock running ahead began seals only from its day on, so that none is left out.
    """
    known = periods()
    come = [one for one in known if one <= on.isoformat()]
    return (come or known)[-1] if known else begin(on=on)


def key_of(period: str) -> bytes:
    """The key of a period. Raises KeyGone when it was destroyed or its file is not here."""
    try:
        key = (folder() / f"{period}{_ENDING}").read_bytes()
    except (FileNotFoundError, ValueError):
        raise gone(f"the period from {period}") from None
    if len(key) != KEY_BYTES:
        raise gone(f"the period from {period}")
    return key


def begin(*, on: dt.date) -> str:
    """Begin a period with a key of its own. Twice on one day is once."""
    home, name = folder(), on.isoformat()
    path, fresh = home / f"{name}{_ENDING}", home / f".{name}.{secrets.token_hex(6)}"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(new_key())
            file.flush()
            os.fsync(file.fileno())
        if not path.exists():
            _first_wins(fresh, path)
        fresh.unlink()
    except OSError as error:
        raise OutputError(
            "A key of the vault could not be written.",
            todo="See to the disk and to CREST_VAULT_KEYS; nothing was changed.",
        ) from error
    return name


def destroy(period: str) -> None:
    """Overwrite and remove the key of a period. What only it opened is gone for good."""
    path = folder() / f"{period}{_ENDING}"
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def retired(*, before: dt.date) -> tuple[str, ...]:
    """Periods that ended before a day: the next one had begun by then."""
    known = periods()
    return tuple(own for own, after in pairwise(known) if dt.date.fromisoformat(after) <= before)


def _first_wins(fresh: Path, path: Path) -> None:
    try:
        os.link(fresh, path)
    except FileExistsError:
        return  # another process began the same period; both read its key
