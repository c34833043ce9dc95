"""When each worker is paid: within the deadline, in one sum unless chosen otherwise."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from crest.engine.remedy.people import column

if TYPE_CHECKING:
    from datetime import date

    from crest.engine.remedy.case import Case, Settled
    from crest.engine.remedy.choices import Choices

SCHEDULE: Final = pa.schema(
    [
        pa.field("journey", pa.string(), nullable=False),
        pa.field("worker", pa.string()),
        pa.field("instalment", pa.int64(), nullable=False),
        pa.field("of", pa.int64(), nullable=False),
        pa.field("due_on", pa.date32(), nullable=False),
        pa.field("amount_minor", pa.int64(), nullable=False),
        pa.field("currency", pa.string(), nullable=False),
        pa.field("because", pa.string(), nullable=False),
    ]
)


def schedule_of(case: Case, settled: Settled, choices: Choices) -> pa.Table:
    """One row per instalment, earliest first; the instalments of a worker add up to the sum owed.

    Instalments fall due in equal steps up to the deadline. Who leaves before the deadline gets
    everything by the day of leaving; who has left gets it in one sum.
    """
    timing = case.rules.timing
    start = choices.finding_on or case.on
    deadline = start + timedelta(days=timing.deadline_days)
    names, workers = column(case.people.table, "journey"), column(case.people.table, "worker")
    rows = []
    for at in np.flatnonzero(settled.total > 0).tolist():
        left, total = case.people.left[at], int(settled.total[at])
        days, why = _days(start, deadline, left, case.on, choices.instalments)
        part, rest = divmod(total, len(days))
        rows += [
            (names[at], workers[at], number, len(days), day, part + (number <= rest), at, why)
            for number, day in enumerate(days, 1)
            if part + (number <= rest)
        ]
    rows.sort(key=lambda row: (row[4], row[0]))
    currency = case.people.currency
    lines = [(*row[:6], currency[row[6]], row[7]) for row in rows]
    columns = list(zip(*lines, strict=True)) or [()] * len(SCHEDULE)
    return pa.table(
        [pa.array(values, field.type) for values, field in zip(columns, SCHEDULE, strict=True)],
        schema=SCHEDULE,
    )


def _days(
    start: date, deadline: date, left: date | None, on: date, parts: int
) -> tuple[list[date], str]:
    if left is not None and left <= on:
        return [deadline], f"left on {left}; one sum by the deadline"
    if left is not None and left < deadline:
        return [max(left, on)], f"leaves on {left}; in full before leaving"
    if parts == 1:
        return [deadline], "one sum by the deadline"
    whole = (deadline - start).days
    days = [start + timedelta(days=whole * number // parts) for number in range(1, parts + 1)]
    return days, f"in {parts} instalments up to the deadline"
