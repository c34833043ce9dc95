"""The tests of a rule set as a list of steps, so that one worker is weighed without reading rules.

Equal tests become one step, whichever rule they stand in; every step rests on steps before it. The
rules are read once per run, each worker then costs one walk along the list.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crest.engine.errors import RuleFileError
from crest.engine.logic.answers import Answer
from crest.engine.logic.one import ask_fact, present
from crest.engine.logic.words import wanted_words
from crest.engine.rulebook.nodes import All, AnyOf, Count, Fact, Not, Ref
from crest.engine.rulebook.references import other_fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from crest.engine.rulebook.book import Book
    from crest.engine.rulebook.nodes import Test
    from crest.engine.rulebook.rules import RuleSet

    Facts = Mapping[str, object]
    Step = Callable[[list["Weighed"], Facts], "Weighed"]

_YES: Final = Answer.YES
_NO: Final = Answer.NO
_UNKNOWN: Final = Answer.UNKNOWN


class Reason(NamedTuple):
    """A fact that decided. `value`: as recorded, None where the rule asks whether it is.

    `wanted`: in words, what the rule asks of it. `helped`: whether it speaks for a yes of the
    rule (true) or for a no (false).
    """

    fact: str
    value: object
    wanted: str
    helped: bool


class Weighed(NamedTuple):
    """A test's answer, the leaves that suffice for it, and the facts it misses.

    A leaf: what one fact test has to say, two reasons where it compares two facts.
    """

    answer: Answer
    leaves: tuple[tuple[Reason, ...], ...]
    missing: tuple[str, ...]


class Steps:
    """The rules of one set, or some of them, made ready; `book` gives words and units of facts.

    Raises RuleFileError for a rule that is not in the set, and for references in a circle.
    """

    def __init__(self, rule_set: RuleSet, book: Book, rules: Iterable[str]) -> None:
        self.rule_set = rule_set  # kept, so that its rules stay the same ones
        self._tests = {rule.id: rule.when for rule in rule_set.rules}
        self._book = book
        self._steps: list[Step] = []
        self._numbers: dict[Any, int | None] = {}
        self._at = [(rule, self._rule(rule, negated=False)) for rule in rules]

    def weigh(self, facts: Facts) -> list[tuple[str, Weighed]]:
        """Rule id and what was found, for each rule asked for; raises FactKindError."""
        found: list[Weighed] = []
        for step in self._steps:
            found.append(step(found, facts))
        return [(rule, found[at]) for rule, at in self._at]

    def _rule(self, rule_id: str, *, negated: bool) -> int:
        key = rule_id, negated
        if key not in self._numbers:
            if rule_id not in self._tests:
                raise RuleFileError(
                    f"The rule set {self.rule_set.id} has no rule {rule_id}.",
                    todo="Correct the id.",
                )
            self._numbers[key] = None  # being read
            self._numbers[key] = self._number(self._tests[rule_id], negated=negated)
        at = self._numbers[key]
        if at is None:
            raise RuleFileError(
                f"The rule set {self.rule_set.id}: {rule_id} refers to itself in a circle.",
                todo="Break the circle.",
            )
        return at

    def _number(self, test: Test, *, negated: bool) -> int:
        """The number of the step that answers a test."""
        match test:
            case Fact():
                return self._step((test, negated), lambda: _fact(test, self._book, negated=negated))
            case Ref(rule=rule_id):
                return self._rule(rule_id, negated=negated)
            case Not(not_=inner):
                at = self._number(inner, negated=not negated)
                return self._step(("not", at), lambda: _turned(at))
            case All(all=inside):
                parts = [self._number(part, negated=negated) for part in inside]
                return self._step((_NO, *parts), lambda: _joined(_NO, parts))
            case AnyOf(any=inside):
                parts = [self._number(part, negated=negated) for part in inside]
                return self._step((_YES, *parts), lambda: _joined(_YES, parts))
            case Count(count=inside, at_least=wanted):
                parts = [self._number(part, negated=negated) for part in inside]
                return self._step(("count", wanted, *parts), lambda: _counted(parts, wanted))

    def _step(self, key: Any, build: Callable[[], Step]) -> int:
        at = self._numbers.get(key)
        if at is None:
            at = self._numbers[key] = len(self._steps)
            self._steps.append(build())
        return at


def _fact(test: Fact, book: Book, *, negated: bool) -> Step:
    """One fact. `negated`: whether an odd number of `not` lies above it."""
    fact, wanted, limit = test.fact, wanted_words(test, book), other_fact(test)
    other = None if limit is None else limit.fact
    beside = f"beside {fact}"
    # What most facts of most workers are: not recorded, with nothing else asked.
    untold = Weighed(_UNKNOWN, (), (fact,)) if other is None and test.known is None else None

    def step(found: list[Weighed], facts: Facts) -> Weighed:  # noqa: ARG001 - rests on no step
        if untold is not None and facts.get(fact) is None:
            return untold
        answer = ask_fact(test, facts)
        if answer is _UNKNOWN:
            asked = (fact,) if other is None else (fact, other)
            return Weighed(answer, (), tuple(n for n in asked if not present(facts.get(n))))
        helped = (answer is _YES) is not negated
        reasons: tuple[Reason, ...] = (Reason(fact, facts.get(fact), wanted, helped),)
        if other is not None:
            reasons += (Reason(other, facts.get(other), beside, helped),)
        return Weighed(answer, (reasons,), ())

    return step


def _turned(at: int) -> Step:
    def step(found: list[Weighed], facts: Facts) -> Weighed:  # noqa: ARG001
        answer, leaves, missing = found[at]
        return Weighed(answer.opposite(), leaves, missing)

    return step


def _joined(decisive: Answer, numbers: Sequence[int]) -> Step:
    """One decisive part suffices, the one with fewest facts; otherwise every part counts."""
    otherwise = decisive.opposite()

    def step(found: list[Weighed], facts: Facts) -> Weighed:  # noqa: ARG001
        parts = [found[at] for at in numbers]
        deciding = [part for part in parts if part[0] is decisive]
        if deciding:
            return min(deciding, key=_size)
        unknown = any(part[0] is _UNKNOWN for part in parts)
        return _together(_UNKNOWN if unknown else otherwise, parts)

    return step


def _counted(numbers: Sequence[int], at_least: int) -> Step:
    """For a yes all that are yes, for a no all that are no, for an unknown every part."""

    def step(found: list[Weighed], facts: Facts) -> Weighed:  # noqa: ARG001
        parts = [found[at] for at in numbers]
        certain = [part for part in parts if part[0] is _YES]
        if len(certain) >= at_least:
            return _together(_YES, certain)
        refused = [part for part in parts if part[0] is _NO]
        if len(parts) - len(refused) < at_least:
            return _together(_NO, refused)
        return _together(_UNKNOWN, parts)

    return step


def _size(part: Weighed) -> int:
    return len(part[1])


def _together(answer: Answer, parts: Sequence[Weighed]) -> Weighed:
    leaves = tuple(chain.from_iterable([part[1] for part in parts]))
    missing = chain.from_iterable([part[2] for part in parts])
    return Weighed(answer, leaves, tuple(dict.fromkeys(missing)))
