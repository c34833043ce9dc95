"""The flow graph: every rule about who stands behind whom, turned into plain weighted steps.

States 0..n-1 are the nodes with their goods ("what is made here"). Further states stand for a node
as a hand that workers pass through, for an organisation met from one of its sites, and for books
that several sites share. A step upstream costs one tier, or none when it stays inside a company.
Sweeping this graph needs no further rule; sweeping it backwards is tracing downstream.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numba import njit

from crest.engine.graph.links import CONTROL, GOODS, LABOUR, NO_LINK, Links
from crest.engine.graph.shares import BOOKS, Books, Control, control_of, read_books

if TYPE_CHECKING:
    from numpy.typing import NDArray

HIDDEN: Final = -1


class Steps(NamedTuple):
    """Compressed rows: steps of state s are positions ptr[s]..ptr[s+1]. Link -1: no link behind."""

    ptr: NDArray[np.int64]
    to: NDArray[np.int32]
    weight: NDArray[np.float32]
    link: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Flow:
    """The flow graph of one question (dates, product, lanes).

    `node`, `lane`: per state; lane HIDDEN for states that are nobody's arrival. `same`: steps
    within a tier, `next`: steps to the next tier, both upstream. `assumed`: per link, its share
    was assumed. `overfull`: nodes whose stated shares were scaled down. `met`: states
    of organisations met from one of their sites. `states_of`: further visible states of a node.
    """

    nodes: int
    node: NDArray[np.int32]
    lane: NDArray[np.int8]
    same: Steps
    next: Steps
    active: NDArray[np.bool_]
    assumed: NDArray[np.bool_]
    overfull: NDArray[np.int64]
    dropped: NDArray[np.int64]
    control: Control
    met: NDArray[np.int64]
    states_of: dict[int, list[int]] = field(default_factory=dict)

    @property
    def states(self) -> int:
        """Number of states."""
        return len(self.node)


class _Pile:
    """Steps as they are found: parallel lists of arrays, packed once at the end."""

    def __init__(self) -> None:
        self.parts: list[
            tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]
        ] = []

    def add(
        self,
        start: NDArray[np.int64],
        to: NDArray[np.int64],
        weight: NDArray[np.float64] | float,
        link: NDArray[np.int64] | int,
    ) -> None:
        """Add steps; a scalar weight or link counts for all of them."""
        size = len(start)
        if size:
            self.parts.append(
                (
                    start,
                    to,
                    np.broadcast_to(np.asarray(weight, np.float64), (size,)),
                    np.broadcast_to(np.asarray(link, np.int64), (size,)),
                )
            )

    def pack(self, states: int) -> Steps:
        """Rows compressed, in order of state and link."""
        if not self.parts:
            zero = np.zeros(0, np.int32)
            return Steps(np.zeros(states + 1, np.int64), zero, np.zeros(0, np.float32), zero)
        start, to, weight, link = (
            np.concatenate(column) for column in zip(*self.parts, strict=True)
        )
        return pack_rows(states, start, to, weight, link)


def pack_rows(
    states: int,
    start: NDArray[np.integer],
    to: NDArray[np.integer],
    weight: NDArray[np.floating],
    link: NDArray[np.integer],
) -> Steps:
    """Compress steps given as parallel arrays, stable within one start."""
    ptr = np.zeros(states + 1, np.int64)
    np.cumsum(np.bincount(start, minlength=states), out=ptr[1:])
    packed = Steps(
        ptr,
        np.empty(len(start), np.int32),
        np.empty(len(start), np.float32),
        np.empty(len(start), np.int32),
    )
    _place(start, to, weight, link, ptr[:-1].copy(), packed.to, packed.weight, packed.link)
    return packed


@njit(cache=True, nogil=True)
def _place(  # noqa: PLR0917 (numba kernels take arrays one by one)
    start: NDArray[np.integer],
    to: NDArray[np.integer],
    weight: NDArray[np.floating],
    link: NDArray[np.integer],
    free: NDArray[np.int64],
    to_out: NDArray[np.int32],
    weight_out: NDArray[np.float32],
    link_out: NDArray[np.int32],
) -> None:
    """Put every step into the next free place of its start's row."""
    for at in range(len(start)):
        place = free[start[at]]
        free[start[at]] = place + 1
        to_out[place] = to[at]
        weight_out[place] = weight[at]
        link_out[place] = link[at]


def reverse(steps: Steps) -> Steps:
    """Return the same steps walked the other way."""
    states = len(steps.ptr) - 1
    start = np.repeat(np.arange(states, dtype=np.int32), np.diff(steps.ptr))
    return pack_rows(states, steps.to, start, steps.weight, steps.link)


class _States:
    """Hands out state numbers beyond the nodes."""

    def __init__(self, nodes: int) -> None:
        self.node = [np.arange(nodes, dtype=np.int32)]
        self.lane = [np.zeros(nodes, np.int8)]
        self.count = nodes

    def give(self, node: NDArray[np.integer], lane: int) -> NDArray[np.int64]:
        """One new state per entry of `node`."""
        first, self.count = self.count, self.count + len(node)
        self.node.append(node.astype(np.int32))
        self.lane.append(np.full(len(node), lane, np.int8))
        return np.arange(first, self.count, dtype=np.int64)

    def map(self, nodes: int, node: NDArray[np.integer], lane: int) -> NDArray[np.int64]:
        """Array over all nodes with the new state of each given node, -1 elsewhere."""
        table = np.full(nodes, -1, np.int64)
        table[node] = self.give(node, lane)
        return table


