"""Why a rule answers as it does for one worker, as data and as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.engine.errors import InputError
from crest.engine.logic.explain import Explanation, explain_set
from crest.engine.logic.one import outcome, verdict
from crest.engine.rulebook.expiry import stale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from crest.engine.rulebook.book import Book
    from crest.engine.rulebook.rules import RuleSet

_SPEAKS: Final = {True: "for a yes", False: "for a no"}


def explained(
    book: Book, code: str, facts: Mapping[str, object], on: date
) -> dict[str, Any] | None:
    """The answers of a rule or of every rule of a set on a day; None for an unknown code.

    Raises InputError when the code is known but no rule of it is in force on that day.
    """
    rule_set, wanted = _find(book, code)
    if rule_set is None:
        return None
    valid = rule_set.on(on)
    told = [one for one in explain_set(valid, facts, book) if wanted in {None, one.rule}]
    if not told:
        raise InputError(f"{code} is not in force on {on}.", todo="Name another day with --on.")
    found: dict[str, Any] = {
        "set": rule_set.id,
        "on": on,
        "rulebook": book.digest,
        "answers": [_answer(book, valid, one) for one in told],
        "warnings": list(stale(book, [one.rule for one in told], on)),
    }
    if wanted is None and valid.kind == "regime":
        found["verdict"] = verdict(valid, facts)
    if wanted is None and (label := outcome(valid, facts)) is not None:
        found["outcome"] = label
    return found


def explained_lines(found: dict[str, Any]) -> list[str]:
    """The same as lines of text."""
    lines = [f"By {found['set']} as in force on {found['on']}:"]
    for one in found["answers"]:
        lines += _answer_lines(one)
    for key in ("verdict", "outcome"):
        if key in found:
            lines += ["", f"{key.capitalize()}: {found[key].replace('_', ' ')}"]
    return [*lines, *(f"Note: {warning}" for warning in found["warnings"])]


def _find(book: Book, code: str) -> tuple[RuleSet | None, str | None]:
    """The rule set of a code, and the code of the rule when it names one rule of it."""
    for rule_set in book.rule_sets.values():
        if rule_set.id == code.casefold():
            return rule_set, None
        for rule in rule_set.rules:
            if rule.id.casefold() == code.casefold():
                return rule_set, rule.id
    return None, None


def _answer(book: Book, rule_set: RuleSet, told: Explanation) -> dict[str, Any]:
    rule = next(rule for rule in rule_set.rules if rule.id == told.rule)
    return {
        "rule": told.rule,
        "says": rule.says,
        "answer": str(told.answer),
        "confidence": rule.confidence,
        "because": [
            {
                "fact": reason.fact, "says": _says(book, reason.fact), "value": reason.value,
                "wanted": reason.wanted, "helped": reason.helped,
            }
            for reason in told.because
        ],
        "missing": [{"fact": name, "says": _says(book, name)} for name in told.missing],
        "cites": [cite.model_dump(exclude_none=True) for cite in rule.cites],
    }  # fmt: skip


def _answer_lines(one: dict[str, Any]) -> Iterator[str]:
    unverified = "" if one["confidence"] == "verified" else " (rule unverified)"
    yield ""
    yield f"{one['rule']}: {one['answer']}{unverified}. {one['says']}"
    for reason in one["because"]:
        yield (
            f"  because {reason['fact']} = {_value(reason['value'])}, {_SPEAKS[reason['helped']]}; "
            f"asked: {reason['says']} (wanted: {reason['wanted']})"
        )
    for gap in one["missing"]:
        yield f"  missing {gap['fact']}: {gap['says']}"


def _says(book: Book, fact: str) -> str:
    return book.facts[fact].says if fact in book.facts else fact


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,g}"
    return "not recorded" if value is None else str(value)
