"""Writes a laid-out chain as SVG text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crest.drawing.chain_boxes import drawn_box, texts
from crest.drawing.chain_layout import BOX, LANE_TITLE, MARGIN, SUB_SIZE, Layout
from crest.drawing.chain_lines import drawn_badge, drawn_line
from crest.drawing.lettering import lines
from crest.drawing.markup import element, escaped, number

if TYPE_CHECKING:
    from crest.drawing.chain_model import Chain
    from crest.drawing.wording import Voices

_MANY_COLUMNS: Final = 5
_EMPTY_LINES: Final = 3

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
.chain .control{stroke:var(--soft)}.chain .head.control{fill:var(--soft)}
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
    parts.extend(drawn_line(route, chain, voices) for route in by_width)
    parts.extend(drawn_box(place, place.box, voices) for place in layout.places if place.box)
    parts.extend(drawn_badge(route, badges) for route in layout.routes)
    return element(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        class_="chain broad" if layout.columns > _MANY_COLUMNS else "chain",
        viewBox=f"0 0 {number(layout.width)} {number(layout.height)}",
        width=number(layout.width),
        height=number(layout.height),
        direction="ltr",
        role="group" if chain.centre.href else "img",  # with links inside it is no single picture
        aria_labelledby=f"{ident}-t {ident}-d",
    )


def _lane_titles(layout: Layout, voices: Voices, counts: dict[str, int]) -> list[str]:
    titles = []
    for lane, y in (("labour", MARGIN + 14.0), ("goods", layout.goods_title + 14.0)):
        said = {words.language: words.say(f"lane.{lane}") for words in voices.voices}
        titles.append(texts(MARGIN, y, 13.0, said, "lane"))
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
