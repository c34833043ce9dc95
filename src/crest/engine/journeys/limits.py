"""Limits of what is plausible, as data with a reason: `codelists/journey_limits.csv`."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from crest.engine.rulebook.codelists import load_codelist


class Limit(NamedTuple):
    """Values below `least` or above `most` are listed; `keep`: and used all the same."""

    least: float
    most: float
    unit: str
    keep: bool
    reason: str


@cache
def limits() -> dict[str, Limit]:
    """Measure (“costs.amount”) → its limit. Money limits are in US dollars."""
    return {
        row["field"]: Limit(
            float(row["least"]),
            float(row["most"]),
            row["unit"],
            row["use"] == "keep",
            row["reason"],
        )
        for row in load_codelist("journey_limits")
    }


def limit_of(measure: str) -> Limit | None:
    """The limit of a measure, None when it has none."""
    return limits().get(measure)
