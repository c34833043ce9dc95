"""What nobody knows, how good the data are, and what the result stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import is_hidden, rows_of
from crest.drawing.report_page import EXAMPLE
from crest.printing.pen import (
    FEW,
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
    toned,
)  # fmt: skip

if TYPE_CHECKING:
    from crest.drawing.assessment_data import AssessmentReport

_MOST_PROBLEMS: Final = 30


def unknowns_section(data: AssessmentReport, pen: Pen) -> list[Block]:
    """What could not be answered, of how many, and how to find out."""
    heads = [
        Column(pen.say("col.question"), 2.6),
        Column(pen.say("col.count"), 1.2, right=True),
        Column(pen.say("col.todo"), 3),
    ]
    rows = [
        [pen.pick(row["says"] or row["what"], row["thai"]), _of(row, pen),
         pen.pick(row["todo"], row["todo_thai"])]
        for row in rows_of(data.unknowns, tables.UNKNOWNS)
    ]  # fmt: skip
    first = [heading(pen.say("unknown.heading")), say("text", pen.say("unknown.lead"))]
    found = table(pen.say("unknown.table"), heads, rows)
    # Of nobody, nothing is known; that is not the same as knowing all.
    key = "unknown.empty" if data.numbers.get("workers") else "answer.no_workers"
    return [*first, *pen.else_empty(found, key)]


def _of(row: dict[str, Any], pen: Pen) -> Cell:
    if is_hidden(row):
        return {"text": FEW, "style": "few"}
    if row["count"] is None:
        return soft(pen.say("unknown.all"))
    if row["of"] is None:
        return pen.count(row["count"])
    return pen.say("of", n=row["count"], whole=row["of"])


def quality_section(data: AssessmentReport, pen: Pen) -> list[Block]:
    """Signs of coached answers and the like, what is hidden, and rows with a problem."""
    signs = [
        strong(pen.group(row), pen.pick(row["says"], row["thai"]))
        for row in rows_of(data.quality, tables.QUALITY)
    ]
    inner: list[Block] = pen.else_empty(listing(signs), "quality.empty")
    inner += [heading(pen.say("unknown.suppressed"), 2), say("text", pen.say("basis.small"))]
    inner += listing(pen.each(data.suppressed))
    inner += [heading(pen.say("problems.heading"), 2), *_problems(data, pen)]
    return [heading(pen.say("quality.heading")), *inner]


def _problems(data: AssessmentReport, pen: Pen) -> list[Block]:
    heads = [
        Column(pen.say("col.where"), 1.4),
        Column(pen.say("col.problem"), 3),
        Column(pen.say("col.todo"), 2.6),
    ]
    # No values: what a person wrote in a cell may name a worker.
    rows = [
        [
            plain(pen.told(row["source"]), _place(row, pen)),
            pen.told(row["sentence"]),
            pen.told(row["todo"]),
        ]
        for row in data.problems.slice(0, _MOST_PROBLEMS).to_pylist()
    ]
    whole = data.problems.num_rows
    note = pen.first_of(_MOST_PROBLEMS, whole)
    found = table(pen.say("quality.problems_table"), heads, rows, note)
    return pen.else_empty(found, "problems.empty")


def _place(row: dict[str, Any], pen: Pen) -> str:
    parts = []
    if row.get("row") is not None:
        parts.append(pen.words.say("where.row", n=row["row"]))
    if row.get("column"):
        parts.append(pen.words.say("where.column", name=row["column"]))
    return ", ".join(parts)


def method_section(data: AssessmentReport, pen: Pen) -> list[Block]:
    """What was done, on which rules, from which sources, and what is due for review."""
    blocks = [heading(pen.say("basis.heading")), say("text", pen.say("basis.lead"))]
    blocks += listing(pen.each(data.statements))
    if data.stale:
        blocks += [heading(pen.say("unknown.stale"), 2), *listing(pen.each(data.stale))]
    blocks += _rules(data, pen)
    if data.sources:
        named = [plain(text, name) for name, text in sorted(data.sources.items())]
        blocks += [heading(pen.say("method_sources"), 2), *listing(named)]
    numbers = [
        [pen.code("number", name), _number(name, value, pen)]
        for name, value in data.numbers.items()
    ]
    heads = [Column(pen.say("column.name"), 3), Column(pen.say("col.figure"), 1, right=True)]
    blocks += table(pen.say("method.numbers"), heads, numbers)
    notes = [data.notice] if data.notice and data.notice != EXAMPLE else []
    notes += [pen.say("method_engine", engine=data.engine, digest=data.digest or "–")]
    notes.append(pen.say("page.data_language"))
    if pen.words.language == "th":
        notes.append(pen.say("method.thai"))
    blocks += [say("note", text) for text in notes]
    return blocks


def _number(name: str, value: Any, pen: Pen) -> Cell:
    if value is None:
        return soft(pen.words.say("unknown"))
    if name.endswith("_minor"):
        return pen.money(int(value))
    if isinstance(value, float):
        return pen.decimal(value)
    return pen.count(value) if isinstance(value, int) else str(value)


def _rules(data: AssessmentReport, pen: Pen) -> list[Block]:
    heads = [
        Column(pen.say("col.rule"), 1.1),
        Column(pen.say("col.says"), 3),
        Column(pen.say("col.source"), 2.6),
        Column(pen.say("col.confidence"), 1.1),
    ]
    rows = []
    for row in rows_of(data.rules, tables.RULES_USED):
        general = row["confidence"] != "verified"
        tone = "caution" if general else "soft"
        word = pen.say(f"confidence.{'general' if general else 'verified'}")
        due = pen.say("method_review", day=pen.day(row["review_by"])) if row["stale"] else ""
        rows.append(
            [
                row["rule"] or "",
                pen.pick(row["says"], row["thai"]),
                plain(row["source"] or "", due),
                toned(word, tone),
            ]
        )
    return table(pen.say("basis.rules"), heads, rows)
