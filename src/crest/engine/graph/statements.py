"""What a reader of a trace must know, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from crest.engine.graph.links import CONTROL
from crest.engine.graph.period import undated, words_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crest.engine.graph.chain import Chain
    from crest.engine.graph.trace import Trace

_NAMED: Final = 5


def count(number: int, thing: str) -> str:
    """`1 link`, `2 links`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _names(chain: Chain, nodes: NDArray[np.integer]) -> str:
    """Up to five names, and how many more there are."""
    shown = [str(chain.nodes["name"][int(node)].as_py()) for node in nodes[:_NAMED]]
    more = len(nodes) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def cycles_among(chain: Chain, link: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return groups of nodes that reach one another over these links, largest first.

    Control links are left out: they say who belongs to whom, not who delivers to whom.
    """
    links = chain.links
    moving = link[links.lane[link] != CONTROL]
    if not len(moving):
        return []
    ends = np.concatenate([links.source[moving], links.target[moving]])
    nodes, local = np.unique(ends, return_inverse=True)
    half, size = len(moving), len(nodes)
    net = csr_array((np.ones(half, np.int8), (local[:half], local[half:])), shape=(size, size))
    _, label = connected_components(net, directed=True, connection="strong")
    members = np.bincount(label)
    large = np.flatnonzero(members > 1)
    groups = [nodes[label == which].astype(np.int64) for which in large]
    return sorted(groups, key=len, reverse=True)


def _about_shares(trace: Trace, link: NDArray[np.int64]) -> list[str]:
    flow, chain = trace.view.flow, trace.chain
    moving = chain.links.lane[link] != CONTROL
    assumed = int((flow.assumed[link] & moving).sum())
    said = []
    if assumed:
        said.append(
            f"{assumed:,} of {count(int(moving.sum()), 'link')} without a stated share: what the "
            "stated shares leave over was split among them, by people where all of them state "
            "people, otherwise equally. These shares are assumed."
        )
    split = flow.control.units[np.isin(flow.control.units, link)]
    holders, units = np.unique(chain.links.source[split], return_counts=True)
    if (units > 1).any():
        said.append(
            "What an organisation delivers was split equally among the units it operates or owns: "
            f"{_names(chain, holders[units > 1])}. These shares are assumed."
        )
    ends = np.union1d(chain.links.target[link[moving]], chain.links.target[split])
    scaled = np.intersect1d(flow.overfull, ends)
    if len(scaled):
        said.append(
            "Stated shares, or shares that follow from people, add up to more than 1 and were "
            f"scaled down together at {_names(chain, scaled)}."
        )
    return said


def _about_limits(trace: Trace) -> list[str]:
    flow, raw = trace.view.flow, trace.raw
    _, next_ = trace.view.steps(trace.direction)
    edge_of_view = raw.order[raw.tier[raw.order] == trace.depth]
    open_ends = edge_of_view[next_.ptr[edge_of_view + 1] > next_.ptr[edge_of_view]]
    beyond = np.unique(flow.node[open_ends])
    if not len(beyond):
        return []
    more = f"{count(len(beyond), 'node')}: {_names(trace.chain, beyond)}"
    return [f"Tracing stopped at tier {trace.depth}; more lies beyond {more}."]


def statements_about(trace: Trace) -> list[str]:
    """Sentences about cycles, assumed and scaled shares, undated links and the tier limit."""
    chain, flow = trace.chain, trace.view.flow
    link, _ = trace.used
    groups = cycles_among(chain, link)
    said = [
        f"{count(len(group), 'node')} deliver to one another in a cycle: "
        f"{_names(chain, group)}. Shares through it are counted up to tier {trace.depth} "
        "and never above 1."
        for group in groups[:_NAMED]
    ]
    if len(groups) > _NAMED:
        said.append(f"{len(groups) - _NAMED:,} further cycles were met.")
    said += _about_shares(trace, link)
    without = int(undated(chain.links)[link].sum())
    if without:
        said.append(
            f"{without:,} of {count(len(link), 'link')} without any date: "
            f"taken as possible {words_for(trace.on)}."
        )
    said += _about_limits(trace)
    if len(flow.dropped):
        said.append(
            f"{count(len(flow.dropped), 'ownership link')} close a circle of organisations that "
            f"own one another and were left out: {_names(chain, chain.links.source[flow.dropped])}."
        )
    loops = np.flatnonzero(~chain.links.keep)
    if len(loops):
        said.append(
            f"{count(len(loops), 'link')} lead from a node to itself and were left out: "
            f"{_names(chain, chain.links.source[loops])}."
        )
    return said
