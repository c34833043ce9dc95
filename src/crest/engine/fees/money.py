"""Money into one currency: each sum once, at the rate of its month, in whole minor units.

`minor = floor(amount x factor x 100 + 0.5)` as a whole number; everything above is a sum of whole
numbers and therefore the same on every engine. A rate is looked up by *slot*: year x 100 + month,
or year x 100 where only the year is known. The month's rate comes first, then the year's; without
either the sum is left out and the reason stated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crest.engine.fees.two_ways import Row

WORKERS: Final = ("worker", "family")
OTHERS: Final = ("employer", "recruiter", "sub_agent", "government")
_LARGEST: Final = 9_000_000_000_000_000.0  # below 2^53, so that whole numbers stay exact

# One row per currency and slot. `rate_period`: month | year, the period the rate is the mean of.
SLOTS: Final = pa.schema(
    [
        pa.field("currency", pa.string(), nullable=False),
        pa.field("slot", pa.int64(), nullable=False),
        pa.field("per_usd", pa.float64(), nullable=False),
        pa.field("rate_period", pa.string(), nullable=False),
        pa.field("rate_source", pa.string(), nullable=False),
        pa.field("rate_confidence", pa.string(), nullable=False),
    ]
)
Slots = dict[tuple[str, int], dict[str, Any]]


def rate_slots(rates: pa.Table) -> Slots:
    """(currency, slot) → row of SLOTS. `rates`: a table RATES; a later row replaces an earlier.

    A year's rate serves every month of that year that has no rate of its own. Rates that are not
    above zero are no rates.
    """
    found: Slots = {}
    rows = [row for row in rates.to_pylist() if row["per_usd"] and row["per_usd"] > 0]
    for row in sorted(rows, key=lambda row: row["period"] == "month"):  # years first
        start, currency = row["start"], row["currency"]
        yearly = row["period"] == "year"
        months = range(13) if yearly else (start.month,)
        for month in months:
            slot = start.year * 100 + month
            found[currency, slot] = {
                "currency": currency,
                "slot": slot,
                "per_usd": row["per_usd"],
                "rate_period": row["period"],
                "rate_source": row["source"],
                "rate_confidence": row["confidence"],
            }
    return found


def slot_table(slots: Mapping[tuple[str, int], Mapping[str, Any]]) -> pa.Table:
    """The slots as a table of the contract SLOTS."""
    return pa.Table.from_pylist([dict(row) for row in slots.values()], schema=SLOTS)


def slot(row: Row, day: Any, precision: Any | None = None) -> Any:
    """The slot of a day; of its year only, where the precision says “year”."""
    month = (
        day.month() if precision is None else row.cases((precision == "year", 0), else_=day.month())
    )
    return (day.year() * 100 + month).cast("int64")


def rated_on(row: Row) -> Any:
    """The day whose rate holds for a cost: payment, else recruitment, else arrival."""
    return row["paid_on"].fill_null(row["recruited_on"]).fill_null(row["arrived_on"])


def rated_by(row: Row) -> Any:
    """Which day `rated_on` is: payment | recruitment | arrival."""
    return row.cases(
        (row["paid_on"].notnull(), "payment"),
        (row["recruited_on"].notnull(), "recruitment"),
        (row["arrived_on"].notnull(), "arrival"),
        else_=row.empty("string"),
    )


def cost_slot(row: Row) -> Any:
    """The slot of a cost's rate; null without any day."""
    return row.cases(
        (row["paid_on"].notnull(), slot(row, row["paid_on"], row["paid_on_precision"])),
        else_=slot(row, row["rated_on"]),
    )


def per_usd(row: Row, currency: Any, rate: Any) -> Any:
    """What a dollar costs in the currency: 1 for the dollar itself, else the rate found."""
    return row.cases((currency == "USD", 1.0), else_=rate)


def factor(row: Row, currency: Any, rate: Any, into: Any, into_rate: Any) -> Any:
    """What to multiply by to come from one currency into another; exactly 1 within one."""
    crossed = per_usd(row, into, into_rate) / per_usd(row, currency, rate)
    return row.cases((currency == into, 1.0), else_=crossed)


def minor(row: Row, amount: Any, by: Any) -> Any:
    """Whole minor units (int64), rounded half up; null where it is not known or beyond 9e13."""
    exact = amount * by * 100.0 + 0.5
    return row.cases((exact <= _LARGEST, exact.floor()), else_=row.empty("int64"))
