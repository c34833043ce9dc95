"""One worker's figure, so that it can be read aloud; and what a reader of the whole must know."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from crest.engine.remedy.choices import GRADES
from crest.engine.remedy.groups import NO_STEP
from crest.engine.remedy.money import spoken
from crest.engine.remedy.sensitivity import reported_total

if TYPE_CHECKING:
    from crest.engine.remedy.choices import Choices
    from crest.engine.remedy.settle import Case, Settled


def because(case: Case, settled: Settled, choices: Choices, at: int) -> str:
    """The steps from evidence to sum for the worker at that position."""
    said = [_proof(case, settled, at)]
    said += _floor_words(case, settled, choices, at)
    said += _interest_words(case, settled, choices, at)
    currency = case.people.currency[at]
    if settled.refunded[at]:
        said.append(f"Already refunded: {spoken(int(settled.refunded[at]), currency)}.")
    if settled.surplus[at]:
        said.append(
            f"That is {spoken(int(settled.surplus[at]), currency)} more than is owed; "
            "nobody asks for it back."
        )
    said.append(_result(case, settled, choices, at))
    return " ".join(said)


def _proof(case: Case, settled: Settled, at: int) -> str:
    currency = case.people.currency[at]
    steps: dict[str, str] = {step.grade: step.says for step in case.rules.ladder.grades}
    parts = [
        f"{spoken(int(settled.graded[place, at]), currency)} on {grade} ({steps[grade]})"
        for place, grade in enumerate(GRADES[:3])
        if settled.graded[place, at]
    ]
    if settled.deducted[at]:
        parts.append(f"{spoken(int(settled.deducted[at]), currency)} taken from wages (payroll)")
    if settled.zero[at]:
        words = "Confirmed having paid nothing."
    elif parts:
        words = f"Paid {', '.join(parts)}: {spoken(int(settled.gross[at]), currency)} accepted."
    else:
        words = "No payment is recorded, and nobody recorded that nothing was paid."
    left_out = int(case.rows.left_out_of[at])
    if settled.unclear[at]:
        unclear = spoken(int(settled.unclear[at]), currency)
        words += f" Of unclear payer or item: {unclear}."
    return words + (f" Left out: {left_out} recorded sums." if left_out else "")


def _floor_words(case: Case, settled: Settled, choices: Choices, at: int) -> list[str]:
    currency, floors = case.people.currency[at], settled.floors
    if settled.benchmarked[at]:
        usual = spoken(int(settled.floor[at]), currency)
        basis = case.benchmarks.basis[at]
        return [f"No group has a sample; usual in the corridor: {usual} ({basis})."]
    if not settled.floor[at]:
        return []
    size, rule = int(floors.n[at]), case.rules.floor
    words = (
        f"Group floor: {spoken(int(settled.floor[at]), currency)}, the {choices.floor_method} of "
        f"{size} {'account' if size == 1 else 'accounts'} of {group_words(case, settled, at)}"
    )
    if floors.low[at] >= 0:
        low, high = (spoken(int(end[at]), currency) for end in (floors.low, floors.high))
        words += f" ({rule.level:.0%} interval {low} to {high})"
    return [f"{words}{'; a small sample' if size < rule.warn_below else ''}."]


def group_words(case: Case, settled: Settled, at: int) -> str:
    """The group of the worker's floor: its keys and the step, for example "MM, TH, …"."""
    step = int(settled.floors.step[at])
    if step == NO_STEP:
        return "nobody"
    one = case.steps[step]
    values = one.values[int(settled.floors.group[at])][:-1]
    return f"{', '.join(case.people.names.get(key, key) for key in values)} ({one.rule.says})"


def _interest_words(case: Case, settled: Settled, choices: Choices, at: int) -> list[str]:
    currency, basis = case.people.currency[at], case.loans.basis[at]
    if choices.interest == "none":
        return ["Interest is not counted, by choice."] if basis else []
    if settled.interest_recorded[at]:
        return [f"Interest recorded: {spoken(int(settled.interest_recorded[at]), currency)}."]
    if settled.interest_reckoned[at]:
        return [f"Interest: {spoken(int(settled.interest_reckoned[at]), currency)}, {basis}."]
    return [f"Interest is not counted: {basis}."] if basis and not case.loans.known[at] else []


def _result(case: Case, settled: Settled, choices: Choices, at: int) -> str:
    currency, total = case.people.currency[at], int(settled.total[at])
    if not settled.eligible[at]:
        would = spoken(int(settled.owed[at]), currency)
        return (
            f"Left on {case.people.left[at]}, before the cut-off {settled.cut_off}: "
            f"outside the programme; inside it the sum would be {would}."
        )
    if settled.status[at] == "no_figure" and not total:
        return "What is owed is unknown, which is not nothing: ask the worker."
    if settled.uplift[at] and choices.uplift != "none":
        raised = spoken(int(settled.uplift[at]), currency)
        owed = spoken(int(settled.owed[at]), currency)
        return f"Owed {owed}, and {raised} uplift by choice: {spoken(total, currency)}."
    return f"Owed: {spoken(total, currency)}."


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
    return [f"{count:,} {words}." for words, count in said.items() if count]


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
