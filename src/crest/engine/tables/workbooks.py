"""XLSX, XLSB, XLS and ODS: every sheet that holds data, cells as text."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import python_calamine as calamine

from crest.engine.errors import CrestError, InputError, UnsafeFileError
from crest.engine.tables import kinds
from crest.engine.tables.archives import refuse_unsafe_archive
from crest.engine.tables.compound import refuse_circular_chains
from crest.engine.tables.headers import LOOK, find_header
from crest.engine.tables.raw import (
    Limits,
    ProblemList,
    RawTable,
    as_columns,
    name_columns,
    place,
    row_numbers,
)
from crest.engine.tables.rows import drop_blank_and_repeated, report_header, report_long_cells
from crest.engine.tables.sheet_xml import SheetFacts, sheet_facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BATCH: Final = 20_000
EXACT: Final = 1e15  # whole numbers below are exact in a spreadsheet

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Span = tuple[tuple[int, int], tuple[int, int]]


def read_workbook(path: Path, *, kind: str, source: str, limits: Limits) -> list[RawTable]:
    """One RawTable per sheet with data, hidden sheets included, in the order of the workbook.

    Dates become ISO text, 4.0 becomes "4", formulas give the value stored with them. Raises
    UnsafeFileError (bomb, XML entities) before parsing, InputError when no sheet holds a table.
    """
    facts: dict[str, SheetFacts] = {}
    if kind == kinds.XLS:
        _refuse_two_in_one(path, source)
        refuse_circular_chains(path, source=source)
    else:
        refuse_unsafe_archive(path, source=source, limits=limits)
        facts = sheet_facts(path, kind=kind, source=source, limits=limits)
    tables = []
    with _damage_is_told(source), path.open("rb") as file:
        # By content: given a path, the library would believe the file ending.
        book = calamine.CalamineWorkbook.from_filelike(file)
        for meta in book.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            known = facts.get(meta.name, SheetFacts())
            table = _read_sheet(sheet, known, source=source, limits=limits)
            if table is not None:
                tables.append(table)
    if not tables:
        raise InputError("The workbook is empty.", todo="Export again.", place=place(source))
    return tables


def _refuse_two_in_one(path: Path, source: str) -> None:
    """An old workbook that is a ZIP archive as well would slip past the checks of archives."""
    if zipfile.is_zipfile(path):
        raise UnsafeFileError(
            "The file is damaged, or two files in one: an old workbook and a ZIP archive.",
            todo="Open it in a spreadsheet program and save it as XLSX.",
            place=place(source),
        )


@contextmanager
def _damage_is_told(source: str) -> Iterator[None]:
    """Turn what the library raises, a panic of its Rust code included, into one sentence."""
    try:
        yield
    except calamine.PasswordError as error:
        raise InputError(
            "The workbook is protected by a password.",
            todo="Save a copy without a password.",
            place=place(source),
        ) from error
    except CrestError:
        raise
    except BaseException as error:
        # A panic has a class of its own that cannot be imported and is no Exception.
        panic = type(error).__name__ == "PanicException"
        if not panic and not isinstance(error, calamine.CalamineError | OSError | ValueError):
            raise
        raise InputError(
            f"The workbook is damaged and cannot be read ({error}).",
            todo="Open it in a spreadsheet program and save it again.",
            place=place(source),
        ) from error


def _read_sheet(
    sheet: calamine.CalamineSheet, facts: SheetFacts, *, source: str, limits: Limits
) -> RawTable | None:
    problems = ProblemList(source, sheet.name)
    if not sheet.height or not sheet.width:
        return None
    if sheet.width > limits.columns or sheet.total_height > limits.rows:
        raise InputError(
            f"The sheet spans {sheet.total_height:,} rows and {sheet.width:,} columns; at most "
            f"{limits.rows:,} and {limits.columns:,} are read.",
            todo="Delete empty or helper columns, or split the list.",
            place=place(source, sheet.name),
        )
    rows = ([_as_text(cell) for cell in row] for row in sheet.iter_rows())
    top = list(islice(rows, sheet.total_height - sheet.height + LOOK))
    merged: list[Span] = list(sheet.merged_cell_ranges or [])
    wide = frozenset(start[0] for start, end in merged if end[1] > start[1])
    header = find_header(top, wide)
    if header is None:
        return None
    report_header(header, top, problems)
    first = header.first + header.lines
    names = name_columns([*header.cells, *([None] * (sheet.width - len(header.cells)))])
    columns = as_columns(_batches(chain(top[first:], rows), sheet.width), sheet.width)
    _report_merged(merged, first, sheet.start[1] if sheet.start else 0, names, problems)
    _report_cells(facts, first, problems)
    columns, numbers = drop_blank_and_repeated(
        columns, row_numbers(columns.num_rows), header, names, problems
    )
    report_long_cells(columns, numbers, names, problems)
    return RawTable(source, sheet.name, names, columns, numbers, problems.table())


def _batches(rows: Iterator[list[str | None]], width: int) -> Iterator[pa.RecordBatch]:
    while chunk := list(islice(rows, BATCH)):
        cells = list(zip_longest(*chunk)) or [()] * width
        cells += [(None,) * len(chunk)] * (width - len(cells))
        arrays = [pa.array(column, pa.string()) for column in cells]
        yield pa.RecordBatch.from_arrays(arrays, names=[str(i) for i in range(width)])


def _as_text(cell: Cell) -> str | None:
    """Write the cell as a person sees it, losing nothing: 4.0 → "4", dates ISO."""
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else repr(cell)
    return None if cell is None else _rare(cell)


def _rare(cell: bool | int | date | datetime | time | timedelta) -> str:  # noqa: FBT001
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _report_merged(
    merged: list[Span], first: int, left: int, names: tuple[str, ...], problems: ProblemList
) -> None:
    """List merged cells of data rows: the value counts for the first row and column only."""
    for (top, start), (bottom, end) in merged:
        if top < first:
            continue
        inside = 0 <= start - left < len(names)
        problems.warn(
            "tables.cells.merged",
            f"Cells are merged over {bottom - top + 1} rows and {end - start + 1} columns; the "
            "value counts for the first cell, the others are empty.",
            "Unmerge the cells and write the value into each row.",
            row=top - first + 1,
            column=names[start - left] if inside else None,
        )


def _report_cells(facts: SheetFacts, first: int, problems: ProblemList) -> None:
    for row, column in facts.formulas_without_value:
        problems.warn(
            "tables.formula.no_value",
            f"Cell {column}{row} holds a formula without a stored value and counts as empty.",
            "Open the workbook in a spreadsheet program, save it, and give it again.",
            row=row - first if row > first else None,
        )
    for row, column, text in facts.errors:
        problems.warn(
            "tables.cell.error",
            f"Cell {column}{row} shows the error {text} and counts as empty.",
            "Correct the formula, or write the value into the cell.",
            row=row - first if row > first else None,
            value=text,
        )
