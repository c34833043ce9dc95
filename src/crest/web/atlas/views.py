"""Atlas: where are the risks, by corridor and workplace?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crest.access import facade as access
from crest.supplychain import facade as supplychain
from crest.web.atlas.answers import acting
from crest.web.atlas.facets import Facet, facets_of, words_of
from crest.web.atlas.filters import COLOURS, FACETS, NAMES, Filters, mask_of, read_filters
from crest.web.atlas.picture import FRESH, STEPS, Picture, picture_of
from crest.web.atlas.svg import atlas_map, node_href, outline, step_words
from crest.web.frame import href_of

PAGE: Final = 25
COLOUR_WORDS: Final = {
    "risk": pgettext_lazy("colour by", "Risk"),
    "coverage": pgettext_lazy("colour by", "How well links are proven"),
    "freshness": pgettext_lazy("colour by", "How long ago it was heard of"),
}
ORDER_WORDS: Final = {"risk": _("Highest risk first"), "name": _("By name")}
_MOST_CORRIDORS: Final = 12
_MANIFEST: Final = "ui/islands/atlas.json"


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the list."""

    ref: str
    name: str
    href: str
    kind: Any
    role: str
    country: str
    sectors: tuple[str, ...]
    level: str
    verification: Any
    freshness: Any
    claimed: bool
    workers: int | None
    placed: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """One choice of a filter, and the address without it."""

    words: Any
    without: str


@dataclass(frozen=True, slots=True)
class Way:
    """One corridor of the table."""

    origin: str
    destination: str
    people: int | None


@dataclass(frozen=True, slots=True)
class AtlasPage:
    """The whole page."""

    filters: Filters
    facets: tuple[Facet, ...]
    chosen: tuple[Chosen, ...]
    clear: str
    rows: tuple[Row, ...]
    total: int
    all_of_them: int
    unplaced: int
    page: int
    pages: int
    before: str
    after: str
    drawing: SafeString
    legend: tuple[tuple[str, SafeString, str], ...]
    colours: tuple[tuple[str, Any, bool], ...]
    orders: tuple[tuple[str, Any, bool], ...]
    ways: tuple[Way, ...]
    query: str
    first: int
    exports_href: str
    upload_href: str
    island: dict[str, Any] | None
    section: str = "atlas"


@access.page("web/atlas.html", needs=access.Permission.SEE_CHAIN)
def atlas(request: access.ActingRequest) -> AtlasPage:
    """Where are the risks, by corridor and workplace?"""
    picture = picture_of(acting(request), on=timezone.localdate())
    filters = read_filters(request.GET)
    rows, total, unplaced = passing_rows(picture, filters)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, _whole(request.GET.get("page", ""))), pages)
    ways = ways_of(picture, filters)
    drawing = picture.remember(
        ("svg", filters, request.LANGUAGE_CODE), lambda: atlas_map(picture, filters, ways), most=128
    )
    return AtlasPage(
        filters=filters,
        facets=facets_of(picture, filters),
        chosen=_chosen(filters),
        clear=Filters(colour=filters.colour, order=filters.order).address(),
        rows=tuple(_row(picture, int(row)) for row in rows[(page - 1) * PAGE : page * PAGE]),
        total=total,
        all_of_them=len(picture.places),
        unplaced=unplaced,
        page=page,
        pages=pages,
        before=filters.address(page=str(page - 1)) if page > 1 else "",
        after=filters.address(page=str(page + 1)) if page < pages else "",
        drawing=mark_safe(drawing),  # noqa: S308 - every text in it was escaped
        legend=_legend(filters.colour),
        colours=tuple((one, COLOUR_WORDS[one], one == filters.colour) for one in COLOURS),
        orders=tuple((one, words, one == filters.order) for one, words in ORDER_WORDS.items()),
        ways=tuple(Way(w.origin, w.destination, w.people) for w in ways[:_MOST_CORRIDORS]),
        query=filters.address(),
        first=(page - 1) * PAGE + 1,
        exports_href=_exports(acting(request), filters),
        upload_href=href_of("batches"),
        island=_island(filters, ways),
    )


