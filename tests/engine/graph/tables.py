"""Small chains for the tests, written as lines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from crest.engine.graph import Chain
from crest.engine.tables.contracts import EDGES, NODES

KINDS = {"s": "site", "o": "organisation", "w": "origin", "p": "product"}


def nodes_table(names: dict[str, dict[str, Any]]) -> pa.Table:
    """Nodes from id → further columns; the kind follows from the id's first letter."""
    rows = [
        {"node": n, "kind": KINDS.get(n[0], "organisation"), "name": n.upper(), "records": 1} | more
        for n, more in names.items()
    ]
    return pa.Table.from_pylist(rows, schema=NODES)


def edges_table(rows: list[dict[str, Any]]) -> pa.Table:
    """Edges from dictionaries; position and evidence are filled in."""
    filled = [{"edge": i, "evidence": f"links.csv:{i + 1}"} | row for i, row in enumerate(rows)]
    return pa.Table.from_pylist(filled, schema=EDGES)


def link(text: str, **more: Any) -> dict[str, Any]:
    """`link("s1 supplies o1", share=.5)`."""
    source, relation, target = text.split()
    return {"source_node": source, "relation": relation, "target_node": target} | more


def chain(*rows: dict[str, Any], **about: dict[str, Any]) -> Chain:
    """Build the chain of these links; nodes appear as mentioned, `about` adds columns."""
    names: dict[str, dict[str, Any]] = {}
    for row in rows:
        names.setdefault(row["source_node"], {})
        names.setdefault(row["target_node"], {})
    for name, more in about.items():
        names.setdefault(name, {}).update(more)
    return Chain.build(nodes_table(names), edges_table(list(rows)))


def reached(trace: Any, lane: str | None = None) -> dict[str, tuple[int, float]]:
    """Node → (tier, share), of one lane or both."""
    return {
        row["node"]: (row["tier"], round(row["share"], 6))
        for row in trace.reached.to_pylist()
        if lane is None or row["lane"] == lane
    }


def day(text: str) -> date:
    return date.fromisoformat(text)
