"""Parquet: every type as text, without loss."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from crest.engine.errors import InputError, UnsafeFileError
from crest.engine.tables.headers import Header
from crest.engine.tables.raw import (
    Limits,
    ProblemList,
    RawTable,
    name_columns,
    place,
    row_numbers,
)
from crest.engine.tables.rows import drop_blank_and_repeated, report_long_cells

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BATCH: Final = 65_536


def read_parquet(path: Path, *, source: str, limits: Limits) -> list[RawTable]:
    """Read one RawTable; structs become dotted columns, lists of plain values are joined by "|".

    Numbers, dates and times get their ISO text, 4.0 becomes "4", NaN and null are empty cells,
    bytes that are no UTF-8 become hexadecimal digits. Raises InputError for a damaged file.
    """
    try:
        with pq.ParquetFile(path) as file:
            _check_size(file, source, limits)
            names, texts = _as_texts(_load(file, source, limits))
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"The Parquet file is damaged or encrypted ({error}).",
            todo="Export it again.",
            place=place(source),
        ) from error
    problems = ProblemList(source)
    columns, rows = drop_blank_and_repeated(
        texts, row_numbers(texts.num_rows), Header(0, 1, (), (), ()), names, problems
    )
    report_long_cells(columns, rows, names, problems)
    return [RawTable(source, None, names, columns, rows, problems.table())]


def _check_size(file: pq.ParquetFile, source: str, limits: Limits) -> None:
    facts = file.metadata
    if facts.num_rows > limits.rows or facts.num_columns > limits.columns:
        raise InputError(
            f"The file has {facts.num_rows:,} rows and {facts.num_columns:,} columns; at most "
            f"{limits.rows:,} and {limits.columns:,} are read.",
            todo="Split the list.",
            place=place(source),
        )


def _load(file: pq.ParquetFile, source: str, limits: Limits) -> pa.Table:
    """Read batch by batch, so that a small file cannot fill the memory unseen."""
    batches, size = [], 0
    for batch in file.iter_batches(batch_size=BATCH):
        size += batch.nbytes
        if size > limits.unpacked_bytes:
            raise UnsafeFileError(
                f"The file unpacks to more than {limits.unpacked_bytes:,} bytes.",
                todo="Split the list.",
                place=place(source),
            )
        batches.append(batch)
    return pa.Table.from_batches(batches, schema=file.schema_arrow)


def _as_texts(table: pa.Table) -> tuple[tuple[str, ...], pa.Table]:
    """(names, string columns "0", "1", …) of a table with its structs taken apart."""
    while any(pa.types.is_struct(kind) for kind in table.schema.types):
        table = table.flatten()
    names = name_columns(table.column_names)
    texts = [_as_text(column) for column in table.columns]
    return names, pa.table(texts, names=[str(i) for i in range(len(texts))])


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _as_text(column.cast(kind.value_type))
    if pa.types.is_floating(kind):
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, kind), column)
    if pa.types.is_nested(kind):
        return _each(column, _nested)
    try:
        return column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return _each(column, _odd)


def _each(column: pa.ChunkedArray, function: Callable[[object], str]) -> pa.ChunkedArray:
    texts = [None if value is None else function(value) for value in column.to_pylist()]
    return pa.chunked_array([pa.array(texts, pa.string())])


def _nested(value: object) -> str:
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        texts = [str(item) for item in value]
        if not any("|" in text for text in texts):
            return "|".join(texts)
    return json.dumps(value, ensure_ascii=False, default=_odd)


def _odd(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()
