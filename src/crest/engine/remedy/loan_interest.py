"""Interest a worker paid so far on the loan taken for recruitment, where nobody recorded it.

Flat loans pay the interest in equal parts over the term. Others are walked month by month: the
interest of a month is paid first, the rest lowers the principal; unpaid interest is never added to
the principal. The monthly payment is the one recorded, else the level payment of the term.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from crest.engine.remedy.people import column

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from crest.engine.remedy.money import Rates
    from crest.engine.remedy.people import People

_MONTHS_AT_MOST: Final = 600
_PARTS: Final = {"month": 100.0, "year": 1200.0}


@dataclass(frozen=True, slots=True)
class LoanInterest:
    """Per worker: interest paid in minor units, whether it could be reckoned, and how or why not.

    `basis` is "" for a worker without a recorded loan.
    """

    minor: NDArray[np.int64]
    known: NDArray[np.bool_]
    basis: list[str]


def interest_paid(people: People, rates: Rates, on: date) -> LoanInterest:
    """Reckon from principal, rate, term and arrival up to `on`."""
    names = ("loan_principal", "loan_currency", "loan_rate", "loan_rate_period")
    principal, currency, rate, period = (column(people.table, name) for name in names)
    term, repaid = column(people.table, "loan_term_months"), column(people.table, _REPAID)
    recruited = column(people.table, "recruited_on")
    found = LoanInterest(np.zeros(len(people), np.int64), np.zeros(len(people), bool), [])
    for at in range(len(people)):
        if principal[at] is None or principal[at] <= 0:
            found.basis.append("")
            continue
        start = people.arrived[at] or recruited[at]
        into = people.currency[at]
        sums = [rates.minor(value, currency[at], into, start) for value in (principal[at],)]
        monthly = rates.minor(repaid[at], currency[at], into, start)
        loan = _Loan(sums[0], rate[at], period[at], term[at], monthly, _months(start, on))
        minor, basis = loan.paid()
        found.basis.append(basis)
        found.minor[at], found.known[at] = minor or 0, minor is not None
    return found


_REPAID: Final = "loan_repaid_monthly"


def _months(start: date | None, on: date) -> int | None:
    """Whole months that have passed."""
    if start is None:
        return None
    whole = (on.year - start.year) * 12 + on.month - start.month - (on.day < start.day)
    return min(max(whole, 0), _MONTHS_AT_MOST)


@dataclass(frozen=True, slots=True)
class _Loan:
    principal: int | None
    rate: float | None
    period: str | None
    term: float | None
    monthly: int | None
    months: int | None

    def paid(self) -> tuple[int | None, str]:
        """Interest paid in minor units (None: not to be reckoned) and a clause that says how."""
        lacking = self._lacking()
        if lacking:
            return None, lacking
        if not self.rate:
            return 0, "the loan bears no interest"
        said = f"{self.rate:g} % {'flat' if self.period == 'flat' else f'a {self.period}'}"
        if self.period == "flat":
            months = min(float(self.months or 0), float(self.term or 1))
            whole = int(
                np.floor(
                    (self.principal or 0) * self.rate / 100.0 * months / float(self.term or 1) + 0.5
                )
            )
            return whole, f"reckoned at {said} over {months:g} months"
        return self._walked(said)

    def _lacking(self) -> str:
        payable = self.term or (self.monthly and self.period != "flat")
        lacks = {
            "the loan's currency or exchange rate is unknown": self.principal is None,
            "the loan's rate is unknown": self.rate is None or self.rate < 0,
            "the period of the loan's rate is unknown": self.period not in ("flat", *_PARTS),
            "the day of arrival is unknown": self.months is None,
            "neither the loan's term nor its monthly payment is known": self.rate and not payable,
        }
        return next((words for words, true in lacks.items() if true), "")

    def _walked(self, said: str) -> tuple[int, str]:
        part, balance = (self.rate or 0.0) / _PARTS[self.period or "year"], self.principal or 0
        level = self.monthly or _level(balance, part, float(self.term or 1))
        paid, months = 0, 0
        while months < (self.months or 0) and balance > 0:
            interest = int(np.floor(balance * part + 0.5))
            paid += min(level, interest)
            balance -= max(0, level - interest)
            months += 1
        return paid, f"reckoned at {said} over {months} months"


def _level(principal: int, part: float, term: float) -> int:
    """The payment that clears the loan in its term, in minor units, rounded up."""
    growth = (1.0 + part) ** -min(term, _MONTHS_AT_MOST)
    return int(np.ceil(principal * part / (1.0 - growth)))
