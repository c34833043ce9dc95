"""Dated figures of the rulebook as rows that can be joined: one per value, scope and item.

A figure that holds for several countries, sectors or sites of law becomes several rows; a scope
column that is null holds for all. `until` is the day before the next value.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from crest.engine.rulebook.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crest.engine.rulebook.book import Book
    from crest.engine.rulebook.rules import Figure

SCOPE: Final = ("origin", "destination", "province", "sector", "scheme", "sex", "occupation")
CAP_KINDS: Final = ("cap", "typical_cost")
MONTHS_OF_PAY: Final = {
    "months_of_contract_pay": "months_of_pay",
    "months_of_contract_pay_per_12_months": "months_of_pay_a_year",
}
ENDLESS: Final = date(9999, 12, 31)
_CURRENCY_LETTERS: Final = 3
DATED: Final = pa.schema(
    [
        pa.field("figure", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("since", pa.date32(), nullable=False),
        pa.field("until", pa.date32(), nullable=False),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("per", pa.string(), nullable=False),  # once, day, month, hour, months_of_pay …
        pa.field("figure_currency", pa.string()),
        pa.field("confidence", pa.string(), nullable=False),
        *(pa.field(f"for_{name}", pa.string()) for name in SCOPE),
    ]
)


def unit_of(unit: str) -> tuple[str, str | None] | None:
    """(per, currency) of a money unit: “THB” once, “per_day.THB”, months of contract pay.

    None for a unit that is no money.
    """
    if unit in MONTHS_OF_PAY:
        return MONTHS_OF_PAY[unit], None
    start, _, currency = unit.rpartition(".")
    if start in {"per_day", "per_month", "per_hour"}:
        return start.removeprefix("per_"), currency
    if len(unit) == _CURRENCY_LETTERS and unit.isupper():
        return "once", unit
    return None


def dated_rows(figures: Iterable[Figure]) -> Iterator[dict[str, Any]]:
    """The rows of DATED for figures in money; a value of null ends the figure and has no row."""
    for figure in figures:
        money = unit_of(figure.unit)
        if money is None:
            continue
        ends = [value.from_ - timedelta(1) for value in figure.values[1:]] + [ENDLESS]
        for value, until in zip(figure.values, ends, strict=True):
            if value.value is None:
                continue
            known = {
                "figure": figure.id, "kind": figure.kind, "since": value.from_, "until": until,
                "value": value.value, "per": money[0], "figure_currency": money[1],
                "confidence": value.confidence or figure.confidence,
            }  # fmt: skip
            for scope in _scopes(figure):
                yield known | scope


def _scopes(figure: Figure) -> Iterator[dict[str, str | None]]:
    asked = [figure.applies.get(name, (None,)) for name in SCOPE]
    for combination in product(*asked):
        scope = {f"for_{n}": v for n, v in zip(SCOPE, combination, strict=True)}
        for name in ("for_province", "for_occupation"):
            if scope[name] is not None:
                scope[name] = fold(str(scope[name]))
        yield scope


def figures_of(book: Book, *kinds: str) -> list[Figure]:
    """The figures of these kinds, by id."""
    return [figure for _, figure in sorted(book.figures.items()) if figure.kind in kinds]


def dated_table(rows: Iterable[dict[str, Any]]) -> pa.Table:
    """Rows of DATED as a table."""
    return pa.Table.from_pylist(list(rows), schema=DATED)


def holds(
    row: dict[str, Any], facts: dict[str, Any], day: date, *, skip: tuple[str, ...] = ()
) -> bool:
    """Whether a row of DATED holds for the facts of a journey on a day.

    A scope the journey does not know is not met, except where the row holds for all.
    """
    if not row["since"] <= day <= row["until"]:
        return False
    return all(
        row[f"for_{name}"] is None or row[f"for_{name}"] == facts.get(name)
        for name in SCOPE
        if name not in skip
    )
