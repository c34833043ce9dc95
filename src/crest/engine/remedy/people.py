"""The journeys as columns that the arithmetic of repayment needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from numpy.typing import NDArray


def column(table: pa.Table, name: str) -> list[Any]:
    """The values of a column; all None when the table lacks it."""
    if name not in table.column_names:
        return [None] * table.num_rows
    return list(table[name].to_pylist())


@dataclass(frozen=True, slots=True)
class People:
    """One entry per journey, in the order of the journey's name.

    `keys`: for every group key its values (None = unknown). `names`: how ids
    of agents and employers are written. `said_nothing_paid`: the worker
    confirmed having paid nothing. `table`: the journeys themselves, in the same order.
    """

    table: pa.Table
    at: dict[str, int]
    currency: list[str]
    keys: dict[str, list[str | None]]
    names: dict[str, str]
    arrived: list[date | None]
    left: list[date | None]
    said_nothing_paid: NDArray[np.bool_]
    doubled: int
    without_pay_currency: int

    def __len__(self) -> int:
        return len(self.at)

    def where(self, journeys: list[str | None]) -> NDArray[np.int64]:
        """The position of each journey named, -1 where nobody knows it."""
        return np.array([self.at.get(str(name), -1) for name in journeys], np.int64)


def read_people(journeys: pa.Table, reporting: str) -> People:
    """Read the JOURNEYS table, with resolved ids and `paid_anything` where there are such columns.

    A worker without pay currency is reckoned in the reporting currency.
    """
    order = journeys.take(pc.sort_indices(journeys, [("journey", "ascending")]))
    names = column(order, "journey")
    first = [at for at, name in enumerate(names) if at == 0 or names[at - 1] != name]
    table = order.take(pa.array(first, pa.int64()))
    arrived = column(table, "arrived_on")
    given = column(table, "pay_currency")
    return People(
        table=table,
        at={name: at for at, name in enumerate(column(table, "journey"))},
        currency=[value or reporting for value in given],
        keys={
            "origin": column(table, "origin"),
            "destination": column(table, "destination"),
            "recruiter": _ids(table, "recruiter"),
            "sub_agent": _ids(table, "sub_agent"),
            "employer": _ids(table, "employer"),
            "site": _ids(table, "site"),
            "sex": column(table, "sex"),
            "arrival_year": [None if day is None else str(day.year) for day in arrived],
        },
        names=_display(table),
        arrived=arrived,
        left=column(table, "left_on"),
        said_nothing_paid=np.array([v is False for v in column(table, "paid_anything")], bool),
        doubled=journeys.num_rows - table.num_rows,
        without_pay_currency=sum(value is None for value in given),
    )


def _ids(table: pa.Table, who: str) -> list[str | None]:
    """The permanent id, or the name as written (without its case) where there is none."""
    fold: Callable[[str | None], str | None] = lambda name: name and name.strip().casefold()  # noqa: E731
    pairs = zip(column(table, f"{who}_id"), column(table, who), strict=True)
    return [known or fold(name) for known, name in pairs]


def _display(table: pa.Table) -> dict[str, str]:
    """Id (or folded name) → the name as written; of several, the first in the alphabet."""
    found: dict[str, str] = {}
    for who in ("recruiter", "sub_agent", "employer", "site"):
        for known, name in zip(_ids(table, who), column(table, who), strict=True):
            if known is not None and name is not None:
                found[known] = min(name, found.get(known, name))
    return found


def names_of(table: pa.Table, who: str) -> list[str | None]:
    """Names as written, else the id."""
    pairs = zip(column(table, who), column(table, f"{who}_id"), strict=True)
    return [name or known for name, known in pairs]
