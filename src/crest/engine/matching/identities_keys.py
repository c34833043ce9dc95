"""A key for each listing that survives re-runs, reordering and re-export.

The key is a 64-bit hash of what a row says the thing *is* (name, address, country, numbers), not of
what it says *about* it (workers, products, dates), nor of the file it stood in. So the same listing
in next year's file has the same key. Two rows with one key say exactly the same thing.
Two among a million different listings share a key by chance with probability 3e-8.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

Keys = npt.NDArray[np.uint64]

_PLACE: Final = ("address", "city", "region", "postcode", "country", "country_given")
_NUMBERS: Final = ("lei", "gln", "os_id", "duns", "local_id")
_SAYS_WHAT_IT_IS: Final = {
    "site": ("name", "name_native", *_PLACE, "company", "parent", *_NUMBERS),
    "organisation": (
        "name",
        "name_native",
        *_PLACE,
        "licence",
        "licence_jurisdiction",
        "parent",
        *_NUMBERS,
    ),
}
_WRITTEN: Final = re.compile(r"r[0-9a-f]{16}")
_COORDINATES: Final = ("lat", "lng")
_PARTS: Final = 100_000.0  # of a degree: about a metre
_BETWEEN: Final = "\x1f"
_NOTHING: Final = pa.scalar("", pa.large_string())
_OTHER_BLANKS: Final = (
    r"[\t-\r\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
)


class RecordKeyError(InputError):
    """A text is no record key, or a table has no rows of a kind that has keys."""

    code = "matching.record_key"


def _hashed(columns: list[pa.Array]) -> Keys:
    """Hash the joined values, without differences a re-export makes: case, blanks, accents."""
    values = [
        _NOTHING
        if column is _NOTHING or column.null_count == len(column)
        else pc.fill_null(column.cast(pa.large_string()), "")
        for column in columns
    ]
    joined = pc.binary_join_element_wise(*values, pa.scalar(_BETWEEN, pa.large_string()))
    tidy = pc.utf8_normalize(pc.utf8_lower(joined), form="NFC")
    tidy = pc.replace_substring_regex(tidy, _OTHER_BLANKS, " ")  # rare, so both are fast
    tidy = pc.replace_substring_regex(tidy, "  +", " ")
    tidy = pc.replace_substring(tidy, f" {_BETWEEN}", _BETWEEN)
    tidy = pc.replace_substring(tidy, f"{_BETWEEN} ", _BETWEEN)
    tidy = pc.utf8_trim_whitespace(tidy)
    digests = [
        hashlib.sha256(text).digest()[:8] for text in tidy.cast(pa.large_binary()).to_pylist()
    ]
    return np.frombuffer(b"".join(digests), ">u8").astype(np.uint64)


def _column(records: pa.Table, name: str) -> pa.Array:
    column = records[name] if name in records.column_names else None
    return _NOTHING if column is None or column.null_count == len(column) else _whole(column)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


def record_keys(records: pa.Table, kind: str) -> Keys:
    """Give the key of each row of a SITES or ORGANISATIONS table, uint64[n], in its order.

    Columns the table lacks count as empty. Raises RecordKeyError for another `kind`.
    """
    if kind not in _SAYS_WHAT_IT_IS:
        raise RecordKeyError(f"Records of kind “{kind}” have no keys.")
    n = records.num_rows
    if n == 0:
        return np.empty(0, np.uint64)
    columns = [pa.array([kind]).take(pa.array(np.zeros(n, np.int64)))]
    columns += [_column(records, name) for name in _SAYS_WHAT_IT_IS[kind]]
    for name in _COORDINATES:
        if name in records.column_names:
            degrees = _whole(records[name]).cast(pa.float64())
            sane = pc.if_else(pc.is_finite(degrees), degrees, None)
            columns.append(pc.cast(pc.round(pc.multiply(sane, _PARTS)), pa.int64()))
    return _hashed(columns)


def line_keys(records: pa.Table) -> Keys:
    """Give a weaker key, uint64[n]: same file, same row, same name.

    It recognises a line whose address or number was corrected in place.
    """
    if records.num_rows == 0:
        return np.empty(0, np.uint64)
    return _hashed([_column(records, name) for name in ("source", "row", "name")])


def write_key(key: int | np.uint64) -> str:
    """Write a key for files and people: r and 16 hexadecimal digits.

    The r keeps spreadsheets from reading digits with an e between them as a number.
    """
    return f"r{int(key):016x}"


def read_keys(texts: Iterable[str]) -> Keys:
    """Read keys as write_key writes them. Raises RecordKeyError for any other text."""
    keys = []
    for text in texts:
        clean = text.strip().lower()
        if not _WRITTEN.fullmatch(clean):
            raise RecordKeyError(
                f"“{text}” is no record key.",
                todo="Copy it from pairs.csv: the letter r and 16 digits 0–9, a–f.",
            )
        keys.append(int(clean[1:], 16))
    return np.array(keys, dtype=np.uint64)
