"""The atlas map drawn by the server: marks, numbers and corridors, without any script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crest.drawing.map_data import middle_of
from crest.drawing.map_view import WHOLE, View, land
from crest.drawing.markup import element, escaped, linked, number
from crest.supplychain import facade as supplychain
from crest.ui.templatetags.parts import country
from crest.web.atlas.clusters import BITS, Clusters, clusters_at
from crest.web.atlas.filters import WORDS, Box, Filters
from crest.web.atlas.picture import STEPS, Picture

_ACROSS: Final = 15  # marks beside each other at most
_MOST_ARCS: Final = 40
_SINGLE, _SMALLEST, _LARGEST = 11.0, 17.0, 34.0  # px
_THIN, _THICK, _BEND = 2.2, 11.0, 0.22
_CLOSE: Final = 60.0  # degrees: narrower windows get finer coasts
_STEP: Final = 5.0  # windows are widened to these degrees, so that coasts are drawn once


def atlas_map(picture: Picture, filters: Filters, ways: Sequence[supplychain.Corridor]) -> str:
    """One SVG of everything that passes the filters."""
    coarse = clusters_at(picture, filters, 6)
    ends = [(way, middle_of(way.origin), middle_of(way.destination)) for way in ways[:_MOST_ARCS]]
    drawn = [(way, start, end) for way, start, end in ends if start and end]
    box = filters.box or _box(coarse, [end for _way, *both in drawn for end in both])
    view = _view(box)
    zoom = int(np.clip(np.round(np.log2(360.0 / (box[2] - box[0]) * _ACROSS)), 3, BITS))
    marks = clusters_at(picture, filters, zoom)
    said = ngettext("%(n)s mark", "%(n)s marks", len(marks)) % {"n": len(marks)}
    parts = [
        element("title", escaped(_("Map of the places in the list")), id="atlas-t"),
        element(
            "rect", "", class_="sea", width=number(view.width), height=number(view.height), rx="8"
        ),
        element("path", "", class_="land", d=_land(view)),
        *_arcs(view, drawn),
        *_marks(view, picture, filters, marks, zoom),
    ]
    return element(
        "svg", "".join(parts), class_="atlas", direction="ltr", role="group",
        viewBox=f"0 0 {number(view.width)} {number(view.height)}", aria_labelledby="atlas-t",
        aria_description=said,
    )  # fmt: skip


@lru_cache(maxsize=64)
def _view(box: Box) -> View:
    return View.around(box, "50m" if box[2] - box[0] < _CLOSE else "110m")


@lru_cache(maxsize=64)
def _land(view: View) -> str:
    return land(view)


def _box(marks: Clusters, ends: Sequence[Any]) -> Box:
    """The part of the world with everything in it, a little wider, in steps."""
    lng = np.concatenate([marks.lng, [end[0] for end in ends]])
    lat = np.concatenate([marks.lat, [end[1] for end in ends]])
    if not len(lng):
        return WHOLE
    west, east = float(lng.min()) - 5, float(lng.max()) + 5
    south, north = float(lat.min()) - 4, float(lat.max()) + 4
    wide = max(east - west, 1.8 * (north - south), 36.0)
    high = max(north - south, wide / 1.9)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    sides = (middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2)
    west, south = (float(np.floor(side / _STEP) * _STEP) for side in sides[:2])
    east, north = (float(np.ceil(side / _STEP) * _STEP) for side in sides[2:])
    if east - west > 170 or west < -180 or east > 180:  # noqa: PLR2004 - most of the world
        return WHOLE
    return (west, max(south, -56.0), east, min(north, 83.0))


def _marks(view: View, picture: Picture, filters: Filters, marks: Clusters, zoom: int) -> list[str]:
    x, y = view.place(marks.lng, marks.lat)
    shown = (x >= 0) & (x <= view.width) & (y >= 0) & (y <= view.height)
    order = np.flatnonzero(shown)
    return [
        _mark(picture, filters, marks, int(at), float(x[at]), float(y[at]), zoom)
        for at in order[np.argsort(-marks.count[order], kind="stable")]
    ]


def _mark(
    picture: Picture, filters: Filters, marks: Clusters, at: int, x: float, y: float, zoom: int
) -> str:
    count, step = int(marks.count[at]), STEPS[int(marks.step[at])]
    if count == 1:
        row = int(marks.row[at])
        title = str(picture.places.name[row])
        href = node_href(str(picture.places.ref[row]))
        radius = _SINGLE
    else:
        title = ngettext("%(n)s place", "%(n)s places", count) % {"n": f"{count:,}"}
        href = filters.address(box=",".join(f"{s:g}" for s in _around(marks, at, zoom)), page="")
        radius = float(min(_LARGEST, _SMALLEST + 4.2 * np.log10(count)))
    word = step_words(filters.colour, step)
    body = element("title", escaped(f"{title} · {word}"))
    body += element("path", "", class_=f"mark step-{step}", d=outline(step, x, y, radius))
    if count > 1:
        low = y + 6 + (radius * 0.25 if step == "high" else 0)
        body += element(
            "text", escaped(short(count)), class_=f"count step-{step}", x=number(x), y=number(low)
        )
    return linked(body, href)


def _around(marks: Clusters, at: int, zoom: int) -> Box:
    """The part of the map to look at when one asks what a mark holds."""
    wide = 360.0 / 2**zoom
    lng, lat = float(marks.lng[at]), float(marks.lat[at])
    # The middle of its places lies within the cell: twice the cell holds all of them.
    return (
        max(-180.0, round(lng - wide, 3)), max(-85.0, round(lat - wide, 3)),
        min(180.0, round(lng + wide, 3)), min(85.0, round(lat + wide, 3)),
    )  # fmt: skip


def outline(step: str, x: float, y: float, radius: float) -> str:
    """A triangle (high), diamond (medium), circle (low) or square (unknown) around a point."""
    r, side = radius * 1.18, radius * 0.9
    if step == "low":
        across, wide = number(2 * radius), number(radius)
        arc = f"a{wide} {wide} 0 1 "
        return f"M{number(x - radius)} {number(y)}{arc}0 {across} 0{arc}0 -{across} 0z"
    corners = {
        "high": ((0.0, -r), (r, 0.8 * r), (-r, 0.8 * r)),
        "medium": ((0.0, -r), (r, 0.0), (0.0, r), (-r, 0.0)),
    }.get(step, ((-side, -side), (side, -side), (side, side), (-side, side)))
    return "M" + "L".join(f"{number(x + dx)} {number(y + dy)}" for dx, dy in corners) + "z"


def short(count: int) -> str:
    """A number that fits a mark."""
    if count < 1000:  # noqa: PLR2004
        return str(count)
    return f"{count / 1000:.1f}k" if count < 10_000 else f"{count // 1000}k"  # noqa: PLR2004


def step_words(colour: str, step: str) -> str:
    """What a mark of a step means, for one way to colour."""
    at = STEPS.index(step)
    if colour == "risk":
        return str(WORDS["level", step])
    facet, order = {
        "coverage": ("verification", ("unverified", "declared", "verified", "none")),
        "freshness": ("freshness", ("older", "two_years", "year", "unknown")),
    }[colour]
    return str(WORDS[facet, order[at]])


def _arcs(view: View, ways: Sequence[tuple[supplychain.Corridor, Any, Any]]) -> list[str]:
    most = max((way.people or 0 for way, *_ends in ways), default=0)
    parts = []
    for way, start, end in ways:
        (x1, y1), (x2, y2) = view.point(*start), view.point(*end)
        wide = _THIN + ((_THICK - _THIN) * way.people / most if way.people and most else 0)
        # Bent to the right of travel, so that the two directions of one corridor stay apart.
        bend = ((x1 + x2) / 2 - _BEND * (y2 - y1), (y1 + y2) / 2 + _BEND * (x2 - x1))
        points = [f"{number(px)} {number(py)}" for px, py in ((x1, y1), bend, (x2, y2))]
        d = f"M{points[0]}Q{points[1]} {points[2]}"
        title = element("title", escaped(corridor_words(way)))
        parts.append(
            element("path", title, class_="arc", d=d, stroke_width=number(wide),
                    stroke_dasharray=None if way.people is not None else "1 6")
        )  # fmt: skip
        parts.append(_tip(x2, y2, x2 - bend[0], y2 - bend[1], 5.0 + wide))
    return parts


def _tip(x: float, y: float, along: float, across: float, size: float) -> str:
    length = float(np.hypot(along, across)) or 1.0
    ux, uy = along / length * size, across / length * size
    corners = (
        (x, y),
        (x - ux - uy * 0.5, y - uy + ux * 0.5),
        (x - ux + uy * 0.5, y - uy - ux * 0.5),
    )
    return element(
        "polygon", "", class_="tip", points=" ".join(f"{number(a)},{number(b)}" for a, b in corners)
    )


def corridor_words(way: supplychain.Corridor) -> str:
    """A corridor as a sentence."""
    names = {"origin": country(way.origin), "destination": country(way.destination)}
    if way.people is None:
        return _("From %(origin)s to %(destination)s, number of workers not known") % names
    return _("From %(origin)s to %(destination)s: %(n)s workers") % {
        **names,
        "n": f"{way.people:,}",
    }


def node_href(ref: str) -> str:
    """The page of a node; empty where this installation has none."""
    try:
        return reverse("organisation", args=[ref])
    except NoReverseMatch:
        return ""
