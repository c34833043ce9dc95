"""Sums one by one: what workers paid, what the payroll took, what was given back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from crest.engine.remedy.people import People

PERIODS: Final = ("payment_month", "payment_year", "on_day")
# What a row of costs is to repayment.
COST: Final = 0
INTEREST: Final = 1
UNCLEAR: Final = 2  # nobody recorded who paid, or for what
DEDUCTED: Final = 3  # a wage deduction from the payroll
REFUND: Final = 4

Reasons = Counter[str]


@dataclass(frozen=True, slots=True)
class Rows:
    """Sums one by one, in the worker's currency.

    `who`: position among the people; `grade`: position in GRADES; `kind`: COST …; `by_deduction`:
    a cost that was taken from wages or an advance, so that the payroll shows it again.
    `minor`: by rate period. `kept`: rows that keep the payment-month sum for want of a rate.
    """

    who: NDArray[np.int64]
    grade: NDArray[np.int64]
    kind: NDArray[np.int64]
    by_deduction: NDArray[np.bool_]
    minor: dict[str, NDArray[np.int64]]
    day: list[date | None]
    kept: dict[str, int]
    left_out: Reasons
    left_out_of: NDArray[np.int64]
    ungraded: int
    zero_paid: NDArray[np.bool_]


class Pile:
    """Rows as they are found; every row left out is counted with its reason."""

    def __init__(self, people: People) -> None:
        """An empty pile for these people."""
        self.rows: list[tuple[int, int, int, bool, tuple[int, ...], date | None]] = []
        self.left_out: Reasons = Counter()
        self.left_out_of = np.zeros(len(people), np.int64)
        self.zero_paid = people.said_nothing_paid.copy()
        self.kept: Counter[str] = Counter()
        self.ungraded = 0

    def leave(self, who: int, reason: str) -> None:
        """Count a row that cannot be used; `who` -1: nobody's."""
        self.left_out[reason] += 1
        if who >= 0:
            self.left_out_of[who] += 1

    def packed(self) -> Rows:
        """The pile as columns."""
        parts = list(zip(*self.rows, strict=True)) or [()] * 6
        who, grade, kind, by_deduction, minor, day = parts
        sums = np.array(minor, np.int64).reshape(-1, len(PERIODS))
        return Rows(
            who=np.array(who, np.int64),
            grade=np.array(grade, np.int64),
            kind=np.array(kind, np.int64),
            by_deduction=np.array(by_deduction, bool),
            minor={period: sums[:, at] for at, period in enumerate(PERIODS)},
            day=list(day),
            kept=dict(self.kept),
            left_out=self.left_out,
            left_out_of=self.left_out_of,
            ungraded=self.ungraded,
            zero_paid=self.zero_paid,
        )
