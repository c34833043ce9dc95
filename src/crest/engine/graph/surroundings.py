"""What surrounds a node, and which workplaces to show first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from crest.engine.graph.links import GOODS, LABOUR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crest.engine.graph.chain import Chain
    from crest.engine.graph.flow import Flow
    from crest.engine.graph.trace import Trace

# Recruiter, sub-agent, place of origin: a labour chain is seldom known further.
_LABOUR_DEPTH: Final = 4


def _nearest(rows: list[tuple[Any, str, int]]) -> dict[Any, tuple[str, int]]:
    """Per key the lane and the step nearest to the middle; upstream wins a tie."""
    best: dict[Any, tuple[str, int]] = {}
    for key, lane, step in rows:
        if key not in best or (abs(step), step) < (abs(best[key][1]), best[key][1]):
            best[key] = lane, step
    return best


def neighbourhood_of(chain: Chain, up: Trace, down: Trace) -> tuple[pa.Table, pa.Table]:
    """Nodes and links around the start of both traces; see Chain.neighbourhood."""
    start = chain.nodes["node"][up.start].as_py()
    found = [(start, "goods", 0)]
    links = []
    for trace, sign in ((up, -1), (down, 1)):
        table = trace.reached
        found += [
            (node, lane, sign * tier)
            for node, lane, tier in zip(
                *(table[name].to_pylist() for name in ("node", "lane", "tier")), strict=True
            )
        ]
        used = trace.edges
        links += [
            (edge, lane, sign * tier)
            for edge, lane, tier in zip(
                *(used[name].to_pylist() for name in ("edge", "lane", "tier")), strict=True
            )
        ]
    nodes = _with_steps(chain.nodes, "node", _nearest(found))
    return nodes, _with_steps(chain.edges, "edge", _nearest(links))


def _with_steps(table: pa.Table, key: str, best: dict[Any, tuple[str, int]]) -> pa.Table:
    """Rows of the table named in `best`, in its order of steps, with lane and step."""
    ordered = sorted(best, key=lambda name: (best[name][1], best[name][0], name))
    wanted = pa.table(
        {
            key: pa.array(ordered, table.schema.field(key).type),
            "lane": pa.array([best[name][0] for name in ordered], pa.string()),
            "step": pa.array([best[name][1] for name in ordered], pa.int64()),
        }
    )
    at = pa.compute.index_in(wanted[key], value_set=table[key])
    rows = table.take(at)
    return rows.append_column("lane", wanted["lane"]).append_column("step", wanted["step"])


def _labour_depth(chain: Chain, flow: Flow) -> NDArray[np.int64]:
    """int[n]: tiers of the labour chain known behind each node, its operator's book included."""
    links = chain.links
    live = flow.active & (links.lane == LABOUR)
    source, target = links.source[live], links.target[live]
    site, holder = links.target[flow.control.behind], links.source[flow.control.behind]
    depth = np.zeros(links.nodes, np.int64)
    for _ in range(_LABOUR_DEPTH):
        before = depth.copy()
        np.maximum.at(depth, target, before[source] + 1)
        np.maximum.at(depth, site, depth[holder])
    return np.minimum(depth, _LABOUR_DEPTH)


def _counts(chain: Chain, flow: Flow) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Per node, with its operator's links: labour links in, goods links out, people stated."""
    links = chain.links
    n = links.nodes
    labour = flow.active & (links.lane == LABOUR)
    people = np.nan_to_num(links.people[labour])
    site, holder = links.target[flow.control.behind], links.source[flow.control.behind]
    counts = (
        np.bincount(links.target[labour], minlength=n),
        np.bincount(links.source[flow.active & (links.lane == GOODS)], minlength=n),
        np.bincount(links.target[labour], people, n),
    )
    for values in counts:
        np.add.at(values, site, values[holder].copy())
    return counts


def important_workplaces(
    chain: Chain, flow: Flow, places: NDArray[np.int64], number: int
) -> pa.Table:
    """Rank workplaces for showing; see Chain.important_workplaces."""
    labour_in, goods_out, people = _counts(chain, flow)
    depth = _labour_depth(chain, flow)
    workers = np.nan_to_num(chain.workers)
    meets = (labour_in > 0) & (goods_out > 0)
    size = np.maximum(workers, people)
    keys = (labour_in, goods_out, size, depth, labour_in > 0, meets)
    order = np.lexsort([places, *(-(key[places].astype(np.float64)) for key in keys)])
    chosen = places[order[:number]]
    table = chain.nodes.select(["node", "name", "kind", "country", "workers"]).take(chosen)
    for name, values in {
        "labour_links": labour_in,
        "goods_links": goods_out,
        "labour_tiers": depth,
        "people": people.astype(np.int64),
    }.items():
        table = table.append_column(name, pa.array(values[chosen], pa.int64()))
    return table
