"""What a map shows, read from NODES and EDGES: marks at places, and corridors of workers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.drawing.assets import countries
from crest.drawing.chain_model import added
from crest.drawing.country_names import alpha3
from crest.engine.tables.contracts import LABOUR_RELATIONS

if TYPE_CHECKING:
    import numpy.typing as npt

    from crest.drawing.assets import Points

# What stands at a place; each has its own shape on the map.
SHAPES: Final = ("site", "recruiter", "buyer", "origin")
_RECRUITING: Final = ("recruiter", "sub_agent", "broker", "transporter")
_BUYING: Final = ("buyer", "customer")
_REACH: Final = 12  # steps from a place of origin to a workplace that are followed
_SEARCH_GRID: Final = 24  # points per side when the middle of a country is looked for


@dataclass(frozen=True, slots=True)
class Marks:
    """The placed nodes as columns of equal length; positions in WGS 84 degrees."""

    lng: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    shape: npt.NDArray[np.int64]  # position in SHAPES
    exact: npt.NDArray[np.bool_]  # the coordinates were in the list; else the place was looked up
    names: pa.Array
    precisions: pa.Array
    unplaced: int  # nodes without a position, products aside

    def __len__(self) -> int:
        return len(self.lng)


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


def placed(nodes: pa.Table) -> pa.Array:
    """Which rows of a NODES table have a position on earth (boolean, no nulls)."""
    inside = pc.and_(
        pc.less_equal(pc.abs(nodes["lat"]), 90.0), pc.less_equal(pc.abs(nodes["lng"]), 180.0)
    )
    return pc.fill_null(inside, fill_value=False)


def read_marks(nodes: pa.Table) -> Marks:
    """The marks of all nodes with a position, and how many nodes have none."""
    nodes = nodes.filter(pc.not_equal(nodes["kind"], "product"))
    kept = nodes.filter(placed(nodes)).combine_chunks()
    role = kept["role"]
    shape = np.select(
        [
            _mask(pc.equal(kept["kind"], "origin")),
            _mask(pc.is_in(role, pa.array(_RECRUITING))),
            _mask(pc.is_in(role, pa.array(_BUYING))),
        ],
        [SHAPES.index("origin"), SHAPES.index("recruiter"), SHAPES.index("buyer")],
        default=SHAPES.index("site"),
    ).astype(np.int64)
    precisions = pc.fill_null(kept["place_precision"], "country")
    return Marks(
        lng=np.asarray(kept["lng"], dtype=np.float64),
        lat=np.asarray(kept["lat"], dtype=np.float64),
        shape=shape,
        exact=_mask(pc.equal(precisions, "given")),
        names=kept["name"],
        precisions=precisions,
        unplaced=nodes.num_rows - kept.num_rows,
    )


def _mask(values: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    return np.asarray(pc.fill_null(values, fill_value=False), dtype=np.bool_)


@cache
def middle_of(country: str) -> tuple[float, float] | None:
    """(lng, lat) well inside the largest part of a country (ISO alpha-2); None if unknown.

    The point of a coarse grid that is furthest from the border.
    """
    code = alpha3().get(country)
    rings = [ring for shape in countries("110m") if shape.code == code for ring in shape.rings]
    rings = rings or [r for shape in countries("50m") if shape.code == code for r in shape.rings]
    if not rings:
        return None
    ring = max(rings, key=lambda ring: float(np.ptp(ring[:, 0]) * np.ptp(ring[:, 1])))
    west, south = ring.min(axis=0)
    east, north = ring.max(axis=0)
    steps = (np.arange(_SEARCH_GRID) + 0.5) / _SEARCH_GRID
    lng, lat = np.meshgrid(west + steps * (east - west), south + steps * (north - south))
    points = np.column_stack([lng.ravel(), lat.ravel()])
    points = points[_inside(points, ring)]
    if len(points) == 0:
        return (float(west + east) / 2, float(south + north) / 2)
    squeeze = np.array([np.cos(np.radians((south + north) / 2)), 1.0])
    apart = ((points[:, None, :] - ring[None, :, :]) * squeeze) ** 2
    best = points[int(apart.sum(axis=2).min(axis=1).argmax())]
    return (float(best[0]), float(best[1]))


def _inside(points: Points, ring: Points) -> npt.NDArray[np.bool_]:
    """Which points lie in a ring: an odd number of its sides is to their right."""
    x, y = points[:, :1], points[:, 1:]
    x1, y1, x2, y2 = ring[:-1, 0], ring[:-1, 1], ring[1:, 0], ring[1:, 1]
    spans = (y1 > y) != (y2 > y)
    height = np.where(y2 == y1, 1.0, y2 - y1)
    crossing = x1 + (y - y1) * (x2 - x1) / height
    result: npt.NDArray[np.bool_] = (spans & (x < crossing)).sum(axis=1) % 2 == 1
    return result


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
    if given is not None:
        pairs = {
            (row["origin"], row["destination"]): row.get("people")
            for row in given.to_pylist()
            if row["origin"] and row["destination"]
        }
    else:
        pairs = _followed(nodes, edges)
    starts = _centres(nodes, pc.equal(nodes["kind"], "origin"))
    ends = _centres(nodes, pc.equal(nodes["kind"], "site"))
    corridors = []
    for (origin, destination), people in pairs.items():
        start = starts.get(origin) or middle_of(origin)
        end = ends.get(destination) or middle_of(destination)
        if start and end and origin != destination:
            known = None if people is None else int(people)
            corridors.append(Corridor(origin, destination, known, start, end))
    return sorted(corridors, key=lambda c: (-(c.people or 0), c.origin, c.destination))


def _centres(nodes: pa.Table, wanted: pa.ChunkedArray) -> dict[str, tuple[float, float]]:
    """Mean position of the wanted nodes of each country."""
    kept = nodes.filter(pc.and_(placed(nodes), pc.fill_null(wanted, fill_value=False)))
    means = kept.group_by("country").aggregate([("lng", "mean"), ("lat", "mean")])
    return {
        row["country"]: (row["lng_mean"], row["lat_mean"])
        for row in means.to_pylist()
        if row["country"]
    }


def _followed(nodes: pa.Table, edges: pa.Table) -> dict[tuple[str, str], float | None]:
    wanted = ["source_node", "target_node", "people"]
    labour_rows = pc.is_in(edges["relation"], pa.array(sorted(LABOUR_RELATIONS)))
    labour = edges.filter(labour_rows).select(wanted).to_pylist()
    met = {row[end] for row in labour for end in wanted[:2]}
    among = pc.is_in(nodes["node"], pa.array(sorted(met), pa.string()))
    facts = {
        row["node"]: row
        for row in nodes.filter(among).select(["node", "kind", "country"]).to_pylist()
    }
    onward: dict[str, list[str]] = defaultdict(list)
    for row in labour:
        onward[row["source_node"]].append(row["target_node"])
    pairs: dict[tuple[str, str], float | None] = {}
    known: dict[str, set[str]] = {}
    any_origin = any(row["kind"] == "origin" for row in facts.values())
    for row in labour:
        source, target = facts.get(row["source_node"]), facts.get(row["target_node"])
        if source is None or target is None or not source["country"]:
            continue
        if not any_origin:
            reached = {target["country"]} - {None, source["country"]}
        elif source["kind"] == "origin":
            if row["target_node"] not in known:
                known[row["target_node"]] = _destinations(row["target_node"], onward, facts)
            reached = known[row["target_node"]]
        else:
            continue
        for destination in reached:
            pair = (source["country"], destination)
            pairs[pair] = added(pairs.get(pair), row["people"] if len(reached) == 1 else None)
    return pairs


def _destinations(
    start: str, onward: dict[str, list[str]], facts: dict[str, dict[str, Any]]
) -> set[str]:
    """Countries of the workplaces that labour links lead to from `start`."""
    seen, front = {start}, [start]
    found: set[str] = set()
    for _ in range(_REACH):
        following: list[str] = []
        for node in front:
            row = facts.get(node)
            if row is not None and row["country"] and (row["kind"] == "site" or not onward[node]):
                found.add(row["country"])
            following.extend(onward[node])
        front = [node for node in dict.fromkeys(following) if node not in seen]
        seen.update(front)
        if not front:
            break
    return found
