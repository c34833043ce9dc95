"""What is owed, to how many, by whom and when, and how far each choice moves the total."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import rows_of
from crest.drawing.charts_of_repayment import (
    choice_said,
    owed_chart,
    sensitivity_chart,
)
from crest.engine.remedy.sensitivity import SENSITIVITY
from crest.printing.charts import chart
from crest.printing.pen import (
    Block,
    Cell,
    Column,
    Pen,
    heading,
    listing,
    plain,
    say,
    soft,
    strong,
    table,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from crest.drawing.assessment_data import AssessmentReport
    from crest.printing.charts import Charts

_ISO_4217: Final = 3  # letters of a currency


def owed_section(data: AssessmentReport, pen: Pen, charts: Charts) -> list[Block]:
    """The sum, who must pay it, and by when."""
    owed = data.owed
    first = heading(pen.say("owed.heading"))
    if owed.total_minor is None:
        return [first, say("empty", pen.say("owed.empty"))]
    told = [pen.say("owed.sum", amount=pen.money(owed.total_minor))]
    if owed.workers is not None and owed.of_workers is not None:
        told.append(pen.say("owed.to", n=owed.workers, whole=owed.of_workers))
    if owed.by is not None:
        told.append(pen.say("owed.by", day=pen.day(owed.by)))
    if owed.unknown_workers:
        told.append(pen.say("owed.unknown", n=owed.unknown_workers))
    return [
        first,
        say("lead", " ".join(told)),
        *chart(charts, owed_chart(data, pen.voices, "owed"), pen.say("owed.responsible_reading")),
        *_groups(pen.say("owed.responsible"), owed.responsible, pen),
        *_days(data, pen),
    ]


def plan_section(data: AssessmentReport, pen: Pen, charts: Charts) -> list[Block]:
    """Behind the sum: who took the money, floors of groups, other choices, what is left out."""
    owed = data.owed
    inner = [
        *_groups(pen.say("owed.collectors"), owed.collectors, pen),
        *_floors(owed.floors, pen),
        *chart(
            charts,
            sensitivity_chart(data, pen.voices, "sensitivity"),
            pen.say("owed.sensitivity_reading"),
        ),
        *_sensitivity(data, pen),
        *_statements(data, pen),
    ]
    first = heading(pen.say("plan.heading"))
    return [first, *pen.else_empty(inner, "owed.empty")]


def _statements(data: AssessmentReport, pen: Pen) -> list[Block]:
    items = listing(pen.each(data.owed.statements))
    return [heading(pen.say("owed.statements"), 2), *items] if items else []


def _who(row: dict[str, Any], pen: Pen) -> Cell:
    if row["role"] in {None, "unknown"}:
        return soft(pen.words.say("unknown"))
    return strong(pen.group({**row, "kind": row["role"]}), pen.kind(row["role"] or ""))


def _groups(caption: str, found: pa.Table, pen: Pen) -> list[Block]:
    heads = pen.columns({"col.who": 3}, {"col.workers": 1, "col.owed": 1.4})
    rows = [
        [
            _who(row, pen),
            pen.cell(row, "workers", pen.count),
            pen.cell(row, "amount_minor", pen.money),
        ]
        for row in rows_of(found, tables.OWED_GROUPS)
    ]
    return table(caption, heads, rows)


def _floors(found: pa.Table, pen: Pen) -> list[Block]:
    heads = [
        Column(pen.say("col.group"), 2.2),
        Column(pen.say("col.sample"), 0.8, right=True),
        Column(pen.say("col.floor"), 1.1, right=True),
        Column(pen.say("col.interval"), 1.6, right=True),
        Column(pen.say("col.method"), 2.4),
    ]
    rows = []
    for row in rows_of(found, tables.OWED_GROUPS):
        currency = _currency(row)
        money = partial(pen.money, currency=currency)
        low, high = (pen.money(row[name], currency) for name in ("low_minor", "high_minor"))
        interval = pen.say("range", low=low, high=high)
        rows.append(
            [
                pen.group({**row, "kind": None if currency else row["role"]}),
                pen.cell(row, "sample", pen.count),
                pen.cell(row, "floor_minor", money),
                pen.cell(row, "low_minor", lambda _, told=interval: told),
                plain(pen.told(row["method"]), pen.told(row["warning"])),
            ]
        )
    return table(pen.say("owed.floors"), heads, rows)


def _currency(row: dict[str, Any]) -> str | None:
    """A floor is kept in the currency in which the group is paid, which then stands as its role."""
    role = str(row["role"] or "")
    return role if len(role) == _ISO_4217 and role.isupper() else None


def _days(data: AssessmentReport, pen: Pen) -> list[Block]:
    heads = pen.columns({"col.due": 2}, {"col.workers": 1, "col.owed": 1.4})
    rows = [
        [
            pen.day(row["due_on"]),
            pen.cell(row, "workers", pen.count),
            pen.cell(row, "amount_minor", pen.money),
        ]
        for row in rows_of(data.owed.days, tables.OWED_DAYS)
    ]
    return table(pen.say("owed.days"), heads, rows)


def _choice(choice: str, pen: Pen) -> str:
    if choice == "base":
        return pen.say("choice_base")
    return choice_said(choice, pen.voices)[pen.words.language]


def _sensitivity(data: AssessmentReport, pen: Pen) -> list[Block]:
    heads = pen.columns(
        {"col.choice": 2, "col.alternative": 2},
        {"col.workers": 0.9, "col.owed": 1.3, "col.change": 0.9},
    )
    rows = []
    for row in rows_of(data.owed.sensitivity, SENSITIVITY):
        change = row["difference_share"]
        rows.append(
            [
                _choice(row["choice"], pen),
                pen.told(row["alternative"]),
                pen.count(row["workers_owed"]),
                pen.money(row["total_minor"]),
                soft("–") if not change else f"{change:+.1%}".replace("-", "−").replace("%", " %"),
            ]
        )
    return table(pen.say("owed.sensitivity"), heads, rows, pen.say("owed.sensitivity_note"))
