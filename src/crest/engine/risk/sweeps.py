"""Compiled sweeps: shares along the goods, workers along the hands, and the nearest way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crest.engine.graph.flow import Steps

FAR: Final = 255


@njit(cache=True, nogil=True)
def _pass_on(  # noqa: PLR0917 (numba kernels take arrays one by one)
    value: float,
    first: int,
    last: int,
    to: NDArray[np.int32],
    weight: NDArray[np.float32],
    inside: NDArray[np.bool_],
    arriving: NDArray[np.float64],
    listed: NDArray[np.bool_],
    queue: NDArray[np.int32],
    length: int,
) -> int:
    """Add what one state passes on to those inside; returns the queue's new length."""
    for position in range(first, last):
        state = to[position]
        if inside[state]:
            arriving[state] += value * weight[position]
            if not listed[state]:
                listed[state] = True
                queue[length] = state
                length += 1
    return length


@njit(cache=True, nogil=True)
def _spread(  # noqa: PLR0917
    same_ptr: NDArray[np.int64],
    same_to: NDArray[np.int32],
    same_weight: NDArray[np.float32],
    next_ptr: NDArray[np.int64],
    next_to: NDArray[np.int32],
    next_weight: NDArray[np.float32],
    inside: NDArray[np.bool_],
    now: NDArray[np.float64],
    queue: NDArray[np.int32],
    length: int,
    depth: int,
    total: NDArray[np.float64],
) -> None:
    """Pass `now` (of the queued states) on along all steps between states `inside`.

    A step within a tier costs nothing, one to the next tier one of `depth`. Fills `total`.
    """
    states = len(now)
    later, above = np.zeros(states), np.zeros(states)
    in_later, in_above = np.zeros(states, np.bool_), np.zeros(states, np.bool_)
    waiting = np.empty(states, np.int32)
    coming = np.empty(states, np.int32)
    for level in range(depth + 1):
        ahead = 0
        while length:
            again = 0
            for place in range(length):
                state = queue[place]
                value, now[state] = now[state], 0
                total[state] += value
                again = _pass_on(
                    value, same_ptr[state], same_ptr[state + 1], same_to, same_weight,
                    inside, later, in_later, waiting, again,
                )  # fmt: skip
                if level < depth:
                    ahead = _pass_on(
                        value, next_ptr[state], next_ptr[state + 1], next_to, next_weight,
                        inside, above, in_above, coming, ahead,
                    )  # fmt: skip
            in_later[waiting[:again]] = False
            now, later = later, now
            queue, waiting = waiting, queue
            length = again
        in_above[coming[:ahead]] = False
        now, above = above, now
        queue, coming = coming, queue
        length = ahead


def spread(
    both: tuple[Steps, Steps],
    inside: NDArray[np.bool_],
    seeds: NDArray[np.int64],
    values: NDArray[np.float64],
    depth: int,
) -> NDArray[np.float64]:
    """float64[S]: what arrives at each state `inside` when `values` start at `seeds`.

    `seeds`: positions of states, each once. Every walk of at most `depth` tiers counts.
    """
    same, next_ = both
    now = np.zeros(len(inside))
    now[seeds] = values
    queue = np.zeros(len(inside), np.int32)
    queue[: len(seeds)] = seeds
    total = np.zeros(len(inside))
    _spread(
        same.ptr, same.to, same.weight, next_.ptr, next_.to, next_.weight,
        inside, now, queue, len(seeds), depth, total,
    )  # fmt: skip
    return total


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
                if tier[other] == FAR:
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
                if tier[other] == FAR:
                    tier[other], parent[other], by[other] = level + 1, state, next_link[position]
                    coming[ahead] = other
                    ahead += 1
        front, coming = coming, front
        length = ahead


def nearest(
    both: tuple[Steps, Steps], start: int, depth: int
) -> tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32]]:
    """Per state: tiers of the shortest way from the start (FAR: none), the state before, the link.

    -1 where there is none.
    """
    same, next_ = both
    states = len(same.ptr) - 1
    tier = np.full(states, FAR, np.uint8)
    parent, by = np.full(states, -1, np.int32), np.full(states, -1, np.int32)
    _nearest(
        same.ptr, same.to, same.link, next_.ptr, next_.to, next_.link, start, depth,
        tier, parent, by,
    )  # fmt: skip
    return tier, parent, by
