"""Risk passed up the chain to every node at once.

A node carries its own risk and, attenuated once per tier, the risk of what delivers to it in
proportion to its share. States are worked off by *height*, the longest way that still lies behind
them: a state's value is final once its height is reached, so nothing is computed twice except what
stands before a cycle or more tiers than asked for.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numba import njit

from crest.engine.graph.flow import HIDDEN, Flow, Steps, reverse

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ENDLESS: Final = 2**30
_PIECE: Final = 20_000


@njit(cache=True, nogil=True)
def _heights(  # noqa: PLR0917
    same_ptr: NDArray[np.int64],
    next_ptr: NDArray[np.int64],
    back_same_ptr: NDArray[np.int64],
    back_same_to: NDArray[np.int32],
    back_next_ptr: NDArray[np.int64],
    back_next_to: NDArray[np.int32],
    height: NDArray[np.int32],
    queue: NDArray[np.int32],
) -> int:
    """Fill `height` (longest way upstream in tiers) for states behind which no cycle lies.

    Returns how many states `queue` lists, each after everything that delivers to it.
    """
    states = len(height)
    open_steps = np.empty(states, np.int64)
    length = 0
    for state in range(states):
        open_steps[state] = (
            same_ptr[state + 1] - same_ptr[state] + next_ptr[state + 1] - next_ptr[state]
        )
        if open_steps[state] == 0:
            queue[length] = state
            length += 1
    place = 0
    while place < length:
        state = queue[place]
        place += 1
        for tiers in range(2):
            ptr = back_next_ptr if tiers else back_same_ptr
            to = back_next_to if tiers else back_same_to
            for position in range(ptr[state], ptr[state + 1]):
                other = to[position]
                height[other] = max(height[other], height[state] + tiers)
                open_steps[other] -= 1
                if open_steps[other] == 0:
                    queue[length] = other
                    length += 1
    return length


@njit(cache=True, nogil=True)
def _gather(  # noqa: PLR0917
    rows: NDArray[np.int32],
    ptr: NDArray[np.int64],
    to: NDArray[np.int32],
    weight: NDArray[np.float32],
    own: NDArray[np.float32],
    value: NDArray[np.float32],
    factor: np.float32,
    out: NDArray[np.float32],
) -> None:
    """out[i] = own[row] + factor x sum of weight x value over the row's steps."""
    for index in range(len(rows)):
        row = rows[index]
        total = np.float32(0)
        for position in range(ptr[row], ptr[row + 1]):
            total += weight[position] * value[to[position]]
        out[index] = own[row] + factor * total


