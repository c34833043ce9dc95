"""One row per group whose floor was used: its floor, how sure it is, and its part of the total."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from crest.engine.remedy.groups import NO_STEP
from crest.engine.remedy.sensitivity import reported_total

if TYPE_CHECKING:
    from crest.engine.remedy.case import Case, Settled
    from crest.engine.remedy.choices import Choices

GROUPS: Final = pa.schema(
    [
        pa.field("step", pa.int64()),  # 1 = narrowest; null: no group has a sample
        pa.field("step_says", pa.string(), nullable=False),
        pa.field("origin", pa.string()),
        pa.field("destination", pa.string()),
        pa.field("recruiter", pa.string()),
        pa.field("recruiter_id", pa.string()),
        pa.field("employer", pa.string()),
        pa.field("employer_id", pa.string()),
        pa.field("arrival_year", pa.string()),
        pa.field("currency", pa.string(), nullable=False),
        pa.field("journeys", pa.int64(), nullable=False),
        pa.field("sample", pa.int64(), nullable=False),
        pa.field("sample_e1", pa.int64(), nullable=False),  # by the best grade of each account
        pa.field("sample_e2", pa.int64(), nullable=False),
        pa.field("sample_e3", pa.int64(), nullable=False),
        pa.field("method", pa.string(), nullable=False),
        pa.field("floor_minor", pa.int64()),
        pa.field("low_minor", pa.int64()),
        pa.field("high_minor", pa.int64()),
        pa.field("level", pa.float64(), nullable=False),
        pa.field("total_minor", pa.int64(), nullable=False),
        pa.field("reported_minor", pa.int64(), nullable=False),
        pa.field("share_of_total", pa.float64()),
        pa.field("warning", pa.string()),
    ]
)


def group_table(case: Case, settled: Settled, choices: Choices) -> pa.Table:
    """GROUPS, the largest part of the total first. Every journey is in exactly one row."""
    keys = list(
        zip(
            settled.floors.step.tolist(),
            settled.floors.group.tolist(),
            case.people.currency,
            strict=True,
        )
    )
    members: dict[tuple[int, int, str], list[int]] = {}
    for at, key in enumerate(keys):
        members.setdefault(key, []).append(at)
    whole = reported_total(settled)
    rows = [
        _row(case, settled, choices, key, np.array(those), whole) for key, those in members.items()
    ]
    rows.sort(key=lambda row: (-row["reported_minor"], row["step_says"], _label(row)))  # type: ignore[operator]
    return pa.Table.from_pylist(rows, schema=GROUPS)


def _label(row: dict[str, object]) -> str:
    return "|".join(str(row.get(name)) for name in GROUPS.names[2:10])


def _row(  # noqa: PLR0917 (one group's facts, written in order)
    case: Case,
    settled: Settled,
    choices: Choices,
    key: tuple[int, int, str],
    those: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    whole: int,
) -> dict[str, object]:
    step, group, currency = key
    floors, rule = settled.floors, case.rules.floor
    reported = settled.reported[those]
    mine = int(reported[reported >= 0].sum())
    row: dict[str, object] = {
        "step": None,
        "step_says": "no group has a sample" if choices.floor_method != "none" else "no floor",
        "currency": currency,
        "journeys": len(those),
        "sample": 0,
        **dict.fromkeys(("sample_e1", "sample_e2", "sample_e3"), 0),
        "method": choices.floor_method,
        "level": rule.level,
        "total_minor": int(settled.total[those].sum()),
        "reported_minor": mine,
        "share_of_total": mine / whole if whole else None,
    }
    if step == NO_STEP:
        return row
    one, first = case.steps[step], int(those[0])
    keys = dict(zip(map(str, one.rule.keys), one.values[group], strict=False))
    sample = np.flatnonzero(settled.sampled & (one.of == group))
    best = np.argmax(settled.graded[:3, sample] > 0, axis=0)
    paid = (settled.graded[:3, sample] > 0).any(axis=0)
    best = np.where(paid, best, 1)  # only in the payroll: the employer's record
    low, high = int(floors.low[first]), int(floors.high[first])
    return row | {
        "step": step + 1,
        "step_says": one.rule.says,
        **{key: case.people.names.get(value, value) for key, value in keys.items()},
        "recruiter_id": keys.get("recruiter"),
        "employer_id": keys.get("employer"),
        "sample": len(sample),
        **{f"sample_e{at + 1}": int(np.count_nonzero(best == at)) for at in range(3)},
        "floor_minor": int(floors.value[first]),
        "low_minor": low if low >= 0 else None,
        "high_minor": high if high >= 0 else None,
        "warning": _warning(len(sample), rule.minimum_sample, rule.warn_below),
    }


def _warning(size: int, least: int, small: int) -> str | None:
    if size < least:
        return f"only {size} accounts, and no wider group has {least}: ask more workers"
    return f"only {size} accounts: the floor is uncertain" if size < small else None
