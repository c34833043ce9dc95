"""What was paid for what, what each standard and law says of it, caps, and months of pay."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import rows_of
from crest.drawing.charts_of_costs import (
    CLASSES,
    PAYERS,
    VERDICTS,
    cap_chart,
    cap_rows,
    cost_chart,
    cost_items,
    regime_chart,
    regime_rows,
)
from crest.drawing.charts_of_spread import (
    months_chart,
)
from crest.printing.charts import chart
from crest.printing.pen import (
    Block,
    Cell,
    Column,
    Pen,
    beside,
    head,
    heading,
    plain,
    say,
    soft,
    strong,
    table,
    toned,
)

if TYPE_CHECKING:
    from crest.drawing.assessment_data import AssessmentReport
    from crest.printing.charts import Charts

_TONED: Final = frozenset({"severe", "violation", "legal_gap", "allowed"})
_SIDE_BY_SIDE: Final = 6  # regimes in one table


def costs_section(data: AssessmentReport, pen: Pen, charts: Charts) -> list[Block]:
    """Costs by item and payer, and what all regimes together call them."""
    inner = [
        *chart(charts, cost_chart(data, pen.voices, "costs"), pen.say("costs.items_reading")),
        *_items(data, pen),
        *_classes(data, pen),
        *chart(charts, cap_chart(data, pen.voices, "caps"), pen.say("costs.caps_reading")),
        *_caps(data, pen),
    ]
    first = heading(pen.say("costs.heading"))
    return [first, *pen.else_empty(inner, "costs.empty")]


def regimes_section(data: AssessmentReport, pen: Pen, charts: Charts) -> list[Block]:
    """The verdict of every standard and law, item by item."""
    inner = [
        *chart(
            charts, regime_chart(data, pen.voices, "regimes"), pen.say("regimes.matrix_reading")
        ),
        *_regimes(data, pen),
        *_verdicts(data, pen),
    ]
    first = heading(pen.say("regimes.heading"))
    return [first, *pen.else_empty(inner, "regimes.empty")]


def months_section(data: AssessmentReport, pen: Pen, charts: Charts) -> list[Block]:
    """SDG indicator 10.7.1, and beside it the same for seasonal workers under its own name."""
    blocks = [heading(pen.say("months.heading"))]
    for measure in ("rci", "cost_months"):
        blocks += [
            heading(pen.say(f"months.{measure}"), 2),
            say("text", pen.say(f"months.{measure}_note")),
            *chart(
                charts,
                months_chart(data, pen.voices, measure, measure=measure),
                pen.say("months.reading"),
            ),
            *pen.else_empty(_months(data, measure, pen), f"months.{measure}_empty"),
        ]
    return blocks


def _items(data: AssessmentReport, pen: Pen) -> list[Block]:
    found = cost_items(data)
    used = [payer for payer in PAYERS if any(payer in payers for _, payers in found)]
    heads = [Column(pen.say("col.item"), 2.6)]
    heads += [Column(pen.words.say(f"payer.{payer}"), 1, right=True) for payer in used]
    rows: list[list[Cell]] = []
    for row, payers in found:
        name = pen.pick(row["says"] or row["item"] or pen.say("item.unknown"), row["thai"])
        cells = [
            pen.cell(payers[payer], "amount_minor", pen.money) if payer in payers else soft("–")
            for payer in used
        ]
        rows.append([plain(name, row["item"] or "", *pen.unverified(row)), *cells])
    return table(pen.say("costs.items"), heads, rows)


def _classes(data: AssessmentReport, pen: Pen) -> list[Block]:
    by_class = {row["class"]: row for row in rows_of(data.classes, tables.CLASSES)}
    ordered = [name for name in CLASSES if name in by_class]
    rows = [
        [
            _verdict(name, pen),
            pen.say(f"class_means.{name}"),
            pen.cell(by_class[name], "workers", pen.count),
            pen.cell(by_class[name], "costs", pen.count),
            pen.cell(by_class[name], "amount_minor", pen.money),
        ]
        for name in ordered
    ]
    heads = pen.columns(
        {"col.class": 1.5, "col.means": 3},
        {"col.workers": 0.9, "col.costs": 0.9, "col.amount": 1.3},
    )
    return table(pen.say("costs.classes"), heads, rows, pen.say("costs.classes_note"))


def _verdict(name: str | None, pen: Pen) -> Cell:
    told = pen.code("verdict", name or "unknown")
    return toned(told, name) if name in _TONED else soft(told)


def _regimes(data: AssessmentReport, pen: Pen) -> list[Block]:
    found = regime_rows(data)
    heads = [Column(pen.say("col.regime"), 2.4)]
    heads += [Column(pen.words.say(f"verdict.{name}"), 1, right=True) for name in VERDICTS]
    rows: list[list[Cell]] = []
    for row, verdicts in found:
        cells = [
            pen.cell(verdicts[name], "amount_minor", pen.money) if name in verdicts else soft("–")
            for name in VERDICTS
        ]
        general = [one for one in verdicts.values() if one["confidence"] == "general"]
        marks = pen.unverified(general[0]) if general else ()
        rows.append([plain(pen.pick(row["title"] or row["regime"], row["thai"]), *marks), *cells])
    return table(pen.say("regimes.matrix"), heads, rows)


def _verdicts(data: AssessmentReport, pen: Pen) -> list[Block]:
    by_item: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows_of(data.item_verdicts, tables.ITEM_VERDICTS):
        by_item.setdefault(row["item"] or "", {})[row["regime"]] = row
    regimes = {row["regime"]: row for row, _ in regime_rows(data)}
    named = list(dict.fromkeys(r for found in by_item.values() for r in found))
    ordered = [*(r for r in regimes if r in named), *(r for r in named if r not in regimes)]
    blocks: list[Block] = []
    for part in beside(ordered, _SIDE_BY_SIDE):
        heads = [Column(pen.say("col.item"), 2)]
        heads += [head(_title(regimes.get(r), r, pen)) for r in part]
        rows: list[list[Cell]] = []
        for found in by_item.values():
            one = next(iter(found.values()))
            says = one["says"] or one["item"] or pen.say("item.unknown")
            cells = [
                pen.cell(found[r], "verdict", partial(pen.code, "verdict")) if r in found else "–"
                for r in part
            ]
            cells = [
                _verdict(found[r]["verdict"], pen)
                if r in found and isinstance(cell, str) else cell
                for r, cell in zip(part, cells, strict=True)
            ]  # fmt: skip
            rows.append([pen.pick(says, one["thai"]), *cells])
        blocks += table(pen.say("regimes.items"), heads, rows)
    return blocks


def _title(row: dict[str, Any] | None, regime: str, pen: Pen) -> str:
    return regime if row is None else pen.pick(row["title"] or regime, row["thai"])


def _caps(data: AssessmentReport, pen: Pen) -> list[Block]:
    heads = pen.columns(
        {"col.group": 2.2, "col.cap": 2},
        {"col.median_paid": 1.1, "col.over": 0.9, "col.over_mean": 1.2, "col.over_sum": 1.2},
    )
    rows = []
    for row in cap_rows(data):
        cap = pen.words.say("unknown") if row["cap_minor"] is None else pen.money(row["cap_minor"])
        rows.append(
            [
                plain(pen.group(row), pen.kind(row["kind"] or "")),
                plain(cap, pen.pick(row["says"], row["thai"]), *pen.unverified(row)),
                pen.cell(row, "median_paid_minor", pen.money),
                pen.cell(row, "over_workers", pen.count),
                pen.cell(row, "mean_over_minor", pen.money),
                pen.cell(row, "over_minor", pen.money),
            ]
        )
    return table(pen.say("costs.caps"), heads, rows)


def _months(data: AssessmentReport, measure: str, pen: Pen) -> list[Block]:
    heads = pen.columns(
        {"col.breakdown": 2.2},
        {
            "col.workers": 1,
            "col.zero": 1,
            "col.left_out": 1,
            "col.mean": 0.8,
            "col.q1": 0.8,
            "col.median": 0.8,
            "col.q3": 0.8,
        },
    )
    rows = []
    for row in rows_of(data.months, tables.MONTHS):
        if row["measure"] != measure:
            continue
        counts = [pen.cell(row, name, pen.count) for name in ("workers", "zero", "left_out")]
        spread = [pen.cell(row, name, pen.decimal) for name in ("mean", "q1", "median", "q3")]
        rows.append([_part(row, pen), *counts, *spread])
    return table(pen.say("months.table"), heads, rows, pen.say("months.note"))


def _part(row: dict[str, Any], pen: Pen) -> Cell:
    kind, value = row["breakdown"], row["value"]
    if kind in {None, "all"}:
        return strong(pen.group({"id": "*"}))
    if kind == "corridor":  # "MM → TH" or "MM>TH"
        value = ">".join(re.findall(r"\b[A-Z]{2}\b", value or "")) or value
    name = pen.group({"kind": kind, "id": value, "name": value})
    return plain(
        pen.code("value", name) if kind != "corridor" else name, pen.code("breakdown", kind)
    )
