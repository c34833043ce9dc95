"""How workers spread: over months of pay a job cost, and over what a season left.

The page and the PDF draw the same. Every chart takes the report, the languages, `ident` (prefix of
the ids inside) and `width` (WIDE, NARROW or what a PDF column has), and gives SVG text, or "" when
there is nothing to draw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import is_hidden, rows_of
from crest.drawing.chart_counts import Class, Quartiles, columns
from crest.drawing.chart_sheet import WIDE, Sheet

if TYPE_CHECKING:
    from crest.drawing.assessment_data import AssessmentReport
    from crest.drawing.wording import Voices

Row = dict[str, Any]


def months_rows(data: AssessmentReport, measure: str) -> list[Row]:
    """The classes of months of one measure ("rci" or "cost_months")."""
    return [r for r in rows_of(data.month_bins, tables.MONTH_BINS) if r["measure"] == measure]


def months_chart(
    data: AssessmentReport, voices: Voices, ident: str, width: float = WIDE, *, measure: str = "rci"
) -> str:
    """How many months of pay the job cost: workers per class, with the quartiles."""
    bins = without_gaps(months_rows(data, measure))
    if not bins:
        return ""
    sheet = Sheet(width, voices, ident)
    classes = [
        Class(r["low"], r["high"], None if is_hidden(r) else r["workers"] or 0, "worker")
        for r in bins
    ]
    whole = next(
        (
            r for r in rows_of(data.months, tables.MONTHS)
            if r["measure"] == measure and r["breakdown"] == "all" and r["median"] is not None
        ),
        None,
    )  # fmt: skip
    quartiles = None
    if whole and whole["q1"] is not None and whole["q3"] is not None:
        quartiles = Quartiles(whole["q1"], whole["median"], whole["q3"])
    across = sheet.say("chart.months_axis")
    columns(sheet, classes, quartiles, sheet.say("chart.workers_axis"), across)
    title = sheet.say(f"chart.{measure}_title")
    return sheet.svg(title, sheet.say("chart.months_desc", n=len(classes)))


def without_gaps(bins: list[Row]) -> list[Row]:
    """The classes in order, with empty ones where the table leaves out a class of nobody."""
    found: list[Row] = []
    for row in sorted(bins, key=lambda r: r["low"]):
        before = found[-1]["high"] if found else None
        if before is not None and row["low"] > before:
            empty = dict.fromkeys(row) | {"low": before, "high": row["low"], "workers": 0}
            found.append(empty)
        found.append(row)
    return found


def season_rows(data: AssessmentReport) -> dict[str, list[Row]]:
    """The classes of the season's result by currency, the currency of most classes first."""
    found: dict[str, list[Row]] = {}
    for row in rows_of(data.season_bins, tables.SEASON_BINS):
        found.setdefault(row["currency"] or "", []).append(row)
    ordered = sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))
    return {currency: without_gaps(rows) for currency, rows in ordered}


def season_chart(
    data: AssessmentReport, voices: Voices, ident: str, width: float = WIDE, *,
    currency: str | None = None,
) -> str:  # fmt: skip
    """What a picking season left: workers per class of net result, losses in their own pattern.

    One currency at a time, the first of `season_rows` when None.
    """
    by_currency = season_rows(data)
    if not by_currency:
        return ""
    money_of = next(iter(by_currency)) if currency is None else currency
    sheet = Sheet(width, voices, ident)
    classes = [
        Class(
            r["low"], r["high"], None if is_hidden(r) else r["workers"] or 0,
            "more" if r["low"] < 0 else "less",
        )
        for r in by_currency[money_of]
    ]  # fmt: skip
    across = sheet.say("chart.season_axis", currency=money_of)
    found = _season_quartiles(data, money_of)
    columns(sheet, classes, found, sheet.say("chart.workers_axis"), across)
    title = sheet.say("chart.season_of", currency=money_of)
    return sheet.svg(title, sheet.say("chart.season_desc"))


def _season_quartiles(data: AssessmentReport, currency: str) -> Quartiles | None:
    """The quartiles of all workers with a season in that currency."""
    for row in rows_of(data.measures, tables.MEASURES):
        if row["measure"] == "season_net" and row["kind"] == "all" and row["unit"] == currency:
            numbers = [row[name] for name in ("q1", "median", "q3")]
            if None not in numbers:
                return Quartiles(*numbers)
    return None
