"""The life of a run and of a proposal."""

from __future__ import annotations

from typing import Final

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
UNDER_WAY: Final = (WAITING, RUNNING)

PROPOSED, TAKEN, DECLINED, FULFILLED = "proposed", "taken", "declined", "done"
# From each state of a proposal, the states it may be answered with.
ANSWERS: Final[dict[str, tuple[str, ...]]] = {
    PROPOSED: (TAKEN, DECLINED),
    TAKEN: (FULFILLED, DECLINED),
    DECLINED: (TAKEN,),
    FULFILLED: (TAKEN,),  # reported too early: said with a reason
}
