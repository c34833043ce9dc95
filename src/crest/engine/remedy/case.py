"""All that is known about a programme, and what comes out under one set of choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from crest.engine.remedy.benchmark import Benchmarks
    from crest.engine.remedy.groups import Floors, Step
    from crest.engine.remedy.loan_interest import LoanInterest
    from crest.engine.remedy.money import Rates
    from crest.engine.remedy.people import People
    from crest.engine.remedy.rows import Rows
    from crest.engine.rulebook.remedy_rules import RulesInForce


@dataclass(frozen=True, slots=True)
class Case:
    """All that is known, whatever the choices."""

    people: People
    rows: Rows
    steps: tuple[Step, ...]
    loans: LoanInterest
    lenders: list[str | None]
    benchmarks: Benchmarks
    rates: Rates
    rules: RulesInForce
    on: date


@dataclass(frozen=True, slots=True)
class Settled:
    """One entry per worker; sums in minor units of the worker's currency.

    `graded`: four rows, E1 … E4. `deducted`: payroll deductions not yet among the costs.
    `gross`: what is proven. `floor`: the floor that counts for the worker. `total`: owed plus
    uplift, rounded; 0 outside the look-back. `reported`: total in the reporting currency, -1
    without an exchange rate.
    """

    graded: NDArray[np.int64]
    unclear: NDArray[np.int64]
    deducted: NDArray[np.int64]
    gross: NDArray[np.int64]
    zero: NDArray[np.bool_]
    sampled: NDArray[np.bool_]
    floors: Floors
    floor: NDArray[np.int64]
    benchmarked: NDArray[np.bool_]
    interest_recorded: NDArray[np.int64]
    interest_reckoned: NDArray[np.int64]
    refunded: NDArray[np.int64]
    surplus: NDArray[np.int64]
    eligible: NDArray[np.bool_]
    cut_off: date
    owed: NDArray[np.int64]
    uplift: NDArray[np.int64]
    total: NDArray[np.int64]
    reported: NDArray[np.int64]
    status: NDArray[np.str_]
    rows_without_uplift: int

    @property
    def interest(self) -> NDArray[np.int64]:
        """Interest that counts: recorded, or reckoned, never both."""
        return self.interest_recorded + self.interest_reckoned
