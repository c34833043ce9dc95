"""The signs that stand, site by site.

The page and the PDF draw the same. Every chart takes the report, the languages, `ident` (prefix of
the ids inside) and `width` (WIDE, NARROW or what a PDF column has), and gives SVG text, or "" when
there is nothing to draw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import is_hidden, rows_of
from crest.drawing.assessment_words import both, group_said, said_of
from crest.drawing.chart_ranges import Share, shares
from crest.drawing.chart_sheet import WIDE, Sheet

if TYPE_CHECKING:
    from crest.drawing.assessment_data import AssessmentReport
    from crest.drawing.wording import Voices

Row = dict[str, Any]
_MOST_SITES: Final = 10
_SIGNS: Final = "IND-"  # the 11 signs; other sets build classes on top of them


def sign_rules(data: AssessmentReport, *, most: int = 4) -> list[list[Row]]:
    """The ILO signs that stand at some site, most workers first, each with its sites.

    Sites with the highest possible share come first, those not shown last.
    """
    by_rule: dict[str, list[Row]] = {}
    for row in rows_of(data.prevalence, tables.PREVALENCE):
        told = row["topic"] in {None, "indicator", "protection"} and row["kind"] == "site"
        if told and str(row["rule"]).startswith(_SIGNS):
            by_rule.setdefault(row["rule"], []).append(row)
    found = [
        sorted(
            rows, key=lambda r: (-(r["bound_high"] or -1.0), -(r["bound_low"] or 0.0), r["name"])
        )
        for rows in by_rule.values()
        if any(row["yes"] for row in rows)
    ]
    found.sort(key=lambda rows: (-sum(row["yes"] or 0 for row in rows), rows[0]["rule"]))
    return found[:most]


def sign_chart(rows: list[Row], voices: Voices, ident: str, width: float = WIDE) -> str:
    """One sign, site by site: share of the answers, interval, and the band of the unknown."""
    sheet = Sheet(width, voices, ident)
    drawn = []
    told = [row for row in rows if row["bound_high"] is not None]
    for row in told[:_MOST_SITES]:
        detail = sheet.same("")
        if not is_hidden(row) and row["workers"] is not None and row["unknown"] is not None:
            answered = row["workers"] - row["unknown"] - (row["refused"] or 0)
            detail = said_of(voices, "chart.answered", n=answered, whole=row["workers"])
        drawn.append(
            Share(
                group_said(row, voices), detail, row["prevalence"], row["interval_low"],
                row["interval_high"], row["bound_low"], row["bound_high"],
            )
        )  # fmt: skip
    rest, untold = len(told) - len(drawn), len(rows) - len(told)
    notes = [sheet.say("chart.sites_below", n=rest)] if rest else []
    notes += [sheet.say("chart.sites_hidden", n=untold)] if untold else []
    shares(sheet, drawn, notes)
    says = both(voices, rows[0]["says"] or rows[0]["rule"], rows[0]["thai"])
    return sheet.svg(
        said_of(voices, "chart.sign_title", sign=says), sheet.say("chart.sign_desc", n=len(drawn))
    )
