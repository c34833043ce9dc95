"""The nearest way from one state of a flow graph to every other, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from crest.engine.graph.sweep import UNREACHED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crest.engine.graph.flow import Steps


@njit(cache=True, nogil=True)
def _nearest(  # noqa: PLR0917
    same_ptr: NDArray[np.int64],
    same_to: NDArray[np.int32],
    same_link: NDArray[np.int32],
    next_ptr: NDArray[np.int64],
    next_to: NDArray[np.int32],
    next_link: NDArray[np.int32],
    start: int,
    depth: int,
    tier: NDArray[np.uint8],
    parent: NDArray[np.int32],
    by: NDArray[np.int32],
) -> None:
    """Breadth first; steps within a tier are followed before those to the next."""
    states = len(tier)
    front, coming = np.empty(states, np.int32), np.empty(states, np.int32)
    front[0], length = start, 1
    tier[start] = 0
    for level in range(depth + 1):
        place = 0
        while place < length:  # the front grows by steps within the tier
            state = front[place]
            place += 1
            for position in range(same_ptr[state], same_ptr[state + 1]):
                other = same_to[position]
                if tier[other] == UNREACHED:
                    tier[other], parent[other], by[other] = level, state, same_link[position]
                    front[length] = other
                    length += 1
        if level == depth:
            break
        ahead = 0
        for place in range(length):
            state = front[place]
            for position in range(next_ptr[state], next_ptr[state + 1]):
                other = next_to[position]
                if tier[other] == UNREACHED:
                    tier[other], parent[other], by[other] = level + 1, state, next_link[position]
                    coming[ahead] = other
                    ahead += 1
        front, coming = coming, front
        length = ahead


def nearest(
    both: tuple[Steps, Steps], start: int, depth: int
) -> tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32]]:
    """Per state: tiers of the shortest way from the start, the state before, the link before.

    UNREACHED and -1 where there is none.
    """
    same, next_ = both
    states = len(same.ptr) - 1
    tier = np.full(states, UNREACHED, np.uint8)
    parent, by = np.full(states, -1, np.int32), np.full(states, -1, np.int32)
    _nearest(
        same.ptr, same.to, same.link, next_.ptr, next_.to, next_.link, start, depth,
        tier, parent, by,
    )  # fmt: skip
    return tier, parent, by
