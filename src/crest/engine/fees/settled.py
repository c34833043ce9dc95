"""What every regime says of one cost column, settled as far as its constants allow.

A verdict is a small number here: 0 outside, 1 allowed, 2 violation, 3 unknown, 4 severe; either
one for all rows, or an expression over the facts of the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import ibis

from crest.engine.fees.verdicts import BASELINE, periods
from crest.engine.logic import many
from crest.engine.logic.answers import Answer
from crest.engine.logic.columns import column_of
from crest.engine.logic.specialise import specialise
from crest.engine.rulebook.cost_items import load_cost_items
from crest.engine.rulebook.references import levels

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from crest.engine.fees.verdicts import Regimes
    from crest.engine.rulebook.rules import RuleSet

OUTSIDE: Final = 0
ALLOWED: Final = 1
AGAINST: Final = 2
UNKNOWN: Final = 3
SEVERE: Final = 4
_CODES: Final = {
    "outside": OUTSIDE, "allowed": ALLOWED, "violation": AGAINST, "unknown": UNKNOWN,
    "severe": SEVERE,
}  # fmt: skip
_FACTS: Final = ("how", "evidence", "paid_on", "paid_to_role", "trigger")


@dataclass(frozen=True, slots=True)
class Settled:
    """Regime column (“ilo_2019”, “law_origin” …) → number, or expression giving one."""

    codes: dict[str, Any]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the regimes, in order."""
        return tuple(self.codes)

    def where(self, name: str, code: int, value: Any) -> Any:
        """The value where the regime says so, else 0; None where it never does."""
        return _where(self._is(name, code), value)

    def _is(self, name: str, code: int) -> Any:
        said = self.codes[name]
        wanted = (AGAINST, SEVERE) if code == AGAINST else (code,)
        if isinstance(said, int):
            return said in wanted
        return said == code if len(wanted) == 1 else (said == AGAINST) | (said == SEVERE)

    def classes(self, value: Any) -> dict[str, Any]:
        """Class → the value where the cost is of it (see `verdicts.classed`)."""
        ilo = self.codes[column_of(BASELINE)]
        allowed = _either(self._is("law_origin", ALLOWED), self._is("law_destination", ALLOWED))
        forbidden = _either(self._is("law_origin", AGAINST), self._is("law_destination", AGAINST))
        if not isinstance(ilo, int):
            return _by_row(ilo, allowed, forbidden, value)
        if ilo == SEVERE:
            return {"severe": value}
        if ilo == AGAINST:
            gap = _where(_and_not(allowed, forbidden), value)
            return (
                {"violation": value}
                if gap is None
                else {"legal_gap": gap, "violation": value - gap}
            )
        against = _where(forbidden, value)
        rest = "unknown" if ilo == UNKNOWN else "allowed"
        return {rest: value} if against is None else {"violation": against, rest: value - against}


def _by_row(ilo: Any, allowed: Any, forbidden: Any, value: Any) -> dict[str, Any]:
    gap = (ilo == AGAINST) & _and_not(allowed, forbidden)
    kind = ibis.cases(
        (ilo == SEVERE, "severe"),
        (gap, "legal_gap"),
        ((ilo == AGAINST) | forbidden, "violation"),
        (ilo == UNKNOWN, "unknown"),
        else_="allowed",
    )
    names = ("severe", "legal_gap", "violation", "unknown", "allowed")
    return {name: ibis.ifelse(kind == name, value, 0) for name in names}


def _where(condition: Any, value: Any) -> Any:
    if isinstance(condition, bool):
        return value if condition else None
    return ibis.ifelse(condition, value, 0)


def _either(left: Any, right: Any) -> Any:
    if isinstance(left, bool):
        return left or right
    if isinstance(right, bool):
        return right or left
    return left | right


def _and_not(left: Any, right: Any) -> Any:
    if isinstance(right, bool):
        return False if right else left
    if isinstance(left, bool):
        return ~right if left else False
    return left & ~right


def settle(
    table: ir.Table, constants: Mapping[str, Any], cost: tuple[str, str], regimes: Regimes
) -> Settled:
    """What the regimes say of a column. `cost`: its item and payer.

    `table` has the facts that differ by row under their names, `recruited_on` among them.
    """
    item = load_cost_items().by_code[cost[0]]
    known: dict[str, Any] = {f"cost_{name}": None for name in _FACTS}
    known |= {"cost_item": item.id, "cost_fee_item": item.fee_item, "cost_group": item.group}
    known |= {"cost_payer": cost[1]}
    known |= constants
    codes = {column_of(n): _said(rs, known, table) for n, rs in regimes.standards.items()}
    for side in ("origin", "destination"):
        codes[f"law_{side}"] = _law(side, regimes, known, table)
    return Settled(codes)


def _law(side: str, regimes: Regimes, known: dict[str, Any], table: ir.Table) -> Any:
    said = {
        country: _in_time(law, known | {side: country}, table, regimes)
        for country, law in sorted(regimes.laws[side].items())
    }
    branches: list[tuple[Any, Any]] = []
    for code in (OUTSIDE, ALLOWED, AGAINST, SEVERE):
        alike = [c for c, verdict in said.items() if isinstance(verdict, int) and verdict == code]
        if alike:
            branches.append((table[side].isin(alike), _tiny(code)))
    branches += [(table[side] == c, v) for c, v in said.items() if not isinstance(v, int)]
    return ibis.cases(*branches, else_=_tiny(UNKNOWN)) if branches else UNKNOWN


def _in_time(law: RuleSet, known: dict[str, Any], table: ir.Table, regimes: Regimes) -> Any:
    """What a law says, over the periods in which its rules do not change."""
    day = table.recruited_on.fill_null(ibis.literal(regimes.on))
    found = [
        (start, UNKNOWN if rs is None else _said(rs, known, table)) for start, rs in periods(law)
    ]
    branches = [(day >= ibis.literal(start), _tiny(verdict)) for start, verdict in reversed(found)]
    return ibis.cases(*branches, else_=_tiny(UNKNOWN))


def _said(rule_set: RuleSet, known: Mapping[str, Any], table: ir.Table) -> Any:
    """The verdict of a regime: a number, or an expression where the row decides."""
    settled: dict[str, Answer] = {}
    built: dict[str, Any] = {}
    for level in levels(rule_set):
        for rule in level:
            left = specialise(rule.when, known, settled)
            if isinstance(left, Answer):
                settled[rule.id] = left
                built[rule.id] = _literal(left)
            else:
                built[rule.id] = many.expression(left, table, built)
    branches: list[tuple[Any, Any]] = []
    last = OUTSIDE
    for rule in rule_set.rules:
        if rule.verdict is None or settled.get(rule.id) is Answer.NO:
            continue
        if rule.id in settled:
            last = _CODES[rule.verdict] if settled[rule.id] is Answer.YES else UNKNOWN
            break
        answer = built[rule.id]
        branches += [(answer, _tiny(_CODES[rule.verdict])), (answer.isnull(), _tiny(UNKNOWN))]
    return ibis.cases(*branches, else_=_tiny(last)) if branches else last


def _literal(answer: Answer) -> Any:
    if answer is Answer.UNKNOWN:
        return ibis.null("boolean")
    return ibis.literal(answer is Answer.YES)


def _tiny(code: Any) -> Any:
    return ibis.literal(code, "int8") if isinstance(code, int) else code
