"""Raising sums for the time that passed: a choice, and always shown apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import pyarrow as pa
    from numpy.typing import NDArray

    from crest.engine.remedy.choices import Choices
    from crest.engine.remedy.people import People
    from crest.engine.remedy.rows import Rows

_DAYS_OF_A_YEAR = 365.25


def uplift_of_rows(
    people: People, rows: Rows, sums: NDArray[np.int64], choices: Choices, on: date
) -> tuple[NDArray[np.int64], int]:
    """The uplift of every row in minor units, and how many rows had no price index or no day.

    By rate: (1 + r) to the power of the years since payment, less one. By inflation: the index of
    the newest year not after `on` over that of the year of payment. It never lowers a sum. A row
    without a day of payment counts from the day of arrival.
    """
    raised = np.zeros(len(sums), np.int64)
    if choices.uplift == "none":
        return raised, 0
    factor = _by_rate(choices, on) if choices.uplift == "rate" else _by_prices(choices, on)
    without = 0
    for row, (at, sum_, day) in enumerate(
        zip(rows.who.tolist(), sums.tolist(), rows.day, strict=True)
    ):
        since = day or people.arrived[at]
        grown = None if since is None else factor(people.currency[at], since)
        without += grown is None
        raised[row] = 0 if grown is None else max(0, math.floor(sum_ * (grown - 1) + 0.5))
    return raised, without


def _by_rate(choices: Choices, on: date) -> Callable[[str, date], float | None]:
    base = 1 + (choices.uplift_rate or 0.0) / 100
    return lambda _currency, since: base ** (max(0, (on - since).days) / _DAYS_OF_A_YEAR)


def _by_prices(choices: Choices, on: date) -> Callable[[str, date], float | None]:
    index = _index(choices.prices)
    newest = {
        currency: max((year for name, year in index if name == currency and year <= on.year))
        for currency, first in index
        if first <= on.year
    }

    def factor(currency: str, since: date) -> float | None:
        then = index.get((currency, since.year))
        return (
            None if not then or currency not in newest else index[currency, newest[currency]] / then
        )

    return factor


def _index(prices: pa.Table | None) -> dict[tuple[str, int], float]:
    rows = [] if prices is None else prices.to_pylist()
    return {(row["currency"], int(row["year"])): float(row["index"]) for row in rows}


def share_of(part: int, whole: int, of: int) -> int:
    """Part × of ÷ whole, half up, in whole numbers of any size; 0 when whole is 0."""
    return 0 if whole <= 0 else (2 * part * of + whole) // (2 * whole)
