"""The lines of a two-lane drawing as SVG, with their dashes, arrow heads and evidence counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crest.drawing.chain_layout import BOX, Route
from crest.drawing.chain_words import link_words
from crest.drawing.markup import element, escaped, linked, number

if TYPE_CHECKING:
    from crest.drawing.chain_model import Chain
    from crest.drawing.wording import Voices

# (dash, gap) in line widths and their least px; verified lines are solid.
_DASHES: Final = {"declared": ((1.3, 9.0), (0.35, 4.0)), "unverified": ((0.45, 3.5), (0.4, 3.5))}
_COLOURS: Final = {"labour": "#8d4a86", "goods": "#2f6690", "control": "#4a5b60"}
_BADGE: Final = 8.0
_MOST_IN_BADGE: Final = 99


def dashes(verification: str, width: float) -> str | None:
    """Dash pattern of a line: none when verified, long when declared, short when not verified."""
    if verification not in _DASHES:
        return None
    return " ".join(number(max(per * width, least)) for per, least in _DASHES[verification])


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    bend = (x2 - x1) / 2
    return (
        f"C{number(x1 + bend)} {number(y1)} {number(x2 - bend)} {number(y2)} "
        f"{number(x2)} {number(y2)}"
    )


def path(route: Route) -> str:
    """SVG path of a link: curves in the gaps, straight lines through the columns it passes."""
    first, last = route.stops[0], route.stops[-1]
    x, y = first.x + BOX, route.start
    if first.column == last.column:
        far = number(x + 34.0)
        return (
            f"M{number(x)} {number(y)}C{far} {number(y)} {far} {number(route.end)} "
            f"{number(x)} {number(route.end)}"
        )
    drawn = f"M{number(x)} {number(y)}"
    for stop in route.stops[1:-1]:
        drawn += _curve(x, y, stop.x, stop.middle) + f"H{number(stop.x + BOX)}"
        x, y = stop.x + BOX, stop.middle
    return drawn + _curve(x, y, last.x, route.end)


def drawn_line(route: Route, chain: Chain, voices: Voices) -> str:
    """One link as a line with its sentence; links against the reading direction get a head."""
    link = route.link
    title = " / ".join(dict.fromkeys(link_words(link, chain, words) for words in voices.voices))
    line = element(
        "path",
        element("title", escaped(title)),
        class_=f"line {link.lane} {link.verification}",
        d=path(route),
        stroke_width=number(route.width),
        stroke_dasharray=dashes(link.verification, route.width),
        fill="none",
        stroke=_COLOURS[link.lane],
    )
    line = linked(line, link.href)
    if not route.reversed:
        return line
    tip = route.stops[0].x + BOX
    head = f"M{number(tip)} {number(route.start)}l9 -6v12z"
    return line + element("path", "", class_=f"head {link.lane}", d=head)


def _on_curve(route: Route, share: float) -> tuple[float, float]:
    """A point of the first curve of a link, `share` of the way (0..1)."""
    first, second = route.stops[0], route.stops[1]
    x1, y1 = first.x + BOX, route.start
    y2 = route.end if second is route.stops[-1] else second.middle
    back = 1 - share
    near, middle = back**3 + 3 * back**2 * share, 3 * back * share**2 + share**3
    if first.column == second.column:
        return x1 + 34.0 * 3 * back * share, near * y1 + middle * y2
    x2, bend = second.x, (second.x - x1) / 2
    x = (
        back**3 * x1
        + 3 * back**2 * share * (x1 + bend)
        + 3 * back * share**2 * (x2 - bend)
        + share**3 * x2
    )
    return x, near * y1 + middle * y2


def drawn_badge(route: Route, placed: list[tuple[float, float]]) -> str:
    """Write the number of evidence rows on the line, where no other number stands.

    Where there is no room, only the title and the table carry it.
    """
    if not route.link.evidence:
        return ""
    text = str(route.link.evidence) if route.link.evidence <= _MOST_IN_BADGE else "99+"
    for share in (0.5, 0.36, 0.64, 0.24, 0.76):
        x, y = _on_curve(route, share)
        if all(abs(x - ax) > 2 * _BADGE + 1 or abs(y - ay) > 2 * _BADGE + 1 for ax, ay in placed):
            placed.append((x, y))
            circle = element(
                "circle", "", class_=route.link.lane, cx=number(x), cy=number(y),
                r=number(_BADGE), fill="#fff",
            )  # fmt: skip
            label = element("text", text, x=number(x), y=number(y + 3.2), font_size="9")
            return element("g", circle + label, class_="badge", aria_hidden="true")
    return ""
