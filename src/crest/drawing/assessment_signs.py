"""What the answers show: signs with their prevalence, debt, contract, wages, data quality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import AssessmentReport, is_hidden, rows_of
from crest.drawing.assessment_parts import chart_figure, confidence_mark, folded, plain_table
from crest.drawing.assessment_words import (
    both_html,
    cell,
    count_cell,
    decimal,
    group_html,
    kind_said,
    share_text,
)  # fmt: skip
from crest.drawing.chain_text import said
from crest.drawing.charts_of_signs import (
    sign_chart,
    sign_rules,
)
from crest.drawing.engine_words import engine_html
from crest.drawing.markup import element, escaped
from crest.drawing.report_tables import empty, section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crest.drawing.wording import Voices

_SHOWN: Final = ("all", "site")
_OPEN: Final = ("all", "corridor")
_FOLDED: Final = ("recruiter", "sub_agent", "site")
_TERMS: Final = ("debt", "contract", "wages", "season")
# Which numbers belong to which topic.
_MEASURES: Final = {
    "debt": ("annual_rate", "months_to_repay", "debt_share_of_pay"),
    "contract": (),
    "wages": ("pay_ratio", "pay_to_minimum"),
    "season": ("season_net",),
}


def signs_section(data: AssessmentReport, voices: Voices) -> str:
    """The commonest signs site by site, and all of them in tables."""
    inner = "".join(
        _sign(rows, f"chart-sign-{at}", voices) for at, rows in enumerate(sign_rules(data), 1)
    )
    inner += _all_signs(data, voices)
    inner = inner or empty("signs.empty", voices)
    return section("signs", "signs.heading", "signs.lead", inner, voices)


def _sign(rows: list[dict[str, Any]], ident: str, voices: Voices) -> str:
    rule = element("code", escaped(rows[0]["rule"] or ""))
    caption = both_html(voices, rows[0]["says"] or rows[0]["rule"], rows[0]["thai"]) + " " + rule
    return chart_figure(
        lambda name, width: sign_chart(rows, voices, name, width), ident, voices,
        caption=caption, reading=voices.html("signs.reading"),
        table=prevalence_table(rows, voices),
    )  # fmt: skip


def prevalence_table(rows: Sequence[dict[str, Any]], voices: Voices, *, sign: bool = False) -> str:
    """Yes, no, unknown and refused of each group, the share with its interval and bounds."""
    heads = ["column.sign"] if sign else []
    heads += ["column.name", "column.workers", "column.yes", "column.no", "column.unknown",
              "column.refused", "column.share", "column.bounds", "column.caution"]  # fmt: skip
    cells = []
    for row in rows:
        line = []
        if sign:
            line.append(
                both_html(voices, row["says"] or row["rule"], row["thai"])
                + element("span", escaped(row["rule"] or ""), class_="detail")
                + confidence_mark(row["confidence"], voices)
            )
        line.append(_named(row, voices))
        line += [count_cell(row, n, voices) for n in ("workers", "yes", "no", "unknown", "refused")]
        line.append(cell(row, _interval(row, voices), voices))
        line.append(cell(row, _span(row, "bound_low", "bound_high"), voices))
        line.append(" ".join(engine_html(voices, text) for text in row["cautions"] or ()))
        cells.append(line)
    return plain_table(heads, cells, voices, "signs.heading", file="groups/prevalence.csv")


def _named(row: dict[str, Any], voices: Voices) -> str:
    """The group and, where it is one of several kinds, its kind."""
    if row["kind"] in {None, "all"}:
        return group_html(row, voices)
    kind = element("span", said(voices, kind_said(row["kind"], voices)), class_="detail")
    return group_html(row, voices) + kind


def _interval(row: dict[str, Any], voices: Voices) -> str | None:
    if row["prevalence"] is None:
        return voices.html("signs.nobody_answered") if row["yes"] is not None else None
    text = element("span", escaped(share_text(row["prevalence"])), class_="num")
    span = _span(row, "interval_low", "interval_high")
    return text + (element("span", span, class_="detail") if span else "")


def _span(row: dict[str, Any], low: str, high: str) -> str | None:
    if row[low] is None or row[high] is None:
        return None
    return escaped(f"{share_text(row[low])} – {share_text(row[high])}")


def _all_signs(data: AssessmentReport, voices: Voices) -> str:
    """Every sign for all workers and site by site, one fold per rule set; the file has the rest.

    Rows without a number that may be told are counted below, not repeated.
    """
    by_set: dict[str, list[dict[str, Any]]] = {}
    untold = unasked = 0
    for row in rows_of(data.prevalence, tables.PREVALENCE):
        if row["topic"] in _TERMS or row["kind"] not in _SHOWN:
            continue
        if row["yes"] is None:
            untold += 1
        elif row["yes"] + row["no"] == 0:
            unasked += 1
        else:
            by_set.setdefault(row["set_title"] or row["topic"] or "", []).append(row)
    folds = ""
    for title, rows in by_set.items():
        rows.sort(
            key=lambda r: (r["kind"] != "all", r["rule"] or "", r["kind"] or "", r["name"] or "")
        )
        count = element("span", str(len({row["rule"] for row in rows})), class_="pill")
        summary = (engine_html(voices, title) or voices.html("signs.all")) + " " + count
        folds += folded(summary, prevalence_table(rows, voices, sign=True))
    if not folds:
        return ""
    inner = element("h3", voices.html("signs.all")) + element("div", folds, class_="stack")
    return (
        inner
        + _left_out("signs.untold", untold, voices)
        + _left_out("signs.unasked", unasked, voices)
    )


def _left_out(key: str, count: int, voices: Voices) -> str:
    """How many rows a table leaves out, and why."""
    return element("p", voices.html(key, n=count), class_="note") if count else ""


def terms_section(data: AssessmentReport, voices: Voices) -> str:
    """Debt, contract, wages and season: numbers per group and the signs that rest on them."""
    inner = ""
    for topic in _TERMS:
        part = _topic(data, topic, voices)
        if part or topic != "season":
            heading = element("h3", voices.html(f"terms.{topic}"))
            inner += heading + (part or empty(f"terms.{topic}_empty", voices))
    return section("terms", "terms.heading", "terms.lead", inner, voices)


def _topic(data: AssessmentReport, topic: str, voices: Voices) -> str:
    """Figures and signs of all workers and of corridors; other groups in a fold per kind."""
    figures = [
        row
        for row in rows_of(data.measures, tables.MEASURES)
        if row["measure"] in _MEASURES[topic] and not is_hidden(row)
    ]
    told = [
        row
        for row in rows_of(data.prevalence, tables.PREVALENCE)
        if row["topic"] == topic and row["yes"] is not None and row["kind"] in _OPEN + _FOLDED
    ]
    signs = [row for row in told if row["yes"] + row["no"]]
    signs.sort(key=lambda r: (r["kind"] != "all", r["rule"] or "", -(r["bound_high"] or -1.0)))

    def of_kinds(*kinds: str) -> str:
        shown = [row for row in figures if row["kind"] in kinds]
        part = _measure_table(shown, topic, voices) if shown else ""
        stand = [row for row in signs if row["kind"] in kinds]
        return part + (prevalence_table(stand, voices, sign=True) if stand else "")

    inner, folds = of_kinds(*_OPEN), ""
    for kind in _FOLDED:
        part = of_kinds(kind)
        if part:
            groups = {row["id"] for row in (*figures, *signs) if row["kind"] == kind}
            count = element("span", str(len(groups)), class_="pill")
            folds += folded(said(voices, kind_said(f"{kind}s", voices)) + " " + count, part)
    inner += element("div", folds, class_="stack") if folds else ""
    return inner + _left_out("signs.unasked", len(told) - len(signs), voices)


def _measure_table(rows: list[dict[str, Any]], topic: str, voices: Voices) -> str:
    cells = [
        [
            voices.html(f"measure.{row['measure']}"),
            group_html(row, voices),
            count_cell(row, "workers", voices),
            *[cell(row, _figure(row, name), voices) for name in ("q1", "median", "q3")],
            count_cell(row, "unknown", voices),
        ]
        for row in rows
    ]
    heads = ("column.measure", "column.name", "column.workers", "column.q1", "column.median",
             "column.q3", "column.unknown")  # fmt: skip
    return plain_table(heads, cells, voices, f"terms.{topic}", file="groups/measures.csv")


def _figure(row: dict[str, Any], name: str) -> str | None:
    value, unit = row[name], row["unit"]
    if value is None:
        return None
    if unit == "share":
        text = share_text(value)
    elif unit == "per_cent":
        text = f"{decimal(value)} %"
    elif unit == "months":
        text = decimal(value)
    else:
        text = f"{unit} {value:,.0f}".replace("-", "−")
    return element("span", escaped(text), class_="num")


def quality_section(data: AssessmentReport, voices: Voices) -> str:
    """Answers that need a second look: identical vectors, uniformity, effects of interviewers."""
    rows = [
        [
            _named(row, voices),
            both_html(voices, row["says"], row["thai"]),
        ]
        for row in rows_of(data.quality, tables.QUALITY)
    ]
    inner = empty("quality.empty", voices)
    if rows:
        inner = plain_table(("column.name", "column.look"), rows, voices, "quality.heading")
    return section("quality", "quality.heading", "quality.lead", inner, voices)
