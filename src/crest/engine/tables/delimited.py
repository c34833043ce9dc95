"""CSV and its kin: a fast road for clean files, a careful one for all others."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from crest.engine.errors import InputError
from crest.engine.tables.careful import Record, cells_up_to, read_records
from crest.engine.tables.dialects import find_delimiter
from crest.engine.tables.encoding import Encoding, detect
from crest.engine.tables.headers import LOOK, Header, find_header
from crest.engine.tables.kinds import ending_of
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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAMPLE: Final = 2_000_000  # characters looked at to find delimiter and header
BATCH: Final = 20_000  # rows
_STRAY_QUOTE: Final = (
    "tables.quote.unbalanced",
    "A quotation mark opens here and is never closed; the row was read up to its line end.",
    "Close the quotation mark, or write it twice when it belongs to the text.",
)


@dataclass(frozen=True, slots=True)
class _Text:
    """The whole file as UTF-8 bytes, from the first byte after the byte-order mark."""

    body: memoryview
    encoding: Encoding
    delimiter: str


def read_delimited(path: Path, *, source: str, limits: Limits) -> list[RawTable]:
    """Read CSV, TSV or the like; one RawTable, or InputError when there is no table in it."""
    with cells_up_to(limits.row_bytes + 1):
        return [_read(_as_utf8(path.read_bytes(), path, source), source, limits)]


def _as_utf8(data: bytes, path: Path, source: str) -> _Text:
    encoding = detect(data)
    if encoding.name == "utf-8" and not encoding.bad_bytes:
        body = memoryview(data)
    elif encoding.name == "utf-8-sig" and not encoding.bad_bytes:
        body = memoryview(data)[3:]
    else:
        body = memoryview(data.decode(encoding.name, "replace").encode())
    sample = _sample(body)
    if "\x00" in sample:
        raise InputError(
            "The file holds binary data, not text.",
            todo="Export the list as CSV (UTF-8) or XLSX.",
            place=place(source),
        )
    return _Text(body, encoding, find_delimiter(sample, ending=ending_of(path, source)))


def _sample(body: memoryview) -> str:
    """Take the first characters, cut at a line end so that no half row misleads."""
    part = bytes(body[:SAMPLE]).decode("utf-8", "replace")
    if len(body) > SAMPLE:
        part = part[: max(part.rfind("\n"), part.rfind("\r")) + 1] or part
    return part


@dataclass(frozen=True, slots=True)
class _Top:
    """The header, and where in the text (in bytes) the first line after it starts."""

    header: Header
    names: tuple[str, ...]
    end: int


def _read(text: _Text, source: str, limits: Limits) -> RawTable:
    problems = ProblemList(source)
    _report_encoding(text.encoding, problems)
    top = _read_top(text, problems, limits)
    width = len(top.names)
    body = text.body[top.end :]
    columns = _fast(body, text.delimiter, width)
    if columns is None:
        columns = _careful(body, text, width, problems, limits)
    if columns.num_rows > limits.rows:
        raise _too_many_rows(columns.num_rows, limits, source)
    names = name_columns([*top.names, *([None] * (columns.num_columns - width))])
    columns, rows = drop_blank_and_repeated(
        columns, row_numbers(columns.num_rows), top.header, names, problems
    )
    report_long_cells(columns, rows, names, problems)
    _report_replaced(columns, rows, text.encoding, problems)
    return RawTable(
        source=source,
        sheet=None,
        header=names,
        columns=columns,
        rows=rows,
        problems=problems.table(),
        encoding=text.encoding.name,
        delimiter=text.delimiter,
    )


def _read_top(text: _Text, problems: ProblemList, limits: Limits) -> _Top:
    sample = _sample(text.body)
    start = 1 if sample[:4].lower() == "sep=" else 0
    lines = io.StringIO(sample, newline="").readlines()
    records = list(islice(_records(lines[start:], text.delimiter, problems, limits), LOOK))
    cells = [[cell if cell.strip() else None for cell in record.cells] for record in records]
    header = find_header(cells)
    if header is None:
        raise InputError(
            "The file is empty.", todo="Export the list again.", place=place(problems.source)
        )
    if len(header.cells) > limits.columns:
        raise InputError(
            f"The header has {len(header.cells):,} columns, more than {limits.columns:,}.",
            todo="Give only the columns that are needed, or split the file.",
            place=place(problems.source),
        )
    report_header(header, cells, problems)
    above = records[: header.first + header.lines]
    if any(record.stray_quote for record in above):
        problems.warn(*_STRAY_QUOTE)
    used = lines[: start + sum(record.lines for record in above)]
    return _Top(header, name_columns(header.cells), len("".join(used).encode()))


def _records(
    lines: list[str], delimiter: str, problems: ProblemList, limits: Limits
) -> Iterator[Record]:
    return read_records(
        lines, delimiter, source=problems.source, width=0, row_bytes=limits.row_bytes
    )


def _fast(body: memoryview, delimiter: str, width: int) -> pa.Table | None:
    """Columns read by Arrow; None when the file is not clean enough for it."""
    data = pa.py_buffer(body)
    if not len(body):
        return as_columns([], width)
    lines = _line_count(body)
    if lines is None:
        return None
    names = [str(i) for i in range(width)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=32 << 20),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid:
        return None
    # Fewer rows than lines: some cell spans lines, which may be a stray quote. Look carefully.
    return table if table.num_rows == lines else None


def _line_count(body: memoryview) -> int | None:
    """Count the lines; None for line ends that Arrow and the csv module may see differently."""
    if re.search(rb"\r(?!\n)", body):
        return None
    data = np.frombuffer(body, dtype=np.uint8)
    feeds = sum(
        int(np.count_nonzero(data[i : i + SAMPLE] == ord("\n")))
        for i in range(0, len(data), SAMPLE)
    )
    return feeds + (0 if body[-1] == ord("\n") else 1)


def _careful(
    body: memoryview, text: _Text, width: int, problems: ProblemList, limits: Limits
) -> pa.Table:
    lines = io.TextIOWrapper(io.BytesIO(body), encoding="utf-8", newline="")
    records = read_records(
        lines, text.delimiter, source=problems.source, width=width, row_bytes=limits.row_bytes
    )
    batches: list[pa.RecordBatch] = []
    done = 0
    while chunk := list(islice(records, BATCH)):
        batches.append(_batch(chunk, done, width, problems))
        done += len(chunk)
        if done > limits.rows:
            raise _too_many_rows(done, limits, problems.source)
    widest = max([width, *(batch.num_columns for batch in batches)])
    if widest > limits.columns:
        raise InputError(
            f"A row has {widest:,} cells, more than {limits.columns:,}.",
            todo="Check the delimiter and the quotes of the file.",
            place=place(problems.source),
        )
    return as_columns(batches, widest)


def _batch(chunk: list[Record], done: int, width: int, problems: ProblemList) -> pa.RecordBatch:
    for row, record in enumerate(chunk, start=done + 1):
        count = len(record.cells)
        if record.stray_quote:
            problems.warn(*_STRAY_QUOTE, row=row)
        if count == width or not any(record.cells):
            continue
        if count < width:
            problems.warn(
                "tables.row.short",
                f"The row has {count} cells, the header {width}; the missing ones count as empty.",
                "Check that the cells stand in the right columns.",
                row=row,
            )
        else:
            problems.warn(
                "tables.row.long",
                f"The row has {count} cells, the header only {width}; the others are kept in "
                "columns without a name.",
                "Check for a delimiter inside a cell that is not in quotation marks.",
                row=row,
                value=" ".join(record.cells[width:]).strip() or None,
            )
    cells = list(zip_longest(*(record.cells for record in chunk)))
    arrays = [pa.array([cell or None for cell in column], pa.string()) for column in cells]
    missing = width - len(arrays)
    arrays += [pa.nulls(len(chunk), pa.string())] * max(missing, 0)
    return pa.RecordBatch.from_arrays(arrays, names=[str(i) for i in range(len(arrays))])


def _too_many_rows(count: int, limits: Limits, source: str) -> InputError:
    return InputError(
        f"The file has {count:,} rows or more; at most {limits.rows:,} are read.",
        todo="Split the file.",
        place=place(source),
    )


def _report_encoding(encoding: Encoding, problems: ProblemList) -> None:
    if encoding.sure or encoding.bad_bytes:
        return
    problems.warn(
        "tables.encoding.guess",
        f"The character encoding was guessed as {encoding.name}.",
        "Look at names with accents or other scripts; if they are wrong, save the file as UTF-8.",
    )


def _report_replaced(
    columns: pa.Table, rows: pa.Int64Array, encoding: Encoding, problems: ProblemList
) -> None:
    if not encoding.bad_bytes and encoding.name.startswith("utf-8"):
        return
    for name, column in zip(columns.column_names, columns.columns, strict=True):
        hits = pc.indices_nonzero(pc.fill_null(pc.match_substring(column, "\ufffd"), False))
        for hit in hits.to_pylist():
            problems.warn(
                "tables.encoding.bytes",
                f"Some bytes in column {int(name) + 1} are no text in {encoding.name} and show "
                "as �.",
                "Save the whole file in one encoding, best UTF-8.",
                row=rows[hit].as_py(),
                value=column[hit].as_py(),
            )
