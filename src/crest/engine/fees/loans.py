"""The effective annual rate of a loan, solved from what is borrowed and what is repaid.

A rate for a month compounds: `(1 + r)^12 - 1`. A rate for a year is taken as paid in twelfths:
`(1 + r/12)^12 - 1`. A flat rate is a share of the principal for the whole term, repaid with it in
equal monthly parts; without a rate the parts themselves say it. There `i` solves

    sum over k = 1..n of (1 + i)^-k  =  principal / part

which has one solution above -1, found by bisection to the last bit that matters.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from crest.engine.fees.two_ways import Row

NEGATIVE: Final = "the rate is below zero"
NO_TERM: Final = "a flat rate needs the term of the loan"
NOT_REPAID: Final = "the parts do not repay what was borrowed"
NOTHING: Final = "neither a rate nor principal, part and term are known"
_STEPS: Final = 200
_LONGEST: Final = 1_200  # months: beyond a hundred years nobody lends


@lru_cache(maxsize=65_536)
def monthly_rate(repaid: float, months: float) -> float | None:
    """The monthly rate at which equal parts repay a loan. `repaid`: all parts ÷ principal.

    `months`: number of parts; a broken number counts as the next whole one below, at least 1.
    None when less is repaid than was borrowed, or the term is not between 1 and 1,200 months.
    """
    parts = int(months)
    if not 1 <= parts <= _LONGEST or repaid < 1.0 or repaid != repaid:  # noqa: PLR0124 - no number
        return None
    if repaid == 1.0:
        return 0.0
    part = repaid / parts
    if parts == 1:
        return repaid - 1.0
    low, high = 0.0, part  # repaid for ever, the rate would be part ÷ principal
    for _ in range(_STEPS):
        middle = (low + high) / 2.0
        if middle in {low, high}:
            break
        if _worth(part, middle, parts) > 1.0:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def _worth(part: float, rate: float, parts: int) -> float:
    """What the parts are worth on the day of the loan, for one unit borrowed."""
    if rate == 0.0:
        return part * parts
    return part * -math.expm1(-parts * math.log1p(rate)) / rate


def yearly(rate: Any) -> Any:
    """Per cent a year of a monthly rate compounded: only products, so that engines agree."""
    once = rate + 1.0
    twice = once * once
    four = twice * twice
    return (four * four * four - 1.0) * 100.0


def repayment(row: Row) -> dict[str, Any]:
    """What the solver needs: `loan_repaid_times` and `loan_parts`; null where it is not needed.

    `loan_repaid_times`: all parts ÷ principal, for a flat rate and for a loan without a rate.
    """
    flat = row["loan_rate_period"] == "flat"
    term, principal = row["loan_term_months"], row["loan_principal"]
    without = row["loan_rate"].isnull()
    parts = row["loan_repaid_monthly"] * term / principal.nullif(0.0)
    return {
        "loan_repaid_times": row.cases(
            (flat & (row["loan_rate"] >= 0.0), row["loan_rate"] / 100.0 + 1.0),
            (without & (principal > 0.0), parts),
            else_=row.empty("float64"),
        ),
        "loan_parts": row.cases(
            ((flat | without) & (term > 0.0), term), else_=row.empty("float64")
        ),
    }


def annual(row: Row) -> dict[str, Any]:
    """`loan_annual_rate` (per cent) and, where it cannot be known, `loan_rate_reason`.

    Needs `loan_solved`: the monthly rate found for `loan_repaid_times` and `loan_parts`.
    """
    rate, period = row["loan_rate"], row["loan_rate_period"]
    known = rate >= 0.0
    solved = row["loan_solved"].notnull()
    needed = row["loan_repaid_times"].notnull()
    some = rate.notnull() | (row["loan_principal"] > 0.0)
    return {
        "loan_annual_rate": row.cases(
            (rate == 0.0, 0.0),
            (known & (period == "month"), yearly(rate / 100.0)),
            (known & (period == "year"), yearly(rate / 1200.0)),
            (solved, yearly(row["loan_solved"])),
            else_=row.empty("float64"),
        ),
        "loan_rate_reason": row.cases(
            (
                (rate == 0.0) | (known & period.isin(("month", "year"))) | solved,
                row.empty("string"),
            ),
            (rate < 0.0, NEGATIVE),
            (rate.notnull() & period.isnull(), "nobody said what the rate is for"),
            ((period == "flat") & known, NO_TERM),
            (needed & (row["loan_parts"] > 0.0), NOT_REPAID),
            (some, NOTHING),
            else_=row.empty("string"),
        ),
    }
