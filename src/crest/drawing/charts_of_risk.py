"""The risk of those who can act, before and after the evidence.

The page and the PDF draw the same. Every chart takes the report, the languages, `ident` (prefix of
the ids inside) and `width` (WIDE, NARROW or what a PDF column has), and gives SVG text, or "" when
there is nothing to draw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.drawing.assessment_data import rows_of
from crest.drawing.assessment_words import group_said, kind_said, said_of
from crest.drawing.chart_ranges import Change, changes
from crest.drawing.chart_sheet import WIDE, Sheet
from crest.engine.findings.subjects import ACTORS
from crest.engine.risk.tables import RISKS

if TYPE_CHECKING:
    from crest.drawing.assessment_data import AssessmentReport
    from crest.drawing.wording import Voices

Row = dict[str, Any]
_MOST_ROWS: Final = 10


def risk_rows(data: AssessmentReport) -> list[Row]:
    """Subjects of risk in order of priority."""
    rows = rows_of(data.risks, RISKS)
    return sorted(rows, key=lambda row: (row["priority"] or 10**9, row["subject"]))


def acting(rows: list[Row]) -> list[Row]:
    """The rows about those who can act; all of them when there are none."""
    return [row for row in rows if row["subject_kind"] in ACTORS] or rows


def risk_chart(data: AssessmentReport, voices: Voices, ident: str, width: float = WIDE) -> str:
    """The risk of the first ten who can act, before and after the evidence."""
    found = acting(risk_rows(data))[:_MOST_ROWS]
    if not found:
        return ""
    sheet = Sheet(width, voices, ident)
    rows = []
    for row in found:
        group = {"kind": row["subject_kind"], "id": row["subject"], "name": row["name"]}
        detail = said_of(
            voices, "chart.severity", kind=kind_said(row["subject_kind"], voices),
            level=row["severity"],
        )  # fmt: skip
        rows.append(Change(group_said(group, voices), detail, row["inherent"], row["residual"]))
    changes(sheet, rows)
    return sheet.svg(sheet.say("chart.risk_title"), sheet.say("chart.risk_desc", n=len(rows)))
