"""Why a rule answers as it does: the facts that decided, and those that are missing.

The facts given as reasons suffice: whatever else changes, the answer stays. Where a rule is
unknown, filling the missing facts settles it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crest.engine.logic.weighing import Reason, Steps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crest.engine.logic.answers import Answer
    from crest.engine.logic.weighing import Weighed
    from crest.engine.rulebook.book import Book
    from crest.engine.rulebook.rules import RuleSet

__all__ = ["Explanation", "Reason", "explain", "explain_set"]


class Explanation(NamedTuple):
    """An answer with its reasons; `missing`: the unrecorded facts that would settle an unknown."""

    rule: str
    answer: Answer
    because: tuple[Reason, ...]
    missing: tuple[str, ...]


def explain(
    rule_set: RuleSet, rule_id: str, facts: Mapping[str, object], book: Book
) -> Explanation:
    """Why one rule of a set answers as it does for one worker's facts.

    `book` gives the words and units of the facts. Raises RuleFileError for a rule that is not in
    the set, FactKindError as `one.ask` does.
    """
    ((rule, found),) = Steps(rule_set, book, [rule_id]).weigh(facts)
    return _told(rule, found)


def explain_set(
    rule_set: RuleSet, facts: Mapping[str, object], book: Book
) -> tuple[Explanation, ...]:
    """`explain` for every rule of the set, in the order of the file; shared parts are read once."""
    return tuple([_told(rule, found) for rule, found in _steps(rule_set, book).weigh(facts)])


def _steps(rule_set: RuleSet, book: Book) -> Steps:
    """The set made ready, kept with the book: it is the same for every worker."""
    key = rule_set.id, *map(id, rule_set.rules)
    kept = book.ready.get(key)
    if not isinstance(kept, Steps):
        kept = book.ready[key] = Steps(rule_set, book, [rule.id for rule in rule_set.rules])
    return kept


def _told(rule: str, found: Weighed) -> Explanation:
    answer, leaves, missing = found
    if len(leaves) < 2:  # noqa: PLR2004 - nothing can be said twice
        return Explanation(rule, answer, leaves[0] if leaves else (), missing)
    told: dict[tuple[str, str], Reason] = {}
    for leaf in leaves:
        for reason in leaf:
            told.setdefault((reason[0], reason[2]), reason)
    return Explanation(rule, answer, tuple(told.values()), missing)
