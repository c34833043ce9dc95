"""Compiled sweeps over the flow graph, tier by tier.

A sweep is linear: what stands at a state is passed on along its steps. Steps within a tier are
exhausted in rounds before the next tier; cycles end at the tier limit. The kernels release the
interpreter lock, so several sweeps can run at once, each with its own Scratch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numba import njit

from crest.engine.graph.links import RANK_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crest.engine.graph.flow import Steps

UNREACHED: Final = 255
# Better than any verification: no link walked yet.
UNTESTED: Final = len(RANK_NAMES)


@njit(cache=True, nogil=True)
def _pass_on(  # noqa: PLR0917 (numba kernels take arrays one by one)
    value: Any,
    first: int,
    last: int,
    to: NDArray[np.int32],
    weight: NDArray[np.float32],
    waiting: NDArray[Any],
    queue: NDArray[np.int32],
    length: int,
    walks: bool,  # noqa: FBT001
) -> int:
    """Add what one state passes on to the waiting states; returns the queue's new length."""
    for position in range(first, last):
        state = to[position]
        amount = value if walks else value * weight[position]
        if waiting[state] < 0:
            waiting[state] = amount
            queue[length] = state
            length += 1
        else:
            waiting[state] += amount
    return length


@njit(cache=True, nogil=True)
def _sweep(  # noqa: PLR0917
    same_ptr: NDArray[np.int64],
    same_to: NDArray[np.int32],
    same_weight: NDArray[np.float32],
    next_ptr: NDArray[np.int64],
    next_to: NDArray[np.int32],
    next_weight: NDArray[np.float32],
    seeds: NDArray[np.int64],
    values: NDArray[np.float64],
    depth: int,
    walks: bool,  # noqa: FBT001
    waiting: NDArray[Any],
    queue: NDArray[np.int32],
    tier: NDArray[np.uint8],
    total: NDArray[Any],
    reached: NDArray[np.int32],
) -> int:
    """Fill `tier` and `total` for what is reached; returns how many states `reached` lists.

    `values` start at `seeds` (states, each once).
    `waiting` (3 x S, -1 when idle) and `queue` (3 x S): now, this tier's next round, next tier.
    """
    now, later, above = 0, 1, 2
    count, listed = len(seeds), 0
    for place in range(count):
        queue[now, place], waiting[now, seeds[place]] = seeds[place], values[place]
    for level in range(depth + 1):
        coming = 0
        while count:
            again = 0
            for place in range(count):
                state = queue[now, place]
                value = waiting[now, state]
                waiting[now, state] = -1
                total[state] += value
                if tier[state] == UNREACHED:
                    tier[state] = level
                    reached[listed] = state
                    listed += 1
                if same_ptr[state + 1] > same_ptr[state]:
                    again = _pass_on(
                        value, same_ptr[state], same_ptr[state + 1], same_to, same_weight,
                        waiting[later], queue[later], again, walks,
                    )  # fmt: skip
                if level < depth:
                    coming = _pass_on(
                        value, next_ptr[state], next_ptr[state + 1], next_to, next_weight,
                        waiting[above], queue[above], coming, walks,
                    )  # fmt: skip
            now, later, count = later, now, again
        now, above, count = above, now, coming
        if count == 0:
            break
    return listed


@njit(cache=True, nogil=True)
def _relax(  # noqa: PLR0917
    state: int,
    level: int,
    ptr: NDArray[np.int64],
    to: NDArray[np.int32],
    behind: NDArray[np.int32],
    tier: NDArray[np.uint8],
    rank: NDArray[np.int8],
    best: NDArray[np.int8],
    weak: NDArray[np.int32],
    arrival: NDArray[np.int32],
) -> bool:
    """Offer one state's walk to its neighbours of tier `level`; says whether one took it."""
    taken = False
    for position in range(ptr[state], ptr[state + 1]):
        other, link = to[position], behind[position]
        if tier[other] != level:
            continue
        lowers = link >= 0 and rank[link] < best[state]
        mine = rank[link] if lowers else best[state]
        if mine > best[other]:
            best[other] = mine
            weak[other] = link if lowers else weak[state]
            arrival[other] = link if link >= 0 else arrival[state]
            taken = True
    return taken


