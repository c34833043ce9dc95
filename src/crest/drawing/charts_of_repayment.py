"""What is owed, and how far each choice of the plan moves it.

The page and the PDF draw the same. Every chart takes the report, the languages, `ident` (prefix of
the ids inside) and `width` (WIDE, NARROW or what a PDF column has), and gives SVG text, or "" when
there is nothing to draw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import is_hidden, rows_of
from crest.drawing.assessment_words import group_said, money, said_of
from crest.drawing.chart_rows import Bar, Part, Swing, stacked_bars, swings
from crest.drawing.chart_sheet import WIDE, Sheet
from crest.engine.remedy.sensitivity import SENSITIVITY

if TYPE_CHECKING:
    from crest.drawing.assessment_data import AssessmentReport
    from crest.drawing.chart_sheet import Said
    from crest.drawing.wording import Voices

Row = dict[str, Any]
_MOST_ROWS: Final = 10
_VISIBLE: Final = 0.004  # of the total: smaller changes have no bar


def owed_chart(data: AssessmentReport, voices: Voices, ident: str, width: float = WIDE) -> str:
    """What each responsible employer owes, and to how many."""
    found = rows_of(data.owed.responsible, tables.OWED_GROUPS)[:_MOST_ROWS]
    if not found:
        return ""
    sheet = Sheet(width, voices, ident)
    bars = []
    for row in found:
        amount = row["amount_minor"]
        if is_hidden(row) or amount is None:
            parts, detail, end = [], sheet.say("hidden.few"), sheet.same("")
        else:
            end = sheet.same(money(amount, data.currency))
            parts = [Part("worker", amount / 100, end)]
            detail = sheet.say("chart.to_workers", n=row["workers"] or 0)
        bars.append(Bar(group_said(row, voices), parts, end, detail))
    stacked_bars(sheet, bars, (), sheet.same(data.currency))
    return sheet.svg(sheet.say("chart.owed_title"), sheet.say("chart.owed_desc", n=len(bars)))


def sensitivity_rows(data: AssessmentReport) -> tuple[Row | None, list[tuple[str, Row, Row]]]:
    """The base, and for every choice that changes the total its least and greatest outcome."""
    rows = rows_of(data.owed.sensitivity, SENSITIVITY)
    base = next((row for row in rows if row["choice"] == "base"), None)
    if base is None:
        return None, []
    by_choice: dict[str, list[Row]] = {}
    for row in rows:
        if row is not base and row["difference_minor"]:
            by_choice.setdefault(row["choice"], []).append(row)
    found = []
    least = _VISIBLE * abs(base["total_minor"])
    for choice, others in by_choice.items():
        low = min([base, *others], key=lambda r: r["total_minor"])
        high = max([base, *others], key=lambda r: r["total_minor"])
        if high["total_minor"] - low["total_minor"] >= least:
            found.append((choice, low, high))
    found.sort(key=lambda one: (one[1]["total_minor"] - one[2]["total_minor"], one[0]))
    return base, found


def sensitivity_chart(
    data: AssessmentReport, voices: Voices, ident: str, width: float = WIDE
) -> str:
    """How much the total owed would change under every other choice of the plan."""
    base, found = sensitivity_rows(data)
    if base is None or not found:
        return ""
    sheet = Sheet(width, voices, ident)
    rows = []
    for choice, low, high in found:
        least, greatest = low["total_minor"], high["total_minor"]
        rows.append(
            Swing(
                choice_said(choice, voices),
                least / 100, sheet.same(money(least, data.currency)),
                greatest / 100, sheet.same(money(greatest, data.currency)),
            )
        )  # fmt: skip
    told = said_of(voices, "chart.as_chosen", amount=money(base["total_minor"], data.currency))
    swings(sheet, base["total_minor"] / 100, told, rows, sheet.same(data.currency))
    title = sheet.say("chart.sensitivity_title")
    return sheet.svg(title, sheet.say("chart.sensitivity_desc", n=len(rows)))


def choice_said(choice: str, voices: Voices) -> Said:
    """A choice of the repayment plan in words; as it is when nobody translated it."""
    key = f"choice.{choice.replace(' ', '_').replace('-', '_')}"
    return {words.language: words.known(key, choice) for words in voices.voices}
