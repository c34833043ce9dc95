"""The prepared record as flat columns, so that an SQL engine can make the same comparisons.

Words travel as `word:milli-weight`, so that shared rarity is a sum of whole numbers and comes out
the same on every engine. Codes are 64-bit numbers; null means unknown.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import numpy as np
import pyarrow as pa

from crest.engine.matching.normalise import IDENTIFIERS, Frequencies, Kind, Prepared, prepare
from crest.engine.matching.parts import BUILDING, FLOOR, HOUSE, UNIT

NUMBERS: Final = {"house": HOUSE, "unit": UNIT, "floor": FLOOR, "building": BUILDING}
LETTERS: Final = 64  # of a joined name; the rest is not compared
_RAREST: Final = 6  # words of a record that may bring it together with others
_TEXTS: Final = pa.list_(pa.string())
_CODES: Final = pa.list_(pa.int64())


def comparison_columns(
    records: pa.Table,
    kind: Kind = "site",
    frequencies: Frequencies | None = None,
    *,
    common: int = 60,
) -> pa.Table:
    """Return one row per record with everything the comparisons need.

    `records` follows SITES or ORGANISATIONS. For lists larger than memory call it batch by batch
    with the same `frequencies`; `unique_id` is then the batch's `record` column (else 0-based
    position). `blocks` holds the rarest words, those in at most `common` records of this call.
    """
    found = prepare(records, kind, frequencies)
    n = len(found)
    number = records["record"] if "record" in records.column_names else pa.array(np.arange(n))
    columns: dict[str, Any] = {"unique_id": number, **_names(found), **_addresses(found)}
    columns |= {name: _numbers(found, code) for name, code in NUMBERS.items()}
    columns |= {
        "postcode": _known(found.postcode),
        "legal": _known(found.legal),
        "parent": _known(found.parent),
        "country": _known(found.country),
        "lat": _measured(found.lat),
        "lng": _measured(found.lng),
        "workers": _measured(found.workers),
    }
    columns |= {name: _known(found.identifiers[:, k]) for k, name in enumerate(IDENTIFIERS)}
    columns["blocks"] = _blocks(columns["name_words"], columns["address_words"], common)
    return pa.table(columns)


def _spelt(found: Prepared, weights: Any) -> tuple[list[str], list[str]]:
    """Every word of the vocabulary, plain and with its weight."""
    vocabulary = found.vocabulary
    plain = [vocabulary.word(v) for v in range(len(vocabulary))]
    milli = np.rint(np.asarray(weights, np.float64) * 1000).astype(np.int64).tolist()
    return plain, [f"{word}:{weight}" for word, weight in zip(plain, milli, strict=True)]


def _names(found: Prepared) -> dict[str, Any]:
    """Words, total weight and joined letters of each record's first name."""
    plain, weighted = _spelt(found, found.vocabulary.name_weight)
    words, joined = [], []
    for name in found.name_of[:-1].tolist():
        ids = found.word[found.word_ptr[name] : found.word_ptr[name + 1]].tolist()
        words.append([weighted[v] for v in dict.fromkeys(ids)])
        joined.append("".join(plain[v] for v in ids)[:LETTERS] or None)
    return {
        "name_words": pa.array(words, _TEXTS),
        "name_total": pa.array([_total(row) for row in words], pa.int64()),
        "name_joined": pa.array(joined, pa.string()),
    }


def _addresses(found: Prepared) -> dict[str, Any]:
    """Words and total weight of each address, and the plain words of address and city."""
    plain, weighted = _spelt(found, found.vocabulary.address_weight)
    ids = _rows(found.address_ptr, found.address)
    words = [[weighted[v] for v in row] for row in ids]
    city = [[plain[v] for v in row] for row in _rows(found.city_ptr, found.city)]
    return {
        "address_words": pa.array(words, _TEXTS),
        "address_total": pa.array([_total(row) for row in words], pa.int64()),
        "address_plain": pa.array([[plain[v] for v in row] for row in ids], _TEXTS),
        "city_plain": pa.array(city, _TEXTS),
    }


def _rows(ptr: Any, values: Any) -> list[list[int]]:
    bounds, flat = ptr.tolist(), values.tolist()
    return [list(dict.fromkeys(flat[lo:hi])) for lo, hi in pairwise(bounds)]


def _total(words: list[str]) -> int:
    return sum(int(word.rsplit(":", 1)[1]) for word in words)


def _numbers(found: Prepared, kind: int) -> pa.Array:
    """The codes of one kind of number, as signed 64-bit numbers."""
    kinds = (found.number >> np.uint64(60)).astype(np.int64)
    signed = found.number.view(np.int64)
    bounds = found.number_ptr.tolist()
    rows = [signed[lo:hi][kinds[lo:hi] == kind].tolist() for lo, hi in pairwise(bounds)]
    return pa.array(rows, _CODES)


def _known(codes: Any) -> pa.Array:
    values = np.ascontiguousarray(codes)
    signed = values.view(np.int64) if values.dtype == np.uint64 else values.astype(np.int64)
    return pa.array(signed, pa.int64(), mask=values == 0)


def _measured(values: Any) -> pa.Array:
    return pa.array(values.astype(np.float64), pa.float64(), mask=np.isnan(values))


def _blocks(names: pa.Array, addresses: pa.Array, common: int) -> pa.Array:
    """The rarest words of each record that not too many others have."""
    rows = [
        list(dict.fromkeys([*(f"n {w}" for w in name), *(f"a {w}" for w in address)]))
        for name, address in zip(names.to_pylist(), addresses.to_pylist(), strict=True)
    ]
    counts: dict[str, int] = {}
    for row in rows:
        for word in row:
            counts[word] = counts.get(word, 0) + 1
    chosen = [
        sorted((w for w in row if 1 < counts[w] <= common), key=lambda w: (counts[w], w))[:_RAREST]
        for row in rows
    ]
    return pa.array(chosen, _TEXTS)
