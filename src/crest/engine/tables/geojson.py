"""Map features as rows: their properties, and one point for each."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from crest.engine.tables.records import Flat, flatten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crest.engine.tables.raw import ProblemList

_OWN: Final = ("type", "geometry", "properties", "bbox")
_FROM_GEOMETRY: Final = ("lat", "lng", "altitude")
_WGS84: Final = ("CRS84", "4326")
_RING: Final = 3  # corners of the smallest area

Point = tuple[float, float]  # longitude, latitude in degrees, the order of GeoJSON


def report_crs(collection: dict[str, Any], problems: ProblemList) -> None:
    """Warn when the collection says that its numbers are not WGS 84 degrees (RFC 7946, 4)."""
    crs = collection.get("crs")
    if crs and not any(known in str(crs) for known in _WGS84):
        problems.warn(
            "tables.geometry.crs",
            "The map uses another coordinate system than WGS 84; its points may be wrong.",
            "Export it in WGS 84 (EPSG:4326).",
            value=str(crs),
        )


def feature_records(features: list[Any], problems: ProblemList) -> Iterator[tuple[int, Flat]]:
    """(row, record) of each feature: its properties, then lat and lng in degrees.

    A line or an area is represented by its centre, with a warning; a geometry that cannot be
    read leaves lat and lng empty, with a warning. An entry that is no feature is rejected.
    """
    for row, feature in enumerate(features, start=1):
        if not isinstance(feature, dict):
            problems.reject(
                "tables.json.no_object",
                "The entry is no map feature.",
                "Correct or remove it.",
                row=row,
                value=str(feature),
            )
            continue
        properties = feature.get("properties")
        named = flatten(properties if isinstance(properties, dict) else {})
        record = {_apart(name): text for name, text in named.items()}
        more = {key: value for key, value in feature.items() if key not in _OWN}
        record |= {f"feature {name}": text for name, text in flatten(more).items()}
        yield row, record | _where(feature.get("geometry"), row, problems)


def _apart(name: str) -> str:
    """Name of a property; one that is called like the point of the feature steps aside."""
    return f"{name} (property)" if name in _FROM_GEOMETRY else name


def _where(geometry: Any, row: int, problems: ProblemList) -> Flat:
    if geometry is None:
        return {}
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "Point":
        position = geometry.get("coordinates")
        if _is_position(position):
            found: Flat = {"lat": str(position[1]), "lng": str(position[0])}
            if len(position) > 2:  # noqa: PLR2004
                found["altitude"] = str(position[2])
            return found
    else:
        centre = _centre(geometry)
        if centre is not None:
            problems.warn(
                "tables.geometry.centre",
                f"The feature is a {kind}, not a point; its centre was taken.",
                "Nothing, if the centre is good enough.",
                row=row,
            )
            return {"lat": f"{centre[1]:.7f}", "lng": f"{centre[0]:.7f}"}
    problems.warn(
        "tables.geometry.unreadable",
        "The feature has a geometry that cannot be read; it has no point.",
        "Give it a Point with [longitude, latitude].",
        row=row,
        value=str(geometry),
    )
    return {}


def _is_position(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) >= 2  # noqa: PLR2004
        and all(isinstance(part, int | Decimal) and not isinstance(part, bool) for part in value)
    )


def _centre(geometry: Any) -> Point | None:
    """Centre of area of all outer rings together; the mean of the points when there is no area."""
    rings, points = _parts(geometry)
    weighted = [_ring_centre(ring) for ring in rings]
    area = sum(size for size, _ in weighted)
    if area > 0:
        return (
            sum(size * at[0] for size, at in weighted) / area,
            sum(size * at[1] for size, at in weighted) / area,
        )
    if not points:
        return None
    return (
        sum(point[0] for point in points) / len(points),
        sum(point[1] for point in points) / len(points),
    )


def _parts(geometry: Any) -> tuple[list[list[Point]], list[Point]]:
    """(outer rings of areas, all points) of any geometry."""
    if not isinstance(geometry, dict):
        return [], []
    if geometry.get("type") == "GeometryCollection":
        inner = [_parts(one) for one in geometry.get("geometries") or []]
        return [ring for rings, _ in inner for ring in rings], [p for _, ps in inner for p in ps]
    coordinates = geometry.get("coordinates")
    areas = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(str(geometry.get("type")))
    rings = [list(_points(area[0])) for area in areas or [] if isinstance(area, list) and area]
    return rings, list(_points(coordinates))


def _points(value: Any) -> Iterator[Point]:
    if _is_position(value):
        yield float(value[0]), float(value[1])
    elif isinstance(value, list):
        for inner in value:
            yield from _points(inner)


def _ring_centre(ring: list[Point]) -> tuple[float, Point]:
    """(area, centre) of a ring by the shoelace formula, in square degrees and degrees."""
    if len(ring) < _RING:
        return 0.0, (0.0, 0.0)
    x0, y0 = ring[0]
    area = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        # Taken relative to the first corner, so that small areas far from 0, 0 stay exact.
        cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        area += cross
        x += (ax + bx - 2 * x0) * cross
        y += (ay + by - 2 * y0) * cross
    if area == 0:
        return 0.0, (x0, y0)
    return abs(area) / 2, (x0 + x / (3 * area), y0 + y / (3 * area))
