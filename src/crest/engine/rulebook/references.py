"""In which order the rules of a set must be asked, so that each reference finds its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crest.engine.errors import RuleFileError
from crest.engine.rulebook.nodes import All, AnyOf, Count, Fact, Not, OtherFact, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crest.engine.rulebook.nodes import Test
    from crest.engine.rulebook.rules import RuleEntry, RuleSet

_COMPARED = ("at_least", "at_most", "above", "below")


def parts_of(test: Test) -> tuple[Test, ...]:
    """The tests directly inside a test; () for a fact and for a reference."""
    match test:
        case Not(not_=inner):
            return (inner,)
        case All(all=inside) | AnyOf(any=inside) | Count(count=inside):
            return inside
        case _:
            return ()


def leaves_of(test: Test) -> Iterator[Fact | Ref]:
    """Every fact test and every reference inside a test, from left to right."""
    if isinstance(test, Fact | Ref):
        yield test
    for part in parts_of(test):
        yield from leaves_of(part)


def facts_of(test: Test) -> tuple[str, ...]:
    """Names of the facts a test asks about, each once, in order; not those behind references."""
    found: dict[str, None] = {}
    for leaf in leaves_of(test):
        if isinstance(leaf, Fact):
            found.setdefault(leaf.fact)
            other = other_fact(leaf)
            if other is not None:
                found.setdefault(other.fact)
    return tuple(found)


def other_fact(test: Fact) -> OtherFact | None:
    """The other fact that a fact is compared with, if any."""
    for name in _COMPARED:
        limit = getattr(test, name)
        if isinstance(limit, OtherFact):
            return limit
    return None


def references_of(test: Test) -> tuple[str, ...]:
    """Ids of the rules a test refers to, each once, in order."""
    return tuple(dict.fromkeys(leaf.rule for leaf in leaves_of(test) if isinstance(leaf, Ref)))


def levels(rule_set: RuleSet) -> tuple[tuple[RuleEntry, ...], ...]:
    """The rules of a set in levels: each refers only to rules of the levels before its own.

    Within a level the order of the file is kept. Raises RuleFileError when an id stands twice,
    when a rule refers to one that is not in the set, or to itself, also by way of others.
    """
    waiting = {rule.id: rule for rule in rule_set.rules}
    if len(waiting) < len(rule_set.rules):
        raise _wrong(rule_set, "has one id twice", "Ask the set for one day: rule_set.on(day).")
    found: list[tuple[RuleEntry, ...]] = []
    wanted = {name: references_of(rule.when) for name, rule in waiting.items()}
    for name, references in wanted.items():
        for reference in references:
            if reference not in wanted:
                raise _wrong(
                    rule_set, f"{name} refers to {reference}, which is not there",
                    "Correct the reference or add the rule.",
                )  # fmt: skip
    while waiting:
        ready = [
            rule for name, rule in waiting.items() if not any(r in waiting for r in wanted[name])
        ]
        if not ready:
            raise _wrong(
                rule_set, f"{', '.join(waiting)} refer to each other in a circle",
                "Break the circle.",
            )  # fmt: skip
        found.append(tuple(ready))
        for rule in ready:
            del waiting[rule.id]
    return tuple(found)


def _wrong(rule_set: RuleSet, sentence: str, todo: str) -> RuleFileError:
    return RuleFileError(f"The rule set {rule_set.id}: {sentence}.", todo=todo)
