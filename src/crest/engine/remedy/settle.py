"""What each worker is owed under one set of choices.

owed = max(0, max(gross, floor) + interest paid − refunded)
"""

from __future__ import annotations

import calendar
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from crest.engine.remedy.case import Case, Settled
from crest.engine.remedy.choices import GRADES, ROUNDINGS
from crest.engine.remedy.groups import NO_STEP, floors_of
from crest.engine.remedy.rows import COST, DEDUCTED, INTEREST, REFUND, UNCLEAR
from crest.engine.remedy.uplift import share_of, uplift_of_rows

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from crest.engine.remedy.choices import Choices
    from crest.engine.remedy.groups import Floors

_WAGE_LENDERS: Final = frozenset({"employer", "recruiter", "sub_agent", "site"})


def settle(case: Case, choices: Choices) -> Settled:
    """Reckon what every worker is owed. `choices` are settled: nothing in them is None."""
    rows, size = case.rows, len(case.people)
    sums = rows.minor[choices.rate_period]
    accepted = np.array([grade in (choices.grades or ()) for grade in GRADES])[rows.grade]
    own = accepted & (rows.grade < GRADES.index("E4"))
    counts = (rows.kind == COST) | ((rows.kind == UNCLEAR) & choices.unclear_counts)
    proven = own & counts

    def total(which: NDArray[np.bool_]) -> NDArray[np.int64]:
        return _add(rows.who[which], sums[which], size)

    payroll = total((rows.kind == DEDUCTED) & accepted)
    deducted = np.maximum(0, payroll - total(proven & rows.by_deduction))
    gross = total(proven) + deducted
    anything = total(counts | (rows.kind == UNCLEAR) | (rows.kind == DEDUCTED)) > 0
    zero = rows.zero_paid & ~anything
    sampled = (gross > 0) | (zero & choices.flat)
    method = choices.floor_method or "none"
    floors = floors_of(case.steps, case.rules.floor, method, gross, sampled)
    floor, benchmarked = _floor(case, choices, floors, zero)
    recorded = total((rows.kind == INTEREST) & own)
    reckoned = np.where(recorded > 0, 0, _reckoned(case, deducted))
    if choices.interest == "none":
        recorded, reckoned = np.zeros_like(recorded), np.zeros_like(reckoned)
    refunded = total(rows.kind == REFUND)
    due = np.maximum(gross, floor) + recorded + reckoned
    owed = np.maximum(0, due - refunded)
    raised, without = uplift_of_rows(case.people, rows, np.where(proven, sums, 0), choices, case.on)
    uplift = _uplift(gross, floor, owed, floors, _add(rows.who, raised, size), sampled)
    cut_off = months_before(case.on, choices.lookback_months or 0)
    eligible = np.array([day is None or day >= cut_off for day in case.people.left], bool)
    final = np.where(eligible, _rounded(owed + uplift, choices), 0)
    settled = Settled(
        graded=np.stack([total((rows.grade == at) & counts) for at in range(len(GRADES))]),
        unclear=total(rows.kind == UNCLEAR),
        deducted=deducted,
        gross=gross,
        zero=zero,
        sampled=sampled,
        floors=floors,
        floor=floor,
        benchmarked=benchmarked,
        interest_recorded=recorded,
        interest_reckoned=reckoned,
        refunded=refunded,
        surplus=np.maximum(0, refunded - due),
        eligible=eligible,
        cut_off=cut_off,
        owed=owed,
        uplift=uplift,
        total=final,
        reported=_reported(case, final, choices.currency),
        status=np.full(size, "", "<U20"),
        rows_without_uplift=without,
    )
    return replace(settled, status=_status(settled))


def _add(who: NDArray[np.int64], sums: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Exact sums per worker (np.bincount would add floats)."""
    total = np.zeros(size, np.int64)
    np.add.at(total, who, sums)
    return total


def _floor(
    case: Case, choices: Choices, floors: Floors, zero: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The floor that counts, and for whom it is the corridor's usual cost."""
    value = floors.value
    if choices.floor_point != "value":
        end = floors.low if choices.floor_point == "low" else floors.high
        value = np.where(end >= 0, end, value)
    value = np.where(floors.step == NO_STEP, 0, value)
    usual = case.benchmarks.minor
    open_ = (floors.step == NO_STEP) & (usual > 0)
    open_ &= "E4" in (choices.grades or ()) and choices.floor_method != "none"
    if not choices.flat:
        value = np.where(zero, 0, value)
        open_ = open_ & ~zero
    return np.where(open_, usual, value), open_


def _reckoned(case: Case, deducted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Interest reckoned from the loan, less what the payroll already took for the same lender."""
    by_wage = np.array([lender in _WAGE_LENDERS for lender in case.lenders], bool)
    minor = case.loans.minor
    return np.where(by_wage, np.maximum(0, minor - deducted), minor)


def _uplift(  # noqa: PLR0917 (one set of arrays, written in order)
    gross: NDArray[np.int64],
    floor: NDArray[np.int64],
    owed: NDArray[np.int64],
    floors: Floors,
    raised: NDArray[np.int64],
    sampled: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Uplift on what is still owed of fees and costs; who has no proof gets the group's."""
    uplift = np.zeros(len(gross), np.int64)
    if not raised.any():
        return uplift
    by_group: dict[tuple[int, int], list[int]] = {}
    keys = list(zip(floors.step.tolist(), floors.group.tolist(), strict=True))
    for at in np.flatnonzero(sampled).tolist():
        pair = by_group.setdefault(keys[at], [0, 0])
        pair[0] += int(raised[at])
        pair[1] += int(gross[at])
    for at in np.flatnonzero(owed > 0).tolist():
        own = (int(raised[at]), int(gross[at]))
        part, whole = own if own[1] > 0 else by_group.get(keys[at], [0, 0])
        base = min(int(owed[at]), max(int(gross[at]), int(floor[at])))
        uplift[at] = share_of(part, whole, base)
    return uplift


def _rounded(sums: NDArray[np.int64], choices: Choices) -> NDArray[np.int64]:
    unit = ROUNDINGS[choices.rounding]
    return -(-sums // unit) * unit


def _reported(case: Case, sums: NDArray[np.int64], into: str) -> NDArray[np.int64]:
    """At the newest rate of the day of the plan; -1 where there is none."""
    factor = {}
    for currency in set(case.people.currency):
        one = case.rates.per_usd(currency, case.on, "on_day")
        other = case.rates.per_usd(into, case.on, "on_day")
        same = 1.0 if currency == into else -1.0
        factor[currency] = other / one if one is not None and other is not None else same
    each = np.array([factor[currency] for currency in case.people.currency], np.float64)
    return np.where(each < 0, -1, np.floor(sums * each + 0.5)).astype(np.int64)


def _status(settled: Settled) -> NDArray[np.str_]:
    """In one word, on what the figure of each worker stands."""
    has_floor = settled.floor > 0
    return np.select(
        [
            ~settled.eligible,
            settled.zero & ~has_floor,
            (settled.gross > 0) & (settled.gross >= settled.floor),
            settled.gross > 0,
            settled.benchmarked,
            has_floor,
        ],
        [
            "outside_lookback",
            "confirmed_zero",
            "proven",
            "floor_above_proof",
            "benchmark",
            "unproven_floor",
        ],
        "no_figure",
    )


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
