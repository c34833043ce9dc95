"""Every cost with its item, its journey and its money: what is counted, what is left out, and why.

Nothing is dropped: a row that cannot be converted stays, uncounted, with its reason. The order of
the reasons is fixed, the first that holds is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from crest.engine.fees import money
from crest.engine.fees.two_ways import extend
from crest.engine.rulebook.cost_items import load_cost_items

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir

    from crest.engine.fees.two_ways import Row

RECOVERS: Final = "recovers a cost recorded as deducted"
DOUBLE: Final = "the same receipt again"
_BILLIONS: Final = 1e12  # a sum below it fits into minor units of every currency
ITEMS: Final = pa.schema(
    [
        pa.field("item", pa.string(), nullable=False),
        pa.field("fee_item", pa.string()),
        pa.field("group", pa.string(), nullable=False),
        pa.field("illegitimate", pa.bool_(), nullable=False),
        pa.field("in_sdg", pa.bool_(), nullable=False),
    ]
)
_RATE: Final = ("per_usd", "rate_period", "rate_source", "rate_confidence")


def item_table() -> pa.Table:
    """Recorded item → item of the fee definition, its group, and whether SDG 10.7.1 counts it."""
    rows = [
        {
            "item": item.id,
            "fee_item": item.fee_item,
            "group": item.group,
            "illegitimate": item.illegitimate,
            "in_sdg": item.sdg_10_7_1,
        }
        for item in load_cost_items().items
    ]
    return pa.Table.from_pylist(rows, schema=ITEMS)


def dated(row: Row) -> dict[str, Any]:
    """The day whose rate holds, and which day that is."""
    return {"rated_on": money.rated_on(row), "rated_by": money.rated_by(row)}


def slotted(row: Row) -> dict[str, Any]:
    """Where the rate is looked up."""
    return {"slot": money.cost_slot(row)}


def converted(currency: str) -> Callable[[Row], dict[str, Any]]:
    """In minor units: `usd_minor`, `pay_minor`, and `<currency>_minor` for another currency.

    Needs `per_usd`, `pay_per_usd` and `report_per_usd` from the rates; null where there is none.
    """

    def stage(row: Row) -> dict[str, Any]:
        amount, given, rate = row["amount"], row["currency"], row["per_usd"]

        def into(target: Any, target_rate: Any) -> Any:
            return money.minor(row, amount, money.factor(row, given, rate, target, target_rate))

        found = {
            "usd_minor": into(row.constant("USD"), row.constant(1.0)),
            "pay_minor": into(row["pay_currency"], row["pay_per_usd"]),
        }
        if currency != "USD":
            name = f"{currency.lower()}_minor"
            found[name] = into(row.constant(currency), row["report_per_usd"])
        return found

    return stage


def payer(row: Row) -> dict[str, Any]:
    """`worker_paid`: yes for worker and family, no for the others, null when nobody knows."""
    who = row["payer"]
    return {
        "worker_paid": row.cases(
            (who.isin(money.WORKERS), True),
            (who.isin(money.OTHERS), False),
            else_=row.empty("boolean"),
        )
    }


def accounted(currency: str) -> Callable[[Row], dict[str, Any]]:
    """`leave_out`: why a cost is not in the totals; null for those that are."""
    name = f"{currency.lower()}_minor"

    def stage(row: Row) -> dict[str, Any]:
        amount, given = row["amount"], row["currency"]
        unconverted = row["usd_minor"].isnull() | row[name].isnull()
        year = row["rated_on"].year().cast("string")
        no_rate = row["per_usd"].isnull() & (given != "USD")
        reason = row.cases(
            (row["journey_known"].isnull(), "no such journey"),
            (amount.isnull(), "no amount"),
            (amount < 0.0, "amount below zero"),
            (row["again"], DOUBLE),
            (given.isnull(), "no currency"),
            (row["rated_on"].isnull() & unconverted, "no date to convert by"),
            (no_rate, row.constant("no rate for ") + given + " in " + year),
            (row[name].isnull() & (amount < _BILLIONS), _no_report_rate(row, currency, year)),
            (unconverted, "amount beyond what can be converted"),
            (row["worker_paid"].isnull(), "payer unknown"),
            else_=row.empty("string"),
        )
        void = (row["journey_known"].isnull() | (amount < 0.0) | row["again"]).fill_null(False)
        pay = row.cases((void, row.empty("int64")), else_=row["pay_minor"])
        return {"leave_out": reason, "pay_minor": pay}

    return stage


def _no_report_rate(row: Row, currency: str, year: Any) -> Any:
    return row.constant(f"no rate for {currency} in ") + year


def counted(row: Row) -> dict[str, Any]:
    """`counted`: whether the cost is in the totals."""
    return {"counted": row["leave_out"].isnull()}


def priced(
    costs: ir.Table, journeys: ir.Table, slots: ir.Table, items: ir.Table, *, currency: str
) -> ir.Table:
    """The costs with the facts of their journey, their item, rate, money and reason.

    `journeys` has the columns of a journey that rules ask about, `journey_known` among them.
    `costs` has the columns of COSTS, `again` and `from_deductions`.
    """
    found = costs.left_join(journeys, "journey").drop("journey_right")
    found = found.left_join(items, "item").drop("item_right")
    found = extend(found, dated, slotted)
    found = with_rate(found, slots, "currency", "slot", "")
    found = with_rate(found, slots, "pay_currency", "slot", "pay_")
    if currency != "USD":
        found = found.mutate(report_currency=_constant(currency))
        found = with_rate(found, slots, "report_currency", "slot", "report_")
    return extend(found, converted(currency), payer, accounted(currency), counted)


def _constant(value: str) -> Any:
    import ibis  # noqa: PLC0415

    return ibis.literal(value)


def with_rate(table: ir.Table, slots: ir.Table, currency: str, at: str, prefix: str) -> ir.Table:
    """The table with the rate of a currency column at a slot column, names starting with prefix.

    Without a prefix the period, source and confidence of the rate are added as well.
    """
    names = _RATE if not prefix else ("per_usd",)
    looked_up = slots.select(
        f_currency=slots.currency, f_slot=slots.slot, **{f"{prefix}{n}": slots[n] for n in names}
    )
    joined = table.left_join(
        looked_up,
        [table[currency] == looked_up.f_currency, table[at] == looked_up.f_slot],
    )
    return joined.drop("f_currency", "f_slot")
