"""The middle of a group's sums and its confidence interval, in whole minor units.

Mean: Student's t. Median: order statistics (distribution-free). Trimmed mean: the t of Tukey and
McLaughlin with the winsorised spread. All are closed forms: one sample always gives one answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import bdtr, stdtrit

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Middle(NamedTuple):
    """A floor; `low` and `high` are None when the sample is too small for an interval."""

    value: int
    low: int | None
    high: int | None


def middle_of(sums: NDArray[np.int64], method: str, level: float, trim: float) -> Middle:
    """The middle of one or more sums, `sums` sorted ascending. `method`: mean, median, trimmed."""
    if method == "median":
        return _median(sums, level)
    cut = int(len(sums) * trim) if method == "trimmed" else 0
    return _mean(sums, cut, level)


def _mean(sums: NDArray[np.int64], cut: int, level: float) -> Middle:
    n = len(sums)
    kept = sums[cut : n - cut]
    value = _half_up(int(kept.sum()), len(kept))
    free = len(kept) - 1
    if free < 1:
        return Middle(value, None, None)
    drawn_in = np.clip(sums.astype(np.float64), float(kept[0]), float(kept[-1]))
    spread = float(drawn_in.std(ddof=1)) / ((len(kept) / n) * n**0.5)
    reach = float(stdtrit(free, (1 + level) / 2)) * spread
    return Middle(value, max(0, int(np.floor(value - reach))), int(np.ceil(value + reach)))


def _median(sums: NDArray[np.int64], level: float) -> Middle:
    n = len(sums)
    value = _half_up(int(sums[(n - 1) // 2]) + int(sums[n // 2]), 2)
    below = (1 - level) / 2
    # `outer`: the largest k with P(Binomial(n, 1/2) <= k - 1) <= (1 - level) / 2.
    outer = max(0, int(n / 2 - 3 * n**0.5))
    while bdtr(outer, n, 0.5) <= below:
        outer += 1
    if outer == 0:
        return Middle(value, None, None)
    return Middle(value, int(sums[outer - 1]), int(sums[n - outer]))


def _half_up(total: int, parts: int) -> int:
    return (2 * total + parts) // (2 * parts)
