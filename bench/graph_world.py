"""An invented trading world for the tracing benchmark: buyers, six tiers of sites, three of hands.

Suppliers cluster around their customers and a few lie anywhere; some shares are missing, some
links carry dates, a few links close cycles. No node is both workplace and hand and there is no
ownership, so a plain weighted graph (`plain`) means the same and can be given to other engines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from crest.engine.tables.contracts import EDGES, NODES

# Part of all nodes but the buyers: sites of tier 1 to 6, recruiters, sub-agents, origins.
LAYERS = (0.03, 0.09, 0.16, 0.20, 0.17, 0.12, 0.14, 0.07, 0.02)
SITES = 6
SEED = 20_261_123


@dataclass(frozen=True)
class World:
    """`source` delivers to `target`; `share` NaN where nobody stated one; days since 1970."""

    nodes: int
    buyers: int
    layer: Any
    source: Any
    target: Any
    share: Any
    first_day: Any
    labour: Any


def _suppliers(rng: Any, customers: Any, suppliers: Any, mean: float) -> tuple[Any, Any]:
    """Draw for each customer some suppliers, most of them near its own relative position."""
    number = rng.poisson(mean, len(customers))
    at = np.repeat(np.arange(len(customers)), number)
    near = (at + 0.5) / len(customers) + rng.normal(0, 0.012, len(at))
    place = np.where(rng.random(len(at)) < 0.03, rng.random(len(at)), near) % 1
    return suppliers[(place * len(suppliers)).astype(np.int64)], customers[at]


def make(nodes: int, edges: int, buyers: int) -> World:
    """Make a world of about that many nodes, links and buyers, the same for the same numbers."""
    rng = np.random.default_rng(SEED)
    sizes = [buyers, *(int(part * (nodes - buyers)) for part in LAYERS)]
    sizes[-1] += nodes - sum(sizes)
    bounds = np.cumsum([0, *sizes])
    layers = [np.arange(a, b) for a, b in pairwise(bounds)]
    drawn = [_suppliers(rng, layers[0], layers[1], 20.0)]
    for tier in range(1, SITES):
        drawn.append(_suppliers(rng, layers[tier], layers[tier + 1], 5.0))
        if tier + 2 <= SITES:
            drawn.append(_suppliers(rng, layers[tier], layers[tier + 2], 0.5))
    hands = layers[SITES + 1 :]
    drawn += [_suppliers(rng, layers[tier], hands[0], 1.0) for tier in range(1, SITES + 1)]
    drawn.append(_suppliers(rng, hands[0], hands[1], 1.6))
    drawn.append(_suppliers(rng, hands[1], hands[2], 1.5))
    # A handful of links back down: cycles.
    some = rng.choice(layers[2], 20), rng.choice(layers[4], 20)
    drawn.append(some)
    source, target = (np.concatenate(side) for side in zip(*drawn, strict=True))
    key = np.unique(source * nodes + target)
    if len(key) > edges:
        key = np.sort(rng.choice(key, edges, replace=False))
    source, target = key // nodes, key % nodes
    labour = source >= hands[0][0]
    weight = rng.gamma(1.0, 1.0, len(key))
    book = target * 2 + labour
    share = weight / np.bincount(book, weight)[book]
    share[rng.random(len(key)) < 0.3] = np.nan
    days = np.where(rng.random(len(key)) < 0.5, rng.integers(17_000, 20_000, len(key)), -1)
    layer = np.repeat(np.arange(len(sizes)), sizes)
    return World(nodes, buyers, layer, source, target, share, days, labour)


def _ids(numbers: Any) -> pa.Array:
    return pa.array(np.char.add("N", np.asarray(numbers).astype("U9")), pa.string())


def tables(world: World) -> tuple[pa.Table, pa.Table]:
    """Turn the world into the node and edge tables CREST reads."""
    names = _ids(np.arange(world.nodes))
    kinds = np.array(["organisation", *["site"] * SITES, *["organisation"] * 2, "origin"])
    roles = np.array(["buyer", *[None] * SITES, "recruiter", "sub_agent", None], object)
    nodes = pa.table(
        {
            "node": names,
            "kind": pa.array(kinds[world.layer], pa.string()),
            "role": pa.array(roles[world.layer], pa.string()),
            "name": names,
            "records": pa.array(np.ones(world.nodes, np.int64)),
        }
    )
    relations = np.array(["supplies", "recruits_for", "sub_agent_of"])
    between = world.labour.astype(int) + (world.layer[world.target] > SITES)
    size = len(world.source)
    edges = pa.table(
        {
            "edge": pa.array(np.arange(size)),
            "source_node": names.take(pa.array(world.source)),
            "target_node": names.take(pa.array(world.target)),
            "relation": pa.array(relations[between], pa.string()),
            "share": pa.array(world.share, mask=np.isnan(world.share)),
            "valid_from": pa.array(
                world.first_day.astype(np.int32), pa.int32(), mask=world.first_day < 0
            ).cast(pa.date32()),
            "evidence": pa.array(np.full(size, "invented"), pa.string()),
        }
    )
    return _completed(nodes, NODES), _completed(edges, EDGES)


def _completed(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Add the columns nobody filled in."""
    for field in schema:
        if field.name not in table.column_names:
            table = table.append_column(field, pa.nulls(table.num_rows, field.type))
    return table


def plain(world: World) -> Any:
    """Weights of the links as a plain graph: missing shares split what the stated leave over."""
    book = world.target * 2 + world.labour
    size = 2 * world.nodes
    silent = np.isnan(world.share)
    stated = np.bincount(book, np.nan_to_num(world.share), size)
    missing = np.maximum(np.bincount(book, silent, size), 1)
    rest = np.maximum(0.0, 1.0 - stated) / missing
    scaled = np.nan_to_num(world.share) / np.maximum(stated[book], 1.0)
    return np.where(silent, rest[book], scaled).astype(np.float32)


DAY = date(2021, 6, 1)
