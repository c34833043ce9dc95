"""What recruitment cost the worker: items and payers, caps, standards and laws, months of pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import AssessmentReport, is_hidden, rows_of
from crest.drawing.assessment_parts import (
    chart_figure,
    confidence_mark,
    folded,
    plain_table,
    verdict_mark,
)  # fmt: skip
from crest.drawing.assessment_words import (
    both_html,
    cell,
    count_cell,
    decimal,
    few,
    group_html,
    kind_said,
    money_cell,
    told,
)  # fmt: skip
from crest.drawing.chain_text import said
from crest.drawing.charts_of_costs import (
    CLASSES,
    PAYERS,
    VERDICTS,
    cap_chart,
    cost_chart,
    cost_items,
    item_said,
    regime_chart,
    regime_rows,
    regime_said,
)
from crest.drawing.charts_of_spread import (
    months_chart,
    months_rows,
    season_chart,
    season_rows,
    without_gaps,
)
from crest.drawing.country_names import country_name
from crest.drawing.markup import element, escaped
from crest.drawing.report_tables import empty, section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crest.drawing.wording import Voices

_KINDS: Final = (
    "recruiter", "sub_agent", "site", "employer", "buyer", "product", "corridor", "period",
)  # fmt: skip


def costs_section(data: AssessmentReport, voices: Voices) -> str:
    """Items by payer, classes of all money, recruiters against caps, and every group's sums."""
    inner = _items(data, voices) + _classes(data, voices) + _caps(data, voices)
    inner += _groups(data, voices)
    inner = inner or empty("costs.empty", voices)
    return section("costs", "costs.heading", "costs.lead", inner, voices)


def _items(data: AssessmentReport, voices: Voices) -> str:
    heads = ["column.item", *(f"payer.{payer}" for payer in PAYERS), "column.costs"]
    rows = []
    for row, payers in cost_items(data):
        cells = [said(voices, item_said(row, voices))]
        for payer in PAYERS:
            one = payers.get(payer)
            cells.append(_alone(one, data, voices) if one else "–")
        counts = [one["costs"] for one in payers.values() if one["costs"] is not None]
        cells.append(element("span", f"{sum(counts):,}", class_="num") if counts else "–")
        rows.append(cells)
    return chart_figure(
        lambda ident, width: cost_chart(data, voices, ident, width), "chart-costs", voices,
        caption=voices.html("costs.items"), reading=voices.html("costs.items_reading"),
        table=plain_table(heads, rows, voices, "costs.items"),
    )  # fmt: skip


def _alone(row: dict[str, Any], data: AssessmentReport, voices: Voices) -> str:
    """Money in a table without a column of workers: says itself that there are too few."""
    return few(voices) if is_hidden(row) else money_cell(row, "amount_minor", data.currency, voices)


def _classes(data: AssessmentReport, voices: Voices) -> str:
    by_class = {row["class"]: row for row in rows_of(data.classes, tables.CLASSES)}
    rows = [
        [
            verdict_mark(name, voices)
            + element("span", voices.html(f"class_means.{name}"), class_="detail"),
            money_cell(by_class[name], "amount_minor", data.currency, voices),
            count_cell(by_class[name], "workers", voices),
            count_cell(by_class[name], "costs", voices),
        ]
        for name in CLASSES
        if name in by_class
    ]
    if not rows:
        return ""
    heads = ("column.class", "column.sum", "column.workers", "column.costs")
    return element("h3", voices.html("costs.classes")) + plain_table(
        heads, rows, voices, "costs.classes"
    )


def _caps(data: AssessmentReport, voices: Voices) -> str:
    heads = ("column.name", "column.cap", "column.cap_sum", "column.median_paid", "column.over",
             "column.mean_over", "column.confidence")  # fmt: skip
    rows = []
    for row in rows_of(data.caps, tables.CAPS):
        given = ""
        if row["cap_in"] is not None:
            given = element(
                "span", escaped(f"{row['cap_currency'] or ''} {row['cap_in']:,.0f}"), class_="num"
            )
        over = None
        if row["over_workers"] is not None and row["workers"] is not None:
            over = voices.html("finding.workers_of", n=row["over_workers"], whole=row["workers"])
        rows.append([
            group_html(row, voices),
            both_html(voices, row["says"] or row["figure"], row["thai"]),
            given,
            money_cell(row, "median_paid_minor", data.currency, voices),
            cell(row, over, voices),
            money_cell(row, "mean_over_minor", data.currency, voices),
            confidence_mark(row["confidence"], voices),
        ])  # fmt: skip
    return chart_figure(
        lambda ident, width: cap_chart(data, voices, ident, width), "chart-caps", voices,
        caption=voices.html("costs.caps"), reading=voices.html("costs.caps_reading"),
        table=plain_table(heads, rows, voices, "costs.caps"),
    )  # fmt: skip


