"""SealedField: a column that holds sealed bytes only, and never plain text."""

from __future__ import annotations

from typing import Any

from django.db import models

from crest.seal.envelope import Place, looks_sealed, open_text, seal_text
from crest.seal.errors import broken


class Sealed(bytes):
    """Sealed bytes of a record. Shown anywhere, they say nothing."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Sealed(…)"

    __str__ = __repr__


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """A column of sealed text. It cannot be searched; see `blind.py` for that."""

    description = "Text sealed for its own record"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Sealed | None:
        """What the column holds, unopened."""
        return None if value is None else Sealed(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Raises SealBroken for anything that was not sealed: plain text is never written."""
        if value is None:
            return None
        if not isinstance(value, Sealed) or not looks_sealed(value):
            raise broken(self.name)
        return super().get_db_prep_value(bytes(value), connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether something is there can be asked."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


def place_of(row: models.Model, column: str) -> Place:
    """Where a column of an owned row lies."""
    whose: Any = row
    return Place(whose.owner_id, row._meta.db_table, column, whose.ref)  # noqa: SLF001


def put(row: models.Model, column: str, text: str, key: bytes) -> None:
    """Seal a text into a column of its row; an empty text leaves the column empty."""
    sealed = Sealed(seal_text(text, key, place_of(row, column))) if text else None
    setattr(row, column, sealed)


def read(row: models.Model, column: str, key: bytes) -> str:
    """The text of a column; empty where nothing was sealed. Raises SealBroken."""
    sealed = getattr(row, column)
    return "" if sealed is None else open_text(bytes(sealed), key, place_of(row, column))
