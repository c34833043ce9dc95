"""Answer beforehand what is known for all rows, so that only the rest need be asked.

A law of one country asks in every row where the journey ends; for a table of one destination the
answer is known, and the test shrinks. What is left gives the same answer as the whole.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from crest.engine.logic.answers import Answer
from crest.engine.logic.one import ask, day_of, present
from crest.engine.rulebook.nodes import All, AnyOf, Count, Fact, Not, OtherFact, Ref

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crest.engine.rulebook.nodes import Test

    Known = Mapping[str, object]

_TURNED = {"at_least": "at_most", "at_most": "at_least", "above": "below", "below": "above"}


def specialise(
    test: Test, known: Known, answers: Mapping[str, Answer] | None = None
) -> Test | Answer:
    """The test that is left once the known facts are put in, or the answer itself.

    `known`: fact → value; None says that nobody has recorded it in any row. `answers`: rule id →
    answer, for references that are settled. Asked with all facts, the test left gives the answer
    of the test given. Known facts are no longer asked, except where one is compared with an
    unknown fact times a factor. Raises FactKindError as `one.ask` does.
    """
    match test:
        case Fact():
            return _fact(test, known)
        case Not(not_=inner):
            left = specialise(inner, known, answers)
            return left.opposite() if isinstance(left, Answer) else Not.model_construct(not_=left)
        case All(all=inside):
            return _joined(Answer.NO, inside, known, answers)
        case AnyOf(any=inside):
            return _joined(Answer.YES, inside, known, answers)
        case Count():
            return _count(test, known, answers)
        case Ref(rule=rule_id):
            return (answers or {}).get(rule_id, test)


def _fact(test: Fact, known: Known) -> Test | Answer:
    limit = next((found for name in _TURNED if (found := getattr(test, name)) is not None), None)
    if not isinstance(limit, OtherFact):
        return ask(test, known) if test.fact in known else test
    sides = [name in known for name in (test.fact, limit.fact)]
    missing = any(name in known and not present(known[name]) for name in (test.fact, limit.fact))
    if all(sides) or missing:
        return ask(test, known) if all(sides) else Answer.UNKNOWN
    if sides[1]:
        return _with_limit(test.fact, _kind_of(test), known[limit.fact], limit.times) or test
    if sides[0] and limit.times == 1:
        return _with_limit(limit.fact, _TURNED[_kind_of(test)], known[test.fact], 1.0) or test
    return test


def _kind_of(test: Fact) -> str:
    return test.tests[0]


def _with_limit(fact: str, kind: str, value: Any, times: float) -> Fact | None:
    """The comparison with a value instead of a fact; None where the kinds do not go together."""
    if isinstance(value, date):
        limit: Any = day_of(value) if times == 1 else None
    elif isinstance(value, bool | str):
        limit = None
    else:
        limit = float(value) * times
    return None if limit is None else Fact.model_validate({"fact": fact, kind: limit})


def _joined(
    decisive: Answer,
    inside: Sequence[Test],
    known: Known,
    answers: Mapping[str, Answer] | None,
) -> Test | Answer:
    """All or any: what is settled falls out; a part that stays unknown is kept as it was."""
    kept: list[Test] = []
    still_open = False
    for part in inside:
        left = specialise(part, known, answers)
        if left is decisive:
            return decisive
        if isinstance(left, Answer):
            if left is Answer.UNKNOWN:
                kept.append(part)
        else:
            kept.append(left)
            still_open = True
    if not still_open:
        return Answer.UNKNOWN if kept else decisive.opposite()
    if len(kept) == 1:
        return kept[0]
    if decisive is Answer.NO:
        return All.model_construct(all=tuple(kept))
    return AnyOf.model_construct(any=tuple(kept))


def _count(test: Count, known: Known, answers: Mapping[str, Answer] | None) -> Test | Answer:
    kept: list[Test] = []
    still_open = False
    wanted = test.at_least
    for part in test.count:
        left = specialise(part, known, answers)
        if left is Answer.YES:
            wanted -= 1
        elif isinstance(left, Answer):
            if left is Answer.UNKNOWN:
                kept.append(part)
        else:
            kept.append(left)
            still_open = True
    if wanted <= 0:
        return Answer.YES
    if wanted > len(kept):
        return Answer.NO
    if not still_open:
        return Answer.UNKNOWN
    return Count.model_construct(count=tuple(kept), at_least=wanted)
