"""One rule, one worker: tests asked of a dict of facts, in plain Python.

A fact nobody recorded (missing, None, or not a number) is unknown, never no. `many` gives the
same answers for a table; numbers are compared as float64 unless both sides are whole.
"""

from __future__ import annotations

import math
import operator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from crest.engine.errors import RuleFileError
from crest.engine.logic.answers import Answer, FactKindError
from crest.engine.rulebook.nodes import All, AnyOf, Count, Fact, Not, OtherFact, Ref
from crest.engine.rulebook.references import levels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crest.engine.rulebook.nodes import Test
    from crest.engine.rulebook.rules import RuleEntry, RuleSet

    Facts = Mapping[str, object]
    Answers = Mapping[str, Answer]

__all__ = ["Answer", "answer_set", "ask", "ask_fact", "outcome", "verdict"]

_YES: Final = Answer.YES
_NO: Final = Answer.NO
_UNKNOWN: Final = Answer.UNKNOWN
_COMPARISONS: Final = (
    ("at_least", operator.ge),
    ("at_most", operator.le),
    ("above", operator.gt),
    ("below", operator.lt),
)


def ask(test: Test, facts: Facts, answers: Answers | None = None) -> Answer:
    """The answer of one test. `facts`: name → bool, text, number, date or None.

    `answers`: rule id → answer, for references. Raises RuleFileError for a reference that is not
    among them, FactKindError when a fact cannot be tested so (text for a number).
    """
    match test:
        case Fact():
            return ask_fact(test, facts)
        case All(all=inside):
            return _first(_NO, _YES, inside, facts, answers)
        case AnyOf(any=inside):
            return _first(_YES, _NO, inside, facts, answers)
        case Not(not_=inner):
            return ask(inner, facts, answers).opposite()
        case Count():
            return _ask_count(test, facts, answers)
        case Ref(rule=rule_id):
            if answers is None or rule_id not in answers:
                raise RuleFileError(
                    f"A rule refers to {rule_id}, which has no answer here.",
                    todo="Ask the whole set.",
                )
            return answers[rule_id]


def answer_set(rule_set: RuleSet, facts: Facts) -> dict[str, Answer]:
    """Rule id → answer, in the order of the file.

    Raises RuleFileError when references lead nowhere or in a circle.
    """
    found: dict[str, Answer] = {}
    for level in levels(rule_set):
        found |= {rule.id: ask(rule.when, facts, found) for rule in level}
    return {rule.id: found[rule.id] for rule in rule_set.rules}


def verdict(rule_set: RuleSet, facts: Facts, answers: Answers | None = None) -> str:
    """What a regime says: the verdict of the first rule that is not no.

    “unknown” when that rule is unknown; “outside” when all are no. Rules without a verdict only
    serve as references.
    """
    given = answer_set(rule_set, facts) if answers is None else answers
    return _decided(((rule, rule.verdict) for rule in rule_set.rules if rule.verdict), given)


def outcome(rule_set: RuleSet, facts: Facts, answers: Answers | None = None) -> str | None:
    """The class that the rules of part “class” give, decided as a verdict is.

    None when the set has no such rules.
    """
    classes = [(rule, rule.outcome or rule.id) for rule in rule_set.rules if rule.part == "class"]
    if not classes:
        return None
    given = answer_set(rule_set, facts) if answers is None else answers
    return _decided(classes, given)


def present(value: object) -> bool:
    """Whether somebody recorded the value: neither None nor a not-a-number."""
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def _decided(rules: Iterable[tuple[RuleEntry, str]], answers: Answers) -> str:
    for rule, label in rules:
        answer = answers[rule.id]
        if answer is not _NO:
            return label if answer is _YES else "unknown"
    return "outside"


def _first(
    decisive: Answer,
    otherwise: Answer,
    tests: Iterable[Test],
    facts: Facts,
    answers: Answers | None,
) -> Answer:
    """The decisive answer as soon as one test gives it; unknown before the other one."""
    found = otherwise
    for test in tests:
        answer = ask(test, facts, answers)
        if answer is decisive:
            return decisive
        if answer is _UNKNOWN:
            found = _UNKNOWN
    return found


def _ask_count(test: Count, facts: Facts, answers: Answers | None) -> Answer:
    given = [ask(part, facts, answers) for part in test.count]
    certain = given.count(_YES)
    if certain >= test.at_least:
        return _YES
    return _UNKNOWN if certain + given.count(_UNKNOWN) >= test.at_least else _NO


def ask_fact(test: Fact, facts: Facts) -> Answer:
    """The answer of a test of one fact; see `ask`."""
    value = facts.get(test.fact)
    if test.known is not None:
        return _YES if present(value) else _NO
    if not present(value):
        return _UNKNOWN
    if test.is_ is not None:
        return _truth(_of_kind(test.fact, value, str, "a code") in test.is_)
    for name, compare in _COMPARISONS:
        limit = getattr(test, name)
        if limit is not None:
            sides = _sides(test.fact, value, limit, facts)
            return _UNKNOWN if sides is None else _truth(compare(*sides))
    return _truth(bool(_of_kind(test.fact, value, bool, "yes or no")))


def _truth(holds: bool) -> Answer:  # noqa: FBT001 - a conversion
    return _YES if holds else _NO


def _sides(fact: str, value: object, limit: object, facts: Facts) -> tuple[Any, Any] | None:
    """Both sides of a comparison, of one type; None when the other fact is unknown."""
    if isinstance(limit, OtherFact):
        other = facts.get(limit.fact)
        if not present(other):
            return None
        if isinstance(value, date) and isinstance(other, date) and limit.times == 1:
            return day_of(value), day_of(other)
        left, right = _number(fact, value), _number(limit.fact, other)
        return float(left), float(right) * limit.times
    if isinstance(limit, date):
        return day_of(_of_kind(fact, value, date, "a date")), limit
    return _number(fact, value), limit


def _number(fact: str, value: object) -> float | int:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FactKindError(fact, "a number", _kind(value))
    return value


def _of_kind(fact: str, value: object, kind: type, wanted: str) -> Any:
    if not isinstance(value, kind):
        raise FactKindError(fact, wanted, _kind(value))
    return value


def day_of(value: date) -> date:
    """The day of a date or of a moment."""
    return value.date() if isinstance(value, datetime) else value


def _kind(value: object) -> str:
    for kind, name in ((bool, "yes or no"), (str, "text"), (date, "a date")):
        if isinstance(value, kind):
            return name
    return "a number" if isinstance(value, int | float | Decimal) else type(value).__name__
