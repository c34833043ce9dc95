"""The map as GeoJSON (RFC 7946) for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crest.drawing.map_data import Corridor, read_corridors, read_marks, shape_of

if TYPE_CHECKING:
    import pyarrow as pa

_POLE, _DATE_LINE = 90.0, 180.0  # degrees


def map_geojson(
    nodes: pa.Table, edges: pa.Table, corridors: pa.Table | None = None
) -> dict[str, Any]:
    """A FeatureCollection: a Point for every placed node, a LineString for every corridor.

    `nodes` and `edges` follow NODES and EDGES; `corridors` as in `read_corridors`. Positions are
    [longitude, latitude] in WGS 84 degrees. `place_precision` says how a point was found:
    given | city | region | country. Nodes without a position are counted in `unplaced`.
    """
    unplaced = read_marks(nodes).unplaced
    features = [feature for row in nodes.to_pylist() if (feature := _point(row)) is not None]
    features.extend(_line(route) for route in read_corridors(nodes, edges, corridors))
    return {"type": "FeatureCollection", "unplaced": unplaced, "features": features}


def _point(row: dict[str, Any]) -> dict[str, Any] | None:
    lat, lng = row["lat"], row["lng"]
    if lat is None or lng is None or abs(lat) > _POLE or abs(lng) > _DATE_LINE:
        return None
    kept = ("role", "name", "country", "place_precision", "sector", "product", "workers", "records")
    return {
        "type": "Feature",
        "id": row["node"],
        "geometry": {"type": "Point", "coordinates": [lng, lat]},
        "properties": {
            "what": shape_of(row["kind"], row["role"]),
            "node": row["node"],
            "kind": row["kind"],
            **{name: row[name] for name in kept},
        },
    }


def _line(route: Corridor) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [list(route.start), list(route.end)]},
        "properties": {
            "what": "corridor",
            "origin": route.origin,
            "destination": route.destination,
            "people": route.people,
        },
    }
