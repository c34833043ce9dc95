"""Charts with one row per name: stacked bars, and bars to both sides of a base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from crest.drawing.chart_sheet import SIZE, SMALL, Said, Scale, Sheet, scaled, short_number
from crest.drawing.lettering import line_height, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

_BAR: Final = 16.0
_GAP: Final = 12.0
_LABEL_SHARE: Final = 0.38
_LINES: Final = 2
_AXIS: Final = 22.0


class Part(NamedTuple):
    """One piece of a bar: its fill, its length in the unit of the chart, what it is called."""

    fill: str
    value: float
    said: Said


class Bar(NamedTuple):
    """One row. `told`: the words at the end of the bar; `detail`: small words below the label."""

    label: Said
    parts: Sequence[Part]
    told: Said
    detail: Said | None = None


class Rows(NamedTuple):
    """Where the rows of a chart lie: left and right edge of the bars, the middle of each row."""

    start: float
    end: float
    middles: list[float]
    bottom: float


def laid_rows(
    sheet: Sheet, labels: Sequence[tuple[Said, Said | None]], y: float, *, after: float
) -> Rows:
    """Write the labels (name, detail) and say where the bars go; `after` px stay free behind them.

    Beside the bars on a wide sheet, above them on a narrow one.
    """
    tall = max((line_height(t) for name, _ in labels for t in name.values()), default=1.3)
    line, middles = tall * SIZE, []
    room, left = sheet.width, 0.0
    if not sheet.narrow:
        texts = [text for pair in labels for text in pair if text]
        longest = max((sheet.room(text, SIZE) for text in texts), default=0.0)
        left = min(sheet.width * _LABEL_SHARE, longest + 16)
        room = left - 14
    for name, detail in labels:
        many = _lines_of(name, room, bold=sheet.narrow)
        high = line * (many + (detail is not None))
        top = y if sheet.narrow else y + max(0.0, (_BAR - high) / 2)
        # A language with fewer lines than another stands by its bar, or by its detail.
        low = sheet.narrow or detail is not None
        base = top + line * ((many - 1 if low else (many - 1) / 2) + 0.76)
        css = "name" if sheet.narrow else ""
        hang = 1.0 if low else 0.5
        sheet.text(0, base, name, css=css, room=room, most=_LINES, leading=tall, hang=hang)
        if detail:
            sheet.text(0, base + line, detail, SMALL, css="soft", room=room)
        if sheet.narrow:
            middles.append(y + high + 3 + _BAR / 2)
            y += high + 3 + _BAR + _GAP
        else:
            middles.append(y + max(high, _BAR) / 2)
            y += max(high, _BAR) + _GAP
    return Rows(left, sheet.width - after, middles, y - _GAP / 2)


def _lines_of(said: Said, room: float, *, bold: bool) -> int:
    return max(len(lines(text, room, SIZE, _LINES, bold=bold)) for text in said.values())


def drawn_axis(
    sheet: Sheet, scale: Scale, marks: Sequence[float], span: tuple[float, float], unit: Said
) -> float:
    """Grid lines with their numbers below and the unit before them; the y below."""
    top, bottom = span
    for mark in marks:
        x = scale(mark)
        sheet.line(x, top, x, bottom, "axis" if mark == 0 else "grid")
        anchor = "start" if x < _AXIS else "end" if x > sheet.width - _AXIS else "middle"
        sheet.text(x, bottom + 16, sheet.same(short_number(mark)), SMALL, css="soft", anchor=anchor)
    if not any(unit.values()):
        return bottom + _AXIS
    if scale.start > sheet.room(unit, SMALL) + _AXIS:  # beside the numbers where there is room
        sheet.text(scale.start - _AXIS, bottom + 16, unit, SMALL, css="soft", anchor="end")
        return bottom + _AXIS
    sheet.text(scale.end, bottom + 33, unit, SMALL, css="soft", anchor="end")
    return bottom + 40


def stacked_bars(
    sheet: Sheet, bars: Sequence[Bar], legend: Sequence[tuple[str, Said]], unit: Said
) -> None:
    """One bar per row, from nought, its parts side by side, the whole told at its end."""
    y = sheet.legend(2.0, legend) + 4 if legend else 4.0
    after = max((sheet.room(bar.told, SIZE) for bar in bars), default=0.0) + 12
    whole = [sum(part.value for part in bar.parts) for bar in bars]
    backdrop = len(sheet.parts)
    rows = laid_rows(sheet, [(bar.label, bar.detail) for bar in bars], y, after=after)
    scale, marks = scaled(whole, rows.start, rows.end, about=3 if sheet.narrow else 5)
    behind = len(sheet.parts)
    sheet.height = drawn_axis(sheet, scale, marks, (y - 2, rows.bottom), unit)
    _to_back(sheet, backdrop, behind)
    for bar, middle in zip(bars, rows.middles, strict=True):
        at = 0.0
        for part in bar.parts:
            if part.value > 0:
                x = scale(at)
                wide = scale(at + part.value) - x
                sheet.bar(x, middle - _BAR / 2, wide, _BAR, part.fill, part.said)
                at += part.value
        sheet.text(scale(at) + 6, middle + SIZE * 0.36, bar.told, css="name")


class Swing(NamedTuple):
    """What other choices would make of a number: the least and the most, each with its words."""

    label: Said
    low: float
    low_said: Said
    high: float
    high_said: Said


def swings(sheet: Sheet, base: float, base_said: Said, rows: Sequence[Swing], unit: Said) -> None:
    """Bars to the left and right of a base: less, and more."""
    line = SIZE * 1.6
    labels = [(row.label, None) for row in rows]
    ends = [base, *(row.low for row in rows), *(row.high for row in rows)]
    y = line + 8
    backdrop = len(sheet.parts)
    laid = laid_rows(sheet, labels, y, after=14.0)
    scale, marks = scaled(ends, laid.start + 4, laid.end, about=3 if sheet.narrow else 5)
    behind = len(sheet.parts)
    sheet.height = drawn_axis(sheet, scale, marks, (y - 2, laid.bottom), unit)
    _to_back(sheet, backdrop, behind)
    x = scale(base)
    for row, middle in zip(rows, laid.middles, strict=True):
        top = middle - _BAR / 2
        if row.low < base:
            sheet.bar(scale(row.low), top, x - scale(row.low), _BAR, "less", row.low_said)
        if row.high > base:
            sheet.bar(x, top, scale(row.high) - x, _BAR, "more", row.high_said)
    sheet.line(x, y - 4, x, laid.bottom, "cap")
    room = sheet.room(base_said, SIZE, bold=True)
    start = min(max(0.0, x - room / 2), sheet.width - room)
    sheet.text(start, line * 0.75, base_said, css="name")


def _to_back(sheet: Sheet, first: int, last: int) -> None:
    """Put what was drawn after `last` behind what was drawn between `first` and `last`."""
    drawn = sheet.parts[last:]
    del sheet.parts[last:]
    sheet.parts[first:first] = drawn
