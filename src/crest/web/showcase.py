"""The invented workplace of the first page: its drawing, its map and its one number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import yaml
from django.utils.safestring import SafeString, mark_safe

from crest.drawing.chain import chain_figure
from crest.drawing.wording import LANGUAGES
from crest.drawing.world import world_map
from crest.engine.tables.contracts import EDGES, LABOUR_RELATIONS, NODES

DATA: Final = Path(__file__).parent / "data" / "two_chains.yaml"


@dataclass(frozen=True, slots=True)
class Showcase:
    """What the first page draws. `unproven` of `brought` people came by hands nobody verified."""

    workplace: str
    chain: SafeString
    world: SafeString
    unproven: int
    brought: int
    corridors: tuple[tuple[str, str, int], ...]

    @property
    def share(self) -> int:
        """`unproven` as percent of `brought`."""
        return round(100 * self.unproven / self.brought)


@cache
def showcase(language: str) -> Showcase:
    """The drawings in a language, made once: the data never changes while the server runs."""
    data = yaml.safe_load(DATA.read_text("utf-8"))
    spoken = (language if language in LANGUAGES else "en",)
    nodes, edges = _nodes(data["nodes"]), _edges(data["edges"])
    everywhere = _nodes([*data["nodes"], *_numbered(data["places"])])
    corridors = pa.Table.from_pylist(data["corridors"])
    name = next(row["name"] for row in data["nodes"] if row["node"] == data["workplace"])
    drawn = chain_figure(nodes, edges, workplace=data["workplace"], languages=spoken, ident="demo")
    world = world_map(
        everywhere, edges, corridors=corridors, languages=spoken, ident="demo-map", alone=False
    )
    drawn = drawn.replace("<h4", "<h3").replace("</h4", "</h3")  # below the page's h2
    # Both are our own markup; names passed through `escaped` where they entered it.
    return Showcase(
        workplace=name,
        chain=mark_safe(drawn),  # noqa: S308
        world=mark_safe(world),  # noqa: S308
        corridors=tuple((c["origin"], c["destination"], c["people"]) for c in data["corridors"]),
        **_counted(data["edges"]),
    )


def _counted(edges: list[dict[str, Any]]) -> dict[str, int]:
    """People by their first hand: how many came, and how many of them by an unverified one."""
    first = [edge for edge in edges if edge["relation"] == "origin_of"]
    loose = [edge for edge in first if edge["verification"] == "unverified"]
    return {
        "brought": sum(edge["people"] for edge in first),
        "unproven": sum(edge["people"] for edge in loose),
    }


def _numbered(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"node": f"P{position}", "lane": "goods", "step": -9, **place}
        for position, place in enumerate(places)
    ]


def _nodes(rows: list[dict[str, Any]]) -> pa.Table:
    schema = NODES.append(pa.field("lane", pa.string())).append(pa.field("step", pa.int64()))
    filled = [{"place_precision": "given", "records": 1, **row} for row in rows]
    return pa.Table.from_pylist(filled, schema=schema)


def _edges(rows: list[dict[str, Any]]) -> pa.Table:
    filled = [
        {**row, "edge": position, "evidence": _evidence(row["evidence"], row["relation"])}
        for position, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(filled, schema=EDGES)


def _evidence(count: int, relation: str) -> str:
    file = "channels.csv" if relation in LABOUR_RELATIONS else "suppliers.csv"
    return "; ".join(f"{file}:{row + 1}" for row in range(count))
