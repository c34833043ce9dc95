"""From a cleaned sheet to records of its kind; every row is a record or a rejected problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.tables.contracts import conform

if TYPE_CHECKING:
    from crest.engine.intake.sheet import Sheet

EXAMPLE_MARK: Final = "EXAMPLE (ignored):"
_DUPLICATE_SHARE: Final = 0.5  # above it a column does not name rows at all
_TODO_EMPTY: Final = "Fill in the row or delete it."


@dataclass(slots=True)
class Draft:
    """The columns of a kind, before rows are rejected. `kept`: mask of the rows still in."""

    sheet: Sheet
    columns: dict[str, pa.Array]
    kept: pa.Array

    def __getitem__(self, name: str) -> pa.Array:
        return self.columns[name]

    def reject(self, where: pa.Array, code: str, sentence: str, todo: str) -> None:
        """Reject the rows where the mask is true and that are still in; a row is rejected once."""
        hit = pc.and_(pc.fill_null(where, fill_value=False), self.kept)
        self.sheet.findings.reject(hit, code, sentence, todo)
        self.kept = pc.and_(self.kept, pc.invert(hit))

    def table(self, schema: pa.Schema, first_record: int) -> pa.Table:
        """The rows still in, as a table of the contract; `record` counts from `first_record`."""
        sheet = self.sheet
        table = pa.table(
            {
                "source": pa.repeat(pa.scalar(sheet.raw.source, pa.string()), len(sheet)),
                "sheet": pa.repeat(pa.scalar(sheet.raw.sheet, pa.string()), len(sheet)),
                "row": sheet.raw.rows,
                **self.columns,
                "extra": sheet.extra(),
            }
        ).filter(self.kept)
        numbers = pa.array(np.arange(first_record, first_record + table.num_rows, dtype=np.int64))
        return conform(table.append_column("record", numbers), schema)


def draft(sheet: Sheet, columns: dict[str, pa.Array], naming: tuple[str, ...]) -> Draft:
    """A draft with the template's example rows already out.

    `naming`: the fields in which the example row of the template carries its mark.
    """
    everything = pa.repeat(pa.scalar(value=True), len(sheet))
    one = Draft(sheet, columns, everything)
    for name in naming:
        one.reject(
            pc.starts_with(columns[name], EXAMPLE_MARK),
            "intake.row.example",
            "This is the example row of the template, so it was not read.",
            "Nothing to do; you may delete the row.",
        )
    return one


def reject_blank(one: Draft, identifying: list[pa.Array], what: str) -> None:
    """Reject rows in which nothing says what they are about."""
    said = pa.repeat(pa.scalar(value=False), len(one.sheet))
    for column in identifying:
        said = pc.or_(said, column.is_valid() if not pa.types.is_boolean(column.type) else column)
    one.reject(
        pc.invert(said), "intake.row.nameless", f"Nothing in the row names {what}.", _TODO_EMPTY
    )


def flag_duplicates(one: Draft, name: str, *, beside: str | None = None) -> None:
    """Warn of rows whose identifier stands in an earlier row of the same sheet.

    `beside`: a second column that makes the key (a case number). When most rows repeat, one
    note says that the column does not identify rows.
    """
    sheet = one.sheet
    if not sheet.has(name):
        return
    key = one[name]
    if beside is not None and sheet.has(beside):
        key = pc.binary_join_element_wise(key, pc.fill_null(one[beside], ""), "\t")
    key = pc.if_else(one.kept, key, pa.scalar(None, pa.string()))
    positions = pa.array(np.arange(len(key), dtype=np.int64))
    first = pa.table({"key": key, "at": positions}).group_by("key").aggregate([("at", "min")])
    seen = pc.is_in(positions, first["at_min"].combine_chunks())
    repeats = pc.and_(key.is_valid(), pc.invert(seen))
    count = pc.sum(repeats).as_py() or 0
    filled = len(key) - key.null_count
    if count > _DUPLICATE_SHARE * filled:
        sheet.findings.note(
            "intake.id.repeats",
            f"Most of the {filled:,} filled cells repeat, so the column does not name single rows.",
            "Nothing to do if that is meant.",
            column=sheet.header(name),
        )
        return
    sheet.findings.warn(
        repeats,
        "intake.id.duplicate",
        "The same identifier stands in an earlier row of this list.",
        "Check whether both rows are the same site or company.",
        column=sheet.header(name),
        values=one[name],
    )
