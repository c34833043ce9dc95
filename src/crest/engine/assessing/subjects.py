"""Whom the risk is asked about: sites, hands, corridors and products, with what the chain knows."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from crest.engine.risk.tables import SUBJECTS
from crest.engine.tables.contracts import LABOUR_RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crest.engine.mapping.chain import Mapped

HANDS: Final = {"recruiter": "recruiter", "sub_agent": "sub_agent", "broker": "sub_agent"}
_Ways = dict[str, dict[str, set[str]]]


def subjects_of(mapped: Mapped, downstream: pa.Table) -> pa.Table:
    """SUBJECTS of a resolved chain: every site, recruiter, sub-agent, corridor and product.

    Origins and destinations are those of the labour channels a subject stands in; a subject nobody
    named a way for has none, which is not the same as having a safe one. `downstream` says which
    sites make which product.
    """
    nodes = mapped.nodes.select(
        ["node", "kind", "role", "name", "country", "sector", "product", "workers"]
    ).to_pylist()
    ways = _ways(mapped)
    tiers = _tiers(mapped)
    rows = [
        _subject(kind, node, ways, tiers)
        for node in nodes
        if (kind := "site" if node["kind"] == "site" else HANDS.get(node["role"] or ""))
    ]
    rows += _corridors(mapped)
    rows += _products(downstream, {node["node"]: node for node in nodes}, ways)
    schema = pa.schema([*SUBJECTS, pa.field("labour_tiers", pa.float64())])
    return pa.Table.from_pylist(rows, schema=schema)


def _subject(kind: str, node: dict[str, Any], ways: _Ways, tiers: dict[str, int]) -> dict[str, Any]:
    seen = ways.get(node["node"], {})
    return {
        "subject_kind": kind,
        "subject": node["node"],
        "name": node["name"],
        "country": node["country"],
        "origin": _joined(seen.get("origin", ())),
        "destination": _joined(seen.get("destination", ())),
        "product": node["product"],
        "workers": node["workers"],
        "sector": node["sector"],
        "labour_tiers": tiers.get(node["node"]) if kind == "site" else None,
    }


def _ways(mapped: Mapped) -> _Ways:
    """Per node the origins and destinations of the channels it stands in."""
    settled = mapped.settled.entity
    found: _Ways = defaultdict(lambda: defaultdict(set))
    ends = ("site_mention", "employer_mention", "recruiter_mention", "sub_agent_mention")
    for row in mapped.channels.select(["origin", "destination", *ends]).to_pylist():
        for end in ends:
            node = None if row[end] is None else settled[row[end]]
            for place in ("origin", "destination"):
                if node is not None and row[place] is not None:
                    found[node][place].add(row[place])
    return found


def _tiers(mapped: Mapped) -> dict[str, int]:
    """Per site the longest line of hands known to stand between it and home."""
    behind: dict[str, set[str]] = defaultdict(set)
    edges = mapped.edges.select(["source_node", "target_node", "relation"]).to_pylist()
    kinds = dict(
        zip(mapped.nodes["node"].to_pylist(), mapped.nodes["kind"].to_pylist(), strict=True)
    )
    for edge in edges:
        if edge["relation"] in LABOUR_RELATIONS and kinds.get(edge["source_node"]) != "origin":
            behind[edge["target_node"]].add(edge["source_node"])

    def depth(node: str, seen: frozenset[str]) -> int:
        further = [one for one in behind.get(node, ()) if one not in seen]
        return 1 + max((depth(one, seen | {one}) for one in further), default=0) if further else 0

    return {
        node: depth(node, frozenset([node]))
        for node, kind in kinds.items()
        if kind == "site" and node in behind
    }


def _corridors(mapped: Mapped) -> list[dict[str, Any]]:
    pairs = zip(
        mapped.channels["origin"].to_pylist(),
        mapped.channels["destination"].to_pylist(),
        strict=True,
    )
    return [
        {
            "subject_kind": "corridor",
            "subject": f"{origin}>{destination}",
            "name": f"{origin} → {destination}",
            "country": destination,
            "origin": origin,
            "destination": destination,
        }
        for origin, destination in sorted({pair for pair in pairs if pair[0] and pair[1]})
    ]


def _products(
    downstream: pa.Table, nodes: dict[str, dict[str, Any]], ways: _Ways
) -> list[dict[str, Any]]:
    makers: dict[str, list[str]] = defaultdict(list)
    for row in downstream.to_pylist():
        if row["kind"] == "product" and row["site_id"] in nodes:
            makers[row["name"]].append(row["site_id"])
    rows = []
    for product, sites in sorted(makers.items()):
        made = [nodes[site] for site in sites]
        rows.append(
            {
                "subject_kind": "product",
                "subject": product,
                "name": product,
                "country": _joined(node["country"] for node in made),
                "origin": _joined(
                    o for site in sites for o in ways.get(site, {}).get("origin", ())
                ),
                "destination": None,
                "product": product,
                "workers": _sum(node["workers"] for node in made),
                "sector": _joined(s for node in made for s in (node["sector"] or "").split("|")),
            }
        )
    return rows


def _joined(parts: Iterable[str | None]) -> str | None:
    return "|".join(sorted({part for part in parts if part})) or None


def _sum(numbers: Iterable[int | None]) -> int | None:
    """The sum, or None when one of the numbers is not known."""
    known = list(numbers)
    return None if None in known else sum(number for number in known if number is not None)
