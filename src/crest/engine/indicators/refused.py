"""Who refused a question that a rule asks: kept apart from those who did not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crest.engine.indicators.evaluating import sets_on
from crest.engine.logic.columns import column_of
from crest.engine.rulebook.references import facts_of, references_of

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir

    from crest.engine.rulebook.book import Book
    from crest.engine.rulebook.rules import RuleEntry, RuleSet


def with_refusals(evaluated: ir.Table, answers: ir.Table, *, book: Book, on: date) -> ir.Table:
    """The answers of `evaluate` and, per rule, `<column>_refused`: a question of it was refused.

    `answers`: ANSWERS, one row per journey and question. For logic a refusal stays unknown; only
    `prevalence` counts it apart, and only where the rule has no answer.
    """
    questions = _questions(book, on)
    refused = answers.filter(answers["answer"] == "refused")
    marks = {
        f"{column}_refused": refused["question"].isin(sorted(facts)).cast("int8").max() == 1
        for column, facts in questions.items()
        if column in evaluated.columns
    }
    if not marks:
        return evaluated
    by_journey = refused.group_by("journey").aggregate(**marks)
    renamed = by_journey.rename(refused_by="journey")
    joined = evaluated.left_join(renamed, evaluated["journey"] == renamed["refused_by"])
    flags = {name: joined[name].fill_null(False) for name in marks}
    return joined.select(*evaluated.columns, **flags)


def _questions(book: Book, on: date) -> dict[str, set[str]]:
    """Column of each rule → every fact it asks for, also by way of other rules."""
    return {
        column_of(rule.id): _asked(rule, _by_id(rule_set))
        for rule_set in sets_on(book, on)
        for rule in rule_set.rules
    }


def _by_id(rule_set: RuleSet) -> dict[str, RuleEntry]:
    return {rule.id: rule for rule in rule_set.rules}


def _asked(rule: RuleEntry, rules: dict[str, RuleEntry]) -> set[str]:
    found = set(facts_of(rule.when))
    for name in references_of(rule.when):
        found |= _asked(rules[name], rules)
    return found
