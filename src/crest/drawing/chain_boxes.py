"""The boxes of a two-lane drawing as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crest.drawing.chain_layout import BOX, NAME_SIZE, PADDING, SUB_SIZE, Place
from crest.drawing.chain_model import CENTRE, Box
from crest.drawing.chain_words import box_detail, box_name
from crest.drawing.lettering import line_height, shortened
from crest.drawing.markup import element, escaped, linked, number

if TYPE_CHECKING:
    from crest.drawing.wording import Voices

_NAMES: Final = 40  # of a group, in its title


def texts(x: float, y: float, size: float, said: dict[str, str], css: str) -> str:
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


def drawn_box(place: Place, box: Box, voices: Voices) -> str:
    """One rectangle with its texts; a group has a second edge behind the first."""
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
    inside = _box_texts(place, box, voices, room)
    css = "centre" if box.key == CENTRE else "node"
    return linked(
        element("g", element("title", escaped(title)) + rect + inside, class_=css), box.href
    )


def _box_texts(place: Place, box: Box, voices: Voices, room: float) -> str:
    x, y = place.x + PADDING, place.y + 6.0
    inside = ""
    if box.key == CENTRE:
        said = {words.language: words.say("workplace") for words in voices.voices}
        inside += texts(x, y + 1.25 * SUB_SIZE, SUB_SIZE, said, "sub")
        y += 1.5 * SUB_SIZE
    bottoms: dict[str, float] = {}
    one_voice = len({tuple(wrapped) for wrapped in place.name_lines.values()}) == 1
    for language, wrapped in place.name_lines.items():
        bottom = y
        for line in wrapped:
            height = line_height(line) * NAME_SIZE
            inside += element(
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
    return inside + texts(x, base, SUB_SIZE, said, "sub")
