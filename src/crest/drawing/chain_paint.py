"""Writes a laid-out chain as SVG text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crest.drawing.chain_layout import (
    BOX,
    LANE_TITLE,
    MARGIN,
    NAME_SIZE,
    PADDING,
    SUB_SIZE,
    Layout,
    Place,
    Route,
)
from crest.drawing.chain_model import CENTRE, Box, Chain, Link
from crest.drawing.country_names import country_name
from crest.drawing.lettering import line_height, lines, shortened
from crest.drawing.markup import element, escaped, number

if TYPE_CHECKING:
    from crest.drawing.wording import Voices, Words

# (dash, gap) in line widths and their least px; verified lines are solid.
_DASHES: Final = {"declared": ((1.3, 9.0), (0.35, 4.0)), "unverified": ((0.45, 3.5), (0.4, 3.5))}
_BADGE: Final = 8.0
_MANY_COLUMNS: Final = 5
_EMPTY_LINES: Final = 3
_MOST_IN_BADGE: Final = 99
_NAMES: Final = 40  # of a group, in its title

# Colours for a drawing that stands alone; inside a report the page's own sheet sets them.
STYLE: Final = """
:root{--ink:#13262b;--soft:#4a5b60;--paper:#ffffff;--edge:#c9d2d3;--deep:#14424d;--on-deep:#ffffff;
--labour:#8d4a86;--goods:#2f6690}
@media (prefers-color-scheme:dark){:root{--ink:#e8efef;--soft:#a9b8bb;--paper:#142126;
--edge:#3d5157;--deep:#8fd0d9;--on-deep:#0a1c21;--labour:#d79bd0;--goods:#86b9e0}}
""".strip()
SHEET: Final = """
.chain text{font-family:"Noto Sans CREST","Noto Sans","Noto Sans Thai","Noto Sans Myanmar",
"Noto Sans Khmer","Noto Sans Lao",system-ui,sans-serif;fill:var(--ink)}
.chain .ground{fill:var(--paper)}
.chain .sub,.chain .lane{fill:var(--soft)}.chain .lane{font-weight:700}
.chain .box{fill:var(--paper);stroke:var(--edge)}.chain .name{font-weight:700}
.chain .centre .box{fill:var(--deep);stroke:var(--deep)}
.chain .centre text{fill:var(--on-deep)}
.chain .labour{stroke:var(--labour)}.chain .goods{stroke:var(--goods)}
.chain .line{fill:none;stroke-opacity:.55}.chain .badge circle{fill:var(--paper);stroke-width:1.5}
.chain .badge text{text-anchor:middle}.chain .head{stroke:none}
.chain .head.labour{fill:var(--labour)}.chain .head.goods{fill:var(--goods)}
""".strip()


def painted(chain: Chain, layout: Layout, voices: Voices, *, ident: str, alone: bool) -> str:
    """The SVG element. `ident` makes ids unique on a page; `alone` adds the style sheet."""
    name = chain.centre.name
    counts = {lane: len(chain.lane(lane)) for lane in ("labour", "goods", "customer")}
    parts = [
        element("title", escaped(voices.plain("chain.title", name=name)), id=f"{ident}-t"),
        element(
            "desc",
            escaped(
                voices.plain(
                    "chain.desc",
                    name=name,
                    labour=counts["labour"],
                    goods=counts["goods"],
                    customers=counts["customer"],
                )
            ),
            id=f"{ident}-d",
        ),
    ]
    if alone:
        parts.append(element("style", STYLE + "\n" + SHEET))
        parts.append(
            element("rect", "", class_="ground", width="100%", height="100%", fill="#ffffff")
        )
    parts.extend(_lane_titles(layout, voices, counts))
    badges: list[tuple[float, float]] = []
    by_width = sorted(layout.routes, key=lambda route: -route.width)
    parts.extend(_line(route, chain, voices) for route in by_width)
    parts.extend(_box(place, place.box, voices) for place in layout.places if place.box)
    parts.extend(_badge(route, badges) for route in layout.routes)
    return element(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        class_="chain broad" if layout.columns > _MANY_COLUMNS else "chain",
        viewBox=f"0 0 {number(layout.width)} {number(layout.height)}",
        width=number(layout.width),
        height=number(layout.height),
        direction="ltr",
        role="img",
        aria_labelledby=f"{ident}-t {ident}-d",
    )


def _texts(x: float, y: float, size: float, said: dict[str, str], css: str) -> str:
    """The same line in every language, one above the other; the style sheet shows one."""
    several = len(said) > 1
    if several and len(set(said.values())) == 1:
        said, several = {"": next(iter(said.values()))}, False
    return "".join(
        element(
            "text",
            escaped(text),
            class_=f"{css} v" if several else css,
            lang=language if several else None,
            x=number(x),
            y=number(y),
            font_size=number(size),
        )
        for language, text in said.items()
    )


def _lane_titles(layout: Layout, voices: Voices, counts: dict[str, int]) -> list[str]:
    titles = []
    for lane, y in (("labour", MARGIN + 14.0), ("goods", layout.goods_title + 14.0)):
        said = {words.language: words.say(f"lane.{lane}") for words in voices.voices}
        titles.append(_texts(MARGIN, y, 13.0, said, "lane"))
        if counts[lane] == 0:
            titles.extend(_empty_lane(lane, y + LANE_TITLE, voices))
    return titles


def _empty_lane(lane: str, y: float, voices: Voices) -> list[str]:
    """Say in an empty lane that nothing is known, in the room of two columns."""
    several = len(voices.voices) > 1
    return [
        element(
            "text",
            escaped(line),
            class_="sub v" if several else "sub",
            lang=words.language if several else None,
            x=number(MARGIN),
            y=number(y + index * 1.6 * SUB_SIZE),
            font_size=number(SUB_SIZE),
        )
        for words in voices.voices
        for index, line in enumerate(
            lines(words.say(f"chain.empty_{lane}"), 2 * BOX, SUB_SIZE, _EMPTY_LINES)
        )
    ]


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


def amount(link: Link, words: Words) -> str:
    """How many people or how much of the goods a link carries, in words."""
    said = []
    if link.people is not None:
        said.append(words.say("people", n=int(link.people)))
    if link.share is not None:
        said.append(words.say("share", share=percent(link.share)))
    return " · ".join(said) or words.say("amount_unknown")


def percent(share: float) -> str:
    """0.124 as "12 %"; under one per cent with one decimal."""
    value = share * 100
    return f"{value:.1f} %" if 0 < value < 1 else f"{value:.0f} %"


def link_words(link: Link, chain: Chain, words: Words) -> str:
    """One link as a sentence: who, what, to whom, how much, how sure, how many rows say so."""
    relation = next(iter(link.relations)) if len(link.relations) == 1 else "mixed"
    if chain.boxes[link.source].role == "origin":
        relation = "origin_of"
    evidence = words.say("evidence", n=link.evidence) if link.evidence else words.say("no_evidence")
    sure = words.say(f"verification.{link.verification}")
    if link.links > 1:
        sure = words.say("verified_of", verified=link.verified, n=link.links)
    return (
        f"{box_name(chain.boxes[link.source], words)} "
        f"{words.known(f'relation.{relation}', relation.replace('_', ' '))} "
        f"{box_name(chain.boxes[link.target], words)}: {amount(link, words)}; {sure}; {evidence}"
    )


def dashes(verification: str, width: float) -> str | None:
    """Dash pattern of a line: none when verified, long when declared, short when not verified."""
    if verification not in _DASHES:
        return None
    return " ".join(number(max(per * width, least)) for per, least in _DASHES[verification])


def _line(route: Route, chain: Chain, voices: Voices) -> str:
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
        stroke="#8d4a86" if link.lane == "labour" else "#2f6690",
    )
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


def _badge(route: Route, placed: list[tuple[float, float]]) -> str:
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


def box_name(box: Box, words: Words) -> str:
    """The name of a box: of the record, or of the group with its number."""
    if not box.group:
        return box.name
    role = f"group.{box.role}"
    return words.say(role if role in words.entries else "group.mixed", n=len(box.members))


def box_detail(box: Box, words: Words) -> str:
    """The second line of a box: how many people (else what it is) and the country."""
    role = words.known(f"role.{box.role}", box.role.replace("_", " "))
    parts = [] if box.group else [role]
    if box.workers is not None:
        parts = [words.say("people", n=box.workers)]
    elif box.key == CENTRE:
        parts = []
    if box.country:
        country = country_name(box.country, words)
        if country not in box.name:
            parts.append(country)
    return " · ".join(parts)


def _box(place: Place, box: Box, voices: Voices) -> str:
    room = BOX - 2 * PADDING
    title = " / ".join(
        dict.fromkeys(f"{box_name(box, w)} · {box_detail(box, w)}" for w in voices.voices)
    )
    if box.group:
        title += (
            ": " + ", ".join(box.members[:_NAMES]) + (" …" if len(box.members) > _NAMES else "")
        )
    rect = element(
        "rect", "", class_="box", x=number(place.x), y=number(place.y), width=number(BOX),
        height=number(place.height), rx="8", fill="#fff", stroke="#c9d2d3",
        stroke_dasharray="2 3" if box.group else None,
    )  # fmt: skip
    if box.group:  # a second edge behind the first says: several
        rect = element(
            "rect", "", class_="box", x=number(place.x + 4), y=number(place.y + 4),
            width=number(BOX), height=number(place.height), rx="8", fill="#fff", stroke="#c9d2d3",
            aria_hidden="true",
        ) + rect.replace(' stroke-dasharray="2 3"', "")  # fmt: skip
    texts = _box_texts(place, box, voices, room)
    css = "centre" if box.key == CENTRE else "node"
    return element("g", element("title", escaped(title)) + rect + texts, class_=css)


def _box_texts(place: Place, box: Box, voices: Voices, room: float) -> str:
    x, y = place.x + PADDING, place.y + 6.0
    texts = ""
    if box.key == CENTRE:
        said = {words.language: words.say("workplace") for words in voices.voices}
        texts += _texts(x, y + 1.25 * SUB_SIZE, SUB_SIZE, said, "sub")
        y += 1.5 * SUB_SIZE
    bottoms: dict[str, float] = {}
    one_voice = len({tuple(wrapped) for wrapped in place.name_lines.values()}) == 1
    for language, wrapped in place.name_lines.items():
        bottom = y
        for line in wrapped:
            height = line_height(line) * NAME_SIZE
            texts += element(
                "text", escaped(line),
                class_="name" if one_voice else "name v", lang=None if one_voice else language,
                x=number(x), y=number(bottom + height / 2 + 0.36 * NAME_SIZE),
                font_size=number(NAME_SIZE),
            )  # fmt: skip
            bottom += height
        bottoms[language] = bottom
        if one_voice:
            break
    said = {
        words.language: shortened(box_detail(box, words), room, SUB_SIZE) for words in voices.voices
    }
    base = max(bottoms.values()) + 1.2 * SUB_SIZE
    return texts + _texts(x, base, SUB_SIZE, said, "sub")
