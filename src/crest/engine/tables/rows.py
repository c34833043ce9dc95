"""What all readers do with the rows once they have them: blank rows, repeated headers, titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crest.engine.tables.headers import Header, Row
    from crest.engine.tables.raw import ProblemList

LONGEST_CELL: Final = 32_767  # characters; Excel shows no more


def report_header(header: Header, top: Sequence[Row], problems: ProblemList) -> None:
    """List the title rows above the header, a joined header, and a header that looks like data."""
    for position in header.above:
        title = " ".join(cell.strip() for cell in top[position] if cell and cell.strip())
        problems.warn(
            "tables.header.title",
            f"Line {position + 1} stands above the header and was not read as data: “{title}”.",
            "Nothing, if it is a title; otherwise move it below the header.",
            value=title,
        )
    if header.lines > 1:
        problems.warn(
            "tables.header.two_lines",
            f"The header was read from two lines ({header.first + 1} and {header.first + 2}).",
            "Nothing, if the column names are right; otherwise give the header in one line.",
        )
    if header.looks_like_data:
        which = ", ".join(str(i) for i in header.looks_like_data[:8])
        problems.warn(
            "tables.header.missing",
            f"The first line was read as the header, yet it has numbers in column {which}.",
            "If the list has no header, add one; its first row is otherwise taken as names.",
        )


def drop_blank_and_repeated(
    columns: pa.Table,
    rows: pa.Int64Array,
    header: Header,
    names: Sequence[str],
    problems: ProblemList,
) -> tuple[pa.Table, pa.Int64Array]:
    """Leave out rows without any value, and list and leave out repeats of the header."""
    columns = _spaces_to_null(columns)
    keep = np.zeros(columns.num_rows, dtype=bool)
    for column in columns.columns:
        keep |= column.is_valid().to_numpy()
    for position in _header_repeats(columns, header):
        keep[position] = False
        problems.reject(
            "tables.header.repeated",
            "The row repeats the header and is no record.",
            "Nothing; or remove it from the list.",
            row=rows[position].as_py(),
            value=" | ".join(names),
        )
    if keep.all():
        return columns, rows
    mask = pa.array(keep)
    return columns.filter(mask), rows.filter(mask)


def _spaces_to_null(columns: pa.Table) -> pa.Table:
    """Treat a cell of nothing but white space as empty."""
    for i, column in enumerate(columns.columns):
        blank = pc.utf8_is_space(column)
        empty = pc.or_(blank, pc.equal(column, ""))
        if pc.any(empty).as_py():
            cleaned = pc.if_else(empty, pa.scalar(None, pa.string()), column)
            columns = columns.set_column(i, columns.field(i), cleaned)
    return columns


def _header_repeats(columns: pa.Table, header: Header) -> list[int]:
    cells = [(i, cell.strip()) for i, cell in enumerate(header.cells) if cell and cell.strip()]
    if len(cells) < 2 or header.lines > 1:  # noqa: PLR2004
        return []
    first = columns.column(cells[0][0])
    hits = pc.indices_nonzero(pc.equal(pc.utf8_trim_whitespace(first), cells[0][1])).to_pylist()
    return [hit for hit in hits if all(_text(columns, i, hit) == cell for i, cell in cells)]


def _text(columns: pa.Table, column: int, row: int) -> str | None:
    value = columns.column(column)[row].as_py()
    return None if value is None else str(value).strip()


def report_long_cells(
    columns: pa.Table, rows: pa.Int64Array, names: Sequence[str], problems: ProblemList
) -> None:
    """Warn about cells longer than a spreadsheet can show: mostly a forgotten quote."""
    for i, column in enumerate(columns.columns):
        hits = pc.indices_nonzero(pc.greater(pc.binary_length(column), LONGEST_CELL)).to_pylist()
        for hit in hits:
            text = column[hit].as_py()
            problems.warn(
                "tables.cell.long",
                f"The cell holds {len(text):,} characters.",
                "Check that the quotation marks of the row are in pairs.",
                row=rows[hit].as_py(),
                column=names[i],
                value=text[:80],
            )
