"""Which links of the chain matter most: scores with reasons, ways to buyer and product."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import AssessmentReport, rows_of
from crest.drawing.assessment_parts import chart_figure, confidence_mark, folded, plain_table
from crest.drawing.assessment_words import decimal, group_html, kind_said
from crest.drawing.chain_text import said
from crest.drawing.charts_of_risk import (
    acting,
    risk_chart,
    risk_rows,
)
from crest.drawing.engine_words import engine_html, said_list
from crest.drawing.markup import element, escaped, number
from crest.drawing.report_tables import empty, section
from crest.engine.risk.tables import EXPOSURES

if TYPE_CHECKING:
    from collections.abc import Container

    from crest.drawing.wording import Voices

_EVIDENCE: Final = "evidence"  # the rule of lines that rest on answers
_LISTED: Final = 60
_OPENED: Final = 12  # subjects whose reasons are shown
_SHOWN: Final = 4  # products before the fold
_WAYS: Final = 3  # per buyer and product
_PAIRS: Final = 24  # buyer and product


def risk_section(data: AssessmentReport, voices: Voices) -> str:
    """The risk of the first ten, the reasons of each score, and who stands behind each product."""
    inner = _scores(data, voices) + _exposures(data, voices)
    inner = inner or empty("risk.empty", voices)
    return section("risk", "risk.heading", "risk.lead", inner, voices)


def _group(row: dict[str, Any]) -> dict[str, Any]:
    return {"kind": row["subject_kind"], "id": row["subject"], "name": row["name"]}


def _scores(data: AssessmentReport, voices: Voices) -> str:
    found = risk_rows(data)
    heads = ("column.priority", "column.name", "column.severity_level", "column.likelihood",
             "column.inherent", "column.residual", "column.confidence")  # fmt: skip
    rows = [
        [
            escaped(row["priority"]),
            group_html(_group(row), voices)
            + element(
                "span", said(voices, kind_said(row["subject_kind"], voices)), class_="detail"
            ),
            element("span", f"{row['severity']} / 4", class_="num"),
            element("span", f"{decimal(row['likelihood'])} / 20", class_="num"),
            element("span", decimal(row["inherent"]), class_="num"),
            element("span", decimal(row["residual"]), class_="num"),
            confidence_mark(row["confidence"], voices),
        ]
        for row in found
    ]
    drawn = chart_figure(
        lambda ident, width: risk_chart(data, voices, ident, width), "chart-risk", voices,
        caption=voices.html("risk.scores"), reading=voices.html("risk.reading"),
        table=plain_table(heads, rows, voices, "risk.scores", file="risks.csv", most=_LISTED),
    )  # fmt: skip
    hidden = {
        (group["kind"], group["id"])
        for group in rows_of(data.groups, tables.GROUPS)
        if group["not_shown"]
    }
    opened = "".join(_reasons(row, hidden, voices) for row in acting(found)[:_OPENED])
    if opened:
        drawn += element("h3", voices.html("risk.reasons"))
        drawn += element("div", opened, class_="stack")
    return drawn


def _reasons(row: dict[str, Any], hidden: Container[tuple[str, str]], voices: Voices) -> str:
    """The lines a score is made of; evidence about a hidden group is told without its numbers."""
    quiet = (row["subject_kind"], row["subject"]) in hidden
    counted = [line for line in _json(row["reasons"]) if isinstance(line, dict) and _counts(line)]
    items = "".join(element("li", _line(line, voices, quiet=quiet)) for line in counted)
    inner = element("ul", items, class_="reasons")
    missing = [str(name).replace("_", " ") for name in _json(row["missing"])]
    if missing:
        text = voices.html("risk.missing") + " " + said_list(voices, missing)
        inner += element("p", text, class_="note")
    name = group_html(_group(row), voices)
    score = element("span", escaped(decimal(row["residual"])), class_="pill")
    return folded(f"{row['priority']}. {name} {score}", inner)


def _counts(line: dict[str, Any]) -> bool:
    return bool(line.get("points"))


def _line(line: dict[str, Any], voices: Voices, *, quiet: bool) -> str:
    points = element("span", f"{line['points']:+g}".replace("-", "−"), class_="points")
    because = engine_html(voices, str(line.get("because", "")))
    because += " " + element("code", escaped(line.get("rule", "")))
    if quiet and line.get("rule") == _EVIDENCE:
        because = voices.html("hidden.some")
    detail = element("span", because, class_="detail")
    return points + element("span", engine_html(voices, str(line.get("says", ""))) + detail)


def _json(text: str | None) -> list[Any]:
    found = json.loads(text or "[]")
    return found if isinstance(found, list) else []


def _exposures(data: AssessmentReport, voices: Voices) -> str:
    """Per buyer and product the ways along which most harm reaches it."""
    by_product: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows_of(data.exposures, EXPOSURES):
        key = (row["buyer_name"] or row["buyer"] or "", row["product"] or "")
        by_product.setdefault(key, []).append(row)
    if not by_product:
        return ""
    most = max((row["harm_high"] or 0.0 for rows in by_product.values() for row in rows), default=0)
    ordered = sorted(
        by_product.items(), key=lambda one: (-max(r["harm_high"] or 0.0 for r in one[1]), one[0])
    )
    cards = [
        element("li", _product(key, rows, most, voices), class_="card")
        for key, rows in ordered[:_PAIRS]
    ]
    inner = element("h3", voices.html("risk.ways"))
    inner += element("p", voices.html("risk.ways_lead"), class_="note")
    inner += element("ul", "".join(cards[:_SHOWN]), class_="ways")
    if cards[_SHOWN:]:
        words = voices.html("risk.more_products", n=len(cards) - _SHOWN)
        inner += folded(words, element("ul", "".join(cards[_SHOWN:]), class_="ways"))
    return inner + element("p", voices.html("page.all_in", file="exposures.csv"), class_="note")


def _product(key: tuple[str, str], rows: list[dict[str, Any]], most: float, voices: Voices) -> str:
    rows.sort(key=lambda row: (row["rank"] or 10**9, row["name"] or ""))
    buyer, product = key
    name = escaped(product) if product else voices.html("risk.all_products")
    title = element("h4", f"{escaped(buyer)} · {name}")
    items = "".join(element("li", _way(row, most, voices)) for row in rows[:_WAYS])
    return title + element("ol", items)


def _way(row: dict[str, Any], most: float, voices: Voices) -> str:
    high, low = row["harm_high"] or 0.0, row["harm_low"] or 0.0
    scale = 100 / (most or 1.0)
    bar = element(
        "svg",
        element("rect", "", class_="whole", width="100", height="10")
        + element("rect", "", class_="may", width=number(high * scale), height="10")
        + element("rect", "", class_="part", width=number(low * scale), height="10"),
        viewBox="0 0 100 10", preserveAspectRatio="none", class_="bar", aria_hidden="true",
    )  # fmt: skip
    kind = element(
        "span", said(voices, kind_said(row["subject_kind"] or "", voices)), class_="pill"
    )
    ends = (f"{low:,.0f}", f"{high:,.0f}")
    key = "risk.harm" if ends[0] != ends[1] else "risk.harm_known"
    harm = voices.html(key, low=ends[0], high=ends[1])
    return (
        element("p", element("strong", group_html(_group(row), voices)) + " " + kind)
        + bar
        + element("p", harm, class_="bar-text")
        + element("p", engine_html(voices, row["path"] or ""), class_="path")
        + element("p", engine_html(voices, row["because"] or ""), class_="detail")
    )
