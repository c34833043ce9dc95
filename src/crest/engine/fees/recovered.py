"""Recruitment money taken out of the pay is a cost, and is counted once.

A deduction of the kind “recruitment” becomes a cost row (item RC-17, paid by the worker, how:
deduction). Where the same journey already lists costs paid by way of deduction, the deductions
are taken, month by month, as the recovery of these costs until their sum is reached; only what
lies beyond counts. What was so recovered stays in the row as `recovered_usd_minor`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import ibis

from crest.engine.fees.priced import RECOVERS
from crest.engine.fees.two_ways import TableRow, total

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from crest.engine.fees.two_ways import Row

ITEM: Final = "RC-17"
UNCOMPARED: Final = "cannot be compared with the costs recorded as deducted"


def as_costs(deductions: ir.Table, costs: ir.Table) -> ir.Table:
    """The recruitment deductions in the columns of the costs table."""
    taken = deductions.filter(deductions.kind == "recruitment")
    name = taken.source + ibis.ifelse(
        taken.sheet.isnull(), "", ibis.literal(" [") + taken.sheet + "]"
    )
    given = {
        "record": taken.record, "source": taken.source, "sheet": taken.sheet, "row": taken.row,
        "cost": ibis.literal("deduction ") + name + ":" + taken.row.cast("string"),
        "journey": taken.journey, "item": ibis.literal(ITEM), "item_given": taken.kind_given,
        "amount": taken.amount, "currency": taken.currency, "paid_on": taken.month,
        "paid_on_precision": ibis.literal("month"), "payer": ibis.literal("worker"),
        "how": ibis.literal("deduction"), "extra": taken.extra,
    }  # fmt: skip
    types = costs.schema()
    columns = {
        n: given[n].cast(types[n]) if n in given else ibis.null(types[n]) for n in costs.columns
    }
    return taken.select(**columns)


def cost_from(deduction: Mapping[str, Any]) -> dict[str, Any]:
    """As `as_costs`, for one deduction."""
    sheet = "" if deduction.get("sheet") is None else f" [{deduction['sheet']}]"
    return {
        **{name: deduction.get(name) for name in ("record", "source", "sheet", "row", "journey")},
        "cost": f"deduction {deduction.get('source')}{sheet}:{deduction.get('row')}",
        "item": ITEM, "item_given": deduction.get("kind_given"),
        "amount": deduction.get("amount"), "currency": deduction.get("currency"),
        "paid_on": deduction.get("month"), "paid_on_precision": "month", "payer": "worker",
        "how": "deduction", "extra": deduction.get("extra"),
    }  # fmt: skip


def beyond(row: Row) -> dict[str, Any]:
    """What of a deduction is not the recovery of a cost listed already.

    Needs `listed` (costs listed as deducted, minor units of the pay currency; null when none) and
    `before` (deductions of earlier months). Gives `usd_minor` and `pay_minor` of the rest,
    `recovered_usd_minor`, and `leave_out` where nothing is left.
    """
    usd, pay, reason = row["usd_minor"], row["pay_minor"], row["leave_out"]
    listed = row["listed"].fill_null(0)
    over = row["before"].fill_null(0) + pay - listed
    rest = row.cases((over <= 0, 0), (over >= pay, pay), else_=over)
    share = (
        usd.cast("float64") * rest.cast("float64") / pay.cast("float64").nullif(0.0) + 0.5
    ).floor()
    left = row.cases((listed == 0, usd), (pay.isnull(), usd), (rest >= pay, usd), else_=share)
    return {
        "usd_minor": left,
        "pay_minor": row.cases((listed == 0, pay), else_=rest),
        "recovered_usd_minor": usd - left,
        "leave_out": row.cases(
            (reason.notnull(), reason),
            (listed == 0, row.empty("string")),
            (pay.isnull(), UNCOMPARED),
            ((rest == 0) & (pay > 0), RECOVERS),
            else_=row.empty("string"),
        ),
    }


def once(costs: ir.Table, taken: ir.Table) -> ir.Table:
    """The priced deductions with what `beyond` says, given the priced costs."""
    listed = (
        costs.filter((costs.how == "deduction") & costs.counted & costs.worker_paid)
        .group_by("journey")
        .agg(listed=lambda t: total(t.pay_minor))
    )
    found = taken.left_join(listed, "journey").drop("journey_right")
    month = ibis.cumulative_window(group_by="journey", order_by=["at", "cost"])
    found = found.mutate(at=found.slot.fill_null(0), usable=found.pay_minor.fill_null(0))
    found = found.mutate(
        before=found.usable.sum().over(month).cast("decimal(38, 0)").cast("int64") - found.usable
    )
    found = found.mutate(**beyond(TableRow(found)))
    return found.mutate(counted=found.leave_out.isnull()).drop("listed", "usable", "before", "at")
