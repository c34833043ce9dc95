"""What every reader hands back: the cells as text, the row numbers, and what could not be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from crest.engine.errors import CrestError, Place
from crest.engine.tables.contracts import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MEGABYTE: Final = 1_000_000
SHOWN: Final = 500  # characters of a value shown in a problem
LISTED_PER_CODE: Final = 1_000  # warnings of one kind listed one by one; the rest are counted


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may ask of the machine.

    `bytes`: size of the file. `rows`, `columns`: of one sheet. `cells`: of the rectangle one
    workbook sheet spans, empty cells included. `row_bytes`: one row of a text file.
    `unpacked_bytes`, `ratio`, `members`: of the ZIP container of a workbook.
    """

    bytes: int = 8_000 * MEGABYTE
    rows: int = 20_000_000
    columns: int = 2_000
    cells: int = 100_000_000
    row_bytes: int = 16 * MEGABYTE
    unpacked_bytes: int = 4_000 * MEGABYTE
    ratio: int = 250
    members: int = 5_000


@dataclass(frozen=True, slots=True)
class RawTable:
    """One sheet (or one text file) as text.

    `header`: one name per column, as given and stripped; a nameless column is called
    "column 3", the second of two equal names "name (2)". `columns`: one string column per header
    position, named "0", "1", …; null is an empty cell, other cells are as given. `rows`: int64,
    the 1-based data row of each table row (blank rows are left out but keep their number).
    `problems`: PROBLEMS contract. `encoding` and `delimiter` are given for text files.
    """

    source: str
    sheet: str | None
    header: tuple[str, ...]
    columns: pa.Table
    rows: pa.Int64Array
    problems: pa.Table
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(slots=True)
class ProblemList:
    """Collects problems of one sheet; becomes a table of the PROBLEMS contract.

    Rejected rows are all listed. Warnings of one code are listed one by one up to
    `LISTED_PER_CODE`; one last line then says how many more there are.
    """

    source: str
    sheet: str | None = None
    _lines: list[dict[str, object]] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)
    _hidden: dict[str, dict[str, object]] = field(default_factory=dict)

    def warn(
        self,
        code: str,
        sentence: str,
        todo: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        """List a warning: the row stays a row, something about it deserves a look."""
        line = self._line(code, sentence, todo) | {
            "row": row,
            "column": column,
            "value": _shown(value),
            "severity": "warning",
        }
        self._counts[code] += 1
        if self._counts[code] <= LISTED_PER_CODE:
            self._lines.append(line)
        else:
            self._hidden[code] = line

    def reject(
        self, code: str, sentence: str, todo: str, *, row: int | None, value: str | None = None
    ) -> None:
        """List a row that is not among the rows handed on."""
        line = {"row": row, "value": _shown(value), "severity": "rejected"}
        self._lines.append(self._line(code, sentence, todo) | line)

    def _line(self, code: str, sentence: str, todo: str) -> dict[str, object]:
        return {
            "source": self.source,
            "sheet": self.sheet,
            "code": code,
            "sentence": sentence,
            "todo": todo,
        }

    def table(self) -> pa.Table:
        """Give the problems so far, in the order found."""
        lines = list(self._lines)
        for code, last in self._hidden.items():
            more = self._counts[code] - LISTED_PER_CODE
            lines.append(
                last
                | {
                    "row": None,
                    "column": None,
                    "value": None,
                    "sentence": f"{more:,} more rows have the same problem: {last['sentence']}",
                }
            )
        return pa.Table.from_pylist(lines, schema=PROBLEMS)


def refused_file(source: str, sheet: str | None, error: CrestError) -> pa.Table:
    """PROBLEMS: a whole file or sheet as one rejected problem without a row."""
    problems = ProblemList(source, sheet)
    problems.reject(error.code, error.sentence, error.todo or "Check the file.", row=None)
    return problems.table()


def _shown(value: str | None) -> str | None:
    """The value, cut when it is too long for a list of problems."""
    if value is None or len(value) <= SHOWN:
        return value
    return value[: SHOWN - 1] + "…"


def place(source: str, sheet: str | None = None, row: int | None = None) -> Place:
    """Short form of a Place without a column."""
    return Place(source=source, sheet=sheet, row=row)


def name_columns(cells: Sequence[str | None]) -> tuple[str, ...]:
    """Header names that are never empty and never equal.

    "" becomes "column 3" (its 1-based position); the second "name" becomes "name (2)".
    """
    taken: set[str] = set()
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        base = " ".join((cell or "").split()) or f"column {position}"
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base} ({number})"
        taken.add(name)
        names.append(name)
    return tuple(names)


def as_columns(batches: Iterable[pa.RecordBatch], width: int) -> pa.Table:
    """Join batches of string columns named "0", "1", …; narrow ones are filled with nulls."""
    schema = pa.schema([pa.field(str(i), pa.string()) for i in range(width)])
    wide = []
    for batch in batches:
        missing = [pa.nulls(batch.num_rows, pa.string())] * (width - batch.num_columns)
        wide.append(pa.RecordBatch.from_arrays([*batch.columns, *missing], schema=schema))
    return pa.Table.from_batches(wide, schema=schema)


def row_numbers(count: int) -> pa.Int64Array:
    """1, 2, … count as int64."""
    return pa.array(np.arange(1, count + 1, dtype=np.int64))
