"""What each standard and each law says about a cost, and the class that follows.

Standards are asked as they stand on the day of the assessment, laws as they stood on the day of
payment. A law is picked by where the journey starts or ends; a country without a law in the
rulebook, and a day before its first rule, give “unknown”.

The class of a cost, first that holds:

* employer_paid: somebody else than worker or family paid;
* severe: the ILO definition calls it illegitimate; unknown: nobody knows who paid;
* legal_gap: a violation of the ILO definition, yet every law that speaks allows it, and one does;
* violation: of the ILO definition, or of a law;
* unknown: the ILO definition cannot be applied; allowed: what is left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import ibis

from crest.engine.errors import RuleFileError
from crest.engine.logic import many, one
from crest.engine.logic.columns import verdict_column
from crest.engine.rulebook.references import facts_of, levels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import ibis.expr.types as ir

    from crest.engine.fees.two_ways import Row
    from crest.engine.rulebook.book import Book
    from crest.engine.rulebook.rules import RuleEntry, RuleSet

BASELINE: Final = "ilo-2019"
LAW_ORIGIN: Final = "verdict_law_origin"
LAW_DESTINATION: Final = "verdict_law_destination"
CLASSES: Final = ("severe", "violation", "legal_gap", "allowed", "employer_paid", "unknown")
UNKNOWN: Final = "unknown"
_MOST: Final = 4_096
# Rule set (by its identity, and held here so that it stays its own) → its rules in asking order.
_ORDER: Final[dict[int, tuple[RuleSet, tuple[RuleEntry, ...]]]] = {}
_FACTS: Final = ("item", "fee_item", "group", "payer", "trigger", "how", "evidence", "paid_on")


@dataclass(frozen=True, slots=True)
class Regimes:
    """The regimes of a book as they are asked: standards by id, laws by side and country."""

    standards: dict[str, RuleSet]
    laws: dict[str, dict[str, RuleSet]]  # side → country → law
    on: date
    known: dict[tuple[str, date], RuleSet | None] = field(default_factory=dict)  # laws cut by day

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the verdict columns, in order."""
        return (*map(verdict_column, self.standards), LAW_ORIGIN, LAW_DESTINATION)


def regimes_of(book: Book, on: date) -> Regimes:
    """The regimes of the book on a day; raises RuleFileError when the ILO definition is missing."""
    standards = {n: rs.on(on) for n, rs in sorted(book.regimes.items()) if rs.country is None}
    if BASELINE not in standards:
        raise RuleFileError(
            f"The regime {BASELINE} is missing, against which every cost is judged.",
            todo="Reinstall crest, or add fees/regimes/ilo-2019.yaml to your rulebook.",
        )
    laws: dict[str, dict[str, RuleSet]] = {"origin": {}, "destination": {}}
    for law in book.regimes.values():
        if law.country is not None:
            for side in (law.side,) if law.side else ("origin", "destination"):
                laws[side][law.country] = law
    return Regimes(standards, laws, on)


def cost_facts(row: Row) -> dict[str, Any]:
    """The facts of a cost under the names rules ask for: `cost_item`, `cost_payer` …."""
    facts = {f"cost_{name}": row[name] for name in _FACTS}
    facts["cost_paid_to_role"] = row["paid_to_role"]
    facts["cost_cross_border"] = row["origin"] != row["destination"]
    return facts


def facts_asked(regimes: Regimes) -> tuple[str, ...]:
    """Names of all facts that the regimes ask, each once."""
    sets = [*regimes.standards.values()]
    sets += [law for laws in regimes.laws.values() for law in laws.values()]
    return tuple(
        dict.fromkeys(name for rs in sets for rule in rs.rules for name in facts_of(rule.when))
    )


def in_force(law: RuleSet, day: date) -> RuleSet | None:
    """The law as it stood on a day; None when none of its verdicts held then.

    Rules without a verdict only serve as references and stay.
    """
    rules = tuple(rule for rule in law.rules if rule.verdict is None or rule.holds_on(day))
    if all(rule.verdict is None for rule in rules):
        return None
    return law.model_copy(update={"rules": rules})


