"""One trace: what was reached, over which links, by which routes, and what had to be assumed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from crest.engine.graph.flow import HIDDEN, Flow, Steps
from crest.engine.graph.links import GOODS, LABOUR, LANE_NAMES, RANK_NAMES
from crest.engine.graph.paths import Path, find_paths
from crest.engine.graph.period import When, undated
from crest.engine.graph.statements import statements_about
from crest.engine.graph.sweep import UNREACHED, UNTESTED, weakest_links

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crest.engine.graph.chain import Chain, View

DEPTH: Final = 8
_EPSILON: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Reached:
    """Per state (length S): the raw answer of a trace. `order`: reached states by tier."""

    order: NDArray[np.int32]
    tier: NDArray[np.uint8]
    share: NDArray[np.float32]
    stated: NDArray[np.float32]
    walks: NDArray[np.float64]
    best: NDArray[np.int8]
    weak: NDArray[np.int32]
    arrival: NDArray[np.int32]


def without_assumptions(flow: Flow, same: Steps, next_: Steps) -> tuple[Steps, Steps]:
    """Return the same steps with weight 0 where a share was assumed: only stated shares flow."""
    split = (same.weight < 1) & ((same.link < 0) | (same.to < flow.nodes))
    if flow.nodes < flow.states:
        start = np.repeat(np.arange(flow.states), np.diff(same.ptr))
        split &= (start < flow.nodes) | (same.link < 0)
    return (
        same._replace(weight=np.where(split, np.float32(0), same.weight)),
        next_._replace(weight=np.where(flow.assumed[next_.link], np.float32(0), next_.weight)),
    )


def start_states(flow: Flow, at: int, direction: str) -> list[int]:
    """States a trace starts from: the node, and downstream also the node as a hand."""
    return [at] if direction == "up" else [at, *flow.states_of.get(at, [])]


def _sweep_all(chain: Chain, view: View, at: int, direction: str, depth: int) -> Reached:
    """Sweep from every start state and keep, per state, the nearest tier and the largest share."""
    flow = view.flow
    same, next_ = view.steps(direction)
    stated_same, stated_next = view.stated_steps(direction)
    size = flow.states
    tier = np.full(size, UNREACHED, np.uint8)
    share, stated = np.zeros(size, np.float32), np.zeros(size, np.float32)
    walks = np.zeros(size)
    best = np.full(size, -1, np.int8)
    weak, arrival = np.full(size, -1, np.int32), np.full(size, -1, np.int32)
    light, heavy = view.scratch(np.float32), view.scratch(np.float64)
    for start in start_states(flow, at, direction):
        seen = light.sweep(stated_same, stated_next, start, depth)
        stated[seen] = np.maximum(stated[seen], light.total[seen])
        light.clear(seen)
        seen = heavy.sweep(same, next_, start, depth, walks=True)
        walks[seen] = np.maximum(walks[seen], heavy.total[seen])
        heavy.clear(seen)
        seen = light.sweep(same, next_, start, depth)
        share[seen] = np.maximum(share[seen], light.total[seen])
        mine = weakest_links(same, next_, seen, light.tier, depth, chain.links.rank)
        near = light.tier[seen]
        better = seen[(near < tier[seen]) | ((near == tier[seen]) & (mine[0][seen] > best[seen]))]
        best[better], weak[better], arrival[better] = (part[better] for part in mine)
        tier[seen] = np.minimum(tier[seen], near)
        light.clear(seen)
    order = np.flatnonzero(tier != UNREACHED)
    order = order[np.argsort(tier[order], kind="stable")]
    return Reached(
        np.asarray(order, np.int32),
        tier,
        np.minimum(share, 1),
        np.minimum(stated, 1),
        walks,
        best,
        weak,
        arrival,
    )


@dataclass(frozen=True)
class Trace:
    """The answer to one question. Tables and statements are made when first asked for."""

    chain: Chain
    view: View
    start: int
    direction: str
    depth: int
    on: When
    raw: Reached

    @cached_property
    def _rows(
        self,
    ) -> tuple[NDArray[np.int64], NDArray[np.int8], NDArray[np.int32], NDArray[np.int64]]:
        """Node, lane and best state of every row of `reached`, and the row of each state used."""
        flow, raw = self.view.flow, self.raw
        state = raw.order[flow.lane[raw.order] != HIDDEN]
        state = state[flow.node[state] != self.start]
        lane = flow.lane[state]
        if self.direction == "down":
            # A node is reached in the lane of the link that first arrives at it.
            link = raw.arrival[state]
            lane = np.where(self.chain.links.lane[link] == LABOUR, LABOUR, GOODS).astype(np.int8)
            key = flow.node[state].astype(np.int64)
        else:
            key = flow.node[state].astype(np.int64) * 2 + lane
        order = np.lexsort((-raw.best[state], raw.tier[state], key))
        state, lane, key = state[order], lane[order], key[order]
        first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.zeros(0, int)
        row = np.repeat(np.arange(len(first)), np.diff(np.r_[first, len(key)]))
        chosen = state[first]
        by_tier = np.lexsort((chosen, lane[first], raw.tier[chosen]))
        place = np.empty(len(by_tier), np.int64)
        place[by_tier] = np.arange(len(by_tier))
        chosen = chosen[by_tier]
        rows = np.stack([state.astype(np.int64), place[row]]) if len(key) else np.zeros((2, 0), int)
        return flow.node[chosen].astype(np.int64), lane[first][by_tier], chosen, rows

    @cached_property
    def reached(self) -> pa.Table:
        """One row per node and lane, nearest first.

        Columns: node, name, kind, role, country, lane (goods|labour), tier (shortest, in links),
        share (0..1; upstream: of the start's goods or workers that come through the node,
        downstream: of the node's own that come from the start), share_stated (the part of it that
        rests on stated shares alone), share_basis (given|assumed), people (labour: stated on the
        links used; goods: the node's workers; null: not stated), walks (routes up to the tier
        limit, a cycle counted each time round), weakest_link (edge, null inside one company),
        weakest_verification (unverified|declared|verified).
        """
        node, lane, chosen, rows = self._rows
        raw = self.raw
        share, stated, walks = np.zeros(len(node)), np.zeros(len(node)), np.zeros(len(node))
        for out, value in ((share, raw.share), (stated, raw.stated), (walks, raw.walks)):
            np.maximum.at(out, rows[1], value[rows[0]])
        best, weak = raw.best[chosen], raw.weak[chosen]
        named = np.array([*RANK_NAMES, None], object)
        table = self.chain.nodes.select(["node", "name", "kind", "role", "country"]).take(node)
        columns = {
            "lane": pa.array(np.array(LANE_NAMES, object)[lane], pa.string()),
            "tier": pa.array(raw.tier[chosen], pa.uint8()),
            "share": pa.array(share, pa.float64()),
            "share_stated": pa.array(np.minimum(stated, share), pa.float64()),
            "share_basis": pa.array(
                np.where(stated + _EPSILON < share, "assumed", self._basis(share)), pa.string()
            ),
            "people": self._people(node, lane),
            "walks": pa.array(walks, pa.float64()),
            "weakest_link": pa.array(weak, pa.int64(), mask=weak < 0),
            "weakest_verification": pa.array(named[np.clip(best, 0, UNTESTED)], pa.string()),
        }
        for name, column in columns.items():
            table = table.append_column(name, column)
        return table

    @staticmethod
    def _basis(share: NDArray[np.float64]) -> NDArray[np.str_]:
        # A share of nothing was never stated: it is what stated shares left over for others.
        return np.where(share > 0, "given", "assumed")

    def _people(self, node: NDArray[np.int64], lane: NDArray[np.int8]) -> pa.Array:
        """People stated on the labour links used at each node; workers of the node in goods."""
        links = self.chain.links
        used = self.used[0]
        used = used[(links.lane[used] == LABOUR) & ~np.isnan(links.people[used])]
        end = links.source[used] if self.direction == "up" else links.target[used]
        counted = np.bincount(end, minlength=links.nodes)[node]
        heads = np.bincount(end, links.people[used], links.nodes)[node]
        own = self.chain.workers[node]
        in_labour = lane == LABOUR
        value = np.where(in_labour, heads, np.nan_to_num(own))
        unknown = np.where(in_labour, counted == 0, np.isnan(own))
        return pa.array(value.astype(np.int64), pa.int64(), mask=unknown)

    @cached_property
    def used(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Links used, ascending, and the tier each leads to (control: the tier it stays in)."""
        raw = self.raw
        same, next_ = self.view.steps(self.direction)
        onward = raw.order[raw.tier[raw.order] < self.depth]
        found, tiers = [], []
        for steps, states, further in ((same, raw.order, 0), (next_, onward, 1)):
            count = steps.ptr[states + 1] - steps.ptr[states]
            begin = np.repeat(steps.ptr[states] - np.r_[0, np.cumsum(count)[:-1]], count)
            at = begin + np.arange(count.sum())
            found.append(steps.link[at].astype(np.int64))
            tiers.append(np.repeat(raw.tier[states].astype(np.int64) + further, count))
        link, tier = np.concatenate(found), np.concatenate(tiers)
        link, tier = link[link >= 0], tier[link >= 0]
        order = np.lexsort((tier, link))
        link, tier = link[order], tier[order]
        first = np.r_[True, link[1:] != link[:-1]] if len(link) else np.zeros(0, bool)
        return link[first], tier[first]

    @cached_property
    def edges(self) -> pa.Table:
        """The links used, with every column of the edge table.

        Further columns: lane (goods|labour|control), tier, share_basis (given|assumed, null for
        control) and dated (a first or last day is known).
        """
        link, tier = self.used
        links = self.chain.links
        control = links.lane[link] > LABOUR
        basis = np.where(self.view.flow.assumed[link], "assumed", "given").astype(object)
        basis[control] = None
        table = self.chain.edges.take(link)
        for name, column in {
            "lane": pa.array(np.array(LANE_NAMES, object)[links.lane[link]], pa.string()),
            "tier": pa.array(tier, pa.int64()),
            "share_basis": pa.array(basis, pa.string()),
            "dated": pa.array(~undated(links)[link], pa.bool_()),
        }.items():
            table = table.append_column(name, column)
        return table

    def paths(self, to: str, limit: int = 10) -> list[Path]:
        """Routes from the start to a node, shortest first, no node twice; at most `limit`."""
        target = self.chain.position(to)
        return find_paths(
            self.chain, self.view, (self.start, target), self.direction, self.depth, limit
        )

    @cached_property
    def statements(self) -> list[str]:
        """What a reader must know: cycles, assumed shares, undated links, the tier limit."""
        return statements_about(self)


def trace_from(  # noqa: PLR0917 (called through Chain.trace)
    chain: Chain, view: View, at: int, direction: str, depth: int, on: When
) -> Trace:
    """Trace from a node position; see Chain.trace."""
    return Trace(
        chain, view, at, direction, depth, on, _sweep_all(chain, view, at, direction, depth)
    )
