"""The end of the report: coverage, sources and method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crest.drawing.assets import FOLDER
from crest.drawing.engine_words import engine_html
from crest.drawing.markup import element, escaped
from crest.drawing.report_places import coverage_bar, figure
from crest.drawing.report_tables import FIRST_ROWS, data_table, empty, section

if TYPE_CHECKING:
    from crest.drawing.report_data import ReportData
    from crest.drawing.wording import Voices


def coverage_section(data: ReportData, voices: Voices) -> str:
    """One bar per tier (or per label) of the coverage table."""
    rows = [] if data.coverage is None else data.coverage.slice(0, FIRST_ROWS).to_pylist()
    bars = "".join(
        element("li", element("p", _label(row, voices), class_="name") + bar)
        for row in rows
        if (bar := coverage_bar(row, voices))
    )
    inner = empty("coverage.empty", voices)
    if bars:
        inner = element("ul", bars, class_="bars card")
    return section("coverage", "coverage.heading", "coverage.lead", inner, voices)


def _label(row: dict[str, Any], voices: Voices) -> str:
    if row.get("label"):
        return escaped(row["label"])
    if row.get("tier") is None:
        return voices.html("number.workers")
    tier = int(row["tier"])
    return voices.html("coverage.tier", n=tier) if tier else voices.html("coverage.tier_here")


def method_section(data: ReportData, voices: Voices) -> str:
    """Say what was done, every number of the run, and where shapes and fonts come from."""
    statements = "".join(element("li", engine_html(voices, text)) for text in data.statements)
    inner = element("p", voices.html("method.indicated"))
    if statements:
        inner += element("h3", voices.html("method.statements"))
        inner += element("ul", statements, class_="sentences")
    if data.summary:
        rows = [
            [
                voices.code_html("number", str(key)),
                voices.html("unknown") if value is None else escaped(figure(value)),
            ]
            for key, value in data.summary.items()
            if value is None or isinstance(value, int | float | str)
        ]
        inner += element("h3", voices.html("method.numbers"))
        inner += data_table(
            ("column.name", "column.number"), rows, voices, label="method.numbers",
            file="summary.json", css="narrow-table",
        )  # fmt: skip
    built = (FOLDER / "fonts" / "fonts.json").is_file()
    keys = ["page.data_language", "method.atlas" if built else "method.fonts", "method.thai"]
    inner += "".join(element("p", voices.html(key), class_="note") for key in keys)
    return section("method", "method.heading", "", inner, voices)
