"""Risk passed up the chain to every node at once.

A node carries its own risk and, attenuated once per tier, the risk of what delivers to it in
proportion to its share. States are worked off by *height*, the longest way that still lies behind
them: one pass in that order is final for every state no higher than the depth. Only ways longer
than the depth (cycles among them) are cut off tier by tier, on the few states that lie on them.
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
    """Add steps within the tier; rows in such an order that what they read is complete."""
    for row in rows:
        for position in range(ptr[row], ptr[row + 1]):
            value[row] += weight[position] * value[to[position]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Order of work.

    `levels[h]`: states of height h, and of these the ones with steps within the tier, in order.
    `cuts[k]`: states higher than k tiers whose value over k tiers is needed,
    because they are themselves asked for (k = depth) or lie on a way that is longer than the
    depth; and again the ones with steps within the tier.
    """

    levels: list[tuple[NDArray[np.int32], NDArray[np.int32]]]
    cuts: list[tuple[NDArray[np.int32], NDArray[np.int32]]]


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
    within = _order_within(same)
    levels = []
    for level in range(depth + 1):
        rows = np.flatnonzero(height == level).astype(np.int32)
        levels.append((rows, within[height[within] == level]))
    return Plan(levels, _cuts(flow, height, within, depth))


def _read_by(steps: Steps, rows: NDArray[np.integer]) -> NDArray[np.int32]:
    """States that deliver to these rows."""
    count = steps.ptr[rows + 1] - steps.ptr[rows]
    begin = np.repeat(steps.ptr[rows] - np.r_[0, np.cumsum(count)[:-1]], count)
    return np.unique(steps.to[begin + np.arange(count.sum())])


def _cuts(
    flow: Flow, height: NDArray[np.int32], within: NDArray[np.int32], depth: int
) -> list[tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """States needed over fewer tiers than they are high, per number of tiers 0..depth."""
    needed: list[tuple[NDArray[np.int32], NDArray[np.int32]]] = []
    rows = np.flatnonzero(height > depth).astype(np.int32)
    for tiers in range(depth, -1, -1):
        marked = np.zeros(flow.states, bool)
        front = rows[height[rows] > tiers]
        while len(front):
            marked[front] = True
            front = _read_by(flow.same, front)
            front = front[(height[front] > tiers) & ~marked[front]]
        found = np.flatnonzero(marked).astype(np.int32)
        needed.append((found, within[marked[within]]))
        rows = _read_by(flow.next, found)
    return needed[::-1]


class _Adder:
    """Adds up rows in pieces on a few threads."""

    def __init__(
        self, pool: ThreadPoolExecutor, steps: Steps, own: NDArray[np.float32], factor: float
    ) -> None:
        self._pool, self._steps, self._own, self._by = pool, steps, own, np.float32(factor)

    def add(self, rows: NDArray[np.int32], value: NDArray[np.float32]) -> NDArray[np.float32]:
        """Own risk of the rows and what `value` says about all that delivers to them."""
        out = np.empty(len(rows), np.float32)

        def piece(first: int) -> None:
            last = first + _PIECE
            _gather(rows[first:last], *self._steps[:3], self._own, value, self._by, out[first:last])

        if len(rows) <= _PIECE:
            piece(0)
        else:
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
    own = np.zeros(flow.states, np.float32)
    own[: flow.nodes] = risk
    others = np.flatnonzero(flow.lane[flow.nodes :] != HIDDEN) + flow.nodes
    own[others] = risk[flow.node[others]]
    own[flow.met] = 0
    value = own.copy()
    same = flow.same[:3]
    with ThreadPoolExecutor(threads) as pool:
        adder = _Adder(pool, flow.next, own, attenuation)
        for level, (rows, order) in enumerate(plan.levels):
            if level:
                value[rows] = adder.add(rows, value)
            _within(order, *same, value)
        # `short` holds what each state is worth over as many tiers as the round has.
        short, before = value.copy(), np.zeros(0, np.int32)
        for tiers, (rows, order) in enumerate(plan.cuts):
            worth = adder.add(rows, short) if tiers else own[rows]
            short[before] = value[before]
            short[rows] = worth
            _within(order, *same, short)
            before = rows
    asked = plan.cuts[depth][0]
    value[asked] = short[asked]
    return value[: flow.nodes].copy()
