"""The world map as SVG: sites, recruiters, buyers and places of origin, and corridors of workers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from crest.drawing.assets import countries
from crest.drawing.map_data import Corridor, Mark, alpha3, middle_of, read_corridors, read_marks
from crest.drawing.markup import element, escaped, number
from crest.drawing.projection import Floats, equal_earth
from crest.drawing.wording import Voices, Words

_SOUTH, _NORTH = -56.0, 80.0  # the ice is left out: nobody in the lists works there
_WIDTH: Final = 1160.0
_CELL: Final = 15.0  # px: marks of one kind closer than this share one mark with a number
_THICKEST: Final = 9.0
_THIN: Final = 1.6
_NAMES_IN_TITLE: Final = 6
_ZOOM_SHARE: Final = 0.4  # share of all marks a window must hold to get its own map
_WINDOW: Final = (34.0, 24.0)  # degrees of longitude and latitude

STYLE: Final = """
:root{--ink:#13262b;--soft:#4a5b60;--sea:#e9f0f2;--land:#fbfaf6;--border:#c3ccca;
--site:#2f6690;--recruiter:#8d4a86;--buyer:#14424d;--origin:#9a5b00;--paper:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e8efef;--soft:#a9b8bb;--sea:#0f1b1f;--land:#22343a;
--border:#3f545a;--site:#86b9e0;--recruiter:#d79bd0;--buyer:#8fd0d9;--origin:#e6b058;--paper:#142126}}
""".strip()
SHEET: Final = """
.world .sea{fill:var(--sea)}.world .land{fill:var(--land);stroke:var(--border);stroke-width:.6}
.world text{font-family:"Noto Sans CREST","Noto Sans",system-ui,sans-serif;fill:var(--ink)}
.world .country{fill:var(--soft);text-anchor:middle}
.world .arc{fill:none;stroke:var(--recruiter);stroke-opacity:.6;stroke-linecap:round}
.world .tip{fill:var(--recruiter)}.world .mark{stroke-width:1.4}
.world .site{fill:var(--site);stroke:var(--site)}.world .buyer{fill:var(--buyer);stroke:var(--buyer)}
.world .recruiter{fill:var(--recruiter);stroke:var(--recruiter)}
.world .origin{fill:var(--origin);stroke:var(--origin)}
.world .looked-up{fill:var(--paper);stroke-dasharray:2.5 2}
.world .count{text-anchor:middle;font-weight:700;fill:var(--paper)}
.world .looked-up+.count{fill:var(--ink)}.world .frame{fill:none;stroke:var(--soft)}
""".strip()


@dataclass(frozen=True, slots=True)
class View:
    """A window of the projected plane: `scale` px per unit, (left, top) its corner."""

    left: float
    top: float
    scale: float
    width: float
    height: float
    detail: str

    @classmethod
    def around(cls, west: float, south: float, east: float, north: float, detail: str) -> View:
        """The window that holds a box in degrees, `_WIDTH` px wide."""
        lng = np.linspace(west, east, 25)
        edge_x, edge_y = equal_earth(
            np.concatenate([lng, lng, [west, east, 0.0 if west < 0 < east else west] * 2]),
            np.concatenate([np.full(25, south), np.full(25, north),
                            [min(max(0.0, south), north)] * 3, [south] * 3]),
        )  # fmt: skip
        left, right = float(edge_x.min()), float(edge_x.max())
        scale = _WIDTH / (right - left)
        top, bottom = float(edge_y.max()), float(edge_y.min())
        return cls(left, top, scale, _WIDTH, (top - bottom) * scale, detail)

    def place(self, lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Degrees → px."""
        x, y = equal_earth(lng, lat)
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    def point(self, lng: float, lat: float) -> tuple[float, float]:
        """One place in px."""
        x, y = self.place(np.array([lng]), np.array([lat]))
        return float(x[0]), float(y[0])

    def holds(self, lng: float, lat: float) -> bool:
        """Whether a place is inside the window."""
        x, y = self.point(lng, lat)
        return 0 <= x <= self.width and 0 <= y <= self.height


def world_map(
    nodes: pa.Table,
    edges: pa.Table,
    *,
    corridors: pa.Table | None = None,
    languages: tuple[str, ...] = ("en",),
    ident: str = "world",
    alone: bool = True,
) -> str:
    """One SVG world map in Equal Earth projection.

    `nodes` and `edges` follow NODES and EDGES; `corridors` (origin, destination, people) replaces
    the corridors found in them. Circles are sites, diamonds recruiters, squares buyers, triangles
    places of origin; hollow and dashed when the place was looked up and not given. Marks closer
    than 15 px share one with a number. Arcs bend to the right of travel, as wide as people.
    Without built assets there is no land. The same tables always give the same text.
    """
    marks, _ = read_marks(nodes)
    view = View.around(-169.0, _SOUTH, 179.0, _NORTH, "110m")
    routes = read_corridors(nodes, edges, corridors)
    return _svg(view, marks, routes, Voices.of(languages), ident=ident, alone=alone, zoom=False)


def zoom_map(
    nodes: pa.Table,
    edges: pa.Table,
    *,
    corridors: pa.Table | None = None,
    languages: tuple[str, ...] = ("en",),
    ident: str = "zoom",
    alone: bool = True,
) -> str | None:
    """The window where most of the marks lie, larger; None when they are spread over the world.

    Arguments as in `world_map`.
    """
    marks, _ = read_marks(nodes)
    window = densest_window(marks)
    if window is None:
        return None
    view = View.around(*window, "50m")
    inside = [mark for mark in marks if view.holds(mark.lng, mark.lat)]
    routes = [
        route
        for route in read_corridors(nodes, edges, corridors)
        if view.holds(*route.start) and view.holds(*route.end)
    ]
    return _svg(view, inside, routes, Voices.of(languages), ident=ident, alone=alone, zoom=True)


def densest_window(marks: list[Mark]) -> tuple[float, float, float, float] | None:
    """(west, south, east, north) of the window with the most marks, with a margin.

    None when it holds fewer than 40 % of the marks, or when there is no mark.
    """
    if not marks:
        return None
    lng = np.array([mark.lng for mark in marks])
    lat = np.array([mark.lat for mark in marks])
    best: tuple[int, float, float] = (0, 0.0, 0.0)
    for west in np.arange(-180.0, 181.0 - _WINDOW[0], 4.0):
        in_width = (lng >= west) & (lng <= west + _WINDOW[0])
        if int(in_width.sum()) <= best[0]:
            continue
        for south in np.arange(-60.0, 80.0 - _WINDOW[1], 4.0):
            count = int((in_width & (lat >= south) & (lat <= south + _WINDOW[1])).sum())
            if count > best[0]:
                best = (count, float(west), float(south))
    count, west, south = best
    if count < _ZOOM_SHARE * len(marks):
        return None
    own = (lng >= west) & (lng <= west + _WINDOW[0]) & (lat >= south) & (lat <= south + _WINDOW[1])
    box = [
        float(lng[own].min()),
        float(lat[own].min()),
        float(lng[own].max()),
        float(lat[own].max()),
    ]
    margin_lng = max(2.0, (10.0 - (box[2] - box[0])) / 2)
    margin_lat = max(
        1.5, (7.0 - (box[3] - box[1])) / 2, ((box[2] - box[0]) * 0.45 - (box[3] - box[1])) / 2
    )
    return (box[0] - margin_lng, box[1] - margin_lat, box[2] + margin_lng, box[3] + margin_lat)


def _svg(
    view: View, marks: list[Mark], routes: list[Corridor], voices: Voices, *,
    ident: str, alone: bool, zoom: bool,
) -> str:  # fmt: skip
    counts = {shape: sum(mark.shape == shape for mark in marks) for shape in ("site", "recruiter")}
    said = {"sites": counts["site"], "recruiters": counts["recruiter"], "corridors": len(routes)}
    parts = [
        element(
            "title", escaped(voices.plain("map.zoom" if zoom else "map.title")), id=f"{ident}-t"
        ),
        element("desc", escaped(voices.plain("map.desc", **said)), id=f"{ident}-d"),
    ]
    if alone:
        parts.append(element("style", STYLE + "\n" + SHEET))
    parts.append(
        element("rect", "", class_="sea", width=number(view.width), height=number(view.height),
                rx="8", fill="#e9f0f2")
    )  # fmt: skip
    land = _land(view)
    if land:
        parts.append(element("path", "", class_="land", d=land, fill="#fbfaf6", stroke="#c3ccca"))
    if zoom:
        parts.append(_country_names(view, voices))
    parts.extend(_arcs(view, routes, voices))
    parts.extend(_marks(view, marks, voices))
    return element(
        "svg", "".join(parts), xmlns="http://www.w3.org/2000/svg", class_="world",
        viewBox=f"0 0 {number(view.width)} {number(view.height)}", width=number(view.width),
        height=number(view.height), direction="ltr", role="img",
        aria_labelledby=f"{ident}-t {ident}-d",
    )  # fmt: skip


def _land(view: View) -> str:
    """One path for all land in the window, to a tenth of a px, without repeated points."""
    drawn: list[str] = []
    for country in countries(view.detail):
        if country.code == "ATA":
            continue
        for ring in country.rings:
            x, y = view.place(ring[:, 0], ring[:, 1])
            beside = x.max() < 0 or x.min() > view.width or y.max() < 0 or y.min() > view.height
            if beside or max(np.ptp(x), np.ptp(y)) < 0.7:
                continue
            points = _clipped(np.column_stack([x, y]), view)
            points = np.round(points, 1)
            if len(points) < 3:
                continue
            new = np.ones(len(points), bool)
            new[1:] = np.abs(np.diff(points, axis=0)).sum(axis=1) > 0.35
            text = "L".join(f"{number(px)} {number(py)}" for px, py in points[new])
            drawn.append(f"M{text}Z")
    return "".join(drawn)


def _clipped(points: Floats, view: View) -> Floats:
    """A ring cut to the window and 20 px around it (Sutherland and Hodgman, 1974)."""
    pad = 20.0
    for axis, limit, keep_above in (
        (0, -pad, True), (0, view.width + pad, False), (1, -pad, True), (1, view.height + pad, False),
    ):  # fmt: skip
        if len(points) == 0:
            break
        inside = points[:, axis] >= limit if keep_above else points[:, axis] <= limit
        if inside.all():
            continue
        kept: list[Floats] = []
        for index in range(len(points)):
            here, before = points[index], points[index - 1]
            if inside[index] != inside[index - 1]:
                step = (limit - before[axis]) / (here[axis] - before[axis])
                kept.append(before + step * (here - before))
            if inside[index]:
                kept.append(here)
        points = np.array(kept).reshape(-1, 2)
    return points


def _country_names(view: View, voices: Voices) -> str:
    """Names from our own word list, where the middle of the country is in the window."""
    back = {code3: code2 for code2, code3 in alpha3().items()}
    parts = []
    for country in countries("110m"):
        code = back.get(country.code, "")
        middle = middle_of(code) if code else None
        if f"country.{code}" not in voices.first.entries or middle is None:
            continue
        x, y = view.point(*middle)
        if not (40 < x < view.width - 40 and 14 < y < view.height - 8):
            continue
        for words in voices.voices:
            several = len(voices.voices) > 1
            parts.append(
                element(
                    "text", escaped(words.say(f"country.{code}")), x=number(x), y=number(y),
                    font_size="12", class_="country v" if several else "country",
                    lang=words.language if several else None,
                )
            )  # fmt: skip
    return element("g", "".join(parts), aria_hidden="true")


def _arcs(view: View, routes: list[Corridor], voices: Voices) -> list[str]:
    most = max((route.people or 0 for route in routes), default=0)
    arcs = []
    for route in routes:
        x1, y1 = view.point(*route.start)
        x2, y2 = view.point(*route.end)
        width = _THIN
        if route.people and most:
            width += (_THICKEST - _THIN) * route.people / most
        # Bent to the right of travel, so that the two directions of one corridor stay apart.
        bend_x = (x1 + x2) / 2 - 0.22 * (y2 - y1)
        bend_y = (y1 + y2) / 2 + 0.22 * (x2 - x1)
        title = " / ".join(dict.fromkeys(corridor_words(route, w) for w in voices.voices))
        arcs.append(
            element(
                "path", element("title", escaped(title)), class_="arc",
                d=f"M{number(x1)} {number(y1)}Q{number(bend_x)} {number(bend_y)} "
                f"{number(x2)} {number(y2)}",
                stroke_width=number(width), stroke="#8d4a86", fill="none",
                stroke_dasharray=None if route.people is not None else "1 5",
            )
        )  # fmt: skip
        arcs.append(_tip(x2, y2, x2 - bend_x, y2 - bend_y, 5.0 + width))
    return arcs


def _tip(x: float, y: float, along: float, across: float, size: float) -> str:
    """An arrow head at the end of an arc."""
    length = float(np.hypot(along, across)) or 1.0
    ux, uy = along / length, across / length
    back_x, back_y = x - ux * size, y - uy * size
    half = size * 0.55
    points = [
        (x, y),
        (back_x - uy * half, back_y + ux * half),
        (back_x + uy * half, back_y - ux * half),
    ]
    text = " ".join(f"{number(px)},{number(py)}" for px, py in points)
    return element("polygon", "", class_="tip", points=text, fill="#8d4a86")


def _marks(view: View, marks: list[Mark], voices: Voices) -> list[str]:
    """One mark per kind, precision and cell; the larger ones first, so that none is hidden."""
    cells: dict[tuple[str, bool, int, int], list[tuple[float, float, Mark]]] = defaultdict(list)
    x, y = view.place(
        np.array([mark.lng for mark in marks]), np.array([mark.lat for mark in marks])
    )
    for mark, px, py in zip(marks, x.tolist(), y.tolist(), strict=True):
        cells[mark.shape, mark.exact, int(px // _CELL), int(py // _CELL)].append((px, py, mark))
    drawn = []
    for (shape, exact, _, _), group in sorted(cells.items(), key=lambda cell: -len(cell[1])):
        px = sum(item[0] for item in group) / len(group)
        py = sum(item[1] for item in group) / len(group)
        drawn.append(_mark(shape, exact, px, py, [item[2] for item in group], voices))
    return drawn


def _mark(shape: str, exact: bool, x: float, y: float, marks: list[Mark], voices: Voices) -> str:
    count = len(marks)
    radius = 4.2 if count == 1 else min(15.0, 7.0 + 1.6 * float(np.log10(count)) * 2)
    names = ", ".join(mark.name for mark in marks[:_NAMES_IN_TITLE])
    more = f" + {count - _NAMES_IN_TITLE:,}" if count > _NAMES_IN_TITLE else ""
    how = voices.plain(f"precision.{marks[0].precision}")
    css = f"mark {shape}" + ("" if exact else " looked-up")
    fill = {"site": "#2f6690", "recruiter": "#8d4a86", "buyer": "#14424d", "origin": "#9a5b00"}[
        shape
    ]
    title = element("title", escaped(f"{names}{more} · {how}"))
    paint = {"class_": css, "fill": fill if exact else "#fff", "stroke": fill}
    if shape == "site":
        body = element("circle", title, cx=number(x), cy=number(y), r=number(radius), **paint)
    else:
        body = element("path", title, d=outline(shape, x, y, radius), **paint)
    if count > 1:
        label = f"{count:,}" if count < 1000 else f"{count / 1000:.0f}k"
        low = y + 3.0 + (radius * 0.15 if shape == "origin" else 0.0)
        body += element("text", label, class_="count", x=number(x), y=number(low), font_size="8.5")
    return body


def outline(shape: str, x: float, y: float, radius: float) -> str:
    """Path of a diamond (recruiter), square (buyer) or triangle (origin) around a point."""
    r = radius * 1.25
    if shape == "recruiter":
        return f"M{number(x)} {number(y - r)}l{number(r)} {number(r)} {number(-r)} {number(r)} {number(-r)} {number(-r)}z"
    if shape == "buyer":
        side = 2 * radius
        return f"M{number(x - radius)} {number(y - radius)}h{number(side)}v{number(side)}h{number(-side)}z"
    return f"M{number(x)} {number(y - r)}l{number(r)} {number(1.8 * r)}h{number(-2 * r)}z"


def corridor_words(route: Corridor, words: Words) -> str:
    """A corridor as a sentence in one language."""
    origin = words.known(f"country.{route.origin}", route.origin)
    destination = words.known(f"country.{route.destination}", route.destination)
    if route.people is None:
        return words.say("map.corridor_unknown", origin=origin, destination=destination)
    return words.say("map.corridor", origin=origin, destination=destination, n=route.people)
