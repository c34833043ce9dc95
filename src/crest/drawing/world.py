"""The world map as SVG: sites, recruiters, buyers, places of origin, and corridors of workers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from crest.drawing.assets import countries
from crest.drawing.country_names import alpha3, country_name
from crest.drawing.map_data import SHAPES, Corridor, Marks, middle_of, read_corridors, read_marks
from crest.drawing.map_marks import drawn_marks
from crest.drawing.map_view import View, densest_box, land, whole_box
from crest.drawing.markup import element, escaped, number
from crest.drawing.wording import Voices, Words

if TYPE_CHECKING:
    import pyarrow as pa

_THICKEST: Final = 9.0
_THIN: Final = 1.6
_BEND: Final = 0.22  # of the length of an arc
_NAME_MOVES: Final = ((0, 0), (0, -26), (0, 26), (0, -48), (0, 48), (-60, 0), (60, 0))
_NAME_ROOM: Final = (40.0, 14.0)  # px a country's name needs to the frame

STYLE: Final = """
:root{--ink:#13262b;--soft:#4a5b60;--sea:#e9f0f2;--land:#fbfaf6;--border:#c3ccca;
--site:#2f6690;--recruiter:#8d4a86;--buyer:#14424d;--origin:#9a5b00;--paper:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e8efef;--soft:#a9b8bb;--sea:#0f1b1f;--land:#22343a;
--border:#3f545a;--site:#86b9e0;--recruiter:#d79bd0;--buyer:#8fd0d9;--origin:#e6b058;
--paper:#142126}}
""".strip()
SHEET: Final = """
.world .sea{fill:var(--sea)}.world .land{fill:var(--land);stroke:var(--border);stroke-width:.6}
.world text{font-family:"Noto Sans CREST","Noto Sans",system-ui,sans-serif;fill:var(--ink)}
.world .country{fill:var(--soft);text-anchor:middle;paint-order:stroke;stroke:var(--land);
stroke-width:3;stroke-linejoin:round}
.world .arc{fill:none;stroke:var(--recruiter);stroke-opacity:.6;stroke-linecap:round}
.world .tip{fill:var(--recruiter)}.world .mark{stroke-width:1.6}
.world .site{fill:var(--site);stroke:var(--site)}
.world .buyer{fill:var(--buyer);stroke:var(--buyer)}
.world .recruiter{fill:var(--recruiter);stroke:var(--recruiter)}
.world .origin{fill:var(--origin);stroke:var(--origin)}
.world .any{fill:var(--soft);stroke:var(--soft)}
.world .looked-up{fill:var(--paper);stroke-dasharray:2.4 1.6}
.world .count{text-anchor:middle;font-weight:700;fill:var(--paper)}
.world .looked-up+.count{fill:var(--ink)}
""".strip()


def world_map(
    nodes: pa.Table,
    edges: pa.Table,
    *,
    corridors: pa.Table | None = None,
    languages: tuple[str, ...] = ("en",),
    ident: str = "world",
    alone: bool = True,
) -> str:
    """One SVG map of all places, in Equal Earth projection.

    `nodes` and `edges` follow NODES and EDGES; `corridors` (origin, destination, people) replaces
    the corridors found in them. Circles are sites, diamonds recruiters, squares buyers, triangles
    places of origin; hollow and dashed when the place was looked up and not given. Marks closer
    than 15 px share one with a number. Arcs bend to the right of travel, as wide as people.
    The whole world is shown, or the part with all places when that is less than 200 degrees wide.
    Without built assets there is no land. The same tables always give the same text.
    """
    marks = read_marks(nodes)
    routes = read_corridors(nodes, edges, corridors)
    view = View.around(whole_box(marks, routes), "110m")
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
    """Draw the window where most of the marks lie, larger; None when they are spread wider.

    Arguments as in `world_map`.
    """
    marks = read_marks(nodes)
    box = densest_box(marks)
    if box is None:
        return None
    view = View.around(box, "50m")
    routes = [
        route
        for route in read_corridors(nodes, edges, corridors)
        if view.holds(*route.start) and view.holds(*route.end)
    ]
    return _svg(view, marks, routes, Voices.of(languages), ident=ident, alone=alone, zoom=True)


def _svg(
    view: View,
    marks: Marks,
    routes: list[Corridor],
    voices: Voices,
    *,
    ident: str,
    alone: bool,
    zoom: bool,
) -> str:
    said = {
        "sites": int((marks.shape == SHAPES.index("site")).sum()),
        "recruiters": int((marks.shape == SHAPES.index("recruiter")).sum()),
        "corridors": len(routes),
    }
    title = voices.plain("map.zoom" if zoom else "map.title")
    parts = [
        element("title", escaped(title), id=f"{ident}-t"),
        element("desc", escaped(voices.plain("map.desc", **said)), id=f"{ident}-d"),
    ]
    if alone:
        parts.append(element("style", STYLE + "\n" + SHEET))
    size = {"width": number(view.width), "height": number(view.height)}
    parts.append(element("rect", "", class_="sea", rx="8", fill="#e9f0f2", **size))
    coast = land(view)
    if coast:
        parts.append(element("path", "", class_="land", d=coast, fill="#fbfaf6", stroke="#c3ccca"))
    parts.extend(_arcs(view, routes, voices))
    if zoom:
        parts.append(_country_names(view, marks, voices))
    parts.extend(drawn_marks(view, marks, voices))
    return element(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        class_="world",
        viewBox=f"0 0 {size['width']} {size['height']}",
        direction="ltr",
        role="img",
        aria_labelledby=f"{ident}-t {ident}-d",
        **size,
    )


def _country_names(view: View, marks: Marks, voices: Voices) -> str:
    """Write names from our own list where the middle of a country is in the window."""
    back = {code3: code2 for code2, code3 in alpha3().items()}
    several = len(voices.voices) > 1
    room_x, room_y = _NAME_ROOM
    marks_x, marks_y = view.place(marks.lng, marks.lat)
    parts: list[str] = []
    for country in countries("110m"):
        code = back.get(country.code, "")
        middle = middle_of(code) if f"country.{code}" in voices.first.entries else None
        if middle is None:
            continue
        x, y = view.point(*middle)
        if not (room_x < x < view.width - room_x and room_y < y < view.height - room_y):
            continue
        # The free place nearest to the middle; the middle itself when none is free.
        for right, down in _NAME_MOVES:
            beside = np.abs(marks_x - x - right) < 1.2 * room_x
            beside &= np.abs(marks_y - y - down) < 1.7 * room_y
            if not beside.any():
                x, y = x + right, y + down
                break
        parts.extend(
            element(
                "text",
                escaped(words.say(f"country.{code}")),
                class_="country v" if several else "country",
                lang=words.language if several else None,
                x=number(x),
                y=number(y),
                font_size="13",
            )
            for words in voices.voices
        )
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
        bend_x = (x1 + x2) / 2 - _BEND * (y2 - y1)
        bend_y = (y1 + y2) / 2 + _BEND * (x2 - x1)
        title = " / ".join(dict.fromkeys(corridor_words(route, w) for w in voices.voices))
        line = f"M{number(x1)} {number(y1)}Q{number(bend_x)} {number(bend_y)} "
        arcs.append(
            element(
                "path",
                element("title", escaped(title)),
                class_="arc",
                d=line + f"{number(x2)} {number(y2)}",
                stroke_width=number(width),
                stroke="#8d4a86",
                fill="none",
                stroke_dasharray=None if route.people is not None else "1 5",
            )
        )
        arcs.append(_tip(x2, y2, x2 - bend_x, y2 - bend_y, size=5.0 + width))
    return arcs


def _tip(x: float, y: float, along: float, across: float, *, size: float) -> str:
    """Draw an arrow head at the end of an arc."""
    length = float(np.hypot(along, across)) or 1.0
    ux, uy = along / length, across / length
    back_x, back_y, half = x - ux * size, y - uy * size, size * 0.55
    corners = (
        (x, y),
        (back_x - uy * half, back_y + ux * half),
        (back_x + uy * half, back_y - ux * half),
    )
    points = " ".join(f"{number(px)},{number(py)}" for px, py in corners)
    return element("polygon", "", class_="tip", points=points, fill="#8d4a86")


def corridor_words(route: Corridor, words: Words) -> str:
    """Say a corridor as a sentence in one language."""
    origin = country_name(route.origin, words)
    destination = country_name(route.destination, words)
    if route.people is None:
        return words.say("map.corridor_unknown", origin=origin, destination=destination)
    return words.say("map.corridor", origin=origin, destination=destination, n=route.people)
