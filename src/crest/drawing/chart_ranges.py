"""Charts of a middle and how far it reaches: paid against a cap, a share with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from crest.drawing.chart_rows import drawn_axis, laid_rows
from crest.drawing.chart_sheet import INK, PAPER, SIZE, SMALL, Said, Scale, Sheet, scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

_HALF: Final = 8.0
_DOT: Final = 5.5


class Against(NamedTuple):
    """What a group paid (quartiles) against a cap, in the unit of the chart; None = not told."""

    label: Said
    detail: Said
    cap: float | None
    low: float | None
    middle: float | None
    high: float | None


def against_cap(sheet: Sheet, rows: Sequence[Against], unit: Said) -> None:
    """A dot for the median, a thin bar for the middle half, a thick mark for the cap."""
    y = _marks_legend(
        sheet,
        [("dot", sheet.say("chart.key_median")), ("half", sheet.say("chart.key_half")),
         ("cap", sheet.say("chart.key_cap")), ("over", sheet.say("chart.key_over"))],
    )  # fmt: skip
    values = [v for row in rows for v in (row.cap, row.low, row.middle, row.high) if v is not None]
    laid = laid_rows(sheet, [(row.label, row.detail) for row in rows], y + 4, after=16.0)
    scale, marks = scaled(values, laid.start + 4, laid.end, about=3 if sheet.narrow else 5)
    sheet.height = drawn_axis(sheet, scale, marks, (y, laid.bottom), unit)
    for row, middle in zip(rows, laid.middles, strict=True):
        if row.cap is not None and row.middle is not None and row.middle > row.cap:
            wide = scale(row.middle) - scale(row.cap)
            sheet.bar(scale(row.cap), middle - 4, wide, 8.0, "violation", row.label)
        if row.low is not None and row.high is not None:
            sheet.line(scale(row.low), middle, scale(row.high), middle, "halo")
            sheet.line(scale(row.low), middle, scale(row.high), middle, "whisker")
        if row.cap is not None:
            sheet.line(
                scale(row.cap), middle - _HALF - 2, scale(row.cap), middle + _HALF + 2, "cap"
            )
        if row.middle is not None:
            _dot(sheet, scale(row.middle), middle)
        else:
            _few(sheet, scale(row.cap or 0.0) + 10, middle)


class Share(NamedTuple):
    """A share of workers 0..1: middle and interval of those who answered, bounds with everybody."""

    label: Said
    detail: Said
    share: float | None
    low: float | None
    high: float | None
    bound_low: float | None
    bound_high: float | None


def shares(sheet: Sheet, rows: Sequence[Share], notes: Sequence[Said] = ()) -> None:
    """A dot with its interval over a pale band: where the share may lie if nobody were unknown.

    `notes` are lines below, on rows that are not drawn.
    """
    y = _marks_legend(
        sheet,
        [("dot", sheet.say("chart.key_share")), ("half", sheet.say("chart.key_interval")),
         ("band", sheet.say("chart.key_band"))],
    )  # fmt: skip
    laid = laid_rows(sheet, [(row.label, row.detail) for row in rows], y + 4, after=16.0)
    scale = Scale(0.0, 100.0, laid.start + 4, laid.end)
    marks = (0.0, 50.0, 100.0) if sheet.narrow else (0.0, 25.0, 50.0, 75.0, 100.0)
    unit = sheet.say("chart.per_cent_workers")
    sheet.height = drawn_axis(sheet, scale, marks, (y, laid.bottom), unit)
    for row, middle in zip(rows, laid.middles, strict=True):
        if row.bound_low is None or row.bound_high is None:
            continue
        start, end = scale(100 * row.bound_low), scale(100 * row.bound_high)
        sheet.bar(start, middle - _HALF, end - start, 2 * _HALF, "unknown", row.label)
        if row.low is not None and row.high is not None:
            low, high = scale(100 * row.low), scale(100 * row.high)
            sheet.line(low, middle, high, middle, "whisker")
            for x in (low, high):
                sheet.line(x, middle - 4, x, middle + 4, "whisker")
        if row.share is not None:
            _dot(sheet, scale(100 * row.share), middle)
    for note in notes:
        sheet.height += 20
        sheet.text(0, sheet.height - 4, note, SMALL, css="soft")


class Change(NamedTuple):
    """A score 0..100 before and after the evidence."""

    label: Said
    detail: Said
    before: float
    after: float


def changes(sheet: Sheet, rows: Sequence[Change]) -> None:
    """A hollow dot for the inherent risk and a full one for what remains, joined by a line."""
    y = _marks_legend(
        sheet,
        [("ring", sheet.say("chart.key_inherent")), ("dot", sheet.say("chart.key_residual"))],
    )  # fmt: skip
    laid = laid_rows(sheet, [(row.label, row.detail) for row in rows], y + 4, after=16.0)
    scale = Scale(0.0, 100.0, laid.start + 8, laid.end)
    marks = (0.0, 50.0, 100.0) if sheet.narrow else (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)
    unit = sheet.say("chart.points")
    sheet.height = drawn_axis(sheet, scale, marks, (y, laid.bottom), unit)
    for row, middle in zip(rows, laid.middles, strict=True):
        sheet.line(scale(row.before), middle, scale(row.after), middle, "whisker")
        _dot(sheet, scale(row.before), middle, hollow=True)
        _dot(sheet, scale(row.after), middle)


def _dot(sheet: Sheet, x: float, y: float, *, hollow: bool = False) -> None:
    sheet.add(
        "circle", class_="ring" if hollow else "dot", cx=x, cy=y, r=_DOT,
        fill=PAPER if hollow else INK, stroke=INK if hollow else PAPER, stroke_width="1.5",
    )  # fmt: skip


def _few(sheet: Sheet, x: float, middle: float) -> None:
    sheet.text(x, middle + SIZE * 0.36, sheet.same("…"), css="soft")


def _marks_legend(sheet: Sheet, entries: Sequence[tuple[str, Said]]) -> float:
    x, y = 0.0, 10.0
    for mark, said in entries:
        wide = 30 + sheet.room(said, SMALL) + 16
        if x and x + wide > sheet.width:
            x, y = 0.0, y + 22
        _sample(sheet, mark, x, y)
        sheet.text(x + 30, y + 4.5, said, SMALL, css="soft")
        x += wide
    return y + 20


def _sample(sheet: Sheet, mark: str, x: float, y: float) -> None:
    if mark in {"dot", "ring"}:
        _dot(sheet, x + 12, y, hollow=mark == "ring")
    elif mark == "half":
        sheet.line(x, y, x + 24, y, "whisker")
    elif mark == "cap":
        sheet.line(x + 12, y - _HALF, x + 12, y + _HALF, "cap")
    elif mark == "over":
        sheet.bar(x, y - 4, 24.0, 8.0, "violation", sheet.same(""))
    else:
        sheet.bar(x, y - 6, 24.0, 12.0, "unknown", sheet.same(""))