@njit(cache=True, nogil=True)
def _within(
    rows: NDArray[np.int32],
    ptr: NDArray[np.int64],
    to: NDArray[np.int32],
    weight: NDArray[np.float32],
    value: NDArray[np.float32],
) -> None:
    """Add steps within the tier, rows in such an order that what they read is complete."""
    for row in rows:
        for position in range(ptr[row], ptr[row + 1]):
            value[row] += weight[position] * value[to[position]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Order of work.

    `levels[h]`: rows of height h outside what cycles read, and of these the rows
    with steps within the tier. `repeated`: rows a cycle or an overlong way reads, with `heights`;
    `within`, `within_heights`: those of them with steps within the tier, in order.
    """

    levels: list[tuple[NDArray[np.int32], NDArray[np.int32]]]
    repeated: NDArray[np.int32]
    heights: NDArray[np.int32]
    within: NDArray[np.int32]
    within_heights: NDArray[np.int32]


def _order_within(same: Steps) -> NDArray[np.int32]:
    """States with steps within a tier, each after those it reads (there are no cycles here)."""
    states = len(same.ptr) - 1
    empty = np.zeros(states + 1, np.int64)
    back = reverse(same)
    queue = np.empty(states, np.int32)
    nothing = np.zeros(0, np.int32)
    length = _heights(
        same.ptr, empty, back.ptr, back.to, empty, nothing, np.zeros(states, np.int32), queue
    )
    order = queue[:length]
    return order[np.diff(same.ptr)[order] > 0]


def make_plan(flow: Flow, back: tuple[Steps, Steps], depth: int) -> Plan:
    """Sort the states by height. `back`: the same steps reversed."""
    same, next_ = flow.same, flow.next
    states = flow.states
    height = np.zeros(states, np.int32)
    queue = np.empty(states, np.int32)
    length = _heights(
        same.ptr, next_.ptr, back[0].ptr, back[0].to, back[1].ptr, back[1].to, height, queue
    )
    endless = np.ones(states, bool)
    endless[queue[:length]] = False
    height[endless] = _ENDLESS
    repeated = height > depth
    repeated = _everything_read_by(repeated, flow) if repeated.any() else repeated
    within = _order_within(same)
    levels = []
    for level in range(depth + 1):
        rows = np.flatnonzero((height == level) & ~repeated).astype(np.int32)
        order = within[(height[within] == level) & ~repeated[within]]
        levels.append((rows, order))
    rows = np.flatnonzero(repeated).astype(np.int32)
    again = within[repeated[within]]
    return Plan(levels, rows, height[rows], again, height[again])


def _everything_read_by(marked: NDArray[np.bool_], flow: Flow) -> NDArray[np.bool_]:
    """Mark also all that delivers to the marked states."""
    seen = marked.copy()
    front = np.flatnonzero(seen)
    while len(front):
        found = []
        for steps in (flow.same, flow.next):
            count = steps.ptr[front + 1] - steps.ptr[front]
            begin = np.repeat(steps.ptr[front] - np.r_[0, np.cumsum(count)[:-1]], count)
            found.append(steps.to[begin + np.arange(count.sum())])
        reached = np.unique(np.concatenate(found))
        front = reached[~seen[reached]]
        seen[front] = True
    return seen


class _Worker:
    """Runs `_gather` over pieces of the rows on a few threads."""

    def __init__(self, pool: ThreadPoolExecutor, next_: Steps, own: NDArray[np.float32]) -> None:
        self._pool, self._next, self._own = pool, next_, own

    def gather(
        self, rows: NDArray[np.int32], value: NDArray[np.float32], factor: float
    ) -> NDArray[np.float32]:
        """Values of the rows, from their own risk and what delivers to them one tier away."""
        out = np.empty(len(rows), np.float32)
        steps, own, by = self._next, self._own, np.float32(factor)

        def piece(first: int) -> None:
            last = first + _PIECE
            _gather(
                rows[first:last], steps.ptr, steps.to, steps.weight, own, value, by, out[first:last]
            )

        list(self._pool.map(piece, range(0, len(rows), _PIECE)))
        return out


def roll_up(  # noqa: PLR0917 (called through Chain.rollup)
    flow: Flow,
    plan: Plan,
    risk: NDArray[np.float32],
    attenuation: float,
    depth: int,
    threads: int,
) -> NDArray[np.float32]:
    """float32[n]: own risk plus the attenuated risk of everything upstream within `depth` tiers."""
    # Books stand for nobody, and an organisation met from its site is already counted by it.
    own = np.where(flow.lane == HIDDEN, np.float32(0), risk[flow.node])
    own[flow.met] = 0
    value = own.copy()
    same = flow.same
    with ThreadPoolExecutor(threads) as pool:
        worker = _Worker(pool, flow.next, own)
        for tier in range(depth + 1 if len(plan.repeated) else 0):
            rows = plan.repeated[plan.heights >= tier]
            value[rows] = worker.gather(rows, value, attenuation if tier else 0.0)
            order = plan.within[plan.within_heights >= tier]
            _within(order, same.ptr, same.to, same.weight, value)
        for level, (rows, order) in enumerate(plan.levels):
            if level or len(order):
                value[rows] = worker.gather(rows, value, attenuation)
                _within(order, same.ptr, same.to, same.weight, value)
    return value[: flow.nodes].copy()
