"""What the first month of the job paid, in money of the pay.

`actual_pay` is the pay of the first month before recovered deductions; nothing is added to it.
Pay by the day becomes a month's by the days worked: day x days a week x 52 / 12. Pay for a season
becomes a month's by its days: pay / days x 365 / 12. Where no pay was recorded, the gross pay of
the earliest payroll month serves, then net pay with the recovered recruitment deductions of that
month added back. What it was taken from is stated in `earnings_from`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.engine.fees.money import minor, per_usd

if TYPE_CHECKING:
    from crest.engine.fees.two_ways import Row

_LARGEST: Final = 9_000_000_000_000_000.0


def monthly(row: Row, amount: Any) -> Any:
    """An amount for the pay period as an amount for a month; null where it cannot be known."""
    period = row["pay_period"].fill_null("month")
    days = row["days_per_week"]
    return row.cases(
        (period.isin(("month", "piece")), amount),
        (period == "day", amount * days * 52.0 / 12.0),
        (period == "season", amount / row["season_days"].nullif(0.0) * 365.0 / 12.0),
        else_=row.empty("float64"),
    )


def earnings(row: Row) -> dict[str, Any]:
    """`earnings_minor` (a month, pay currency), `earnings_from`, `earned_on`.

    Needs `first_gross` and `first_recovered` of the payroll; null where there is none.
    """
    by_day = row["daily_pay"] * row["days_per_week"] * 52.0 / 12.0
    seasonal = row["pay_period"] == "season"
    picked = row["kg_picked"] * row["price_per_kg"] / row["season_days"].nullif(0.0) * 365.0 / 12.0
    actual = monthly(row, row["actual_pay"])
    back = row["net_pay"] + row["first_recovered"].fill_null(0.0)
    source = row.cases(
        (actual.notnull(), "pay of the first month"),
        (by_day.notnull(), "pay by the day"),
        (picked.notnull(), "kilograms picked"),
        (row["first_gross"].notnull(), "payroll"),
        (back.notnull() & ~seasonal.fill_null(False), "net pay with recovered deductions"),
        else_=row.empty("string"),
    )
    amount = row.cases(
        (source == "pay of the first month", actual),
        (source == "pay by the day", by_day),
        (source == "kilograms picked", picked),
        (source == "payroll", row["first_gross"]),
        (source.notnull(), back),
        else_=row.empty("float64"),
    )
    exact = amount * 100.0 + 0.5
    return {
        "earnings_minor": row.cases(
            ((exact >= 0.0) & (exact <= _LARGEST), exact.floor()), else_=row.empty("int64")
        ),
        "earnings_from": source,
        "earned_on": row["arrived_on"]
        .fill_null(row["job_found_on"])
        .fill_null(row["recruited_on"]),
    }


def months_paid(row: Row) -> dict[str, Any]:
    """`worker_paid_months`: what was paid ÷ a month's earnings; null when either is unknown."""
    paid = row["paid_pay_minor"]
    known = (row["costs_listed"] > 0) & ((paid > 0) | (row["pay_missing"] == 0))
    months = paid / row["earnings_minor"].nullif(0)
    return {"worker_paid_months": row.cases((known, months), else_=row.empty("float64"))}


def in_dollars(row: Row) -> dict[str, Any]:
    """`earnings_usd_minor`: the earnings at the rate of the month in which the job began."""
    rate = per_usd(row, row["pay_currency"], row["earned_per_usd"])
    return {
        "earnings_usd_minor": minor(row, row["earnings_minor"].cast("float64") / 100.0, 1.0 / rate)
    }
