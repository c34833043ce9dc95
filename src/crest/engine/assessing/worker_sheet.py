"""One worker's case in full: each cost, each verdict, each sign, and the sum that is owed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.errors import InputError
from crest.engine.fees.explained import CostLine, conversion, verdict_lines
from crest.engine.fees.two_ways import extended
from crest.engine.fees.verdicts import cost_facts, regimes_of
from crest.engine.indicators import IndicatorSheet, explain_worker

if TYPE_CHECKING:
    from datetime import date

    from crest.engine.rulebook.book import Book


@dataclass(frozen=True, slots=True)
class WorkerSheet:
    """What one journey shows. For the owner of the folder and the worker, nobody else.

    `journey`: the row of the assessment (facts, sums, signs). `costs`: each with its conversion and
    the rule behind every verdict. `indicators`: one sheet per method, with what answered each sign
    and what is missing. `owed`: the row of the repayment plan, with its sentence in `because`.
    """

    journey: dict[str, Any]
    costs: tuple[CostLine, ...]
    indicators: tuple[IndicatorSheet, ...]
    owed: dict[str, Any] | None


def worker_sheet(
    name: str, journeys: pa.Table, costs: pa.Table, owed: pa.Table, *, book: Book, on: date
) -> WorkerSheet:
    """The sheet of a journey, or of a worker with one journey.

    The tables are those of an assessment. Raises InputError when nobody, or more than one journey,
    is meant.
    """
    row = _meant(name, journeys)
    key = row["journey"]
    regimes = regimes_of(book, on)
    facts = row | {fact: _plain(row.get(fact)) for fact in book.facts if fact in row}
    lines = []
    for cost in _rows(costs, "journey", key):
        asked = extended({**facts, **cost}, cost_facts)
        lines.append(CostLine(cost, conversion(cost), verdict_lines(asked, regimes)))
    plan = _rows(owed, "journey", key)
    return WorkerSheet(
        journey=row,
        costs=tuple(lines),
        indicators=explain_worker(facts, book=book, on=on),
        owed=plan[0] if plan else None,
    )


def _meant(name: str, journeys: pa.Table) -> dict[str, Any]:
    found = _rows(journeys, "journey", name) or _rows(journeys, "worker", name)
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError(
            f"There is no journey or worker “{name}” in this result.",
            todo="Look the reference up in workers/journeys.csv.",
        )
    known = ", ".join(str(row["journey"]) for row in found)
    raise InputError(
        f"“{name}” has {len(found)} journeys: {known}.", todo="Name one of the journeys."
    )


def _rows(table: pa.Table, column: str, value: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.filter(pc.equal(table[column], value)).to_pylist()
    return rows


def _plain(value: Any) -> Any:
    """Money as a number: facts are compared as numbers."""
    return float(value) if hasattr(value, "as_tuple") else value