def periods(law: RuleSet) -> Iterator[tuple[date, RuleSet | None]]:
    """First day and rules of each period in which a law's rules do not change."""
    deciding = [rule for rule in law.rules if rule.verdict is not None]
    starts = {rule.valid_from for rule in deciding}
    starts |= {rule.valid_to + timedelta(1) for rule in deciding if rule.valid_to is not None}
    for start in sorted(starts):
        yield start, in_force(law, start)


def verdicts_of_table(table: ir.Table, regimes: Regimes) -> dict[str, ir.StringValue]:
    """Verdict column → expression over a table of costs with the columns of `cost_facts`."""
    found = {verdict_column(n): many.verdict(rs, table) for n, rs in regimes.standards.items()}
    for side, name in (("origin", LAW_ORIGIN), ("destination", LAW_DESTINATION)):
        branches = [
            (table[side] == country, _law_column(law, table, regimes.on))
            for country, law in sorted(regimes.laws[side].items())
        ]
        found[name] = ibis.cases(*branches, else_=UNKNOWN) if branches else ibis.literal(UNKNOWN)
    return found


def _law_column(law: RuleSet, table: ir.Table, on: date) -> ir.StringValue:
    day = table.rated_on.fill_null(ibis.literal(on))
    branches = [
        (
            day >= ibis.literal(start),
            ibis.literal(UNKNOWN) if rs is None else many.verdict(rs, table),
        )
        for start, rs in periods(law)
    ]
    return ibis.cases(*reversed(branches), else_=UNKNOWN)


def verdicts_of_cost(facts: Mapping[str, Any], regimes: Regimes) -> dict[str, str]:
    """As `verdicts_of_table`, for one cost in plain Python."""
    return {
        column: UNKNOWN if rules is None else one.verdict(rules, facts, answers_of(rules, facts))
        for column, rules in asked_of_cost(facts, regimes)
    }


def asked_of_cost(
    facts: Mapping[str, Any], regimes: Regimes
) -> Iterator[tuple[str, RuleSet | None]]:
    """Verdict column and the rule set that decides it for one cost; None: no law is in force."""
    for name, rule_set in regimes.standards.items():
        yield verdict_column(name), rule_set
    for side, column in (("origin", LAW_ORIGIN), ("destination", LAW_DESTINATION)):
        law = regimes.laws[side].get(facts.get(side) or "")
        day = facts.get("rated_on") or regimes.on
        yield column, None if law is None else _at(law, day, regimes.known)


def _at(law: RuleSet, day: date, known: dict[tuple[str, date], RuleSet | None]) -> RuleSet | None:
    """As `in_force`; each law is cut once per day it is asked for."""
    key = (law.id, day)
    if key not in known:
        known[key] = in_force(law, day)
    return known[key]


def answers_of(rule_set: RuleSet, facts: Mapping[str, Any]) -> dict[str, one.Answer]:
    """As `one.answer_set`, with the order of the rules worked out once per set."""
    kept = _ORDER.get(id(rule_set))
    if kept is None or kept[0] is not rule_set:
        kept = (rule_set, tuple(rule for level in levels(rule_set) for rule in level))
        if len(_ORDER) >= _MOST:
            _ORDER.clear()
        _ORDER[id(rule_set)] = kept
    found: dict[str, one.Answer] = {}
    for rule in kept[1]:
        found[rule.id] = one.ask(rule.when, facts, found)
    return found


def classed(row: Row) -> dict[str, Any]:
    """`class` of a cost from its verdicts (see the head of this module)."""
    ilo = row[verdict_column(BASELINE)]
    origin, destination = row[LAW_ORIGIN], row[LAW_DESTINATION]
    against = ("violation", "severe")
    allowed = (origin == "allowed") | (destination == "allowed")
    forbidden = origin.isin(against) | destination.isin(against)
    return {
        "class": row.cases(
            (~row["worker_paid"], "employer_paid"),
            (ilo == "severe", "severe"),
            (row["worker_paid"].isnull(), UNKNOWN),
            ((ilo == "violation") & allowed & ~forbidden, "legal_gap"),
            ((ilo == "violation") | forbidden, "violation"),
            (ilo == UNKNOWN, UNKNOWN),
            else_="allowed",
        )
    }
