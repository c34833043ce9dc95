"""Three answers in one whole number, for counting over millions of rows.

A yes is 2^32 + 1, an unknown 1, a no 0: the low half says “possible”, the high half “certain”. So
`all` is a bitwise and, `any` a bitwise or, and one plain sum over a group holds two counts: how
many are yes (high half) and how many are yes or unknown (low half). Engines work such numbers out
many rows at a time, while nullable booleans cost them a decision per row. Counts of a group must
stay below 2^31. The answers are those of `many`.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import ibis

from crest.engine.errors import RuleFileError
from crest.engine.logic.answers import Answer
from crest.engine.logic.many_facts import fact_expression
from crest.engine.rulebook.nodes import All, AnyOf, Count, Fact, Not, Ref
from crest.engine.rulebook.references import levels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from crest.engine.rulebook.nodes import Test
    from crest.engine.rulebook.rules import RuleSet

_HALF: Final = 32
YES: Final = 2**_HALF + 1
UNKNOWN: Final = 1
NO: Final = 0
_CODES: Final = {Answer.YES: YES, Answer.UNKNOWN: UNKNOWN, Answer.NO: NO}


@dataclass(frozen=True, slots=True)
class Packed:
    """The answers of all rows. `code`: a number for all, or a column of them.

    `never_no`: known beforehand, because a fact without a column leaves it open.
    """

    code: Any
    never_no: bool = False

    @property
    def same(self) -> bool:
        """Whether it is one answer for all rows."""
        return isinstance(self.code, int)


class Packer:
    """Writes the rules of one table; every fact test becomes a number once."""

    def __init__(self, table: ir.Table) -> None:
        self.table = table
        self.leaves: dict[Fact, Packed] = {}

    def answers(self, rule_set: RuleSet) -> dict[str, Packed]:
        """Rule id → answers, for every rule of a set."""
        found: dict[str, Packed] = {}
        for level in levels(rule_set):
            found |= {rule.id: self.ask(rule.when, found) for rule in level}
        return found

    def ask(self, test: Test, answers: Mapping[str, Packed]) -> Packed:
        """The answers of one test; raises RuleFileError for a reference nobody answered."""
        match test:
            case Fact():
                if test not in self.leaves:
                    self.leaves[test] = self._leaf(test)
                return self.leaves[test]
            case All(all=inside):
                return _all([self.ask(part, answers) for part in inside])
            case AnyOf(any=inside):
                return _any([self.ask(part, answers) for part in inside])
            case Not(not_=inner):
                return _not(self.ask(inner, answers))
            case Count():
                return _count([self.ask(part, answers) for part in test.count], test.at_least)
            case Ref(rule=rule_id):
                if rule_id not in answers:
                    raise RuleFileError(
                        f"A rule refers to {rule_id}, which has no answer here.",
                        todo="Ask the whole set.",
                    )
                return answers[rule_id]

    def _leaf(self, test: Fact) -> Packed:
        built = fact_expression(test, self.table)
        if isinstance(built, Answer):
            return Packed(_CODES[built], never_no=built is not Answer.NO)
        return Packed(ibis.cases((built, _big(YES)), (built.isnull(), _big(UNKNOWN)), else_=NO))


def outcomes(rule_set: RuleSet, answers: Mapping[str, Packed]) -> dict[str, Any]:
    """Label → 1 in the rows that get this class, 0 in the others; “outside” and “unknown” as well.

    The first rule of part “class” that is not no decides, as in `many.outcome`. Labels that no row
    can get are left out.
    """
    counted: dict[str, list[Any]] = {}
    still_open: Any = 1
    for rule in rule_set.rules:
        if rule.part != "class":
            continue
        packed = answers[rule.id]
        certain, possible = _certain(packed), _possible(packed)
        counted.setdefault(rule.outcome or rule.id, []).append(_both(still_open, certain))
        counted.setdefault("unknown", []).append(_both(still_open, _less(possible, certain)))
        still_open = 0 if packed.never_no else _both(still_open, _less(1, possible))
        if isinstance(still_open, int) and not still_open:
            break
    counted.setdefault("outside", []).append(still_open)
    sums = {label: reduce(operator.add, parts) for label, parts in counted.items()}
    return {label: part for label, part in sums.items() if not isinstance(part, int) or part}


def counts(total: ir.IntegerValue) -> tuple[ir.IntegerValue, ir.IntegerValue]:
    """How many rows said yes and how many are unknown, from the sum of their answers."""
    yes = total.cast("int64") >> ibis.literal(_HALF, "int64")
    return yes, (total.cast("int64") & ibis.literal(2**_HALF - 1, "int64")) - yes


def _big(code: int) -> Any:
    return ibis.literal(code, "int64")


def _all(parts: Sequence[Packed]) -> Packed:
    never = all(part.never_no for part in parts)
    return _joined(operator.and_, parts, nothing=YES, decides=NO, never_no=never)


def _any(parts: Sequence[Packed]) -> Packed:
    never = any(part.never_no for part in parts)
    return _joined(operator.or_, parts, nothing=NO, decides=YES, never_no=never)


def _joined(
    join: Any, parts: Sequence[Packed], *, nothing: int, decides: int, never_no: bool
) -> Packed:
    fixed = reduce(join, [part.code for part in parts if part.same], nothing)
    columns = list({id(part.code): part.code for part in parts if not part.same}.values())
    if fixed == decides or not columns:
        return Packed(fixed, never_no=fixed != NO)
    column = reduce(join, columns)
    if fixed != nothing:
        column = join(column, _big(fixed))
    return Packed(column, never_no=never_no)


def _not(part: Packed) -> Packed:
    if part.same:
        return Packed({YES: NO, NO: YES, UNKNOWN: UNKNOWN}[part.code], part.code != YES)
    turned = (_big(1) - (part.code & _big(1))) * _big(2**_HALF)
    return Packed(turned + (_big(1) - (part.code >> _big(_HALF))))


def _count(parts: Sequence[Packed], at_least: int) -> Packed:
    fixed = sum(part.code for part in parts if part.same)
    columns = [part.code for part in parts if not part.same]
    if not columns:
        yes, possible = fixed >> _HALF, fixed & (2**_HALF - 1)
        code = YES if yes >= at_least else UNKNOWN if possible >= at_least else NO
        return Packed(code, never_no=code != NO)
    total = reduce(operator.add, columns) + _big(fixed)
    possible = total & _big(2**_HALF - 1)
    cases = ((total >= _big(at_least << _HALF), _big(YES)), (possible >= at_least, _big(UNKNOWN)))
    return Packed(ibis.cases(*cases, else_=NO))


def _certain(part: Packed) -> Any:
    return int(part.code == YES) if part.same else part.code >> _big(_HALF)


def _possible(part: Packed) -> Any:
    if part.never_no:
        return 1
    return int(part.code != NO) if part.same else part.code & _big(1)


def _both(left: Any, right: Any) -> Any:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, int):
            return other if one else 0
    return left & right


def _less(left: Any, right: Any) -> Any:
    """Left without right, where right implies left."""
    if isinstance(right, int) and not right:
        return left
    return (
        _big(left) - right if isinstance(left, int) and not isinstance(right, int) else left - right
    )
