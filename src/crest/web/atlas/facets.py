"""How many records each value of each filter would leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from crest.engine.rulebook.wordlists import sector_titles
from crest.ui.templatetags.parts import country, said
from crest.web.atlas.filters import FACETS, NAMES, WORDS, Filters, column, mask_of, parts_of
from crest.web.atlas.picture import Picture

SHOWN: Final = 8  # values of a facet before the rest is folded away
_NATURAL: Final = {"level", "freshness", "verification", "claimed"}  # in their own order


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a filter and how many records it would leave."""

    value: str
    words: Any
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter."""

    name: str
    words: Any
    values: tuple[Value, ...]
    rest: tuple[Value, ...]
    chosen: int


def facets_of(picture: Picture, filters: Filters) -> tuple[Facet, ...]:
    """All filters with their counts, each under the choices of the others."""
    counts = picture.remember(
        ("facets", filters.chosen, filters.box), lambda: _counts(picture, filters)
    )
    return tuple(_facet(facet, counts[facet], filters) for facet in FACETS)


def _counts(picture: Picture, filters: Filters) -> dict[str, dict[str, int]]:
    all_of_them = mask_of(picture, filters)
    narrowed = {facet for facet, _values in filters.chosen}
    found = {}
    for facet in FACETS:
        mask = mask_of(picture, filters, besides=facet) if facet in narrowed else all_of_them
        codes, names = column(picture, facet)
        sums = np.bincount(codes[mask], minlength=len(names))
        totals: dict[str, int] = {}
        for name, count in zip(names, sums.tolist(), strict=False):
            for part in parts_of(facet, name):
                totals[part] = totals.get(part, 0) + count
        found[facet] = totals
    return found


def _facet(facet: str, counts: dict[str, int], filters: Filters) -> Facet:
    chosen = filters.values(facet)
    totals = {value: count for value, count in counts.items() if count or value in chosen}
    for value in chosen:
        totals.setdefault(value, 0)
    order = list(totals) if facet in _NATURAL else sorted(totals, key=lambda v: (-totals[v], v))
    order.sort(key=lambda value: value not in chosen)
    values = [Value(v, words_of(facet, v), totals[v], v in chosen) for v in order]
    shown = max(SHOWN, len(chosen))
    return Facet(facet, NAMES[facet], tuple(values[:shown]), tuple(values[shown:]), len(chosen))


def words_of(facet: str, value: str) -> Any:
    """A value of a filter in the reader's words."""
    if (facet, value) in WORDS:
        return WORDS[facet, value]
    if value == "unknown":
        return WORDS["level", "unknown"]
    if facet == "country":
        return country(value)
    if facet == "sector":
        return sector_titles().get(value, value)
    return said(value, facet) if facet == "role" else value
