"""Problems found when all files are read: rows of any table, listed with where they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.tables.contracts import PROBLEMS
from crest.engine.tables.raw import LISTED_PER_CODE, SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable

_TEXT: Final = pa.string()


def rejected(table: pa.Table, where: pa.Array, code: str, sentence: str, todo: str) -> pa.Table:
    """Each row where the mask is true as a rejected problem."""
    return _rows(table.filter(where), code, "rejected", sentence, todo, None)


def warned(  # noqa: PLR0917 (one problem has this many parts)
    table: pa.Table,
    where: pa.Array,
    code: str,
    sentence: str,
    todo: str,
    column: str | None = None,
) -> pa.Table:
    """Each row where the mask is true as a warning; of very many the rest is counted."""
    hits = table.filter(where)
    shown = _rows(hits.slice(0, LISTED_PER_CODE), code, "warning", sentence, todo, column)
    more = hits.num_rows - shown.num_rows
    if not more:
        return shown
    text = f"{more:,} more rows have the same problem: {sentence}"
    last = _rows(hits.slice(0, 1), code, "warning", text, todo, column)
    last = last.set_column(2, "row", pa.nulls(1, pa.int64()))
    return pa.concat_tables([shown, last])


def each(
    table: pa.Table, where: pa.Array, say: Callable[[pa.Table], pa.Array], code: str, todo: str
) -> pa.Table:
    """As `rejected`, with a sentence of its own for each row."""
    hits = table.filter(where)
    listed = _rows(hits, code, "rejected", "", todo, None)
    said = pc.utf8_slice_codeunits(say(hits), 0, SHOWN)
    return listed.set_column(7, PROBLEMS.field("sentence"), said)


def _rows(  # noqa: PLR0917 (as above)
    hits: pa.Table, code: str, severity: str, sentence: str, todo: str, column: str | None
) -> pa.Table:
    count = hits.num_rows

    def same(text: str | None) -> pa.Array:
        return pa.repeat(pa.scalar(text, _TEXT), count)

    columns = [
        hits["source"],
        hits["sheet"],
        hits["row"],
        same(column),
        same(None),
        same(code),
        same(severity),
        same(sentence),
        same(todo),
    ]
    return pa.table(columns, schema=PROBLEMS)
