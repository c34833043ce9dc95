"""Where the risk lies after the evidence, and by which way it reaches each buyer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from crest.drawing.assessment_data import rows_of
from crest.drawing.charts_of_risk import (
    risk_chart,
    risk_rows,
)
from crest.engine.risk.tables import EXPOSURES
from crest.printing.charts import chart
from crest.printing.pen import Block, Cell, Column, Pen, heading, plain, say, strong, table

if TYPE_CHECKING:
    from crest.drawing.assessment_data import AssessmentReport
    from crest.printing.charts import Charts

_MOST: Final = 15
_REASONS: Final = 3
_PATHS: Final = 3  # ways for each buyer and product
_MOST_PATHS: Final = 36


def risks_section(data: AssessmentReport, pen: Pen, charts: Charts) -> list[Block]:
    """Risks in order of priority with their reasons, and the ways to buyers."""
    inner = [
        *chart(charts, risk_chart(data, pen.voices, "risks"), pen.say("risk.reading")),
        *_risks(data, pen),
        *_paths(data, pen),
    ]
    first = [heading(pen.say("risk.heading")), say("text", pen.say("risk.lead"))]
    return [*first, *pen.else_empty(inner, "risk.empty")]


def _risks(data: AssessmentReport, pen: Pen) -> list[Block]:
    heads = [
        Column(pen.say("col.rank"), 0.4, right=True),
        Column(pen.say("col.who"), 2.2),
        Column(pen.say("col.inherent"), 0.8, right=True),
        Column(pen.say("col.residual"), 0.8, right=True),
        Column(pen.say("col.reasons"), 4),
    ]
    found = risk_rows(data)
    rows = []
    for row in found[:_MOST]:
        kind = row["subject_kind"] or ""
        name = pen.group({"kind": kind, "id": row["subject"], "name": row["name"]})
        rows.append(
            [
                pen.count(row["priority"]),
                strong(name, pen.kind(kind), *pen.unverified(row)),
                pen.decimal(row["inherent"]),
                pen.decimal(row["residual"]),
                _reasons(row, pen),
            ]
        )
    note = pen.first_of(_MOST, len(found))
    return table(pen.say("risk.reasons"), heads, rows, note)


def _reasons(row: dict[str, Any], pen: Pen) -> Cell:
    """The reasons that weigh most, and what nobody stated."""
    weighed = sorted(json.loads(row["reasons"] or "[]"), key=lambda r: -abs(r.get("points") or 0))
    told = [
        pen.say("risks.reason", says=pen.told(reason["says"]), points=f"{reason['points']:+g}")
        for reason in weighed[:_REASONS]
        if reason.get("points")
    ]
    missing = json.loads(row["missing"] or "[]")
    if missing:
        names = ", ".join(pen.told(str(name).replace("_", " ")) for name in missing)
        told.append(pen.say("risks.missing", names=names))
    return plain(told[0] if told else "–", *told[1:])


def _paths(data: AssessmentReport, pen: Pen) -> list[Block]:
    heads = [
        Column(pen.say("col.buyer"), 1.6),
        Column(pen.say("col.rank"), 0.4, right=True),
        Column(pen.say("col.who"), 2),
        Column(pen.say("col.steps"), 0.6, right=True),
        Column(pen.say("col.path"), 4),
    ]
    found = [row for row in rows_of(data.exposures, EXPOSURES) if (row["rank"] or 0) <= _PATHS]
    rows = [
        [
            strong(row["buyer_name"] or row["buyer"] or "", row["product"] or ""),
            pen.count(row["rank"]),
            plain(row["name"] or row["subject"] or "", pen.kind(row["subject_kind"] or "")),
            pen.count(row["steps"]),
            plain(pen.told(row["path"]), pen.told(row["because"])),
        ]
        for row in found[:_MOST_PATHS]
    ]
    whole = data.exposures.num_rows
    note = pen.first_of(len(rows), whole)
    return table(pen.say("risk.ways"), heads, rows, note)
