"""Numbers that do not vary where they vary elsewhere: hours, pay, days, loans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.indicators.quality.answer_sheet import SUBJECTS
from crest.engine.indicators.quality.chance import share_is_chance
from crest.engine.indicators.quality.sameness import SMALLEST
from crest.engine.indicators.quality.suspicion import COMPARE, Suspicion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from crest.engine.indicators.quality.answer_sheet import AnswerSheet

NUMBERS: Final = {
    "actual_hours": "hours a week",
    "days_per_week": "days a week",
    "actual_pay": "first pay",
    "net_pay": "net pay",
    "loan_principal": "loan",
    "loan_rate": "loan rate",
    "kg_picked": "kilograms picked",
    "worker_paid_usd": "amount paid for recruitment",
    "worker_paid_usd_minor": "amount paid for recruitment",
}
_TOGETHER: Final = 2  # one number may be the same for all for a good reason, two hardly


def same_numbers(sheet: AnswerSheet) -> Iterator[Suspicion]:
    """Groups in which two numbers or more are the same for all, where most other groups vary.

    The chance is that of the least telling of them: that so many workers drawn from everybody
    would all state that number.
    """
    columns = {name: _numbers(sheet.journeys, name) for name in NUMBERS}
    columns = {name: values for name, values in columns.items() if np.isfinite(values).any()}
    for subject_kind in SUBJECTS:
        groups = list(sheet.subjects(subject_kind, SMALLEST))
        fixed = {
            name: [_only(values[who]) for _, who in groups] for name, values in columns.items()
        }
        telling = {name: _mostly_vary(found) for name, found in fixed.items()}
        for place, (subject, who) in enumerate(groups):
            chances = {
                NUMBERS[name]: _chance(columns[name], who, only)
                for name, found in fixed.items()
                if telling[name] and (only := found[place]) is not None and np.isfinite(only)
            }
            yield _suspicion(subject_kind, subject, int(who.sum()), chances)


def _suspicion(
    subject_kind: str, subject: str, people: int, chances: dict[str, float]
) -> Suspicion:
    return Suspicion(
        "same_numbers", subject_kind, subject, people, float(len(chances)), 0.0,
        max(chances.values(), default=1.0),
        notable=len(chances) >= _TOGETHER,
        sentence=f"All of {people} workers state the same {' and the same '.join(chances)}, which "
        "varies in most other groups. The numbers may have been copied from a list.",
        todo=f"Compare with payslips and time sheets. {COMPARE}",
    )  # fmt: skip


def _numbers(journeys: pa.Table, name: str) -> NDArray[np.float64]:
    if name not in journeys.column_names:
        return np.full(journeys.num_rows, np.nan)
    values = pc.cast(journeys[name], pa.float64())
    return np.asarray(values.to_numpy(zero_copy_only=False), np.float64)


def _only(values: NDArray[np.float64]) -> float | None:
    """The one number that all state; NaN where they differ, None where too few state any."""
    stated = values[np.isfinite(values)]
    if len(stated) < SMALLEST:
        return None
    return float(stated[0]) if (stated == stated[0]).all() else float("nan")


def _mostly_vary(found: list[float | None]) -> bool:
    stated = [value for value in found if value is not None]
    return 2 * sum(1 for value in stated if np.isnan(value)) > len(stated)


def _chance(values: NDArray[np.float64], who: NDArray[np.bool_], only: float) -> float:
    stated = np.isfinite(values)
    people = int((stated & who).sum())
    return share_is_chance(people, people, int((values == only).sum()), int(stated.sum()))
