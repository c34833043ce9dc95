"""Why a rule answers as it does: the facts that decided, and those that are missing.

The facts given as reasons suffice: whatever else changes, the answer stays. Where a rule is
unknown, filling the missing facts settles it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from crest.engine.errors import RuleFileError
from crest.engine.logic.answers import Answer
from crest.engine.logic.one import ask, present
from crest.engine.logic.words import wanted_words
from crest.engine.rulebook.nodes import All, AnyOf, Count, Fact, Not, Ref
from crest.engine.rulebook.references import other_fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crest.engine.rulebook.book import Book
    from crest.engine.rulebook.nodes import Test
    from crest.engine.rulebook.rules import RuleSet


@dataclass(frozen=True, slots=True)
class Reason:
    """A fact that decided. `value`: as recorded, None where the rule asks whether it is.

    `wanted`: in words, what the rule asks of it. `helped`: whether it speaks for a yes of the
    rule (true) or for a no (false).
    """

    fact: str
    value: object
    wanted: str
    helped: bool


@dataclass(frozen=True, slots=True)
class Explanation:
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
    return _Reader(rule_set, facts, book).explain(rule_id)


def explain_set(
    rule_set: RuleSet, facts: Mapping[str, object], book: Book
) -> tuple[Explanation, ...]:
    """`explain` for every rule of the set, in the order of the file; shared parts are read once."""
    reader = _Reader(rule_set, facts, book)
    return tuple(reader.explain(rule.id) for rule in rule_set.rules)


@dataclass(slots=True)
class _Weighed:
    """A test's answer, the leaves that suffice for it, and the facts it misses.

    A leaf: a fact test, whether it was met, and whether an odd number of `not` lies above it.
    """

    answer: Answer
    leaves: tuple[tuple[Fact, bool, bool], ...]
    missing: tuple[str, ...] = ()


_NOTHING: Final[tuple[Any, ...]] = ()


class _Reader:
    """Reads the rules of one set for one worker; references are weighed once."""

    def __init__(self, rule_set: RuleSet, facts: Mapping[str, object], book: Book) -> None:
        self.tests = {rule.id: rule.when for rule in rule_set.rules}
        self.set_id = rule_set.id
        self.facts = facts
        self.book = book
        self.weighed: dict[tuple[str, bool], _Weighed | None] = {}
        self.reasons: dict[tuple[int, bool], list[Reason]] = {}

    def explain(self, rule_id: str) -> Explanation:
        found = self._rule(rule_id, negated=False)
        told: dict[tuple[str, str], Reason] = {}
        for test, met, negated in found.leaves:
            key = id(test), negated  # the tests live as long as their rule set
            if key not in self.reasons:
                self.reasons[key] = self._reasons(test, met, negated)
            for reason in self.reasons[key]:
                told.setdefault((reason.fact, reason.wanted), reason)
        missing = tuple(dict.fromkeys(found.missing))
        return Explanation(rule_id, found.answer, tuple(told.values()), missing)

    def _rule(self, rule_id: str, *, negated: bool) -> _Weighed:
        key = rule_id, negated
        if key not in self.weighed:
            if rule_id not in self.tests:
                raise RuleFileError(
                    f"The rule set {self.set_id} has no rule {rule_id}.", todo="Correct the id."
                )
            self.weighed[key] = None  # being weighed
            self.weighed[key] = self._weigh(self.tests[rule_id], negated=negated)
        found = self.weighed[key]
        if found is None:
            raise RuleFileError(
                f"The rule set {self.set_id}: {rule_id} refers to itself in a circle.",
                todo="Break the circle.",
            )
        return found

    def _weigh(self, test: Test, *, negated: bool) -> _Weighed:
        match test:
            case Fact():
                return self._fact(test, negated=negated)
            case Ref(rule=rule_id):
                return self._rule(rule_id, negated=negated)
            case Not(not_=inner):
                found = self._weigh(inner, negated=not negated)
                return _Weighed(found.answer.opposite(), found.leaves, found.missing)
            case All(all=inside):
                return _joined(Answer.NO, [self._weigh(part, negated=negated) for part in inside])
            case AnyOf(any=inside):
                return _joined(Answer.YES, [self._weigh(part, negated=negated) for part in inside])
            case Count():
                parts = [self._weigh(part, negated=negated) for part in test.count]
                return _counted(parts, test.at_least)

    def _fact(self, test: Fact, *, negated: bool) -> _Weighed:
        answer = ask(test, self.facts)
        if answer is not Answer.UNKNOWN:
            return _Weighed(answer, ((test, answer is Answer.YES, negated),))
        other = other_fact(test)
        asked = (test.fact,) if other is None else (test.fact, other.fact)
        missing = tuple(name for name in asked if not present(self.facts.get(name)))
        return _Weighed(answer, _NOTHING, missing)

    def _wanted(self, test: Fact) -> str:
        """The words of a test, kept with the book: they are the same for every worker."""
        kept = self.book.words.get(id(test))
        if kept is None:
            kept = self.book.words[id(test)] = test, wanted_words(test, self.book)
        return kept[1]

    def _reasons(self, test: Fact, met: bool, negated: bool) -> list[Reason]:  # noqa: FBT001
        helped = met is not negated
        wanted = self._wanted(test)
        found = [Reason(test.fact, self.facts.get(test.fact), wanted, helped)]
        other = other_fact(test)
        if other is not None:
            beside = f"beside {test.fact}"
            found.append(Reason(other.fact, self.facts.get(other.fact), beside, helped))
        return found


def _joined(decisive: Answer, parts: Sequence[_Weighed]) -> _Weighed:
    """One decisive part suffices, the one with fewest facts; otherwise every part counts."""
    deciding = [part for part in parts if part.answer is decisive]
    if deciding:
        return min(deciding, key=lambda part: len(part.leaves))
    unknown = any(part.answer is Answer.UNKNOWN for part in parts)
    return _together(Answer.UNKNOWN if unknown else decisive.opposite(), parts)


def _counted(parts: Sequence[_Weighed], at_least: int) -> _Weighed:
    """For a yes all that are yes, for a no all that are no, for an unknown every part."""
    certain = [part for part in parts if part.answer is Answer.YES]
    refused = [part for part in parts if part.answer is Answer.NO]
    if len(certain) >= at_least:
        return _together(Answer.YES, certain)
    if len(parts) - len(refused) < at_least:
        return _together(Answer.NO, refused)
    return _together(Answer.UNKNOWN, parts)


def _together(answer: Answer, parts: Sequence[_Weighed]) -> _Weighed:
    leaves = tuple(leaf for part in parts for leaf in part.leaves)
    return _Weighed(answer, leaves, tuple(name for part in parts for name in part.missing))
