"""What a reader of the whole plan must know: totals, cut-off, deadline, and what is left out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from crest.engine.disclosure import SMALLEST
from crest.engine.remedy.groups import NO_STEP
from crest.engine.remedy.money import spoken
from crest.engine.remedy.sensitivity import reported_total

if TYPE_CHECKING:
    from crest.engine.remedy.case import Case, Settled
    from crest.engine.remedy.choices import Choices

_STATUS_WORDS: Final = {
    "proven": "get the sum they proved",
    "floor_above_proof": "proved less than their group's floor and get the floor",
    "unproven_floor": "have no proven sum and get the floor of their group",
    "benchmark": "have neither proof nor a group with a sample and get the corridor's usual cost",
    "confirmed_zero": "confirmed having paid nothing",
    "no_figure": "cannot be given a figure: unknown is not nothing, they must be asked",
}


def statements(case: Case, settled: Settled, choices: Choices) -> tuple[str, ...]:
    """Totals, cut-off, deadline, choices, small samples, and everything left out, with counts."""
    total, size = reported_total(settled), len(case.people)
    owed = int(np.count_nonzero(settled.total))
    whole = f"Owed in all: {spoken(total, choices.currency)} to {owed} of {size} journeys."
    said = [
        whole,
        *(
            f"{count} {words}."
            for status, words in _STATUS_WORDS.items()
            if (count := int(np.count_nonzero(settled.status == status)))
        ),
        _cut_off(settled, choices),
        _deadline(case, choices),
        *_samples(case, settled),
        *_gaps(case, settled, choices),
        *case.rules.warnings,
    ]
    return tuple(one for one in said if one)


def _cut_off(settled: Settled, choices: Choices) -> str:
    outside = int(np.count_nonzero(~settled.eligible))
    return (
        f"Cut-off (REM-02): who left before {settled.cut_off} ({choices.lookback_months} months) "
        f"is outside; {outside} {'journey is' if outside == 1 else 'journeys are'}."
    )


def _deadline(case: Case, choices: Choices) -> str:
    start = choices.finding_on or case.on
    day = start + timedelta(days=case.rules.timing.deadline_days)
    return f"To be paid by {day} ({case.rules.timing.id}: {case.rules.timing.deadline_days} days)."


def _samples(case: Case, settled: Settled) -> list[str]:
    rule, floors = case.rules.floor, settled.floors
    used = (settled.floor > 0) & (floors.step != NO_STEP)
    widened = int(np.count_nonzero(used & (floors.step > 0)))
    small = int(np.count_nonzero(used & (floors.n < rule.warn_below)))
    said = {
        "journeys take the floor of a wider group, their own being too small or unknown": widened,
        f"journeys take a floor that stands on fewer than {rule.warn_below} accounts": small,
    }
    few = {words: 0 < count < SMALLEST for words, count in said.items()}
    return [
        f"{'Some' if few[words] else f'{count:,}'} {words}."
        for words, count in said.items()
        if count
    ]


def _gaps(case: Case, settled: Settled, choices: Choices) -> list[str]:
    rows, people = case.rows, case.people
    unclear = "counted" if choices.unclear_counts else "not counted"
    counts = {
        "sums without a grade of evidence count as the worker's own account": rows.ungraded,
        f"journeys have costs of unclear payer or item, {unclear}": int(
            np.count_nonzero(settled.unclear)
        ),
        "loans of unknown interest: it is not in the sums": sum(
            bool(basis) and not known
            for basis, known in zip(case.loans.basis, case.loans.known.tolist(), strict=True)
        ),
        "journeys have no exchange rate and are not in the total": int(
            np.count_nonzero(settled.reported < 0)
        ),
        f"journeys without pay currency are reckoned in {choices.currency}": (
            people.without_pay_currency
        ),
        "journeys were listed twice and count once": people.doubled,
        "sums could not be raised for want of a day or an index": settled.rows_without_uplift,
        "journeys got back more than is owed": int(np.count_nonzero(settled.surplus)),
        **{f"left out: {reason}": count for reason, count in sorted(rows.left_out.items())},
    }
    if choices.rate_period != "payment_month":
        kept = rows.kept.get(choices.rate_period, 0)
        counts["costs keep the rate of the month of payment for want of another"] = kept
    return [f"{count:,} {words}." for words, count in counts.items() if count]
