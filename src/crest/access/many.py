"""Many rows at once: as few statements as the database allows, public ids included."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final

from django.db import connection, models

from crest.access.scope import ALPHABET

_LENGTH: Final = 14
_EVEN: Final = len(ALPHABET) * (256 // len(ALPHABET))  # bytes above it would favour some letters
_PIECE: Final = 5_000
_LETTERS: Final = bytes(ord(ALPHABET[one % len(ALPHABET)]) for one in range(256))


def new_refs(count: int) -> list[str]:
    """So many new public ids, drawn like `new_ref`."""
    letters = bytearray()
    while len(letters) < count * _LENGTH:
        drawn = os.urandom(count * _LENGTH + 64)
        letters += bytes(one for one in drawn if one < _EVEN).translate(_LETTERS)
    text = letters.decode("ascii")
    return [text[at : at + _LENGTH] for at in range(0, count * _LENGTH, _LENGTH)]


def insert_many(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Insert rows given as tuples in the order of `names` (fields of the model); how many.

    A model with a public id gets one where `names` has none. Values are as Python has them; fields
    left out must have a default of the database's making, so name them all. Runs in the caller's
    transaction.
    """
    fields = [model._meta.get_field(name) for name in names]  # noqa: SLF001
    with_ref = "ref" not in names and any(one.name == "ref" for one in model._meta.fields)  # noqa: SLF001
    columns = [str(one.column) for one in fields] + (["ref"] if with_ref else [])  # type: ignore[union-attr]
    table = model._meta.db_table  # noqa: SLF001
    prepare = [_prepared(one) for one in fields]
    count, source = 0, iter(rows)
    with connection.cursor() as cursor:
        while piece := list(islice(source, _PIECE)):
            ready = [
                [v if turn is None else turn(v) for turn, v in zip(prepare, row, strict=True)]
                for row in piece
            ]  # fmt: skip
            if with_ref:
                for row, ref in zip(ready, new_refs(len(ready)), strict=True):
                    row.append(ref)
            _insert(cursor, table, columns, ready)
            count += len(ready)
    return count


def update_many(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Set `names` of rows given as tuples: the values in that order, then the row's key."""
    fields = [model._meta.get_field(name) for name in names]  # noqa: SLF001
    prepare = [_prepared(one) for one in fields]
    sets = ", ".join(f'"{one.column}" = %s' for one in fields)  # type: ignore[union-attr]
    table = model._meta.db_table  # noqa: SLF001
    count, source = 0, iter(rows)
    with connection.cursor() as cursor:
        while piece := list(islice(source, _PIECE)):
            ready = [
                [*(v if turn is None else turn(v) for turn, v in zip(prepare, row, strict=False)),
                 row[-1]]
                for row in piece
            ]  # fmt: skip
            cursor.executemany(f'UPDATE "{table}" SET {sets} WHERE "id" = %s', ready)
            count += len(ready)
    return count


def _insert(cursor: Any, table: str, columns: list[str], rows: list[list[Any]]) -> None:
    quoted = ", ".join(f'"{name}"' for name in columns)
    if connection.vendor == "postgresql":
        with cursor.cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(columns))
    cursor.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', rows)


def _prepared(field: Any) -> Any:
    """How a value of the field is written; None where the driver takes it as it is."""
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, models.DateTimeField):
        return lambda value: field.get_db_prep_save(value, connection)
    if isinstance(field, models.DateField) and connection.vendor == "sqlite":
        return lambda value: None if value is None else value.isoformat()
    return None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
