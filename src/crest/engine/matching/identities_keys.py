"""A key for each listing that survives re-runs, reordering and re-export.

The key is a 64-bit hash of what a row says the thing *is* (name, address, country, numbers), not of
what it says *about* it (workers, products, dates), nor of the file it stood in. So the same listing
in next year's file has the same key. Two rows with one key say exactly the same thing.
Two among a million different listings share a key by chance with probability 3e-8.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import duckdb
import numpy as np
import numpy.typing as npt

from crest.engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

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
_COORDINATES: Final = ("lat", "lng")  # to 5 decimals, about a metre


class RecordKeyError(InputError):
    """A text is no record key, or a table has no rows of a kind that has keys."""

    code = "matching.record_key"


def _tidy(column: str) -> str:
    """Write SQL for a value without what a re-export changes: case, blanks, accents."""
    words = f"regexp_replace(nfc_normalize(lower(\"{column}\")), '\\s+', ' ', 'g')"
    return f"coalesce(trim({words}), '')"


def _hashed(parts: list[str]) -> str:
    joined = " || chr(31) || ".join(parts)
    return f"('0x' || substr(sha256({joined}), 1, 16))::UBIGINT"


def _run(records: pa.Table, expression: str) -> Keys:
    with duckdb.connect(":memory:") as connection:
        connection.register("records", records)
        found = connection.sql(f"SELECT {expression} AS key FROM records")
        return np.asarray(found.fetchnumpy()["key"], dtype=np.uint64)


def record_keys(records: pa.Table, kind: str) -> Keys:
    """Give the key of each row of a SITES or ORGANISATIONS table, uint64[n], in its order.

    Columns the table lacks count as empty. Raises RecordKeyError for another `kind`.
    """
    if kind not in _SAYS_WHAT_IT_IS:
        raise RecordKeyError(f"Records of kind “{kind}” have no keys.")
    if records.num_rows == 0:
        return np.empty(0, np.uint64)
    parts = [f"'{kind}'"]
    parts.extend(
        _tidy(column) if column in records.column_names else "''"
        for column in _SAYS_WHAT_IT_IS[kind]
    )
    parts.extend(
        f"coalesce(round(\"{column}\", 5)::VARCHAR, '')"
        for column in _COORDINATES
        if column in records.column_names
    )
    return _run(records, _hashed(parts))


def line_keys(records: pa.Table) -> Keys:
    """Give a weaker key, uint64[n]: same file, same row, same name.

    It recognises a line whose address or number was corrected in place.
    """
    if records.num_rows == 0:
        return np.empty(0, np.uint64)
    parts = [_tidy("source"), '"row"::VARCHAR', _tidy("name")]
    return _run(records, _hashed(parts))


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
