"""Signs that rules draw from the worked-out facts: recovery from the pay, bondage, substitution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.engine.errors import RuleFileError
from crest.engine.fees.verdicts import answers_of
from crest.engine.logic import many, one
from crest.engine.logic.columns import column_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from crest.engine.fees.two_ways import Row
    from crest.engine.rulebook.book import Book

# Rule set → the rule whose answer is a fact.
SIGNS: Final = {
    "debt": ("DEBT-BONDAGE-SIGN", "debt_bondage_sign"),
    "contract": ("CON-SUBSTITUTION-SIGN", "substitution_sign"),
}


def deducted(row: Row) -> dict[str, Any]:
    """`recruitment_deducted`: yes with a deduction or a cost so paid; no with a clean payroll."""
    return {
        "recruitment_deducted": row.cases(
            ((row["recruitment_rows"] > 0) | (row["deducted_costs"] > 0), True),
            (row["recruitment_rows"] == 0, False),
            else_=row.empty("boolean"),
        )
    }


def with_signs(table: ir.Table, book: Book) -> ir.Table:
    """The journeys with every answer of the debt and contract rules, and the two signs."""
    for name, (rule, fact) in SIGNS.items():
        table = many.with_answers(_rules(book, name), table)
        table = table.mutate(**{fact: table[column_of(rule)]})
    return table


def signs_of(values: Mapping[str, Any], book: Book) -> dict[str, Any]:
    """As `with_signs`, for one worker."""
    found: dict[str, Any] = {}
    for name, (rule, fact) in SIGNS.items():
        answers = answers_of(_rules(book, name), values)
        found |= {column_of(rule_id): _truth(answer) for rule_id, answer in answers.items()}
        found[fact] = _truth(answers[rule])
    return found


def _truth(answer: one.Answer) -> bool | None:
    return None if answer is one.Answer.UNKNOWN else answer is one.Answer.YES


def _rules(book: Book, name: str) -> Any:
    if name not in book.rule_sets:
        raise RuleFileError(
            f"The rule set {name} is missing.", todo="Reinstall crest, or add it to your rulebook."
        )
    return book.rule_sets[name]
