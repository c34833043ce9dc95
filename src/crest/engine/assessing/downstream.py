"""For whom workers work in the end: the buyers and products that lie downstream of each site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.tables.contracts import GOODS_RELATIONS

if TYPE_CHECKING:
    from datetime import date

    from crest.engine.graph import Chain

DOWNSTREAM: Final = pa.schema(
    [
        pa.field("site_id", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),  # buyer | product
        pa.field("id", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("steps", pa.int64()),  # tiers of goods between the site and the buyer
    ]
)


def buyers_of(chain: Chain) -> list[str]:
    """Ids of the last customers: they receive goods and pass none on (or are called buyers)."""
    edges = chain.edges
    goods = pc.is_in(edges["relation"], pa.array(sorted(GOODS_RELATIONS)))
    moved = edges.filter(goods)
    giving = set(moved["source_node"].to_pylist())
    taking = set(moved["target_node"].to_pylist())
    roles = zip(chain.nodes["node"].to_pylist(), chain.nodes["role"].to_pylist(), strict=True)
    called = {node for node, role in roles if role == "buyer" and node in taking}
    return sorted((taking - giving) | called)


def downstream_of(chain: Chain, *, on: date | None) -> pa.Table:
    """DOWNSTREAM: every site with each buyer and each product of that buyer it stands behind.

    A product is counted when the site lies upstream of a link into the buyer that names it. `on`
    keeps the links that held on that day; None takes every day.
    """
    names = dict(zip(chain.nodes["node"].to_pylist(), chain.nodes["name"].to_pylist(), strict=True))
    kinds = dict(zip(chain.nodes["node"].to_pylist(), chain.nodes["kind"].to_pylist(), strict=True))
    rows: list[dict[str, object]] = []
    for buyer in buyers_of(chain):
        reached = _sites_upstream(chain, buyer, None, on, kinds)
        rows += [_row(site, "buyer", buyer, names[buyer], steps) for site, steps in reached]
        for product in _products_into(chain, buyer):
            reached = _sites_upstream(chain, buyer, product, on, kinds)
            rows += [_row(site, "product", product, product, steps) for site, steps in reached]
    table = pa.Table.from_pylist(rows, schema=DOWNSTREAM)
    keys = ["site_id", "kind", "id", "name"]
    shortest = table.group_by(keys).aggregate([("steps", "min")])
    return shortest.rename_columns([*keys, "steps"]).cast(DOWNSTREAM)


def _row(site: str, kind: str, ident: str, name: str, steps: int) -> dict[str, object]:
    return {"site_id": site, "kind": kind, "id": ident, "name": name, "steps": steps}


def _sites_upstream(
    chain: Chain, buyer: str, product: str | None, on: date | None, kinds: dict[str, str]
) -> list[tuple[str, int]]:
    trace = chain.trace(buyer, direction="up", on=on, product=product, lanes={"goods"})
    table = trace.reached
    pairs = zip(table["node"].to_pylist(), table["tier"].to_pylist(), strict=True)
    return [(node, tier) for node, tier in pairs if kinds.get(node) == "site"]


def _products_into(chain: Chain, buyer: str) -> list[str]:
    edges = chain.edges
    into = edges.filter(
        pc.and_(
            pc.equal(edges["target_node"], buyer),
            pc.is_in(edges["relation"], pa.array(sorted(GOODS_RELATIONS))),
        )
    )
    named = {
        part.strip() for text in into["product"].to_pylist() if text for part in text.split("|")
    }
    return sorted(named - {""})
