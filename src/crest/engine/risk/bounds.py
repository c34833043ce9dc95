"""Least and most that a share nobody stated can be, for every step of a flow graph.

Low: such a share counts as nothing. High: it may be everything that the stated shares of the same
book leave over, and never less than the least share of the rulebook, for the link is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crest.engine.graph.flow import HIDDEN, Steps
from crest.engine.graph.links import LABOUR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crest.engine.graph.chain import Chain, View
    from crest.engine.graph.flow import Flow

_BOOKS = 3  # goods, hands, transport: see graph.shares


@dataclass(frozen=True, slots=True)
class Crossing:
    """Steps from workplaces into the hands: from which state, to which, which part (parallel)."""

    before: NDArray[np.int64]
    at: NDArray[np.int64]
    weight: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ground:
    """A flow graph with its shares as low and as high as they may be; serves many starts.

    Pairs of pairs: for low and high, steps within a tier and to the next. `goods`: steps into
    goods only; `labour`: steps into hands only. `side`: see labour_side.
    """

    view: View
    goods: tuple[tuple[Steps, Steps], tuple[Steps, Steps]]
    labour: tuple[tuple[Steps, Steps], tuple[Steps, Steps]]
    side: NDArray[np.bool_]
    crossings: tuple[tuple[Crossing, Crossing], tuple[Crossing, Crossing]]


def ground_of(chain: Chain, view: View, least: float) -> Ground:
    """Work out both bounds of a view once. `least`: see the module."""
    side = labour_side(chain, view.flow)
    (low_same, low_next), (high_same, high_next) = low_steps(view), high_steps(chain, view, least)
    goods, labour = (
        ((_into(low_same, inside), _into(low_next, inside)),
         (_into(high_same, inside), _into(high_next, inside)))
        for inside in (~side, side)
    )  # fmt: skip
    crossings = (
        (_crossing(low_same, side), _crossing(low_next, side)),
        (_crossing(high_same, side), _crossing(high_next, side)),
    )
    return Ground(view, goods, labour, side, crossings)


def _into(steps: Steps, inside: NDArray[np.bool_]) -> Steps:
    """The steps that lead to a state `inside`."""
    kept = inside[steps.to]
    ptr = np.concatenate([[0], np.cumsum(kept)])[steps.ptr]
    return Steps(ptr, steps.to[kept], steps.weight[kept], steps.link[kept])


def _crossing(steps: Steps, side: NDArray[np.bool_]) -> Crossing:
    at = np.flatnonzero(side[steps.to])
    before = np.searchsorted(steps.ptr, at, side="right") - 1
    outside = ~side[before]
    at, before = at[outside], before[outside]
    return Crossing(before, steps.to[at].astype(np.int64), steps.weight[at].astype(np.float64))


def low_steps(view: View) -> tuple[Steps, Steps]:
    """Steps upstream with only stated shares."""
    return view.stated_steps("up")


def high_steps(chain: Chain, view: View, least: float) -> tuple[Steps, Steps]:
    """Steps upstream with every unstated share as large as the stated ones allow."""
    flow = view.flow
    same, next_ = flow.same, flow.next
    lent = lent_books(flow)
    kind = _book_of_link(chain)[next_.link]
    start = _starts(next_)
    silent = flow.assumed[next_.link]
    quiet, book = _quiet_books(flow, lent, start, silent, kind)
    into = quiet[same.to]
    same_start = _starts(same)
    # What the silent links of one book, lent ones included, have to share among them.
    left = np.zeros(flow.states * _BOOKS)
    own = silent & ~lent[start]
    np.add.at(left, start[own] * _BOOKS + kind[own], next_.weight[own])
    np.add.at(left, same_start[into] * _BOOKS + book[same.to[into]], same.weight[into])
    most = np.minimum(1.0, np.maximum(left, least)).astype(np.float32)
    next_weight = next_.weight.copy()
    next_weight[own] = most[start[own] * _BOOKS + kind[own]]
    next_weight[silent & lent[start]] = 1
    same_weight = same.weight.copy()
    same_weight[into] = most[same_start[into] * _BOOKS + book[same.to[into]]]
    same_weight[_split(flow, same, same_start)] = 1
    return same._replace(weight=same_weight), next_._replace(weight=next_weight)


def labour_side(chain: Chain, flow: Flow) -> NDArray[np.bool_]:
    """bool[S]: states in which people are passed on: hands, and books of hands."""
    side = np.array(flow.lane == LABOUR, np.bool_)
    lent = lent_books(flow)
    book = _book_of_link(chain)[flow.next.link]
    people = np.zeros(flow.states, bool)
    people[_starts(flow.next)[book > 0]] = True
    found: NDArray[np.bool_] = side | (lent & people)
    return found


def lent_books(flow: Flow) -> NDArray[np.bool_]:
    """bool[S]: hidden states that stand for a book which sites read from whoever operates them."""
    lent = np.zeros(flow.states, bool)
    lent[flow.same.to[flow.same.link >= 0]] = True
    lent &= flow.lane == HIDDEN
    return lent


def _quiet_books(
    flow: Flow,
    lent: NDArray[np.bool_],
    start: NDArray[np.int64],
    silent: NDArray[np.bool_],
    kind: NDArray[np.int64],
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Lent books without shares, and of which kind each lent book is."""
    quiet = np.zeros(flow.states, bool)
    quiet[start[silent]] = True
    book = np.zeros(flow.states, np.int64)
    book[start] = kind
    return quiet & lent, book


def _book_of_link(chain: Chain) -> NDArray[np.int64]:
    links = chain.links
    return np.where(links.lane != LABOUR, 0, np.where(links.transport, 2, 1)).astype(np.int64)


def _starts(steps: Steps) -> NDArray[np.int64]:
    return np.repeat(np.arange(len(steps.ptr) - 1), np.diff(steps.ptr))


def _split(flow: Flow, same: Steps, start: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Steps from an organisation to its units, which are split equally for want of numbers."""
    inside = (same.link < 0) | ((same.to < flow.nodes) & (start < flow.nodes))
    split: NDArray[np.bool_] = (same.weight < 1) & inside
    return split
