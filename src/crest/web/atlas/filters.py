"""What the reader narrows the atlas to: kept in the address, counted beside every value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np
import numpy.typing as npt
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crest.supplychain import facade as supplychain
from crest.web.atlas.picture import FRESH, STEPS, Mask, Picture

FACETS: Final = (
    "level",
    "kind",
    "country",
    "sector",
    "role",
    "verification",
    "freshness",
    "claimed",
)
COLOURS: Final = ("risk", "coverage", "freshness")
ORDERS: Final = ("risk", "name")
MOST_VALUES: Final = 50  # of one facet in an address
_LONGEST: Final = 120
Box = tuple[float, float, float, float]  # west, south, east, north

NAMES: Final[dict[str, Any]] = {
    "level": pgettext_lazy("filter", "Risk"),
    "kind": pgettext_lazy("filter", "Kind"),
    "country": pgettext_lazy("filter", "Country"),
    "sector": pgettext_lazy("filter", "Sector"),
    "role": pgettext_lazy("filter", "Role"),
    "verification": pgettext_lazy("filter", "How well its links are proven"),
    "freshness": pgettext_lazy("filter", "Last heard of"),
    "claimed": pgettext_lazy("filter", "Claimed by the firm itself"),
}
WORDS: Final[dict[tuple[str, str], Any]] = {
    ("level", "high"): pgettext_lazy("risk", "High"),
    ("level", "medium"): pgettext_lazy("risk", "Medium"),
    ("level", "low"): pgettext_lazy("risk", "Low"),
    ("level", "unknown"): pgettext_lazy("risk", "Unknown"),
    ("kind", "site"): _("Workplace"),
    ("kind", "organisation"): _("Organisation"),
    ("kind", "origin"): _("Place workers come from"),
    ("verification", "verified"): _("Verified"),
    ("verification", "declared"): _("Declared"),
    ("verification", "unverified"): _("Not verified"),
    ("verification", "none"): _("No link known"),
    ("freshness", "year"): _("Within a year"),
    ("freshness", "two_years"): _("One to two years ago"),
    ("freshness", "older"): _("Longer ago"),
    ("freshness", "unknown"): _("Not known when"),
    ("claimed", "yes"): _("Claimed"),
    ("claimed", "no"): _("Not claimed"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Chosen values per facet (none chosen: all), a part of the map, colour and order."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    box: Box | None = None
    colour: str = "risk"
    order: str = "risk"

    def values(self, facet: str) -> tuple[str, ...]:
        """The values chosen of one facet."""
        return dict(self.chosen).get(facet, ())

    def pairs(self) -> list[tuple[str, str]]:
        """As parameters of an address."""
        found = [(facet, value) for facet, values in self.chosen for value in values]
        if self.box:
            found.append(("box", ",".join(f"{side:g}" for side in self.box)))
        found += [("colour", self.colour)] if self.colour != "risk" else []
        return found + ([("order", self.order)] if self.order != "risk" else [])

    def address(self, *, without: tuple[str, str] | None = None, **more: str) -> str:
        """The query of an address with these filters, less one value, with more parameters."""
        kept = [pair for pair in self.pairs() if pair != without and pair[0] not in more]
        return "?" + urlencode([*kept, *((name, value) for name, value in more.items() if value)])


def read_filters(query: QueryDict) -> Filters:
    """Filters of an address. What nobody can mean (a box of letters) is left out; a value that
    no record has stays, and finds nothing."""
    chosen = []
    for facet in FACETS:
        values = dict.fromkeys(value[:_LONGEST] for value in query.getlist(facet) if value)
        if values:
            chosen.append((facet, tuple(values)[:MOST_VALUES]))
    colour, order = query.get("colour", ""), query.get("order", "")
    return Filters(
        tuple(chosen), read_box(query.get("box", "")),
        colour if colour in COLOURS else "risk", order if order in ORDERS else "risk",
    )  # fmt: skip


def read_box(text: str) -> Box | None:
    """west,south,east,north in degrees; None when it is no box."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    fair = -180 <= west < east <= 180 and -90 <= south < north <= 90  # noqa: PLR2004
    return (west, south, east, north) if fair else None


def mask_of(picture: Picture, filters: Filters, *, besides: str = "") -> Mask:
    """Which rows pass all filters, but for one facet."""
    mask = np.ones(len(picture.places), np.bool_)
    for facet, values in filters.chosen:
        if facet != besides:
            mask &= _passes(picture, facet, values)
    if filters.box:
        mask &= inside(picture.places, filters.box)
    return mask


def inside(places: supplychain.Places, box: Box) -> Mask:
    """Which rows lie in a box; those without a place do not."""
    west, south, east, north = box
    with np.errstate(invalid="ignore"):
        return (
            (places.lng >= west)
            & (places.lng <= east)
            & (places.lat >= south)
            & (places.lat <= north)
        )


def _passes(picture: Picture, facet: str, values: Iterable[str]) -> Mask:
    codes, names = column(picture, facet)
    wanted = set(values)
    table = np.array([bool(wanted & parts_of(facet, name)) for name in names], np.bool_)
    return table[codes] if len(table) else np.zeros(len(codes), np.bool_)


def parts_of(facet: str, value: str) -> set[str]:
    """The values a record counts under: of sectors there may be several."""
    return (
        {part or "unknown" for part in value.split("|")}
        if facet == "sector"
        else {value or "unknown"}
    )


def column(picture: Picture, facet: str) -> tuple[npt.NDArray[Any], tuple[str, ...]]:
    """The codes of a facet's column and the value of each code."""
    places = picture.places
    if facet == "level":
        return picture.level, STEPS
    if facet == "freshness":
        return picture.freshness, FRESH
    if facet == "verification":
        return places.verification, supplychain.VERIFIED
    if facet == "claimed":
        return places.claimed.astype(np.int8), ("no", "yes")
    coded: supplychain.Coded = getattr(places, facet)
    return coded.codes, coded.values
