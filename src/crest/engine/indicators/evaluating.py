"""All indicator sets over a table of facts, in one expression."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Final

from crest.engine.logic.columns import column_of, outcome_column
from crest.engine.logic.many import outcome, with_answers
from crest.engine.rulebook.references import facts_of

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir

    from crest.engine.rulebook.book import Book
    from crest.engine.rulebook.rules import RuleSet
    from crest.engine.tables.engines import Engine

COUNTED: Final = "ilo-11"  # the set whose signs are counted: each fact speaks there once


def sets_on(book: Book, on: date) -> tuple[RuleSet, ...]:
    """The indicator sets with the rules in force on that day, by id; empty ones left out."""
    sets = [book.indicator_sets[name].on(on) for name in sorted(book.indicator_sets)]
    return tuple(rule_set for rule_set in sets if rule_set.rules)


def indicator_columns(book: Book, on: date) -> dict[str, str]:
    """Rule id → column of its answers, for every rule of every indicator set."""
    return {rule.id: column_of(rule.id) for rules in sets_on(book, on) for rule in rules.rules}


def evaluate(engine: Engine, facts: ir.Table, *, book: Book, on: date) -> ir.Table:
    """One row per journey: `journey`, a nullable boolean per rule, `class_<set>`, and counts.

    `facts`: one row per journey, one column per fact; a fact without a column is unknown for all.
    `on`: the day for which the rules are asked. `signs_yes`, `signs_unknown` count the rules of
    the ILO's eleven; `signs_answered` is their answered share, 0..1. The counts order and warn,
    they are no finding. The engine computes nothing here: the result is an expression.
    """
    del engine  # the expression is the same for all engines
    sets = sets_on(book, on)
    if not sets:
        return facts.select("journey")
    table = with_answers(_together(sets), facts)
    kept: dict[str, ir.Value] = {}
    for rule_set in sets:
        answers = {rule.id: table[column_of(rule.id)] for rule in rule_set.rules}
        kept |= {column_of(name): column for name, column in answers.items()}
        if any(rule.part == "class" for rule in rule_set.rules):
            kept[outcome_column(rule_set.id)] = outcome(rule_set, table, answers)
        if rule_set.id == COUNTED:
            kept |= _counts(rule_set, answers)
    return table.select("journey", **kept)


def _together(sets: tuple[RuleSet, ...]) -> RuleSet:
    """All rules as one set without classes, so that every layer of the query serves all sets.

    Ids are unique across the indicator sets, since each names a column of the answers.
    """
    rules = [rule for rule_set in sets for rule in rule_set.rules]
    unclassed = tuple(rule.model_copy(update={"part": None}) for rule in rules)
    return sets[0].model_copy(update={"rules": unclassed})


def missing_facts(facts: ir.Table, *, book: Book, on: date) -> tuple[str, ...]:
    """Facts that a rule asks for and the table has no column of: unknown for every worker."""
    return tuple(sorted(facts_asked(book, on) - set(facts.columns)))


def facts_asked(book: Book, on: date) -> set[str]:
    """All facts that the indicator sets ask for."""
    return {
        fact
        for rule_set in sets_on(book, on)
        for rule in rule_set.rules
        for fact in facts_of(rule.when)
    }


def _counts(rule_set: RuleSet, answers: dict[str, ir.BooleanValue]) -> dict[str, ir.NumericValue]:
    signs = [answers[rule.id] for rule in rule_set.rules if rule.part != "class"]
    yes = reduce(add, [sign.fill_null(False).cast("int16") for sign in signs])
    unknown = reduce(add, [sign.isnull().cast("int16") for sign in signs])
    answered = 1.0 - unknown.cast("float64") / float(len(signs))
    return {"signs_yes": yes, "signs_unknown": unknown, "signs_answered": answered}
