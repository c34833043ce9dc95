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
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(flat, pa.ChunkedArray):  # an empty chunked array stays chunked
        flat = pa.concat_arrays(flat.chunks) if flat.num_chunks else pa.array([], pa.string())
    coded = flat.cast(pa.string()).dictionary_encode()
    return coded.dictionary.to_pylist(), coded.indices


def answers(texts: list[str | None], function: Callable[[str], Answer]) -> list[Answer | None]:
    """Give `function` of each text, None for null."""
    return [None if text is None else function(text) for text in texts]


def spread(values: list[object], positions: pa.Array, kind: pa.DataType) -> pa.Array:
    """Turn one value per distinct text into one value per cell; null stays null."""
    return pa.array(values, kind).take(positions)
