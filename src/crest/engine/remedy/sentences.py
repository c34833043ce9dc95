"""One worker's figure, so that it can be read aloud; and what a reader of the whole must know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crest.engine.remedy.choices import GRADES
from crest.engine.remedy.groups import NO_STEP
from crest.engine.remedy.money import spoken

if TYPE_CHECKING:
    from crest.engine.remedy.case import Case, Settled
    from crest.engine.remedy.choices import Choices


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
