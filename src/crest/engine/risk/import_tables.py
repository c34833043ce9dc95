"""Tables people bring as an index: one sheet, its columns found by their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crest.engine.errors import InputError
from crest.engine.rulebook.words import fold
from crest.engine.tables.raw import place
from crest.engine.tables.readers import read_file
from crest.engine.values.text import western_digits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from crest.engine.tables.raw import ProblemList, RawTable

_BUDDHIST = (2400, 2700)
_YEARS = (1900, 2100)


def one_table(path: Path, source: str) -> RawTable:
    """The only table of a file (CSV, XLSX, Parquet …); raises InputError when there are several."""
    tables = [table for table in read_file(path, source=source) if table.columns.num_rows]
    if len(tables) != 1:
        raise InputError(
            f"The file holds {len(tables)} tables with rows, and an index is one.",
            todo="Save the sheet of the index as a file of its own.",
            place=place(source),
        )
    return tables[0]


def columns_of(
    table: RawTable, wanted: Mapping[str, Sequence[str]], optional: Sequence[str] = ()
) -> dict[str, int]:
    """Position of each wanted column, by its heading; raises InputError for a missing one."""
    heads = [fold(head) for head in table.header]
    found = {}
    for key, words in wanted.items():
        at = next((heads.index(word) for word in words if word in heads), None)
        if at is not None:
            found[key] = at
        elif key not in optional:
            raise InputError(
                f"There is no column “{key}”; the columns are {', '.join(table.header[:20])}.",
                todo=f"Call the column one of: {', '.join(words)}.",
                place=place(table.source, table.sheet),
            )
    return found


def year_of(text: str | None, row: int, problems: ProblemList) -> int | None:
    """A year of the common era; a Buddhist one is counted back, with a warning. None: no year."""
    plain = western_digits(text or "").strip()
    if not plain.isdecimal():
        return None
    year = int(plain)
    if _BUDDHIST[0] <= year <= _BUDDHIST[1]:
        problems.warn(
            "index.buddhist_year",
            f"{year} is taken as a year of the Buddhist era, {year - 543} of the common era.",
            "Write years of the common era.",
            row=row,
            value=text,
        )
        year -= 543
    return year if _YEARS[0] <= year <= _YEARS[1] else None
