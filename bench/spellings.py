"""How the generated world is written down: name elements in several scripts, cities, countries.

Every element is written `latin/other spelling/own script`; a missing part repeats the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Word(NamedTuple):
    """One name element: usual Latin spelling, another romanisation, own script."""

    latin: str
    other: str
    native: str


class City(NamedTuple):
    """A city with its postcode stem and place."""

    name: Word
    lat: float
    lng: float


def words(text: str) -> list[Word]:
    """Read `latin/other/native` elements separated by blanks; `_` stands for a blank."""
    found = []
    for item in text.split():
        parts = [part.replace("_", " ") for part in item.split("/")]
        latin = parts[0]
        other = parts[1] if len(parts) > 1 and parts[1] else latin
        found.append(Word(latin, other, parts[2] if len(parts) > 2 else latin))
    return found


def cities(text: str) -> list[City]:
    """Read `latin/other/native@lat,lng` items separated by blanks."""
    found = []
    for item in text.split():
        name, place = item.split("@")
        lat, lng = place.split(",")
        found.append(City(words(name)[0], float(lat), float(lng)))
    return found


@dataclass(frozen=True, slots=True)
class Country:
    """How firms and addresses look in one country."""

    code: str
    weight: int
    names: tuple[str, ...]  # first: usual English; last: own script
    elements: list[Word]
    cities: list[City]
    legal: tuple[str, ...]  # first: usual; the last one is in own script when the country has one
    street: tuple[str, ...]  # patterns with {} for the street's name
    zones: tuple[str, ...]
    district: tuple[str, ...]
    postcode: str  # pattern, # is a digit
    trades: str  # language of own-script trade words
    spaced: bool = True  # own script separates words
    own_first: bool = False  # records usually carry the own spelling (Latin with accents)
