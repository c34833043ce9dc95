"""One rule, millions of workers: tests as Ibis expressions over a table of facts.

The columns of the table are the facts. A column that is not there, and a null in one that is, mean
unknown; the logic of null in SQL is exactly that of the three answers. Columns must hold no
not-a-number. The expressions are valid on DuckDB and on Spark.
"""

from __future__ import annotations

import operator
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import ibis

from crest.engine.errors import RuleFileError
from crest.engine.logic.answers import Answer, FactKindError
from crest.engine.logic.columns import column_of, outcome_column, verdict_column
from crest.engine.logic.many_facts import fact_expression
from crest.engine.rulebook.nodes import All, AnyOf, Count, Fact, Not, Ref
from crest.engine.rulebook.references import levels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import ibis.expr.types as ir

    from crest.engine.rulebook.nodes import Test
    from crest.engine.rulebook.rules import RuleEntry, RuleSet

__all__ = ["FactKindError", "answer_columns", "expression", "outcome", "verdict", "with_answers"]

_TINY: Final = 127  # what a sum of int8 may reach


def expression(
    test: Test, table: ir.Table, answers: Mapping[str, ir.BooleanValue] | None = None
) -> ir.BooleanValue:
    """The answer of one test for every row: true = yes, false = no, null = unknown.

    `answers`: rule id → expression, for references. Raises RuleFileError for a reference that is
    not among them, FactKindError when a column cannot be tested so.
    """
    return _column(_build(test, table, answers or {}))


def answer_columns(rule_set: RuleSet, table: ir.Table) -> dict[str, ir.BooleanValue]:
    """Rule id → expression over the table, in the order of the file.

    A rule that others refer to is written out in each of them; `with_answers` computes it once.
    """
    found: dict[str, Any] = {}
    for level in levels(rule_set):
        found |= {rule.id: _build(rule.when, table, found) for rule in level}
    return {rule.id: _column(found[rule.id]) for rule in rule_set.rules}


def with_answers(rule_set: RuleSet, table: ir.Table) -> ir.Table:
    """The table and a nullable boolean column per rule, each rule computed once.

    A regime adds its verdict column too, a set with rules of part “class” its outcome column.
    """
    answers: dict[str, Any] = {}
    for level in levels(rule_set):
        built = {rule.id: _column(_build(rule.when, table, answers)) for rule in level}
        table = table.mutate(**{column_of(name): column for name, column in built.items()})
        answers = {name: table[column_of(name)] for name in [*answers, *built]}
    labels: dict[str, ir.StringValue] = {}
    if _verdicts(rule_set):
        labels[verdict_column(rule_set.id)] = verdict(rule_set, table, answers)
    if _classes(rule_set):
        labels[outcome_column(rule_set.id)] = outcome(rule_set, table, answers)
    return table.mutate(**labels) if labels else table


def verdict(
    rule_set: RuleSet, table: ir.Table, answers: Mapping[str, ir.BooleanValue] | None = None
) -> ir.StringValue:
    """What a regime says for every row, decided as in `one.verdict`.

    `answers`: rule id → column, where they are computed already.
    """
    given = answer_columns(rule_set, table) if answers is None else answers
    return _decided(_verdicts(rule_set), given)


def outcome(
    rule_set: RuleSet, table: ir.Table, answers: Mapping[str, ir.BooleanValue] | None = None
) -> ir.StringValue:
    """The class of every row, decided as in `one.outcome`; null for a set without classes."""
    classes = _classes(rule_set)
    if not classes:
        return ibis.null("string")
    given = answer_columns(rule_set, table) if answers is None else answers
    return _decided(classes, given)


def _verdicts(rule_set: RuleSet) -> list[tuple[RuleEntry, str]]:
    return [(rule, rule.verdict) for rule in rule_set.rules if rule.verdict]


def _classes(rule_set: RuleSet) -> list[tuple[RuleEntry, str]]:
    return [(rule, rule.outcome or rule.id) for rule in rule_set.rules if rule.part == "class"]


def _decided(
    rules: Sequence[tuple[RuleEntry, str]], answers: Mapping[str, ir.BooleanValue]
) -> ir.StringValue:
    branches: list[tuple[ir.BooleanValue, str]] = []
    for rule, label in rules:
        answer = answers[rule.id]
        branches += [(answer, label), (answer.isnull(), "unknown")]
    return ibis.cases(*branches, else_="outside") if branches else ibis.literal("outside")


def _build(test: Test, table: ir.Table, answers: Mapping[str, Any]) -> Any:
    """An expression, or an Answer where it is the same for all rows."""
    match test:
        case Fact():
            return fact_expression(test, table)
        case All(all=inside):
            return _joined(Answer.NO, operator.and_, inside, table, answers)
        case AnyOf(any=inside):
            return _joined(Answer.YES, operator.or_, inside, table, answers)
        case Not(not_=inner):
            built = _build(inner, table, answers)
            return built.opposite() if isinstance(built, Answer) else _refused(built)
        case Count():
            return _count([_build(part, table, answers) for part in test.count], test.at_least)
        case Ref(rule=rule_id):
            if rule_id not in answers:
                raise RuleFileError(
                    f"A rule refers to {rule_id}, which has no answer here.",
                    todo="Ask the whole set.",
                )
            return answers[rule_id]


def _joined(
    decisive: Answer,
    join: Any,
    tests: Iterable[Test],
    table: ir.Table,
    answers: Mapping[str, Any],
) -> Any:
    return _join(decisive, join, [_build(test, table, answers) for test in tests])


def _join(decisive: Answer, join: Any, built: Sequence[Any]) -> Any:
    """All or any of what was built; what is the same for all rows is settled here."""
    if any(part is decisive for part in built):
        return decisive
    parts = [part for part in built if not isinstance(part, Answer)]
    unknown = any(part is Answer.UNKNOWN for part in built)
    if not parts:
        return Answer.UNKNOWN if unknown else decisive.opposite()
    if unknown:
        parts.append(ibis.null("boolean"))
    return reduce(join, parts)


def _count(built: Sequence[Any], at_least: int) -> Any:
    """Yes when enough are yes; no when yes and unknown together are too few."""
    parts = [part for part in built if not isinstance(part, Answer)]
    unknown = sum(part is Answer.UNKNOWN for part in built)
    wanted = at_least - sum(part is Answer.YES for part in built)
    if wanted <= 0:
        return Answer.YES
    if wanted > len(parts) + unknown:
        return Answer.NO
    rest = [*parts, *[Answer.UNKNOWN] * unknown]
    if wanted == 1:
        return _join(Answer.YES, operator.or_, rest)
    if wanted == len(rest):
        return _join(Answer.NO, operator.and_, rest)
    small = "int8" if len(rest) <= _TINY else "int32"
    one, none = ibis.literal(1, small), ibis.literal(0, small)
    # Two plain sums without null: the fastest way DuckDB has to count signs.
    certain = reduce(operator.add, [part.ifelse(one, none) for part in parts])
    possible = reduce(operator.add, [_refused(part).ifelse(none, one) for part in parts])
    return ibis.cases((certain >= wanted, True), (possible < wanted - unknown, False))


def _refused(answer: Any) -> Any:
    """Whether the answer is no.

    `~answer` is not used: where it is asked for null later on, Ibis writes NOT (x) IS NULL, which
    SQL reads as NOT (x IS NULL).
    """
    return answer == ibis.literal(False)


def _column(built: Any) -> ir.BooleanValue:
    if built is Answer.UNKNOWN:
        return ibis.null("boolean")
    return ibis.literal(built is Answer.YES) if isinstance(built, Answer) else built
