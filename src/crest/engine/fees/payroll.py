"""What the payroll shows of a journey: deductions by kind, their share of the pay, the first month.

Deductions without an amount, below zero or in another currency than the pay cannot be summed; they
are left out of these sums and counted in `deductions_left_out`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from crest.engine.fees.two_ways import TableRow, WorkerRow, parts, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import ibis.expr.types as ir

    from crest.engine.fees.two_ways import Row

UPKEEP: Final = ("housing", "food", "transport")
COLUMNS: Final = (
    "upkeep_deducted",  # housing, food, transport: money of the pay
    "other_deducted",  # all other kinds but recruitment
    "recruitment_rows",  # deductions of the kind recruitment, with any amount but zero
    "deductions_left_out",
    "deduction_share",  # largest share of a month's gross pay
    "first_gross",  # gross pay of the earliest payroll month
    "first_recovered",  # recruitment money deducted in that month
)


def deducted(row: Row) -> dict[str, Any]:
    """What one deduction adds: cents by purpose, and whether it is left out."""
    amount, kind = row["amount"], row["kind"].fill_null("other")
    same = (row["currency"] == row["pay_currency"]) | row["currency"].isnull()
    usable = (same & (amount >= 0.0)).fill_null(False)
    cents = (amount * 100.0 + 0.5).floor()

    def when(condition: Any) -> Any:
        return row.cases((usable & condition, cents), else_=0).cast("int64")

    recruitment = kind == "recruitment"
    upkeep = kind.isin(UPKEEP)
    return {
        "all_cents": when(kind.notnull()),
        "upkeep_cents": when(upkeep),
        "other_cents": when(~upkeep & ~recruitment),
        "recruitment_cents": when(recruitment),
        "recruitment_row": row.cases((recruitment & (amount != 0.0), 1), else_=0).cast("int64"),
        "unusable": row.cases((usable, 0), else_=1).cast("int64"),
        "gross": row["gross_pay"],
    }


def _month(row: Row) -> dict[str, Any]:
    share = row["all_cents"].cast("float64") / 100.0 / row["gross"].nullif(0.0)
    return {"share": row.cases((row["gross"] > 0.0, share), else_=row.empty("float64"))}


def _journey(row: Row) -> dict[str, Any]:
    return {
        "upkeep_deducted": row["upkeep_cents"].cast("float64") / 100.0,
        "other_deducted": row["other_cents"].cast("float64") / 100.0,
        "first_recovered": row["first_recovered_cents"].cast("float64") / 100.0,
    }


_SUMS: Final = ("upkeep_cents", "other_cents", "recruitment_row", "unusable")


def payroll_of_table(deductions: ir.Table, journeys: ir.Table) -> ir.Table:
    """One row per journey with deductions: `journey` and COLUMNS."""
    pay = journeys.select(pay_journey=journeys.journey, pay_currency=journeys.pay_currency)
    rows = deductions.inner_join(pay, [deductions.journey == pay.pay_journey])
    rows = rows.select("journey", "month", **deducted(TableRow(rows)))
    month = rows.group_by("journey", "month").agg(
        **{n: total(rows[n]) for n in ("all_cents", "recruitment_cents", *_SUMS)},
        gross=rows.gross.max(),
    )
    month = month.mutate(**_month(TableRow(month)))
    first = month.gross.notnull() & month.month.notnull()
    found = month.group_by("journey").agg(
        **{n: total(month[n]) for n in _SUMS},
        deduction_share=month.share.max(),
        first_gross=month.gross.argmin(month.month, where=first),
        first_recovered_cents=month.recruitment_cents.argmin(
            month.month, where=month.month.notnull()
        ),
    )
    found = found.mutate(**_journey(TableRow(found)))
    found = found.rename(recruitment_rows="recruitment_row", deductions_left_out="unusable")
    return found.select("journey", *COLUMNS)


def payroll_of_worker(
    deductions: Iterable[Mapping[str, Any]], pay_currency: str | None
) -> dict[str, Any]:
    """As `payroll_of_table`, for one worker; all null without deductions."""
    months: dict[Any, dict[str, Any]] = {}
    for deduction in deductions:
        row = {**deduction, "pay_currency": pay_currency}
        added = parts(deducted(WorkerRow(row)))
        month = months.setdefault(deduction.get("month"), defaultdict(int, gross=None))
        gross = added.pop("gross")
        if gross is not None:
            month["gross"] = gross if month["gross"] is None else max(gross, month["gross"])
        for name, value in added.items():
            month[name] += value
    if not months:
        return dict.fromkeys(COLUMNS)
    shares = [parts(_month(WorkerRow(month)))["share"] for month in months.values()]
    dated = sorted(day for day in months if day is not None)
    paid = [day for day in dated if months[day]["gross"] is not None]
    found: dict[str, Any] = {n: sum(month[n] for month in months.values()) for n in _SUMS}
    found["deduction_share"] = max((s for s in shares if s is not None), default=None)
    found["first_gross"] = months[paid[0]]["gross"] if paid else None
    found["first_recovered_cents"] = months[dated[0]]["recruitment_cents"] if dated else None
    found |= parts(_journey(WorkerRow(found)))
    found |= {
        "recruitment_rows": found["recruitment_row"],
        "deductions_left_out": found["unusable"],
    }
    return {name: found[name] for name in COLUMNS}
