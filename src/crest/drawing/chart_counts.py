"""Charts of how many: columns per class of a value, and a matrix of standards and verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from crest.drawing.chart_sheet import (
    PAPER,
    SMALL,
    SOFT,
    Said,
    Sheet,
    scaled,
    short_number,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Sequence

_HIGH: Final = 150.0
_NUMBER: Final = 34.0  # px that an edge needs
_FEW: Final = 26.0  # height of a column that stands for few


class Class(NamedTuple):
    """One column: low <= value < high; `workers` None = too few to be told."""

    low: float
    high: float | None
    workers: int | None
    fill: str


class Quartiles(NamedTuple):
    """Where a quarter, a half and three quarters of the workers lie."""

    q1: float
    median: float
    q3: float


def columns(
    sheet: Sheet, classes: Sequence[Class], quartiles: Quartiles | None, unit: Said, across: Said
) -> None:
    """A column of workers per class of a value, and the middle half as a box above them.

    All columns are equally wide, whatever their classes; the edges are written below.
    """
    left, top = 34.0, 24.0 + (30.0 if quartiles else 0.0)
    bottom, end = top + _HIGH, sheet.width - 6
    wide = (end - left) / max(len(classes), 1)
    tall, marks = scaled([float(c.workers or 0) for c in classes], bottom, top, about=3)
    sheet.text(0, 12, unit, SMALL, css="soft")
    for mark in marks:
        sheet.line(left, tall(mark), end, tall(mark), "axis" if mark == 0 else "grid")
        told = sheet.same(short_number(mark))
        sheet.text(left - 6, tall(mark) + 4, told, SMALL, css="soft", anchor="end")
    heights = [
        _FEW if one.workers is None else bottom - tall(float(one.workers)) for one in classes
    ]
    for at, (one, high) in enumerate(zip(classes, heights, strict=True)):
        few = one.workers is None
        said = sheet.say("hidden.few") if few else sheet.say("chart.workers", n=one.workers)
        if one.workers != 0:
            fill = "hidden" if few else one.fill
            sheet.bar(left + at * wide + 1.5, bottom - high, wide - 3, high, fill, said)
    if quartiles:
        at_values = [left + wide * _place(classes, value) for value in quartiles]
        _box(sheet, at_values, quartiles.median, (34.0, bottom))
    for at, (one, high) in enumerate(zip(classes, heights, strict=True)):
        label = "…" if one.workers is None else f"{one.workers:,}"
        middle = left + (at + 0.5) * wide
        sheet.text(middle, bottom - high - 4, sheet.same(label), SMALL, anchor="middle")
    _edges(sheet, classes, (left, wide, bottom + 16))
    sheet.text(end, bottom + 34, across, SMALL, css="soft", anchor="end")
    sheet.height = bottom + 42


def _place(classes: Sequence[Class], value: float) -> float:
    """Where a value lies, in columns from the left."""
    for at, one in enumerate(classes):
        if one.high is not None and value < one.high:
            return at + max(0.0, (value - one.low) / ((one.high - one.low) or 1.0))
    last = classes[-1]
    return len(classes) - 0.5 if last.high is None else float(len(classes))


def _edges(sheet: Sheet, classes: Sequence[Class], place: tuple[float, float, float]) -> None:
    left, wide, y = place
    edges = [one.low for one in classes] + [classes[-1].high if classes else None]
    every = 1 if wide >= _NUMBER else 2
    for at, value in enumerate(edges):
        if value is not None and at % every == 0:
            told = sheet.same(("−" if value < 0 else "") + short_number(abs(value)))
            last = at == len(classes)
            x = sheet.width if last else left + at * wide
            sheet.text(x, y, told, SMALL, css="soft", anchor="end" if last else "middle")


def _box(sheet: Sheet, at: Sequence[float], median: float, span: tuple[float, float]) -> None:
    y, bottom = span
    sheet.add(
        "rect", class_="box-of", x=at[0], y=y - 7, width=max(at[2] - at[0], 1.0), height=14.0,
        fill=PAPER, stroke=SOFT, stroke_width="1.5",
    )  # fmt: skip
    sheet.line(at[1], y - 10, at[1], bottom, "median")
    said = sheet.say("chart.median_at", value=short_number(median))
    room = sheet.room(said, SMALL, bold=True)
    sheet.text(min(at[1] + 5, sheet.width - room), y - 13, said, SMALL, css="name")


class Cell(NamedTuple):
    """One field of a matrix: its number, what is written, what a pointer is told."""

    value: float | None
    told: str
    said: Said


def matrix(
    sheet: Sheet, heads: Sequence[tuple[str, Said]], rows: Sequence[tuple[Said, Sequence[Cell]]]
) -> None:
    """Rows by columns; a bar in each field is as long as its number, a pattern says which column.

    `heads`: fill and words of each column. A field without a number stays empty, one that is not
    told says so.
    """
    left = 0.0 if sheet.narrow else min(
        sheet.width * 0.36, max((sheet.room(label) for label, _ in rows), default=0.0) + 16
    )  # fmt: skip
    wide = (sheet.width - left) / max(len(heads), 1)
    y = 2.0
    if sheet.narrow:
        y = sheet.legend(y, heads)
    else:
        for at, (fill, said) in enumerate(heads):
            sheet.bar(left + at * wide + 0.5, y, 12.0, 12.0, fill, said)
            sheet.text(left + at * wide + 18, y + 10.5, said, SMALL, css="soft", room=wide - 22)
        y += 24
    most = max((c.value or 0.0 for _, cells in rows for c in cells), default=0.0) or 1.0
    for label, cells in rows:
        sheet.line(0, y, sheet.width, y)
        base = y + 20
        if sheet.narrow:
            sheet.text(0, y + 16, label, css="name", room=sheet.width)
            y += 20
            base = y + 14
        else:
            sheet.text(0, y + 18, label, SMALL, room=left - 14, most=2)
        for at, (cell, (fill, _)) in enumerate(zip(cells, heads, strict=True)):
            x = left + at * wide
            if cell.told:
                sheet.text(x, base, sheet.same(cell.told), SMALL, room=wide - 4)
            if cell.value:
                length = max(2.0, (wide - 10) * cell.value / most)
                sheet.bar(x, base + 6, length, 8.0, fill, cell.said)
        y = base + 24 if sheet.narrow else base + 26
    sheet.height = y + 2
    sheet.line(0, y, sheet.width, y)
