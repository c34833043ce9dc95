"""What each worker is known to have paid, by grade of evidence, and what was given back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from crest.engine.remedy.choices import GRADES
from crest.engine.remedy.money import to_minor
from crest.engine.remedy.people import column
from crest.engine.remedy.rows import COST, DEDUCTED, INTEREST, PERIODS, REFUND, UNCLEAR, Pile

if TYPE_CHECKING:
    import pyarrow as pa

    from crest.engine.remedy.money import Rates
    from crest.engine.remedy.people import People
    from crest.engine.remedy.rows import Rows
    from crest.engine.rulebook.remedy_rules import RulesInForce


def read_rows(
    people: People,
    tables: dict[str, pa.Table],
    rates: Rates,
    rules: RulesInForce,
) -> Rows:
    """Sort every cost, payroll deduction and refund to its worker.

    `tables`: costs (results of the fee assessment), deductions, refunds. Nothing is dropped
    silently: `left_out` counts what could not be used, by reason.
    """
    pile = Pile(people)
    _costs(pile, people, tables, rates, rules)
    _payroll(pile, people, tables["deductions"], rates)
    _refunds(pile, people, tables["refunds"], rates)
    return pile.packed()


_COST_COLUMNS: Final = (
    "journey",
    "from_deductions",
    "fee_item",
    "item",
    "payer",
    "class",
    "counted",
    "leave_out",
    "evidence",
    "how",
    "amount",
    "currency",
    "paid_on",
    "pay_minor",
    "usd_minor",
)


def _costs(
    pile: Pile,
    people: People,
    tables: dict[str, pa.Table],
    rates: Rates,
    rules: RulesInForce,
) -> None:
    costs, in_payroll = tables["costs"], tables["deductions"].num_rows > 0
    values = [column(costs, name) for name in _COST_COLUMNS]
    who = people.where(values[0]).tolist()
    lenders = column(people.table, "loan_from")
    paid_in = column(people.table, "pay_currency")
    scope, ungraded = rules.scope, GRADES.index(rules.proof.ungraded)
    for at, cells in zip(who, zip(*values, strict=True), strict=True):
        cost = dict(zip(_COST_COLUMNS, cells, strict=True))
        if in_payroll and cost["from_deductions"]:
            continue  # read from the deductions themselves
        if at < 0:
            pile.leave(at, "costs of a journey nobody listed")
            continue
        mine = cost["payer"] in scope.payers
        pay, kind = _own_minor(cost, people.currency[at], paid_in[at], rates), kind_of(cost, rules)
        if mine and cost["amount"] is not None and cost["amount"] == 0:
            pile.zero_paid[at] = True
            continue
        if kind is None:
            if cost["counted"] is False and (mine or cost["payer"] is None):
                pile.leave(at, f"costs not counted ({cost['leave_out'] or 'no reason given'})")
            continue
        if pay is None or pay <= 0:
            pile.leave(at, "costs without a sum in the worker's currency")
            continue
        if cost["evidence"] not in GRADES:
            pile.ungraded += 1
        grade = GRADES.index(cost["evidence"]) if cost["evidence"] in GRADES else ungraded
        hidden = cost["how"] == "deduction" or "RC-17" in (cost["item"], cost["fee_item"])
        hidden = hidden or (cost["how"] == "loan" and lenders[at] in _WAGE_LENDERS)
        sums = _by_period(pile, cost, people.currency[at], pay, rates)
        pile.rows.append((at, grade, kind, hidden, sums, cost["paid_on"]))


_NO_PAYER: Final = "payer unknown"  # as the fee assessment says it
_NO_RATE: Final = ("no rate for", "no date to convert")  # the worker's own currency needs none
_WAGE_LENDERS: Final = frozenset({"employer", "recruiter", "sub_agent", "site"})


def _own_minor(cost: dict[str, object], into: str, paid_in: str | None, rates: Rates) -> int | None:
    """The sum in the worker's currency, as the fee assessment priced it where it did."""
    if paid_in is not None:
        known = cost["pay_minor"]
    else:
        known = cost["usd_minor"] if into == "USD" else None
    if isinstance(known, int):
        return known
    amount, currency = cost["amount"], cost["currency"]
    if paid_in is not None and currency != into:
        return None  # the assessment found no rate
    if isinstance(amount, Decimal | float | int) and currency == into:
        return to_minor(amount, 1.0)
    return rates.minor(amount, currency, into, cost["paid_on"])  # type: ignore[arg-type]


def kind_of(cost: dict[str, object], rules: RulesInForce) -> int | None:
    """COST, INTEREST, UNCLEAR, or None: not a matter of repayment."""
    if cost["counted"] is False:
        if cost["payer"] is None and cost["leave_out"] == _NO_PAYER:
            return UNCLEAR
        if cost["pay_minor"] is None or not str(cost["leave_out"]).startswith(_NO_RATE):
            return None
    interest = {cost["fee_item"], cost["item"]} & set(rules.scope.interest_items)
    if cost["payer"] in rules.scope.payers:
        if interest:
            return INTEREST
        if cost["class"] in rules.scope.classes:
            return COST
        return UNCLEAR if cost["class"] in ("unknown", None) else None
    return UNCLEAR if cost["payer"] is None and not interest else None


def _by_period(
    pile: Pile, cost: dict[str, object], into: str, base: int, rates: Rates
) -> tuple[int, ...]:
    sums = [base]
    for period in PERIODS[1:]:
        other = rates.minor(cost["amount"], cost["currency"], into, cost["paid_on"], period)  # type: ignore[arg-type]
        if other is None:
            pile.kept[period] += 1
        sums.append(base if other is None else other)
    return tuple(sums)


def _payroll(pile: Pile, people: People, table: pa.Table, rates: Rates) -> None:
    """Deductions for recruitment; they are the employer's record (E2)."""
    rows = zip(
        *(column(table, name) for name in ("journey", "kind", "amount", "currency", "month")),
        strict=True,
    )
    for journey, kind, amount, currency, month in rows:
        if kind != "recruitment":
            continue
        at = people.at.get(journey, -1)
        into = people.currency[at] if at >= 0 else None
        sums = [rates.minor(amount, currency, into, month, period) for period in PERIODS]
        if at < 0 or sums[0] is None or sums[0] <= 0:
            pile.leave(at, "recruitment deductions without a journey, a sum or a rate")
            continue
        full = tuple(sums[0] if one is None else one for one in sums)
        pile.rows.append((at, GRADES.index("E2"), DEDUCTED, False, full, month))


def _refunds(pile: Pile, people: People, table: pa.Table, rates: Rates) -> None:
    names = ("journey", "amount", "currency", "refunded_on")
    for journey, amount, currency, day in zip(*(column(table, n) for n in names), strict=True):
        at = people.at.get(journey, -1)
        into = people.currency[at] if at >= 0 else None
        sums = [rates.minor(amount, currency, into, day, period) for period in PERIODS]
        if at < 0 or sums[0] is None or sums[0] <= 0:
            pile.leave(at, "refunds without a journey, a sum or a rate (not netted)")
            continue
        full = tuple(sums[0] if one is None else one for one in sums)
        pile.rows.append((at, 0, REFUND, False, full, day))
