"""The fast way for tables with one column per cost item: ten million rows, one expression.

The item, group and payer of a column are the same in every row. So most of each regime is settled
before any row is read (`logic.specialise`): a standard becomes one word per column, a law what is
left of it for its country. Sums of columns with the same answer are plain additions; only where a
law depends on the row does a CASE remain. Rates come by two joins with a small table.

A column that is null in a row is no cost; every other cell is a cost without a day of payment,
converted at the month of recruitment. The sums are those of `per_journey`, to the last unit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, Final

import ibis

from crest.engine.errors import CrestError
from crest.engine.fees import money
from crest.engine.fees.priced import with_rate
from crest.engine.fees.settled import AGAINST as IS_AGAINST
from crest.engine.fees.settled import UNKNOWN, Settled, settle
from crest.engine.fees.two_ways import TableRow
from crest.engine.fees.verdicts import Regimes, regimes_of
from crest.engine.rulebook.cost_items import load_cost_items

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import ibis.expr.types as ir

    from crest.engine.rulebook.book import Book

_SAFE_DIGITS: Final = 15  # a sum with fewer digits cannot leave the whole numbers
_WIDE: Final = ("origin", "destination", "recruited_on")


class WideSpecError(CrestError):
    """A wide table is described with an item or a column that does not exist."""

    code = "fees.wide_spec"


@dataclass(frozen=True, slots=True)
class WideSpec:
    """How a wide table is to be read.

    `costs`: column → (item, payer), payer worker or family. `facts`: fact of a journey → column;
    origin, destination and recruited_on are needed. `currency`: column of the currency of all
    costs. `pay`, `pay_currency`: columns of the pay of the first month. `constants`: facts of
    costs or journeys that are the same in all rows, under the names that rules use.
    """

    costs: Mapping[str, tuple[str, str]]
    facts: Mapping[str, str]
    currency: str
    pay: str
    pay_currency: str
    constants: Mapping[str, Any] = field(default_factory=dict)


def assess_wide(table: ir.Table, spec: WideSpec, slots: ir.Table, book: Book, on: date) -> ir.Table:
    """The table with the sums of `per_journey` that its columns feed, as one expression.

    Adds `earnings_minor` and `worker_paid_months`, and per cost column `<column>_usd_minor`.
    `slots`: a table SLOTS in the same engine. Raises WideSpecError for a column or item that does
    not exist.
    """
    check(table, spec)
    regimes = regimes_of(book, on)
    named = {fact: table[column] for fact, column in spec.facts.items() if fact != column}
    # Names of our own, so that a column of the table can never be mistaken for one of them.
    found = table.mutate(
        **named,
        fee_currency=table[spec.currency],
        wage_currency=table[spec.pay_currency],
    )
    found = found.mutate(
        fee_slot=money.slot(TableRow(found), found.recruited_on),
        cost_cross_border=found.origin != found.destination,
    )
    found = with_rate(found, slots, "fee_currency", "fee_slot", "fee_")
    found = found.mutate(into_usd=_into_usd(TableRow(found)))
    # What stands before a join is worked out once per row; engines write what stands behind the
    # last join into one projection, and repeat there whatever is asked twice.
    found, settled, said = judged(found, spec, regimes)
    found = found.mutate(**_in(found, spec, "usd", found.into_usd))
    found = with_rate(found, slots, "wage_currency", "fee_slot", "wage_")
    found = found.mutate(into_pay=_into_pay(TableRow(found)))
    found = found.mutate(**_in(found, spec, "pay", found.into_pay))
    found = found.mutate(earnings_minor=_earnings(found, spec))
    found = found.mutate(**_sums(found, spec, settled))
    found = found.mutate(worker_paid_months=_months(found))
    added = {"fee_currency", "wage_currency", "fee_slot", "cost_cross_border", "fee_per_usd",
             "wage_per_usd",
             "into_usd", "into_pay", *named, *said, *_pay_columns(spec)}  # fmt: skip
    return found.drop(*added)


def check(table: ir.Table, spec: WideSpec) -> None:
    """Raise WideSpecError when the description names what is not there."""
    columns = [*spec.costs, *spec.facts.values(), spec.currency, spec.pay, spec.pay_currency]
    missing = [name for name in columns if name not in table.columns]
    missing += [fact for fact in _WIDE if fact not in spec.facts]
    missing += [item for item, _ in spec.costs.values() if item not in load_cost_items().by_code]
    missing += [payer for _, payer in spec.costs.values() if payer not in money.WORKERS]
    if missing:
        raise WideSpecError(
            f"Not known: {', '.join(dict.fromkeys(missing))}.",
            todo="Name columns of the table, items of the rulebook, and worker or family as payer.",
        )


def _into_usd(row: TableRow) -> Any:
    usd = row.constant("USD")
    return money.factor(row, row["fee_currency"], row["fee_per_usd"], usd, row.constant(1.0))


def _into_pay(row: TableRow) -> Any:
    fee, wage = row["fee_currency"], row["wage_currency"]
    return money.factor(row, fee, row["fee_per_usd"], wage, row["wage_per_usd"])


def _pay_columns(spec: WideSpec) -> list[str]:
    return [f"{column}_pay_minor" for column in spec.costs]


def _in(table: ir.Table, spec: WideSpec, name: str, by: Any) -> dict[str, Any]:
    """Each cost in minor units; 0 where it is left out or no cost."""
    row = TableRow(table)
    return {f"{c}_{name}_minor": _minor(row, table[c], by) for c in spec.costs}


def _minor(row: TableRow, column: Any, by: Any) -> Any:
    """As `money.minor`, with 0 for null; without a condition where the digits cannot overflow."""
    amount = ibis.greatest(column.cast("float64").fill_null(0.0), 0.0)
    kind = column.type()
    if kind.is_decimal() and kind.precision <= _SAFE_DIGITS:
        return (amount * by.fill_null(0.0) * 100.0 + 0.5).floor()
    return money.minor(row, amount, by).fill_null(0)


def _earnings(table: ir.Table, spec: WideSpec) -> Any:
    return (table[spec.pay].cast("float64") * 100.0 + 0.5).floor()


def judged(
    table: ir.Table, spec: WideSpec, regimes: Regimes
) -> tuple[ir.Table, dict[str, Settled], list[str]]:
    """The table with a column for each distinct answer that depends on the row.

    Columns that a regime judges alike share one, so that it is worked out once per row.
    """
    settled = {c: settle(table, spec.constants, cost, regimes) for c, cost in spec.costs.items()}
    said: list[Any] = []
    for one in settled.values():
        for code in one.codes.values():
            if not isinstance(code, int) and not any(code.equals(other) for other in said):
                said.append(code)
    names = [f"said_{number}" for number in range(len(said))]
    answered = table.mutate(**dict(zip(names, said, strict=True)))

    def column(code: Any) -> Any:
        if isinstance(code, int):
            return code
        return next(answered[n] for n, other in zip(names, said, strict=True) if code.equals(other))

    shared = {
        name: Settled({regime: column(code) for regime, code in one.codes.items()})
        for name, one in settled.items()
    }
    return answered, shared, names


def _sums(table: ir.Table, spec: WideSpec, settled: Mapping[str, Settled]) -> dict[str, Any]:
    usd = {column: table[f"{column}_usd_minor"] for column in spec.costs}
    given = {column: table[column].notnull().cast("int64") for column in usd}
    counted = {
        column: ((table[column].cast("float64") >= 0.0) & table.into_usd.notnull())
        .fill_null(False)
        .cast("int64")
        for column in usd
    }
    listed = _total(list(given.values()))
    return {
        "costs_listed": listed,
        "costs_left_out": listed - _total(list(counted.values())),
        "paid_pay_minor": _total([table[name] for name in _pay_columns(spec)]),
        **dollar_sums(usd, spec, settled),
    }


def dollar_sums(
    usd: Mapping[str, Any], spec: WideSpec, settled: Mapping[str, Settled]
) -> dict[str, Any]:
    """What was paid, by item group, by what each regime says of it, and by class.

    `usd`: cost column → what it holds in minor units of the dollar, of a row or of many.
    """
    items = load_cost_items().by_code
    sums = {"paid_usd_minor": _total(list(usd.values()))}
    groups: dict[str, list[Any]] = {}
    for column, (item, _) in spec.costs.items():
        groups.setdefault(items[item].group, []).append(usd[column])
    sums |= {f"paid_{group}_usd_minor": _total(parts) for group, parts in groups.items()}
    for name in settled[next(iter(usd))].columns:
        for word, code in (("against", IS_AGAINST), ("unsaid", UNKNOWN)):
            parts = [s.where(name, code, usd[column]) for column, s in settled.items()]
            sums[f"{word}_{name}_usd_minor"] = _total([p for p in parts if p is not None])
    return sums | class_sums(usd, settled)


def class_sums(usd: Mapping[str, Any], settled: Mapping[str, Settled]) -> dict[str, Any]:
    """The sums per class, as `verdicts.classed` decides it for each cost."""
    found: dict[str, list[Any]] = {"severe": [], "violation": [], "legal_gap": [], "allowed": [],
                                   "unknown": []}  # fmt: skip
    for column, one in settled.items():
        for name, part in one.classes(usd[column]).items():
            found[name].append(part)
    return {f"class_{name}_usd_minor": _total(parts) for name, parts in found.items()}


def _total(parts: list[Any]) -> Any:
    return reduce(add, parts) if parts else ibis.literal(0, "int64")


def _months(table: ir.Table) -> Any:
    """Paid ÷ earnings; null without any cost or without a rate, by a sum that is then null.

    Written without a condition: inside one, everything it rests on would be worked out again.
    """
    nothing = (table.into_pay + table.costs_listed.nullif(0)) * 0.0
    # Nothing paid is only known where no cost was left out.
    settled = (table.costs_left_out == 0).cast("int64")
    nothing += (table.paid_pay_minor + settled).nullif(0) * 0.0
    return table.paid_pay_minor / table.earnings_minor.nullif(0) + nothing