@njit(cache=True, nogil=True)
def _weakest(  # noqa: PLR0917
    same_ptr: NDArray[np.int64],
    same_to: NDArray[np.int32],
    same_link: NDArray[np.int32],
    next_ptr: NDArray[np.int64],
    next_to: NDArray[np.int32],
    next_link: NDArray[np.int32],
    order: NDArray[np.int32],
    tier: NDArray[np.uint8],
    depth: int,
    rank: NDArray[np.int8],
    best: NDArray[np.int8],
    weak: NDArray[np.int32],
    arrival: NDArray[np.int32],
) -> None:
    """Best-evidenced shortest walk to every state: its lowest rank, that link, its last link.

    `order`: reached states by tier, the start first. `best`, `weak`, `arrival`: outputs per state;
    `best` is preset to UNTESTED at the start and -1 elsewhere.
    """
    first = 0
    while first < len(order):
        last, level = first, tier[order[first]]
        while last < len(order) and tier[order[last]] == level:
            last += 1
        # Steps within a tier settle after as many passes as a company's structure is deep.
        changed = True
        while changed:
            changed = False
            for state in order[first:last]:
                if best[state] >= 0 and _relax(
                    state, level, same_ptr, same_to, same_link, tier, rank, best, weak, arrival
                ):
                    changed = True
        if level < depth:
            for state in order[first:last]:
                _relax(
                    state, level + 1, next_ptr, next_to, next_link, tier, rank, best, weak, arrival
                )
        first = last


class Scratch:
    """Working arrays of one sweep at a time, reused between sweeps; one per thread."""

    def __init__(self, states: int, kind: type = np.float32) -> None:
        self._waiting: NDArray[Any] = np.full((3, states), -1, kind)
        self._queue = np.empty((3, states), np.int32)
        self.tier = np.full(states, UNREACHED, np.uint8)
        self.total: NDArray[Any] = np.zeros(states, kind)
        self._reached = np.empty(states, np.int32)

    def sweep(
        self, same: Steps, next_: Steps, start: int, depth: int, *, walks: bool = False
    ) -> NDArray[np.int32]:
        """Sweep from one state; `tier` and `total` hold the answer until `clear`.

        Returns the reached states in order of tier. `walks`: count walks instead of shares.
        """
        return self.spread(same, next_, np.array([start]), np.ones(1), depth, walks=walks)

    def spread(
        self,
        same: Steps,
        next_: Steps,
        seeds: NDArray[np.int64],
        values: NDArray[np.float64],
        depth: int,
        *,
        walks: bool = False,
    ) -> NDArray[np.int32]:
        """Sweep `values` (none below zero) from `seeds`, states that stand there once; see `sweep`.

        Every walk of at most `depth` tiers counts.
        """
        listed = _sweep(
            same.ptr, same.to, same.weight, next_.ptr, next_.to, next_.weight, seeds, values,
            depth, walks, self._waiting, self._queue, self.tier, self.total, self._reached,
        )  # fmt: skip
        return self._reached[:listed]

    def clear(self, reached: NDArray[np.int32]) -> None:
        """Forget the last sweep's answer."""
        self.tier[reached] = UNREACHED
        self.total[reached] = 0


def weakest_links(  # noqa: PLR0917
    same: Steps,
    next_: Steps,
    order: NDArray[np.int32],
    tier: NDArray[np.uint8],
    depth: int,
    rank: NDArray[np.int8],
) -> tuple[NDArray[np.int8], NDArray[np.int32], NDArray[np.int32]]:
    """Per state: rank of the weakest link, that link (-1: none), and the link it is reached by.

    Of the shortest walks the best-evidenced one counts. `order[0]` is the start.
    """
    states = len(tier)
    best = np.full(states, -1, np.int8)
    weak, arrival = np.full(states, -1, np.int32), np.full(states, -1, np.int32)
    best[order[0]] = UNTESTED
    _weakest(
        same.ptr, same.to, same.link, next_.ptr, next_.to, next_.link,
        order, tier, depth, rank, best, weak, arrival,
    )  # fmt: skip
    return best, weak, arrival