def _groups(data: AssessmentReport, voices: Voices) -> str:
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(data.groups, tables.GROUPS):
        by_kind.setdefault(row["kind"], []).append(row)
    folds = "".join(
        folded(
            said(voices, kind_said(f"{kind}s", voices)) + " "
            + element("span", escaped(str(len(by_kind[kind]))), class_="pill"),
            _group_table(by_kind[kind], data, voices),
        )
        for kind in _KINDS
        if kind in by_kind
    )  # fmt: skip
    if not folds:
        return ""
    return element("h3", voices.html("costs.groups")) + element("div", folds, class_="stack")


def _group_table(rows: Sequence[dict[str, Any]], data: AssessmentReport, voices: Voices) -> str:
    heads = ("column.name", "column.workers", "column.median_paid", "column.severe",
             "column.violation", "column.legal_gap", "column.over_cap", "column.owed")  # fmt: skip
    sums = ("median_paid_minor", "severe_minor", "violation_minor", "legal_gap_minor",
            "over_cap_minor", "owed_minor")  # fmt: skip
    cells = [
        [group_html(row, voices), count_cell(row, "workers", voices)]
        + [money_cell(row, name, data.currency, voices) for name in sums]
        for row in rows
    ]
    return plain_table(heads, cells, voices, "costs.groups", file="groups/groups.csv")


def regimes_section(data: AssessmentReport, voices: Voices) -> str:
    """What every standard and law says of the same money, and item by item."""
    inner = _matrix(data, voices) + _item_verdicts(data, voices)
    inner = inner or empty("regimes.empty", voices)
    return section("regimes", "regimes.heading", "regimes.lead", inner, voices)


def _matrix(data: AssessmentReport, voices: Voices) -> str:
    heads = ["column.regime", *(f"verdict.{verdict}" for verdict in VERDICTS),
             "column.confidence"]  # fmt: skip
    rows = []
    for row, verdicts in regime_rows(data):
        name = said(voices, regime_said(row, voices))
        if row["country"]:
            country = {w.language: country_name(row["country"], w) for w in voices.voices}
            side = voices.html(f"side.{row['side']}") if row["side"] else ""
            name += element("span", said(voices, country) + " · " + side, class_="detail")
        cells = [name]
        for verdict in VERDICTS:
            one = verdicts.get(verdict)
            cells.append(_alone(one, data, voices) if one else "–")
        rows.append([*cells, confidence_mark(row["confidence"], voices)])
    return chart_figure(
        lambda ident, width: regime_chart(data, voices, ident, width), "chart-regimes",
        voices, caption=voices.html("regimes.matrix"),
        reading=voices.html("regimes.matrix_reading"),
        table=plain_table(heads, rows, voices, "regimes.matrix"),
    )  # fmt: skip


def _item_verdicts(data: AssessmentReport, voices: Voices) -> str:
    names: dict[str, str] = {}
    for row, _ in regime_rows(data):
        plain = row | {"country": None, "title": None} if row["country"] else row
        names[row["regime"]] = said(voices, regime_said(plain, voices))
    items: dict[str, tuple[dict[str, Any], list[str]]] = {}
    for row in rows_of(data.item_verdicts, tables.ITEM_VERDICTS):
        told = verdict_mark(row["verdict"], voices) + " "
        told += names.get(row["regime"], escaped(row["regime"] or ""))
        items.setdefault(row["item"] or "", (row, []))[1].append(element("li", told))
    if not items:
        return ""
    rows = [
        [said(voices, item_said(row, voices)) + element("span", escaped(row["item"] or ""),
         class_="detail"), element("ul", "".join(told), class_="verdicts")]
        for row, told in items.values()
    ]  # fmt: skip
    table = plain_table(("column.item", "column.verdicts"), rows, voices, "regimes.items")
    return folded(voices.html("regimes.items"), table)


