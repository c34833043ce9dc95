"""Rows that come as name → value instead of as cells in a row: JSON objects, map features."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from crest.engine.errors import InputError
from crest.engine.tables.raw import (
    Limits,
    ProblemList,
    RawTable,
    as_columns,
    name_columns,
    place,
)
from crest.engine.tables.rows import report_long_cells

if TYPE_CHECKING:
    from collections.abc import Iterable

BATCH: Final = 20_000

Flat = dict[str, str | None]


def flatten(value: dict[str, Any], prefix: str = "") -> Flat:
    """Texts by dotted name: {"a": {"b": 1}} → {"a.b": "1"}.

    Lists of plain values are joined by "|"; lists that hold objects (or a "|") become JSON text.
    """
    flat: Flat = {}
    for key, inner in value.items():
        name = f"{prefix}{key}"
        if isinstance(inner, dict) and inner:
            flat |= flatten(inner, f"{name}.")
        else:
            flat[name] = as_text(inner)
    return flat


def as_text(value: Any) -> str | None:
    """Text of one JSON value; None for null, "", [] and {}."""
    if value is None or value in ("", [], {}):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        parts = [item for item in value if item is not None]
        plain = all(isinstance(item, str | int | Decimal) for item in parts)
        texts = [as_text(item) or "" for item in parts] if plain else []
        if plain and not any("|" in text for text in texts):
            return "|".join(texts) or None
        return json.dumps(value, ensure_ascii=False, default=float)
    return str(value)


def records_table(
    records: Iterable[tuple[int, Flat]], problems: ProblemList, limits: Limits
) -> RawTable:
    """Build a RawTable of (row number, record) pairs; columns in the order first seen.

    Records without any value are left out, their number keeps its place. Raises InputError when
    there are more rows or columns than the limits allow.
    """
    order: dict[str, int] = {}
    batches: list[pa.RecordBatch] = []
    numbers: list[int] = []
    chunk: list[Flat] = []
    for row, record in records:
        if not any(value and value.strip() for value in record.values()):
            continue
        for name in record:
            order.setdefault(name, len(order))
        chunk.append(record)
        numbers.append(row)
        if len(numbers) > limits.rows or len(order) > limits.columns:
            raise _too_large(problems, limits)
        if len(chunk) >= BATCH:
            batches.append(_batch(chunk, order))
            chunk = []
    batches.append(_batch(chunk, order))
    names = name_columns(list(order))
    columns = as_columns(batches, len(order))
    rows = pa.array(np.array(numbers, dtype=np.int64))
    report_long_cells(columns, rows, names, problems)
    return RawTable(problems.source, problems.sheet, names, columns, rows, problems.table())


def _batch(chunk: list[Flat], order: dict[str, int]) -> pa.RecordBatch:
    if not order:
        return pa.RecordBatch.from_arrays([], names=[])
    arrays = [
        pa.array(
            [text if (text := record.get(name)) and text.strip() else None for record in chunk],
            pa.string(),
        )
        for name in order
    ]
    return pa.RecordBatch.from_arrays(arrays, names=[str(i) for i in range(len(order))])


def _too_large(problems: ProblemList, limits: Limits) -> InputError:
    return InputError(
        f"The list has more than {limits.rows:,} rows or {limits.columns:,} columns.",
        todo="Split the list.",
        place=place(problems.source, problems.sheet),
    )
