"""Routes through the chain, written out: labour to each workplace, goods on to the last buyer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from crest.engine.tables.contracts import GOODS_RELATIONS, LABOUR_RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUTES: Final = pa.schema(
    [
        pa.field("route", pa.int64()),
        pa.field("lane", pa.string()),  # goods | labour
        pa.field("start", pa.string()),
        pa.field("end", pa.string()),
        pa.field("steps", pa.int64()),
        pa.field("names", pa.string()),  # "Sagaing, Myanmar → … → Siam Blue Processing"
        pa.field("nodes", pa.string()),
        pa.field("links", pa.string()),  # numbers of links.csv, first to last
        pa.field("people", pa.int64()),  # on the last link that says
        pa.field("weakest", pa.string()),  # the worst verification on the way
    ]
)
_STEPS: Final = 8
_RANK: Final = {"verified": 0, "declared": 1, "unverified": 2}


def routes_table(nodes: pa.Table, edges: pa.Table, *, most: int = 20_000) -> tuple[pa.Table, bool]:
    """Every simple route of one lane that cannot be made longer at either end, at most `most`.

    `nodes`, `edges`: NODES and EDGES. Returns ROUTES and whether some were left out. A route has at
    most 8 links; a node comes once, so cycles end.
    """
    names = dict(zip(nodes["node"].to_pylist(), nodes["name"].to_pylist(), strict=True))
    rows: list[dict[str, object]] = []
    cut = False
    for lane, relations in (("labour", LABOUR_RELATIONS), ("goods", GOODS_RELATIONS)):
        onward: dict[str, list[dict[str, object]]] = {}
        for edge in _once(edges, relations):
            onward.setdefault(str(edge["source_node"]), []).append(edge)
        reached = {str(e["target_node"]) for group in onward.values() for e in group}
        # A lane that is one cycle has no beginning; it then starts at its first node.
        starts = [start for start in onward if start not in reached] or sorted(onward)[:1]
        for start in starts:
            for links in _walks(start, onward):
                if len(rows) >= most:
                    cut = True
                    break
                rows.append(_row(len(rows), lane, start, links, names))
    return pa.Table.from_pylist(rows, schema=ROUTES), cut


def _once(edges: pa.Table, relations: frozenset[str]) -> list[dict[str, object]]:
    """One link per pair of ends, relation and product: the best verified, then one with people.

    Many periods of one tie are many links and one route.
    """
    best: dict[tuple[object, ...], dict[str, object]] = {}
    for edge in edges.drop_columns(["evidence"]).to_pylist():
        if edge["relation"] not in relations:
            continue
        key = (edge["source_node"], edge["target_node"], edge["relation"], edge["product"])
        if key not in best or _worth(edge) < _worth(best[key]):
            best[key] = edge
    return list(best.values())


def _worth(edge: dict[str, object]) -> tuple[int, bool]:
    return _RANK.get(str(edge["verification"]), 2), edge["people"] is None


def _walks(
    start: str, onward: dict[str, list[dict[str, object]]]
) -> Iterator[list[dict[str, object]]]:
    """Longest simple walks from `start`, depth first."""
    stack: list[tuple[str, list[dict[str, object]], frozenset[str]]] = [
        (start, [], frozenset([start]))
    ]
    while stack:
        here, links, seen = stack.pop()
        further = [e for e in onward.get(here, ()) if e["target_node"] not in seen]
        if links and (not further or len(links) == _STEPS):
            yield links
            continue
        for edge in reversed(further):
            target = str(edge["target_node"])
            stack.append((target, [*links, edge], seen | {target}))


def _row(
    number: int,
    lane: str,
    start: str,
    links: list[dict[str, object]],
    names: dict[str, str],
) -> dict[str, object]:
    ids = [start, *(str(link["target_node"]) for link in links)]
    people = [link["people"] for link in links if link["people"] is not None]
    worst = max(links, key=lambda link: _RANK.get(str(link["verification"]), 2))
    return {
        "route": number,
        "lane": lane,
        "start": start,
        "end": ids[-1],
        "steps": len(links),
        "names": " → ".join(names[node] for node in ids),
        "nodes": " ".join(ids),
        "links": " ".join(str(link["edge"]) for link in links),
        "people": people[-1] if people else None,
        "weakest": worst["verification"] or "unverified",
    }
