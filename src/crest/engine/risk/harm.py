"""How much harm flows to one buyer, or into one product of it, from everyone upstream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.compute as pc

from crest.engine.graph.flow import HIDDEN
from crest.engine.graph.links import LABOUR
from crest.engine.graph.period import holding
from crest.engine.graph.sweep import UNREACHED
from crest.engine.risk.nearest import nearest
from crest.engine.risk.scoring import LIKELIHOOD, TENTHS

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from crest.engine.graph.chain import Chain, View
    from crest.engine.graph.flow import Flow, Steps
    from crest.engine.graph.period import When
    from crest.engine.risk.bounds import Ground
    from crest.engine.rulebook.risk_rules import ChainRules

_WORST: Final = 4 * LIKELIHOOD / TENTHS  # severity 4 x likelihood 20
_MIDDLE: Final = 2 * LIKELIHOOD / TENTHS / 2  # severity 2 x likelihood 10
_UPPER: Final = 0.75  # an unknown headcount may be as large as that of the upper quarter


@dataclass(frozen=True)
class Known:
    """What the nodes of a chain bring along; each float64[n] in the order of the nodes.

    `workers`: least and most. `weight`: severity / 4 x likelihood / 20, 0..1, least and most.
    `headcount`, `scored`: whether it is known.
    """

    workers: tuple[NDArray[np.float64], NDArray[np.float64]]
    weight: tuple[NDArray[np.float64], NDArray[np.float64]]
    headcount: NDArray[np.bool_]
    scored: NDArray[np.bool_]


@dataclass(frozen=True)
class Reach:
    """Harm reaching one start. All arrays are per node: float64[n] pairs (low, high), int[n].

    `share`: of the start's goods or workers. `people`: workers at a site, or passed on by a hand,
    times that share. `tier`: UNREACHED where nothing is reached; `state`: its nearest state.
    """

    share: tuple[NDArray[np.float64], NDArray[np.float64]]
    people: tuple[NDArray[np.float64], NDArray[np.float64]]
    tier: NDArray[np.uint8]
    state: NDArray[np.int64]
    parent: NDArray[np.int32]
    by: NDArray[np.int32]


def known_of(chain: Chain, scores: pa.Table, rules: ChainRules, on: When = None) -> Known:
    """Headcounts and risk weights of a chain's nodes; what is missing is an interval.

    `scores`: columns subject, severity, likelihood; rows of things that are no node are ignored.
    """
    workers = chain.workers
    known = ~np.isnan(workers)
    links = chain.links
    live = holding(links, on) & (links.lane == LABOUR) & ~links.transport
    live &= ~np.isnan(links.people)
    gate = np.bincount(links.target[live], links.people[live], links.nodes)
    sites = workers[known & links.is_site]
    usual = float(np.quantile(sites, _UPPER)) if len(sites) else float(rules.workers)
    low = np.where(known, np.nan_to_num(workers), np.maximum(gate, 1.0))
    high = np.where(known, np.nan_to_num(workers), np.maximum(gate, usual))
    severity = scores["severity"].to_numpy().astype(float)
    weight = severity * scores["likelihood"].to_numpy() / _WORST
    at = pc.index_in(chain.node_ids, value_set=scores["subject"].combine_chunks())
    row = pc.fill_null(at, -1).to_numpy(zero_copy_only=False)
    scored = row >= 0
    stated = np.append(weight, 0.0)[row]
    return Known(
        workers=(low, high),
        weight=(np.where(scored, stated, _MIDDLE / _WORST), np.where(scored, stated, 1.0)),
        headcount=known,
        scored=scored,
    )


def reach_of(chain: Chain, ground: Ground, start: int, known: Known, depth: int) -> Reach:
    """Shares and workers upstream of a node, least and most.

    Shares flow along the goods; at each workplace they meet its workers; from there the workers
    flow along the hands, up to `depth` tiers from the workplace. Neither a share nor the workers
    behind a hand can exceed the whole.
    """
    flow = ground.view.flow
    depth = max(depth, 1)
    # The goods chain may be as deep as that, and the labour chain behind its last workplace too.
    tier, parent, by = nearest((flow.same, flow.next), start, min(2 * depth, UNREACHED - 1))
    shares, people = [], []
    for end in (0, 1):
        share, heads = _flows(ground, end, known.workers[end][flow.node], start, depth)
        shares.append(_per_node(chain, flow, share))
        people.append(_per_node(chain, flow, heads))
    at = np.flatnonzero((flow.lane != HIDDEN) & (tier != UNREACHED))
    at = at[np.lexsort((at, tier[at], flow.node[at]))]
    node, first = np.unique(flow.node[at], return_index=True)
    near = np.full(chain.links.nodes, UNREACHED, np.uint8)
    state = np.full(chain.links.nodes, -1, np.int64)
    near[node], state[node] = tier[at[first]], at[first]
    return Reach(
        # Rounding of shares kept as float32 may put the least above the most by a hair.
        share=(np.minimum(*shares), shares[1]),
        people=(np.minimum(*people), people[1]),
        tier=near,
        state=state,
        parent=parent,
        by=by,
    )


def _flows(
    ground: Ground, end: int, workers: NDArray[np.float64], start: int, depth: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Share and workers per state: along the goods first, then from every workplace by hand."""
    side, view = ground.side, ground.view
    whole = _arriving(view, ground.goods[end], np.array([start]), np.ones(1), depth)
    goods = np.minimum(1.0, whole)
    heads = goods * workers
    # Goods that go round a circle arrive more than once; a trace counts them so too, and what it
    # shows must not pass the most that is stated here.
    carried = (goods, whole)[end]
    share, people = goods.copy(), heads.copy()
    sends = np.zeros(len(side), bool)
    # A step within the tier leads into a book that is still to be read, one to the next to a hand.
    for crossing, left in zip(ground.crossings[end], (depth, depth - 1), strict=True):
        live = np.flatnonzero(goods[crossing.before] > 0)
        before, at = crossing.before[live], crossing.at[live]
        sends[before] = True
        seeds, seed = np.unique(at, return_inverse=True)
        for values, found in ((carried, share), (heads, people)):
            enters = np.zeros(len(seeds))
            np.add.at(enters, seed, values[before] * crossing.weight[live])
            np.add(found, _arriving(view, ground.labour[end], seeds, enters, left), out=found)
    everybody = heads[sends].sum()
    return np.minimum(1.0, share), np.where(side, np.minimum(everybody, people), people)


def _arriving(
    view: View,
    both: tuple[Steps, Steps],
    seeds: NDArray[np.int64],
    values: NDArray[np.float64],
    depth: int,
) -> NDArray[np.float64]:
    """float64[S]: what arrives at each state when `values` start at `seeds`, each once."""
    scratch = view.scratch(np.float64)
    reached = scratch.spread(*both, seeds, values, depth)
    found: NDArray[np.float64] = scratch.total.copy()
    scratch.clear(reached)
    return found


def _per_node(chain: Chain, flow: Flow, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The largest value among the states of each node; hidden states are nobody."""
    found = np.zeros(chain.links.nodes)
    at = np.flatnonzero((values > 0) & (flow.lane != HIDDEN))
    np.maximum.at(found, flow.node[at], values[at])
    return found


def harm_of(reach: Reach, known: Known) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Severity-weighted workers per node, least and most."""
    return reach.people[0] * known.weight[0], reach.people[1] * known.weight[1]
