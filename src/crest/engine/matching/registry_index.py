"""An inverted index over the blocking keys of a million records, read straight from disk.

A term is a key inside a country: the upper 54 bits of the key with the country number in the lower
ten. So all countries of a key lie side by side, and one binary search finds one or all of them.
A term's postings are record numbers with the weight the key has in the record's unit vector.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numba as nb
import numpy as np
import numpy.typing as npt

from crest.engine.matching.keys import tokens_for_index

if TYPE_CHECKING:
    from crest.engine.matching.normalise import Prepared

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Hashes = npt.NDArray[np.uint64]

COMMON: Final = 0.004  # keys held by a larger share of a country find nobody …
COMMON_AT_LEAST: Final = 60  # … but never keys held by fewer records than this
COMMON_ABROAD: Final = 200  # keys held by more records than this do not search all countries
LONELY: Final = 0.35  # a row whose best cosine is below this also looks in other countries
_COUNTRY: Final = np.uint64(1023)
_KEY: Final = np.uint64(0xFFFFFFFFFFFFFC00)
_SALT_EQUAL: Final = np.uint64(0xE7037ED1A0B428DB)


@dataclass(frozen=True)
class Index:
    """T terms sorted; term t has the postings ptr[t]:ptr[t+1] of `row` and `weight`.

    `held` int32[T] is how many records hold the term, `country_records` int64[1024] how many
    records each country number has. `records` int64[1] is the number of records.
    """

    term: Hashes
    ptr: Longs
    held: Ints
    row: Ints
    weight: Floats
    country_records: Longs
    records: Longs


def build_index(prepared: Prepared) -> Index:
    """Index n prepared records; about 40 postings of 8 bytes each."""
    owner, key, weight = _keys(prepared)
    n = len(prepared)
    country = prepared.country.astype(np.uint64)
    term_of = (key & _KEY) | country[owner]
    order = np.argsort(term_of)
    term_of, owner, weight = term_of[order], owner[order], weight[order]
    begins = np.flatnonzero(np.concatenate([[True], term_of[1:] != term_of[:-1]]))
    begins = begins[: len(term_of)]
    held = np.diff(np.append(begins, len(term_of)))
    country_records = np.bincount(prepared.country, minlength=1024).astype(np.int64)
    term = term_of[begins]
    in_country = country_records[(term & _COUNTRY).astype(np.int64)]
    idf = np.log((in_country + 1.0) / (held + 0.5)).astype(np.float32)
    weight = weight * np.repeat(idf, held)
    norm = np.sqrt(np.bincount(owner, weights=weight.astype(np.float64) ** 2, minlength=n))
    weight = (weight / np.maximum(norm[owner], 1e-9)).astype(np.float32)
    tells = held <= np.maximum(COMMON_AT_LEAST, COMMON * in_country)
    keep = np.repeat(tells, held)
    ptr = np.concatenate([[0], np.cumsum(held[tells])]).astype(np.int64)
    return Index(
        term[tells],
        ptr,
        held[tells].astype(np.int32),
        owner[keep].astype(np.int32),
        weight[keep],
        country_records,
        np.array([n], np.int64),
    )


def _keys(prepared: Prepared) -> tuple[Longs, Hashes, Floats]:
    """Give the blocking keys of all records, with whole names and identifiers as further keys."""
    n = len(prepared)
    ptr, key, weight = tokens_for_index(prepared)
    owners = [np.repeat(np.arange(n), np.diff(ptr))]
    keys, weights = [key], [weight]
    for rows, codes in _equal_codes(prepared):
        owners.append(rows)
        keys.append(codes)
        weights.append(np.ones(len(rows), np.float32))
    return np.concatenate(owners), np.concatenate(keys), np.concatenate(weights)


def _equal_codes(prepared: Prepared) -> list[tuple[Longs, Hashes]]:
    n = len(prepared)
    columns = [(np.repeat(np.arange(n), np.diff(prepared.name_of)), prepared.joined)]
    columns += [(np.arange(n), column) for column in prepared.identifiers.T]
    return [
        (rows[codes != 0], codes[codes != 0] * _SALT_EQUAL + np.uint64(at))
        for at, (rows, codes) in enumerate(columns)
    ]


def nearest(index: Index, prepared: Prepared, k: int) -> tuple[Longs, Longs, Floats]:
    """Find the k records of the index nearest to each prepared row by cosine of rare keys.

    Whole names and identifiers are looked for in all countries, the other keys in the row's own;
    rows without a country, or with nobody near, look everywhere. Returns row, record, cosine,
    best first per row; fewer than k when fewer share a key.
    """
    n = len(prepared)
    owner, key, weight = _keys(prepared)
    count = np.bincount(owner, minlength=n) if len(owner) else np.zeros(n, np.int64)
    order = np.argsort(owner, kind="stable")
    ptr = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    equal = np.zeros(len(owner), np.bool_)
    equal[len(owner) - sum(len(rows) for rows, _ in _equal_codes(prepared)) :] = True
    near_row = np.full((n, k), -1, np.int32)
    near_cosine = np.zeros((n, k), np.float32)
    _nearest(
        (index.term, index.ptr, index.row, index.weight, index.country_records),
        (ptr, key[order], weight[order], equal[order], prepared.country),
        (np.zeros(int(index.records[0]), np.float32), np.empty(int(index.records[0]), np.int32)),
        near_row,
        near_cosine,
    )
    row, place = np.nonzero(near_row >= 0)
    return row, near_row[row, place].astype(np.int64), near_cosine[row, place]


@nb.njit(cache=True, nogil=True)
def _first_at_least(term: Any, wanted: Any) -> int:
    lo, hi = 0, len(term)
    while lo < hi:
        middle = (lo + hi) >> 1
        if term[middle] < wanted:
            lo = middle + 1
        else:
            hi = middle
    return lo


@nb.njit(cache=True, nogil=True)
def _terms(term: Any, low: Any, home: Any, wide: bool) -> tuple[int, int]:  # noqa: FBT001
    """Give the terms begin:end of a key: in one country, or in all."""
    begin = _first_at_least(term, low if wide else low | np.uint64(home))
    end = begin
    if wide:
        while end < len(term) and (term[end] & _KEY) == low:
            end += 1
    elif begin < len(term) and term[begin] == low | np.uint64(home):
        end = begin + 1
    return begin, end


@nb.njit(cache=True, nogil=True)
def _sum_up(index: Any, query: Any, q: int, everywhere: bool, room: Any) -> Any:  # noqa: FBT001
    """Add up the postings of all keys of row q; gives how many records were seen, and the scale."""
    term, ptr, row, weight, country_records = index
    key_ptr, key, key_weight, equal, country = query
    got, seen = room
    home = np.int64(country[q])
    n = 0
    norm = 0.0
    for t in range(key_ptr[q], key_ptr[q + 1]):
        wide = everywhere or equal[t]
        begin, end = _terms(term, key[t] & _KEY, home, wide)
        held = ptr[end] - ptr[begin]
        among = len(got) if wide else country_records[home]
        mine = key_weight[t] * max(0.0, np.log((among + 1.0) / (held + 0.5)))
        norm += mine * mine
        if mine <= 0.0 or (wide and held > COMMON_ABROAD):
            continue
        for p in range(ptr[begin], ptr[end]):
            r = row[p]
            more = mine * weight[p]
            if more > 0.0:
                if got[r] == 0.0:
                    seen[n] = r
                    n += 1
                got[r] += more
    return n, 1.0 / np.sqrt(norm) if norm > 0.0 else 0.0


@nb.njit(cache=True, nogil=True)
def _keep_best(room: Any, n: int, scale: float, near_row: Any, near_cosine: Any) -> None:
    """Write the nearest of the n records seen, best first, and empty the room."""
    got, seen = room
    k = len(near_row)
    near_row[:] = -1
    near_cosine[:] = 0.0
    for s in range(n):
        r = seen[s]
        cosine = got[r] * scale
        got[r] = 0.0
        place = k
        while place > 0 and near_cosine[place - 1] < cosine:
            place -= 1
        for m in range(k - 1, place, -1):
            near_row[m] = near_row[m - 1]
            near_cosine[m] = near_cosine[m - 1]
        if place < k:
            near_row[place] = r
            near_cosine[place] = cosine


@nb.njit(cache=True, nogil=True)
def _nearest(index: Any, query: Any, room: Any, near_row: Any, near_cosine: Any) -> None:
    country = query[4]
    for q in range(len(country)):
        if country[q] != 0:
            n, scale = _sum_up(index, query, q, False, room)
            _keep_best(room, n, scale, near_row[q], near_cosine[q])
        if country[q] == 0 or near_cosine[q, 0] < LONELY:
            n, scale = _sum_up(index, query, q, True, room)
            _keep_best(room, n, scale, near_row[q], near_cosine[q])
