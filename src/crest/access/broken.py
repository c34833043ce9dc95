"""How a database tells that it cannot go on: a full disk, a lost connection."""

from __future__ import annotations

from typing import Final

from django.db import InterfaceError, OperationalError

_NO_ROOM: Final = ("is full", "No space left")  # SQLite's and PostgreSQL's words


def is_full(error: BaseException | None) -> bool:
    """Whether the disk of the database has no room."""
    return isinstance(error, OperationalError) and any(one in str(error) for one in _NO_ROOM)


def is_lost(error: BaseException | None) -> bool:
    """Whether the database does not answer, for now: it starts anew, is locked, or out of reach."""
    return isinstance(error, OperationalError | InterfaceError) and not is_full(error)
