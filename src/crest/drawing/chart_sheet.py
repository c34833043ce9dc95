"""A sheet to draw a chart on: text in every language, fills with patterns, scales and grid lines.

Charts carry light colours as attributes, so that they can stand alone or go into a PDF; the style
sheet of a page sets the same classes for light and dark. Every fill has a pattern of its own:
nothing is told by colour alone. All sizes are px; text is never scaled below its size, because a
chart is drawn once for wide and once for narrow screens.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from crest.drawing.lettering import lines, shortened, width
from crest.drawing.markup import element, escaped, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crest.drawing.wording import Voices

WIDE: Final = 760.0
NARROW: Final = 340.0
SIZE: Final = 13.0
SMALL: Final = 12.0
INK, SOFT, GRID, PAPER = "#13262b", "#4a5b60", "#d5dcdb", "#ffffff"
FONT: Final = "Noto Sans CREST, Noto Sans, Noto Sans Thai, sans-serif"
_HALVES: Final = 5.0
# Fill → colour on light paper, and the lines of its pattern in a square of eight.
FILLS: Final = {
    "worker": ("#8d4a86", ""),
    "family": ("#b07fab", "M-2 2L2-2M0 8L8 0M6 10L10 6"),
    "employer": ("#2f6690", "M4 0V8"),
    "recruiter": ("#14635a", "M2 2h1.6v1.6h-1.6zM6 6h1.6v1.6h-1.6z"),
    "other": ("#7d8a8c", "M0 4H8"),
    "severe": ("#7a1f2b", "M0 0L8 8M8 0L0 8"),
    "violation": ("#c2522a", "M-2 2L2-2M0 8L8 0M6 10L10 6"),
    "legal_gap": ("#e0ac2f", "M2 2h1.6v1.6h-1.6zM6 6h1.6v1.6h-1.6z"),
    "allowed": ("#2f6690", ""),
    "employer_paid": ("#9cc3d6", "M4 0V8"),
    "outside": ("#aeb9b8", "M0 4H8"),
    "plain": ("#14424d", ""),
    "less": ("#2f6690", "M4 0V8"),
    "more": ("#c2522a", "M-2 2L2-2M0 8L8 0M6 10L10 6"),
    "unknown": ("#eef1f0", "M0 0L8 8M8 0L0 8"),
    "hidden": ("#ffffff", "M0 4H8"),
}
_PALE: Final = frozenset({"unknown", "hidden"})  # drawn with dark lines and an outline
Said = dict[str, str]


@dataclass(slots=True)
class Sheet:
    """One drawing in the making. `ident` makes the ids inside unique on a page."""

    width: float
    voices: Voices
    ident: str
    height: float = 0.0
    parts: list[str] = field(default_factory=list)
    used: dict[str, None] = field(default_factory=dict)

    @property
    def narrow(self) -> bool:
        """Whether labels stand above their rows instead of beside them."""
        return self.width < (WIDE + NARROW) / 2

    def say(self, key: str, **values: object) -> Said:
        """The words behind `key` in every language of the sheet."""
        return {words.language: words.say(key, **values) for words in self.voices.voices}

    def same(self, text: str) -> Said:
        """A name or number that is the same in every language."""
        return {words.language: text for words in self.voices.voices}

    def room(self, said: Said, size: float = SIZE, *, bold: bool = False) -> float:
        """The width of the longest of its languages."""
        return max((width(text, size, bold=bold) for text in said.values()), default=0.0)

    def add(self, tag: str, **values: object) -> None:
        """A shape without content; numbers are written short."""
        short = {k: number(v) if isinstance(v, float) else v for k, v in values.items()}
        self.parts.append(element(tag, "", **short))

    def line(self, x1: float, y1: float, x2: float, y2: float, css: str = "grid") -> None:
        """A straight line; the class says which: grid, axis, whisker, cap."""
        stroke, thick = _LINES[css]
        self.add(
            "line", class_=css, x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=thick,
            stroke_dasharray="3 3" if css == "median" else None,
        )  # fmt: skip

    def bar(  # noqa: PLR0917 (a box has four sides)
        self, x: float, y: float, wide: float, high: float, fill: str, title: Said
    ) -> None:
        """A filled box; `title` is what a pointer is told."""
        self.used[fill] = None
        edge = {"stroke": SOFT, "stroke_width": "1"} if fill in _PALE else {}
        box = element(
            "rect", element("title", escaped(" / ".join(dict.fromkeys(title.values())))),
            class_="pale" if fill in _PALE else "bar-of", x=number(x), y=number(y),
            width=number(max(wide, 0.8)), height=number(high), fill=f"url(#{self.ident}-{fill})",
            **edge,
        )  # fmt: skip
        self.parts.append(box)

    def text(
        self,
        x: float,
        y: float,
        said: Said,
        size: float = SIZE,
        *,
        css: str = "",
        anchor: str = "start",
        room: float | None = None,
        most: int = 1,
        leading: float = 1.3,
        hang: float = 0.0,
    ) -> None:
        """`said` at the base line (x, y), cut or broken to `room` where that is given.

        y is the base line of the first of several lines; with `hang` 1 of the last, 0.5 of their
        middle. Each language is broken by itself.
        """
        bold = "name" in css
        several = len(said) > 1 and len(set(said.values())) > 1
        shown = said if several else dict(list(said.items())[:1])
        for language, whole in shown.items():
            if room is None:
                told = [whole]
            elif most == 1:
                told = [shortened(whole, room, size, bold=bold)]
            else:
                told = lines(whole, room, size, most, bold=bold)
            top = y - hang * (len(told) - 1) * leading * size
            for at, line in enumerate(told):
                names = [css or "ink", "v" if several else ""]
                self.parts.append(
                    element(
                        "text",
                        escaped(line),
                        class_=" ".join(filter(None, names)),
                        lang=language if several else None,
                        x=number(x),
                        y=number(top + at * leading * size),
                        font_size=number(size),
                        font_weight="700" if bold else None,
                        text_anchor=None if anchor == "start" else anchor,
                        fill=SOFT if css.startswith("soft") else INK,
                    )
                )

    def legend(self, y: float, entries: Iterable[tuple[str, Said]]) -> float:
        """Samples of fills with their words, as many lines as needed; the y below them."""
        x, size = 0.0, 14.0
        for fill, said in entries:
            wide = size + 6 + self.room(said, SMALL) + 16
            if x and x + wide > self.width:
                x, y = 0.0, y + 22
            self.bar(x + 0.5, y + 0.5, size, size - 1, fill, said)
            self.text(x + size + 6, y + 11.5, said, SMALL, css="soft")
            x += wide
        return y + 26

    def svg(self, title: Said, desc: Said) -> str:
        """The whole drawing with its title and description for those who do not see it."""
        top = [
            element("title", escaped(_joined(title)), id=f"{self.ident}-t"),
            element("desc", escaped(_joined(desc)), id=f"{self.ident}-d"),
            element("defs", "".join(self._pattern(name) for name in self.used)),
        ]
        return element(
            "svg",
            "".join([*top, *self.parts]),
            xmlns="http://www.w3.org/2000/svg",
            class_="chart",
            viewBox=f"0 0 {number(self.width)} {number(self.height)}",
            width=number(self.width),
            height=number(self.height),
            direction="ltr",
            font_family=FONT,
            role="img",
            aria_labelledby=f"{self.ident}-t {self.ident}-d",
        )

    def _pattern(self, name: str) -> str:
        colour, mark = FILLS[name]
        inner = element("rect", "", class_=f"c-{name}", width="8", height="8", fill=colour)
        if mark:
            pale = name in _PALE
            inner += element(
                "path", "", class_="hatch-pale" if pale else "hatch", d=mark, fill="none",
                stroke=SOFT if pale else PAPER, stroke_width="1.2",
                stroke_opacity=".45" if pale else ".6",
            )  # fmt: skip
        return element(
            "pattern", inner, id=f"{self.ident}-{name}", width="8", height="8",
            patternUnits="userSpaceOnUse",
        )  # fmt: skip


_LINES: Final = {
    "grid": (GRID, "1"),
    "axis": (SOFT, "1"),
    "whisker": (INK, "2"),
    "halo": (PAPER, "6"),
    "cap": (INK, "3"),
    "median": (INK, "1.5"),
}


def _joined(said: Said) -> str:
    return " / ".join(dict.fromkeys(said.values()))


def ticks(most: float, least: float = 0.0, about: int = 4) -> list[float]:
    """Round numbers from `least` to at least `most`: steps of 1, 2 or 5 times a power of ten."""
    span = max(most - least, 1e-9)
    raw = span / max(about, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next((n * power for n in (1.0, 2.0, _HALVES) if raw <= n * power * 1.0001), 10 * power)
    first = math.floor(least / step + 1e-9)
    last = math.ceil(most / step - 1e-9)
    return [round(n * step, 10) for n in range(first, max(last, first + 1) + 1)]


@dataclass(frozen=True, slots=True)
class Scale:
    """Values between `least` and `most` on the pixels between `start` and `end`."""

    least: float
    most: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The x of a value."""
        share = (value - self.least) / ((self.most - self.least) or 1.0)
        return self.start + share * (self.end - self.start)


def scaled(
    values: Sequence[float], start: float, end: float, *, about: int = 4
) -> tuple[Scale, list[float]]:
    """A scale that holds nought and all values, with its ticks."""
    marks = ticks(max([0.0, *values]), min([0.0, *values]), about)
    return Scale(marks[0], marks[-1], start, end), marks


def short_number(value: float) -> str:
    """12,400 as "12.4k", 3,200,000 as "3.2M"; below 10,000 with its thousands mark."""
    size = abs(value)
    for limit, letter in ((1e9, "B"), (1e6, "M"), (1e4, "k")):
        if size >= limit:
            unit = limit if letter != "k" else 1e3
            return f"{value / unit:.1f}".removesuffix(".0") + letter
    if size < 10 and value != int(value):  # noqa: PLR2004 (one digit before the point)
        return f"{value:.1f}"
    return f"{value:,.0f}"