def _own_books(
    links: Links, books: Books, one: _Pile, reader: NDArray[np.int64], hand: NDArray[np.int64]
) -> None:
    """Each link is a step from whoever reads the book it stands in to whom it comes from."""
    edge = np.flatnonzero(books.of_link >= 0)
    book = books.of_link[edge]
    stated = books.share[edge]
    silent = books.rest[book] * books.missing[book] * books.portion[edge]
    weight = np.where(np.isnan(stated), silent, np.nan_to_num(stated) * books.scale[book])
    source, target = links.source[edge].astype(np.int64), links.target[edge]
    people = links.lane[edge] == LABOUR
    to = np.where(people, hand[source], source)
    read = reader[target] >= 0
    one.add(reader[target[read]], to[read], weight[read], edge[read])
    passed = people & (hand[target] >= 0)
    one.add(hand[target[passed]], to[passed], weight[passed], edge[passed])


def _units(
    links: Links, books: Books, control: Control, states: _States, same: _Pile
) -> NDArray[np.int64]:
    """Let an organisation's goods come out of its units; return who reads each own book."""
    n = links.nodes
    edge = control.units
    holder = links.source[edge].astype(np.int64)
    slots = np.bincount(holder, minlength=n).astype(np.float64)
    has_book = (books.stated + books.missing).reshape(BOOKS, n).sum(axis=0) > 0
    heard = np.zeros(n, bool)
    heard[links.source[control.behind]] = True
    alone = np.flatnonzero((slots > 0) & has_book & ~heard)
    slots[alone] += 1
    itself = states.map(n, alone, HIDDEN)
    same.add(holder, links.target[edge].astype(np.int64), 1.0 / slots[holder], edge)
    same.add(alone, itself[alone], 1.0 / slots[alone], NO_LINK)
    return np.where(slots > 0, itself, np.arange(n))


def _inherited(  # noqa: PLR0917 (one set of arrays, written in order)
    links: Links,
    books: Books,
    control: Control,
    states: _States,
    piles: tuple[_Pile, _Pile],
    hand: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Let a site read the books of whoever stands behind it; return the states of those met."""
    n = links.nodes
    same, one = piles
    edge = control.behind
    site, holder = links.target[edge].astype(np.int64), links.source[edge].astype(np.int64)
    if not len(edge):
        return np.zeros(0, np.int64)
    everyone = np.unique(holder)
    speaks = np.zeros(n, bool)
    speaks[everyone] = True
    met = states.map(n, everyone, GOODS)
    same.add(site, met[holder], 1.0, edge)
    as_hand = hand[site] >= 0
    met_hand = states.map(n, np.unique(holder[as_hand]), LABOUR)
    same.add(hand[site[as_hand]], met_hand[holder[as_hand]], 1.0, edge[as_hand])
    entry_edge = np.flatnonzero((books.of_link >= 0) & speaks[links.target])
    entry_book = books.of_link[entry_edge]
    silent = np.isnan(books.share[entry_edge])
    for kind in range(BOOKS):
        for quiet in (False, True):
            mine = entry_edge[(silent == quiet) & (entry_book // n == kind)]
            state = states.map(n, np.unique(links.target[mine]), HIDDEN)
            source = links.source[mine].astype(np.int64)
            inside = books.portion[mine] if quiet else books.share[mine]
            to = source if kind == 0 else hand[source]
            one.add(state[links.target[mine]], to, inside, mine)
            open_pair = state[holder] >= 0
            s, h, e = site[open_pair], holder[open_pair], edge[open_pair]
            book = kind * n + s
            into = books.rest[book] * books.missing[kind * n + h] if quiet else books.scale[book]
            same.add(s, state[h], into, e)
            if kind > 0:
                inner = hand[s] >= 0
                same.add(hand[s[inner]], state[h[inner]], into[inner], e[inner])
    return np.concatenate([met[met >= 0], met_hand[met_hand >= 0]])


def build_flow(links: Links, active: NDArray[np.bool_]) -> Flow:
    """Build the flow graph of the active links.

    `active`: bool[m]. Costs a few sorts of the links; later questions of the same view reuse it.
    """
    active = active & links.keep
    control = control_of(links, active)
    books = read_books(links, active, control)
    states = _States(links.nodes)
    gives = np.zeros(links.nodes, bool)
    gives[links.source[active & (links.lane == LABOUR)]] = True
    hand = states.map(links.nodes, np.flatnonzero(gives), LABOUR)
    same, one = _Pile(), _Pile()
    reader = _units(links, books, control, states, same)
    _own_books(links, books, one, reader, hand)
    met = _inherited(links, books, control, states, (same, one), hand)
    node, lane = np.concatenate(states.node), np.concatenate(states.lane)
    extra: dict[int, list[int]] = {}
    for state in (np.flatnonzero(lane[links.nodes :] != HIDDEN) + links.nodes).tolist():
        extra.setdefault(int(node[state]), []).append(state)
    silent = active & np.isnan(books.share) & (links.lane != CONTROL)
    return Flow(
        nodes=links.nodes,
        node=node,
        lane=lane,
        same=same.pack(states.count),
        next=one.pack(states.count),
        active=active,
        assumed=silent,
        overfull=np.flatnonzero(books.overfull.reshape(BOOKS, -1).any(axis=0)),
        dropped=control.dropped,
        control=control,
        met=met,
        states_of=extra,
    )