def months_section(data: AssessmentReport, voices: Voices) -> str:
    """SDG 10.7.1 as its metadata says, seasonal workers under their own name, and the season."""
    inner = ""
    for measure in ("rci", "cost_months"):
        part = _months(data, voices, measure)
        if part or measure == "rci":
            inner += element("h3", voices.html(f"months.{measure}"), id=f"months-{measure}")
            inner += element("p", voices.html(f"months.{measure}_note"), class_="note")
            inner += part or empty(f"months.{measure}_empty", voices)
    season = _season(data, voices)
    if season:
        inner += element("h3", voices.html("months.season")) + season
    return section("months", "months.heading", "months.lead", inner, voices)


def _months(data: AssessmentReport, voices: Voices, measure: str) -> str:
    bins = [
        [_class_words(row), _workers(row, voices)]
        for row in without_gaps(months_rows(data, measure))
    ]
    drawn = chart_figure(
        lambda ident, width: months_chart(data, voices, ident, width, measure=measure),
        f"chart-{measure.replace('_', '-')}", voices,
        caption=voices.html(f"chart.{measure}_title"), reading=voices.html("months.reading"),
        table=plain_table(
            ("column.months", "column.workers"), bins, voices, "months.heading", narrow=True
        ),
    )  # fmt: skip
    found = [row for row in rows_of(data.months, tables.MONTHS) if row["measure"] == measure]
    unrecorded = _unrecorded(found)
    rows = []
    for row in found:
        if row["breakdown"] in unrecorded:
            continue
        numbers = [
            cell(row, None if row[name] is None else _num(row[name]), voices)
            for name in ("q1", "median", "q3", "mean")
        ]
        left_out = "" if row["left_out"] is None else count_cell(row, "left_out", voices)
        rows.append(
            [_breakdown(row, voices), count_cell(row, "workers", voices), *numbers,
             count_cell(row, "zero", voices), left_out]
        )  # fmt: skip
    if not rows:
        return drawn
    heads = ["column.group", "column.workers", "column.q1", "column.median", "column.q3",
             "column.mean", "column.zero", "column.left_out"]  # fmt: skip
    if not any(row[-1] for row in rows):
        heads, rows = heads[:-1], [row[:-1] for row in rows]
    drawn += plain_table(heads, rows, voices, f"months.{measure}", file="groups/months.csv")
    if unrecorded:
        what = {
            w.language: ", ".join(w.known(f"breakdown.{name}", name) for name in unrecorded)
            for w in voices.voices
        }
        drawn += element("p", told(voices, "months.not_recorded", what=what), class_="note")
    return drawn


def _unrecorded(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Breakdowns of which nobody recorded anything: one row, and that of the unknown."""
    values: dict[str, set[str | None]] = {}
    for row in rows:
        values.setdefault(row["breakdown"], set()).add(row["value"])
    return [name for name, found in values.items() if name != "all" and found == {None}]


def _num(value: float) -> str:
    return element("span", escaped(f"{value:,.2f}"), class_="num")


def _class_words(row: dict[str, Any]) -> str:
    if row["high"] is None:
        return escaped(f"≥ {decimal(row['low'])}")
    low, high = decimal(row["low"]).replace("-", "−"), decimal(row["high"]).replace("-", "−")
    return escaped(f"{low} – {high}")


def _breakdown(row: dict[str, Any], voices: Voices) -> str:
    kind, value = row["breakdown"], row["value"]
    if kind == "all" or not kind:
        return element("strong", voices.html("group_of.all"))
    if kind == "corridor" and value:
        ident = value.replace(" → ", ">")
        text = group_html({"kind": "corridor", "id": ident}, voices)
    else:
        text = voices.code_html("value", value)
    return text + element("span", voices.code_html("breakdown", kind), class_="detail")


def _season(data: AssessmentReport, voices: Voices) -> str:
    """One chart per currency of the pay."""
    return "".join(
        _season_of(data, currency, rows, voices) for currency, rows in season_rows(data).items()
    )


def _season_of(
    data: AssessmentReport, currency: str, rows: Sequence[dict[str, Any]], voices: Voices
) -> str:
    table = plain_table(
        ("column.season_net", "column.workers"),
        [[_class_words(row), _workers(row, voices)] for row in rows],
        voices, "months.season", narrow=True,
    )  # fmt: skip
    return chart_figure(
        lambda ident, width: season_chart(data, voices, ident, width, currency=currency),
        f"chart-season-{currency.lower() or 'none'}", voices,
        caption=voices.html("chart.season_of", currency=currency),
        reading=voices.html("months.season_reading"), table=table,
    )  # fmt: skip


def _workers(row: dict[str, Any], voices: Voices) -> str:
    return count_cell({**row, "workers": row["workers"] or 0}, "workers", voices)
