"""Calendar days and periods as lists write them, in two calendars and many orders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import pyarrow as pa

from crest.engine.values.date_words import Span, read_span, slashed
from crest.engine.values.distinct import encode, spread
from crest.engine.values.text import is_missing

if TYPE_CHECKING:
    from datetime import date

Order = Literal["dmy", "mdy"]
_AMBIGUOUS: Final = (
    "Day and month cannot be told apart, and no other row of the column shows their order."
)
_MIXED: Final = "Day and month cannot be told apart: the column has rows in both orders."
_NO_DATE: Final = "This is no date: write it as 2023-03-31."


@dataclass(frozen=True, slots=True)
class ParsedDates:
    """`dates`: date32; `reasons`: string; both of the column's length.

    A reason stands wherever something was written but not used. `order`: how 3/4/2023 was read
    ("dmy", "mdy", "mixed", or "unclear" when no row shows it).
    """

    dates: pa.Array
    reasons: pa.Array
    order: str


@dataclass(frozen=True, slots=True)
class ParsedPeriods:
    """First and last day of each period (date32; null: open or unknown), reasons and order."""

    first: pa.Array
    last: pa.Array
    reasons: pa.Array
    order: str


def parse_dates(
    column: pa.Array | pa.ChunkedArray, *, end: bool = False, prefer: Order | None = None
) -> ParsedDates:
    """Dates of a string column as calendar days of the common era.

    Understood: 2023-03-31, 31/3/2023 and 3/31/2023 (told apart by the whole column, or by
    `prefer` when the column is silent; otherwise reported, never guessed), 31.3.2023, 31 Mar
    2023, March 31, 2023, 31 มี.ค. 2566, 20230331, Excel day numbers 20000..60000, "2023-03" and
    "2023" (their first day; their last one with `end=True`), times after the date (dropped),
    Buddhist years (minus 543). Text that only says unknown gives null without a reason.
    """
    texts, positions = encode(column)
    spans, reasons, order = _read_all(texts, prefer)
    days: list[object] = [
        None if span is None else (span.last if end else span.first) for span in spans
    ]
    return ParsedDates(
        spread(days, positions, pa.date32()), spread(list(reasons), positions, pa.string()), order
    )


def parse_periods(
    column: pa.Array | pa.ChunkedArray, *, prefer: Order | None = None
) -> ParsedPeriods:
    """Periods of a string column: "Mar 2023–Feb 2024", "2022", "1/4/2023 - 30/9/2023", "Q1 2023".

    A single date is a period of that day, month or year; "2023 – present" stays open (null last).
    A period that ends before it starts gets a reason instead of days.
    """
    texts, positions = encode(column)
    spans, reasons, order = _read_all(texts, prefer)
    first: list[object] = [None if span is None else span.first for span in spans]
    last: list[object] = [None if span is None else span.last for span in spans]
    return ParsedPeriods(
        spread(first, positions, pa.date32()),
        spread(last, positions, pa.date32()),
        spread(list(reasons), positions, pa.string()),
        order,
    )


def parse_date(text: str, *, order: Order | None = None, end: bool = False) -> date | None:
    """One date, or None when it is none or its order is not known. See `parse_dates`."""
    span = read_span(text, order)
    if span is None:
        return None
    return span.last if end else span.first


def _read_all(
    texts: list[str | None], prefer: Order | None
) -> tuple[list[Span | None], list[str | None], str]:
    order = column_order([text for text in texts if text is not None])
    known: Order | None = prefer
    if order == "dmy":
        known = "dmy"
    elif order == "mdy":
        known = "mdy"
    elif order == "mixed":
        known = None
    spans: list[Span | None] = []
    reasons: list[str | None] = []
    for text in texts:
        span = None if text is None or is_missing(text) else read_span(text, known)
        spans.append(span if span is None or span.in_order else None)
        reasons.append(_why(text, span, order))
    return spans, reasons, order if known is None or order != "unclear" else known


def _why(text: str | None, span: Span | None, order: str) -> str | None:
    if text is None or is_missing(text):
        return None
    if span is not None:
        return None if span.in_order else "The period ends before it starts."
    if slashed(text) and read_span(text, "dmy") is not None:
        return _MIXED if order == "mixed" else _AMBIGUOUS
    if re.search(r"\b\d{1,2}[-/ ]\d{1,2}[-/ ]\d{2}\b", text):
        return "The year has two digits and may be read in several ways: write four."
    return _NO_DATE


def column_order(texts: list[str]) -> str:
    """How the column writes 3/4/2023: "dmy", "mdy", "mixed", or "unclear" when no row shows it.

    A first number above 12 must be a day, a second number above 12 as well. A Buddhist year
    counts as day first, the only order used with it.
    """
    day_first = month_first = False
    for text in texts:
        for first, second, year in slashed(text):
            day_first |= first > 12 >= second or (year >= 2443 and second <= 12)  # noqa: PLR2004
            month_first |= second > 12 >= first  # noqa: PLR2004
    if day_first and month_first:
        return "mixed"
    if day_first:
        return "dmy"
    return "mdy" if month_first else "unclear"
