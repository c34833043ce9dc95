"""From one currency into another, once per row, into whole minor units.

minor = floor(amount × factor × 100 + 0.5), so that everything above is an integer sum and the same
in every order.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    import pyarrow as pa


class Rates:
    """Units of a currency for one US dollar, by month, by year, and the newest up to a day."""

    def __init__(self, table: pa.Table, on: date) -> None:
        """`table`: the RATES contract. `on`: the day of the plan; later rates are not used."""
        self.exact: dict[tuple[str, str, date], float] = {}
        self.newest: dict[str, tuple[tuple[bool, date], float]] = {}
        for row in table.to_pylist():
            if row["per_usd"] is None or row["per_usd"] <= 0 or row["start"] > on:
                continue
            self.exact[row["currency"], row["period"], row["start"]] = row["per_usd"]
            rank = (row["period"] == "month", row["start"])
            if row["currency"] not in self.newest or self.newest[row["currency"]][0] < rank:
                self.newest[row["currency"]] = (rank, row["per_usd"])

    def per_usd(self, currency: str, day: date | None, period: str) -> float | None:
        """The rate of that day's month or year, or the newest; None when nobody recorded it.

        A missing month falls back on its year, never on a neighbouring month.
        """
        if currency == "USD":
            return 1.0
        if period == "on_day":
            return self.newest[currency][1] if currency in self.newest else None
        if day is None:
            return None
        if period == "payment_month":
            found = self.exact.get((currency, "month", day.replace(day=1)))
            if found is not None:
                return found
        return self.exact.get((currency, "year", day.replace(month=1, day=1)))

    def minor(
        self,
        amount: Decimal | float | None,
        currency: str | None,
        into: str | None,
        day: date | None,
        period: str = "payment_month",
    ) -> int | None:
        """The amount in whole minor units of `into`; None when amount, currency or rate lacks."""
        if amount is None or currency is None or into is None:
            return None
        if currency == into:
            return to_minor(amount, 1.0)
        one, other = self.per_usd(currency, day, period), self.per_usd(into, day, period)
        return None if one is None or other is None else to_minor(amount, other / one)


def to_minor(amount: Decimal | float, factor: float) -> int:
    """Half a minor unit is rounded up."""
    return math.floor(float(amount) * factor * 100 + 0.5)


def spoken(minor: int, currency: str) -> str:
    """`12,345.60 THB`."""
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100:,}.{abs(minor) % 100:02d} {currency}"
