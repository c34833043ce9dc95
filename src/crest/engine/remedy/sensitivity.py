"""What the total would be under every other choice, one choice changed at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from crest.engine.remedy.choices import FLOOR_METHODS, RATE_PERIODS, ROUNDINGS
from crest.engine.remedy.settle import settle

if TYPE_CHECKING:
    from crest.engine.remedy.case import Case, Settled
    from crest.engine.remedy.choices import Choices

SENSITIVITY: Final = pa.schema(
    [
        pa.field("choice", pa.string(), nullable=False),
        pa.field("alternative", pa.string(), nullable=False),
        pa.field("workers_owed", pa.int64(), nullable=False),
        pa.field("total_minor", pa.int64(), nullable=False),
        pa.field("difference_minor", pa.int64(), nullable=False),
        pa.field("difference_share", pa.float64()),  # of the base; null when the base is 0
        pa.field("currency", pa.string(), nullable=False),
    ]
)
_LADDERS: Final = (("E1",), ("E1", "E2"), ("E1", "E2", "E3"), ("E1", "E2", "E3", "E4"))
_LOOKBACKS: Final = (0, 12, 24, 36, 60, 120)


def sensitivity_of(case: Case, base: Settled, choices: Choices) -> pa.Table:
    """The base first, then every alternative. Totals are in the reporting currency."""
    rows = [_row("base", "as chosen", base, reported_total(base), choices)]
    whole = reported_total(base)
    for choice, alternative, other in alternatives(choices):
        rows.append(_row(choice, alternative, settle(case, other), whole, choices))
    return pa.Table.from_pylist(rows, schema=SENSITIVITY)


def alternatives(base: Choices) -> list[tuple[str, str, Choices]]:
    """Choice, alternative in words, and the choices with that one changed."""
    found = [
        ("floor method", method, replace(base, floor_method=method)) for method in FLOOR_METHODS
    ]
    found += [
        ("floor within its interval", word, replace(base, floor_point=point))  # type: ignore[arg-type]
        for word, point in (("lower end", "low"), ("upper end", "high"))
    ]
    found += [
        ("look-back", f"{months} months", replace(base, lookback_months=months))
        for months in _LOOKBACKS
    ]
    found += [
        ("evidence accepted", " ".join(ladder), replace(base, grades=ladder)) for ladder in _LADDERS
    ]
    found += [("interest", word, replace(base, interest=word)) for word in ("paid", "none")]
    found += _uplifts(base)
    found += [("rounding", word, replace(base, rounding=word)) for word in ROUNDINGS]  # type: ignore[arg-type]
    found += [
        ("exchange rates", word.replace("_", " "), replace(base, rate_period=word))
        for word in RATE_PERIODS
    ]
    found += [
        ("costs of unclear payer or item", "counted", replace(base, unclear_counts=True)),
        ("costs of unclear payer or item", "not counted", replace(base, unclear_counts=False)),
        ("who confirmed paying nothing", "gets the floor", replace(base, flat=True)),
        ("who confirmed paying nothing", "gets no floor", replace(base, flat=False)),
    ]
    return [one for one in found if one[2] != base]


def _uplifts(base: Choices) -> list[tuple[str, str, Choices]]:
    found = [
        ("uplift", "none", replace(base, uplift="none")),
        ("uplift", f"{base.uplift_rate:g} % a year", replace(base, uplift="rate")),
    ]
    if base.prices is not None:
        found.append(("uplift", "inflation", replace(base, uplift="inflation")))
    return found


def reported_total(settled: Settled) -> int:
    """The whole in the reporting currency; workers without an exchange rate are left out."""
    return int(settled.reported[settled.reported >= 0].sum())


def _row(
    choice: str, alternative: str, settled: Settled, base: int, choices: Choices
) -> dict[str, object]:
    total = reported_total(settled)
    return {
        "choice": choice,
        "alternative": alternative,
        "workers_owed": int(np.count_nonzero(settled.total)),
        "total_minor": total,
        "difference_minor": total - base,
        "difference_share": (total - base) / base if base else None,
        "currency": choices.currency,
    }
