"""What is usual in a corridor (E4): the last resort where a group has no sample at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from crest.engine.remedy.people import column
from crest.engine.remedy.rows import COST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from crest.engine.remedy.money import Rates
    from crest.engine.remedy.people import People
    from crest.engine.remedy.rows import Rows
    from crest.engine.rulebook.rules import Figure

_E4 = 3


class FiguresBook(Protocol):
    """What repayment asks of the rulebook: its dated figures and its digest."""

    @property
    def figures(self) -> Mapping[str, Figure]:
        """Dated figures by id."""

    @property
    def digest(self) -> str:
        """sha256 of the rulebook's files."""


class Benchmarks:
    """Per worker the usual cost of the corridor in minor units, -1 unknown, and where it is from.

    Rows of costs graded E4 come first; else the `typical_cost` figure of the corridor on the day
    of arrival that names most of the journey's circumstances.
    """

    def __init__(self, people: People, rows: Rows, book: FiguresBook, rates: Rates) -> None:
        """Look up everybody once; the choices do not change it."""
        self.minor = np.full(len(people), -1, np.int64)
        self.basis = [""] * len(people)
        graded = (rows.grade == _E4) & (rows.kind == COST)
        own: NDArray[np.int64] = np.zeros(len(people), np.int64)
        np.add.at(own, rows.who[graded], rows.minor["payment_month"][graded])
        usual = [one for one in book.figures.values() if one.kind == "typical_cost"]
        facts = {key: column(people.table, key) for key in _KEYS}
        seen: dict[tuple[object, ...], tuple[int, str]] = {}
        for at in range(len(people)):
            if own[at] > 0:
                self.minor[at], self.basis[at] = own[at], "costs graded E4"
                continue
            day = people.arrived[at]
            circumstances = {key: values[at] for key, values in facts.items()}
            ask = (*circumstances.values(), day, people.currency[at])
            if ask not in seen:
                seen[ask] = _usual(usual, circumstances, day, people.currency[at], rates)
            self.minor[at], self.basis[at] = seen[ask]


_KEYS = ("origin", "destination", "province", "sector", "scheme", "sex", "occupation")


def _usual(
    figures: list[Figure],
    facts: dict[str, str | None],
    day: date | None,
    into: str,
    rates: Rates,
) -> tuple[int, str]:
    fitting = [
        one
        for one in figures
        if {"origin", "destination"} <= set(one.applies)
        and all(facts[key] in allowed for key, allowed in one.applies.items())
    ]
    for figure in sorted(fitting, key=lambda one: (-len(one.applies), one.id)):
        held = [value for value in figure.values if day is not None and value.from_ <= day]
        if held and held[-1].value is not None:
            minor = rates.minor(held[-1].value, figure.unit, into, day)
            if minor is not None and minor > 0:
                return minor, f"{figure.id} ({held[-1].confidence or figure.confidence})"
    return -1, ""
