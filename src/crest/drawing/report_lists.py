"""The lists of the report: pairs to review, problems, and how columns were read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crest.drawing.chain_words import percent
from crest.drawing.engine_words import engine_html
from crest.drawing.markup import element, escaped
from crest.drawing.report_data import FileMapping, ReportData
from crest.drawing.report_tables import FIRST_ROWS, data_table, empty, section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crest.drawing.wording import Voices

_LONG_VALUE = 80  # letters of a wrong value that are shown


def review_section(data: ReportData, voices: Voices) -> str:
    """Pairs the matching was not sure about, each with both records and the reasons."""
    if data.review is None or data.review.num_rows == 0:
        inner = empty("review.empty", voices)
        return section("review", "review.heading", "review.lead", inner, voices)
    rows = [
        [
            _record(row, "left"),
            _record(row, "right"),
            element("strong", escaped(percent(row["score"]))) if row["score"] is not None else "",
            engine_html(voices, row["because"] or ""),
        ]
        for row in data.review.slice(0, FIRST_ROWS).to_pylist()
    ]
    heads = ("column.left", "column.right", "column.score", "column.because")
    inner = data_table(
        heads, rows, voices, label="review.heading", total=data.review.num_rows, file="pairs.csv"
    )
    return section("review", "review.heading", "review.lead", inner, voices)


def _record(row: dict[str, Any], side: str) -> str:
    return "".join(
        element("span", escaped(row[f"{side}_{part}"]), class_=css)
        for part, css in (("name", "name"), ("place", "detail"), ("source", "detail source"))
        if row[f"{side}_{part}"]
    )


def problems_section(data: ReportData, voices: Voices) -> str:
    """Rows not used or used in part, with the way out."""
    if data.problems.num_rows == 0:
        inner = empty("problems.empty", voices)
        return section("problems", "problems.heading", "problems.lead", inner, voices)
    rows = [_problem(row, voices) for row in data.problems.slice(0, FIRST_ROWS).to_pylist()]
    heads = (
        "column.severity", "column.where", "column.value", "column.problem", "column.todo",
    )  # fmt: skip
    inner = data_table(
        heads,
        rows,
        voices,
        label="problems.heading",
        total=data.problems.num_rows,
        file="problems.csv",
    )
    return section("problems", "problems.heading", "problems.lead", inner, voices)


def _problem(row: dict[str, Any], voices: Voices) -> list[str]:
    severity = str(row["severity"])
    sign = "✕" if severity == "rejected" else "△"
    flag = element("span", sign, aria_hidden="true") + voices.code_html("severity", severity)
    source = row["source"] if not row["sheet"] else f"{row['source']} [{row['sheet']}]"
    where = element("span", escaped(source), class_="source")
    if row["row"] is not None:
        where += element("span", voices.html("where.row", n=row["row"]), class_="detail")
    if row["column"]:
        text = voices.html("where.column", name=row["column"])
        where += element("span", text, class_="detail")
    value = str(row["value"] or "")
    value = value if len(value) <= _LONG_VALUE else value[: _LONG_VALUE - 1] + "…"
    return [
        element("span", flag, class_=f"flag {'bad' if severity == 'rejected' else 'part'}"),
        where,
        element("code", escaped(value)) if value else "",
        engine_html(voices, row["sentence"] or ""),
        engine_html(voices, row["todo"] or ""),
    ]


def columns_section(data: ReportData, voices: Voices) -> str:
    """Which column became which fact, file by file."""
    files = [FileMapping(*mapping) for mapping in data.mappings]
    inner = "".join(_file(mapping, voices) for mapping in files[:FIRST_ROWS])
    inner = inner or empty("columns.empty", voices)
    return section("columns", "columns.heading", "columns.lead", inner, voices)


def _file(mapping: FileMapping, voices: Voices) -> str:
    rows: Sequence[Sequence[str]] = [
        [
            element("code", escaped(header)),
            escaped(name.replace("_", " ")) if name else voices.html("columns.kept"),
            engine_html(voices, how),
        ]
        for header, name, how in mapping.columns[:FIRST_ROWS]
    ]
    table = data_table(
        ("column.header", "column.field", "column.how"),
        rows,
        voices,
        label="columns.heading",
        css="narrow-table",
    )
    kind = element("span", voices.code_html("kind", mapping.kind), class_="pill")
    summary = element("span", escaped(mapping.file), class_="source") + " " + kind
    return element("details", element("summary", summary) + table, class_="card file")
