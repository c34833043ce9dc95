"""The tables that the drawing of a chain reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pyarrow as pa

from crest.supplychain import facade as chains

_NODES: Final = pa.schema(
    [
        ("node", pa.string()), ("kind", pa.string()), ("role", pa.string()),
        ("name", pa.string()), ("country", pa.string()), ("workers", pa.int64()),
        ("lane", pa.string()), ("step", pa.int64()), ("href", pa.string()),
    ]
)  # fmt: skip
_EDGES: Final = pa.schema(
    [
        ("source_node", pa.string()), ("target_node", pa.string()), ("relation", pa.string()),
        ("product", pa.string()), ("share", pa.float64()), ("people", pa.int64()),
        ("valid_from", pa.date32()), ("valid_to", pa.date32()), ("verification", pa.string()),
        ("evidence", pa.string()), ("href", pa.string()),
    ]
)  # fmt: skip


def nodes_table(sheet: chains.ChainSheet, page: Callable[[str], str | None]) -> pa.Table:
    """The nodes of a chain; `page` gives the address of a node, where it has one."""
    rows = [
        {
            "node": one.card.ref, "kind": one.card.kind, "role": one.card.role or None,
            "name": one.card.name, "country": one.card.country or None,
            "workers": one.card.workers, "lane": one.lane, "step": one.step,
            "href": page(one.card.ref),
        }
        for one in sheet.steps
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=_NODES)


def edges_table(sheet: chains.ChainSheet, page: Callable[[str], str]) -> pa.Table:
    """The links of a chain; `page` gives the address of a link."""
    rows = [
        {
            "source_node": one.giver.ref, "target_node": one.receiver.ref,
            "relation": one.relation, "product": one.product or None, "share": one.share,
            "people": one.people, "valid_from": one.valid_from, "valid_to": one.valid_to,
            "verification": one.verification, "evidence": one.evidence, "href": page(one.ref),
        }
        for one in sheet.links
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=_EDGES)
