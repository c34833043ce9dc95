"""Problems found in whole columns at once, as rows of the PROBLEMS contract."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.tables.contracts import PROBLEMS
from crest.engine.tables.raw import LISTED_PER_CODE

LONGEST_SHOWN = 200  # characters of a value repeated in a problem


@dataclass(slots=True)
class Findings:
    """Collects problems of one sheet, a column at a time.

    Rejected rows are all listed. Warnings of one code and column are listed one by one up to
    `LISTED_PER_CODE`; one more line then says how many there are in all.
    """

    source: str
    sheet: str | None
    rows: pa.Int64Array
    _tables: list[pa.Table] = field(default_factory=list)
    _listed: Counter[tuple[str, str | None]] = field(default_factory=Counter)

    def warn(
        self,
        where: pa.Array,
        code: str,
        sentence: str | pa.Array,
        todo: str,
        *,
        column: str | None = None,
        values: pa.Array | None = None,
    ) -> int:
        """List a warning for each row where the mask is true; returns how many there are.

        `sentence`: one for all, or an array with one for each row of the sheet.
        """
        hits = pc.indices_nonzero(pc.fill_null(where, fill_value=False))
        count = len(hits)
        if not count:
            return 0
        room = max(0, LISTED_PER_CODE - self._listed[code, column])
        self._listed[code, column] += count
        shown = hits.slice(0, room)
        if len(shown):
            self._add(shown, code, "warning", sentence, todo, column, values)
        if count > room:
            text = sentence if isinstance(sentence, str) else sentence[hits[room].as_py()].as_py()
            self.note(
                code,
                f"{count - room:,} more rows have the same problem: {text}",
                todo,
                column=column,
            )
        return count

    def reject(self, where: pa.Array, code: str, sentence: str, todo: str) -> None:
        """List each row where the mask is true as rejected."""
        hits = pc.indices_nonzero(pc.fill_null(where, fill_value=False))
        if len(hits):
            self._add(hits, code, "rejected", sentence, todo, None, None)

    def note(self, code: str, sentence: str, todo: str, *, column: str | None = None) -> None:
        """List a warning about the whole sheet or one of its columns."""
        line = {
            "source": self.source,
            "sheet": self.sheet,
            "column": column,
            "code": code,
            "severity": "warning",
            "sentence": sentence,
            "todo": todo,
        }
        self._tables.append(pa.Table.from_pylist([line], schema=PROBLEMS))

    def _add(  # noqa: PLR0917 (one problem has this many parts)
        self,
        hits: pa.Array,
        code: str,
        severity: str,
        sentence: str | pa.Array,
        todo: str,
        column: str | None,
        values: pa.Array | None,
    ) -> None:
        count = len(hits)

        def same(text: str | None) -> pa.Array:
            return pa.array([text], pa.string()).take(pa.array([0] * count, pa.int32()))

        said = same(sentence) if isinstance(sentence, str) else sentence.take(hits)
        shown = same(None) if values is None else _short(values.take(hits))
        columns = [
            same(self.source),
            same(self.sheet),
            self.rows.take(hits),
            same(column),
            shown,
            same(code),
            same(severity),
            said,
            same(todo),
        ]
        self._tables.append(pa.table(columns, schema=PROBLEMS))

    def table(self) -> pa.Table:
        """All problems, by row (those of the whole sheet last)."""
        if not self._tables:
            return PROBLEMS.empty_table()
        whole = pa.concat_tables(self._tables)
        return whole.sort_by([("row", "ascending")])


def _short(values: pa.Array) -> pa.Array:
    return pc.utf8_slice_codeunits(values.cast(pa.string()), 0, LONGEST_SHOWN)
