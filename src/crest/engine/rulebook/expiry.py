"""Rows that a result used although they are out of date: each gets a sentence of warning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crest.engine.rulebook.rules import Dated, Figure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from crest.engine.rulebook.book import Book


def stale(
    book: Book, used_ids: Iterable[str], on: date, rows: Iterable[Dated] = ()
) -> tuple[str, ...]:
    """Sentences about used rules and figures that had ended, or should have been reviewed.

    `used_ids`: codes of rules and figures; the code of a rule set stands for all its rules.
    `rows`: further dated rows with an `id` (items, rules of repayment, risk factors) that may be
    among the used. Of a code that stands for several periods, the row valid on the day counts, or
    the latest. Codes that are not found are not of the rulebook and say nothing.
    """
    wanted = set(used_ids)
    versions: dict[str, list[Any]] = {}
    for rule_set in book.rule_sets.values():
        for rule in rule_set.rules:
            if rule.id in wanted or rule_set.id in wanted:
                versions.setdefault(rule.id, []).append(rule)
    for row in (*book.figures.values(), *rows):
        if getattr(row, "id", None) in wanted:
            versions.setdefault(row.id, []).append(row)  # type: ignore[attr-defined]
    found = (_warning(code, _at(same, on), on) for code, same in sorted(versions.items()))
    return tuple(sentence for sentence in found if sentence)


def _at(rows: list[Any], on: date) -> Any:
    """The row valid on the day; otherwise the one that ended last."""
    for row in rows:
        if isinstance(row, Figure) or row.holds_on(on):
            return row
    return max(rows, key=lambda row: row.valid_from)


def _warning(code: str, row: Any, on: date) -> str | None:
    if isinstance(row, Dated) and row.valid_to is not None and row.valid_to < on:
        return f"{code} ended on {row.valid_to}; it was used for {on} all the same."
    if isinstance(row, Dated) and on < row.valid_from:
        return f"{code} is valid from {row.valid_from} on; it was used for {on} all the same."
    if isinstance(row, Figure) and row.values[-1].value is None and row.values[-1].from_ <= on:
        return f"{code} ended on {row.values[-1].from_}; no later value is known."
    if row.review_by < on:
        return f"{code} should have been reviewed by {row.review_by}; it may be out of date."
    return None
