"""Parquet files that stand in the columns of the contract are taken as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from crest.engine.errors import InputError, Place
from crest.engine.intake.column_mapping import ColumnMapping, ColumnUse
from crest.engine.tables import kinds
from crest.engine.tables.recruitment import RECRUITMENT_SCHEMAS

if TYPE_CHECKING:
    from pathlib import Path

_NEEDED: Final = {
    "journeys": {"journey", "worker"},
    "costs": {"journey", "item", "amount", "currency"},
    "answers": {"journey", "question", "answer"},
    "deductions": {"journey", "kind", "amount", "currency"},
    "refunds": {"journey", "amount", "currency", "refunded_on"},
}
_OURS: Final = {"record", "source", "sheet", "row"}


def contract_file(path: Path, name: str) -> tuple[str, pa.Table, ColumnMapping] | None:
    """(kind, table, mapping) of a Parquet file in the contract's columns and types, else None.

    No cell is looked at: what CREST or a data platform wrote in these columns is taken to be
    right. Provenance is filled in where it is missing. Raises InputError for a damaged file.
    """
    if not path.is_file() or not path.stat().st_size:
        return None
    if kinds.file_kind(path, name) != kinds.PARQUET:
        return None
    try:
        kind = contract_kind(pq.read_schema(path))
        table = pq.read_table(path) if kind is not None else None
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"The Parquet file is damaged or encrypted ({error}).",
            todo="Export it again.",
            place=Place(name),
        ) from error
    if kind is None or table is None:
        return None
    return kind, _with_provenance(table, name), _mapping(kind, table, name)


def contract_kind(schema: pa.Schema) -> str | None:
    """The kind whose contract a Parquet schema keeps: every column known and of its type."""
    for kind, needed in _NEEDED.items():
        contract = RECRUITMENT_SCHEMAS[kind]
        if needed <= set(schema.names) <= set(contract.names) and all(
            _same_type(field.type, contract.field(field.name).type) for field in schema
        ):
            return kind
    return None


def _same_type(given: pa.DataType, wanted: pa.DataType) -> bool:
    if pa.types.is_dictionary(given):
        given = given.value_type
    if pa.types.is_large_string(given) or pa.types.is_string_view(given):
        given = pa.string()
    if pa.types.is_decimal(wanted):
        return bool(pa.types.is_decimal(given) and given.scale <= wanted.scale)
    return bool(given.equals(wanted))


def _with_provenance(table: pa.Table, name: str) -> pa.Table:
    count = table.num_rows
    numbers = pa.array(np.arange(1, count + 1, dtype=np.int64))
    ours = {
        "record": numbers,
        "source": pa.repeat(pa.scalar(name, pa.string()), count),
        "sheet": pa.nulls(count, pa.string()),
        "row": numbers,
    }
    for column, values in ours.items():
        if column not in table.column_names:
            table = table.append_column(column, values)
    return table


def _mapping(kind: str, table: pa.Table, name: str) -> ColumnMapping:
    uses = tuple(
        ColumnUse(i, column, column, "exact", 1.0)
        for i, column in enumerate(table.column_names)
        if column not in _OURS
    )
    return ColumnMapping(name, None, kind, f"its columns are those of {kind}", uses)