def passing_rows(picture: Picture, filters: Filters) -> tuple[Any, int, int]:
    """Rows that pass in the order asked for, how many, and how many of them have no place."""

    def work() -> tuple[Any, int, int]:
        mask = mask_of(picture, filters)
        order = picture.by_name if filters.order == "name" else picture.by_risk
        kept = order[mask[order]].astype(np.int32)
        return kept, len(kept), int(mask[picture.places.placed :].sum())

    key = ("rows", filters.chosen, filters.box, filters.order)
    found: tuple[Any, int, int] = picture.remember(key, work, most=64)
    return found


def ways_of(picture: Picture, filters: Filters) -> list[supplychain.Corridor]:
    """Corridors that touch the chosen countries."""
    countries = set(filters.values("country"))
    return [
        way for way in picture.places.corridors
        if not countries or way.origin in countries or way.destination in countries
    ]  # fmt: skip


def _exports(by: access.Actor, filters: Filters) -> str:
    may = access.Permission.EXPORT_RECORDS in by.may and href_of("exports")
    return href_of("exports") + filters.address() if may else ""


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 1  # noqa: PLR2004


def _row(picture: Picture, row: int) -> Row:
    places = picture.places
    sectors = places.sector.values[places.sector.codes[row]]
    workers = int(places.workers[row])
    ref = str(places.ref[row])
    return Row(
        ref=ref,
        name=str(places.name[row]),
        href=node_href(ref),
        kind=words_of("kind", places.kind.values[places.kind.codes[row]]),
        role=places.role.values[places.role.codes[row]],
        country=places.country.values[places.country.codes[row]],
        sectors=tuple(str(words_of("sector", part)) for part in sectors.split("|") if part),
        level=STEPS[int(picture.level[row])],
        verification=words_of("verification", supplychain.VERIFIED[int(places.verification[row])]),
        freshness=words_of("freshness", FRESH[int(picture.freshness[row])]),
        claimed=bool(places.claimed[row]),
        workers=workers if workers >= 0 else None,
        placed=row < places.placed,
    )


def _chosen(filters: Filters) -> tuple[Chosen, ...]:
    made = [
        Chosen(f"{NAMES[facet]}: {words_of(facet, value)}", filters.address(without=(facet, value)))
        for facet in FACETS
        for value in filters.values(facet)
    ]
    if filters.box:
        made.append(
            Chosen(
                _("This part of the map"),
                Filters(filters.chosen, None, filters.colour, filters.order).address(),
            )
        )
    return tuple(made)


def _legend(colour: str) -> tuple[tuple[str, SafeString, str], ...]:
    return tuple(
        (step, mark_safe(outline(step, 10, 10, 7)), step_words(colour, step))  # noqa: S308
        for step in STEPS
    )


def _island(filters: Filters, ways: list[supplychain.Corridor]) -> dict[str, Any] | None:
    """What the map with a script needs; None where it was not built."""
    from crest.drawing.map_data import middle_of  # noqa: PLC0415

    if not _built():
        return None
    built = _built()
    arcs = []
    for way in ways[:40]:
        start, end = middle_of(way.origin), middle_of(way.destination)
        if start and end:
            arcs.append([*start, *end, way.people, str(way.origin), str(way.destination)])
    return {
        "script": static(f"ui/islands/{built['atlas.js']}"),
        "style": static(f"ui/islands/{built['atlas.css']}"),
        "data": {
            "worker": static(f"ui/islands/{built['worker.js']}"),
            "world": static(f"ui/islands/{built['world.json']}"),
            "tiles": reverse("atlas_tile", args=[0, 0, 0]).removesuffix("0/0/0"),
            "boxes": reverse("atlas_boxes"),
            "page": reverse("atlas"),
            "query": filters.address().removeprefix("?"),
            "box": filters.box,
            "arcs": arcs,
            "words": {
                **{step: step_words(filters.colour, step) for step in STEPS},
                "places": str(_("places")),
                "open": str(_("Open")),
                "list": str(_("Show these in the list")),
                "close": str(_("Close")),
                "near": str(_("Zoom in")),
                "far": str(_("Zoom out")),
            },
        },
    }


@cache
def _built() -> dict[str, str]:
    import json  # noqa: PLC0415

    path = Path(__file__).parents[2] / "ui" / "static" / _MANIFEST
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}
