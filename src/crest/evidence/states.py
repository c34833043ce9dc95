"""The life of a batch: which event leads from which state to which, and nothing else."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from crest.access.facade import Refused


class BatchState(StrEnum):
    """Where a batch stands."""

    RECEIVED = "received"  # kept, not read yet
    READY = "ready"  # read; a person may look, correct and accept
    UNREADABLE = "unreadable"  # no list of it is understood yet
    ACCEPTED = "accepted"  # relied on
    UNDONE = "undone"  # was relied on, and no longer is
    DROPPED = "dropped"  # never relied on


class BatchEvent(StrEnum):
    """What happens to a batch."""

    READ = "read"
    FAIL = "fail"
    CORRECT = "correct"
    ACCEPT = "accept"
    UNDO = "undo"
    DROP = "drop"


S, E = BatchState, BatchEvent
MOVES: Final[dict[tuple[BatchState, BatchEvent], BatchState]] = {
    (S.RECEIVED, E.READ): S.READY,
    (S.RECEIVED, E.FAIL): S.UNREADABLE,
    (S.RECEIVED, E.DROP): S.DROPPED,
    (S.READY, E.CORRECT): S.RECEIVED,
    (S.READY, E.ACCEPT): S.ACCEPTED,
    (S.READY, E.DROP): S.DROPPED,
    (S.UNREADABLE, E.CORRECT): S.RECEIVED,
    (S.UNREADABLE, E.DROP): S.DROPPED,
    (S.ACCEPTED, E.UNDO): S.UNDONE,
    (S.UNDONE, E.ACCEPT): S.ACCEPTED,
    (S.UNDONE, E.CORRECT): S.RECEIVED,
}
_WHY_NOT: Final[dict[BatchState, str]] = {
    S.RECEIVED: "The file is still being read.",
    S.READY: "The file was read and waits to be accepted.",
    S.UNREADABLE: "No list of this file is understood yet.",
    S.ACCEPTED: "The file is accepted.",
    S.UNDONE: "The acceptance of this file was undone.",
    S.DROPPED: "The file was put aside.",
}


def after(state: str, event: BatchEvent) -> BatchState:
    """The state that follows. Raises Refused, with the reason, where the event has no place."""
    now = BatchState(state)
    try:
        return MOVES[now, event]
    except KeyError:
        raise Refused(
            _WHY_NOT[now], todo="Open the file in the list and look what can be done with it."
        ) from None
