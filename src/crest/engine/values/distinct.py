"""Work once per distinct value: a column of a million cells rarely holds a thousand dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")


def encode(column: pa.Array | pa.ChunkedArray) -> tuple[list[str | None], pa.Array]:
    """Distinct texts of a string column, and for each cell the position of its text.

    The positions are int32 and null where the cell is null.
    """
    coded = flat(column).dictionary_encode()
    return coded.dictionary.to_pylist(), coded.indices


def flat(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """One string array of a column that may be in pieces."""
    if not isinstance(column, pa.ChunkedArray):
        return column.cast(pa.string())
    texts = column.cast(pa.string())
    return pa.concat_arrays(texts.chunks) if texts.num_chunks else pa.array([], pa.string())


def answers(texts: list[str | None], function: Callable[[str], Answer]) -> list[Answer | None]:
    """Give `function` of each text, None for null."""
    return [None if text is None else function(text) for text in texts]


def spread(values: list[object], positions: pa.Array, kind: pa.DataType) -> pa.Array:
    """Turn one value per distinct text into one value per cell; null stays null."""
    return pa.array(values, kind).take(positions)
