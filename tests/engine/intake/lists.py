"""Small lists for the tests of intake. All names are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from crest.engine.intake import recognise, take_in
from crest.engine.tables.contracts import PROBLEMS
from crest.engine.tables.raw import RawTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crest.engine.intake import TakenIn


def raw(
    header: Sequence[str],
    *rows: Sequence[str | None],
    source: str = "list.csv",
    sheet: str | None = None,
) -> RawTable:
    """A raw table as a reader would hand it on."""
    columns = {str(i): pa.array([row[i] for row in rows], pa.string()) for i in range(len(header))}
    return RawTable(
        source=source,
        sheet=sheet,
        header=tuple(header),
        columns=pa.table(columns),
        rows=pa.array(np.arange(1, len(rows) + 1, dtype=np.int64)),
        problems=PROBLEMS.empty_table(),
    )


def taken(
    header: Sequence[str], *rows: Sequence[str | None], sheet: str | None = None, **how: object
) -> TakenIn:
    """The list recognised and taken in."""
    table = raw(header, *rows, sheet=sheet)
    return take_in(table, recognise(table), **how)  # type: ignore[arg-type]


def codes(result: TakenIn) -> list[str]:
    """The codes of its problems, in order."""
    return [str(code) for code in result.problems["code"].to_pylist()]
