"""Which pairs are worth comparing: the most alike records by rare keys, and equal keys.

Inside a country every record looks for its nearest by the cosine of its rare keys. Records that
found nobody near, or whose country is missing, look once more over all countries. Records that
share a telling key (the whole name, an identifier) meet whatever their country.
"""

# ruff: noqa: PLR0917, PLR2004
# Kernels for numba: plain loops over bytes and numbers, compiled; marks and digits are byte values.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numba as nb
import numpy as np
import pyarrow as pa
import scipy.sparse as sp
from sparse_dot_topn import sp_matmul_topn

from crest.engine.matching.keys import tokens_for_index
from crest.engine.matching.threads import THREADS

if TYPE_CHECKING:
    from crest.engine.matching.normalise import Prepared
    from crest.engine.matching.tokens import Hashes, Longs
    from crest.engine.matching.vocabulary import Floats


@dataclass(frozen=True)
class Search:
    """How widely to search. Defaults are measured: docs/algorithms/matching.md."""

    nearest: int = 15  # records looked at for each record inside a country
    least_cosine: float = 0.05
    beside_best: float = 0.25  # a pair must reach this share of the best cosine of either record
    common: float = 0.004  # keys held by a larger share of a country find nobody …
    common_at_least: int = 60  # … but never keys held by fewer records than this
    lonely: float = 0.45  # below this cosine a record also looks in other countries
    nearest_abroad: int = 4
    common_abroad: int = 200
    equal_group: int = 12  # larger groups of equal keys are not paired in full


DEFAULT: Final = Search()


def candidates(prepared: Prepared, search: Search = DEFAULT) -> tuple[Longs, Longs]:
    """Pairs (left < right) of record numbers to compare, each once, sorted."""
    n = len(prepared)
    if n < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    ptr, key, weight = tokens_for_index(prepared)
    column = _number_keys(key)
    best = np.zeros(n, np.float32)
    found: list[Longs] = []
    for code in np.unique(prepared.country):
        if code == 0:
            continue
        rows = np.flatnonzero(prepared.country == code)
        matrix, sizes = _matrix(ptr, column, weight, rows)
        limit = max(search.common_at_least, int(search.common * len(rows)))
        near = _nearest(matrix, matrix, sizes, limit, search.nearest, search.least_cosine)
        _pairs(near, rows, rows, n, search.beside_best, best, found)
    lonely = np.flatnonzero((best < search.lonely) | (prepared.country == 0))
    if len(lonely) and len(np.unique(prepared.country)) > 1:
        matrix, sizes = _matrix(ptr, column, weight, np.arange(n))
        near = _nearest(
            matrix[lonely],
            matrix,
            sizes,
            search.common_abroad,
            search.nearest_abroad + 1,
            search.least_cosine,
        )
        _pairs(near, lonely, np.arange(n), n, search.beside_best, best, found)
    found.extend(_equal(prepared, n, search.equal_group))
    both = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return both // n, both % n


def _number_keys(key: Hashes) -> Longs:
    encoded = pa.array(key).dictionary_encode()
    return np.asarray(encoded.indices).astype(np.int64)


def _matrix(ptr: Longs, column: Longs, weight: Floats, rows: Longs) -> tuple[Any, Longs]:
    """Rows × keys as a sparse matrix of idf-weighted unit vectors, and each key's record count."""
    at, new_ptr = _take(ptr, rows)
    columns = column[at]
    used, columns = _renumber(columns, int(column.max(initial=0)) + 1)
    sizes = np.bincount(columns, minlength=used)
    idf = np.log((len(rows) + 1.0) / (sizes + 0.5)).astype(np.float32)
    data = weight[at] * idf[columns]
    _unit(new_ptr, data)
    matrix = sp.csr_matrix((data, columns, new_ptr), shape=(len(rows), used))
    return matrix, sizes


@nb.njit(cache=True)
def _renumber(columns: Any, size: int) -> tuple[int, Any]:
    number = np.full(size, -1, np.int32)
    out = np.empty(len(columns), np.int32)
    used = 0
    for t in range(len(columns)):
        c = columns[t]
        if number[c] < 0:
            number[c] = used
            used += 1
        out[t] = number[c]
    return used, out


@nb.njit(cache=True)
def _take(ptr: Any, rows: Any) -> tuple[Any, Any]:
    new_ptr = np.zeros(len(rows) + 1, np.int64)
    for k in range(len(rows)):
        new_ptr[k + 1] = new_ptr[k] + ptr[rows[k] + 1] - ptr[rows[k]]
    at = np.empty(new_ptr[-1], np.int64)
    for k in range(len(rows)):
        for t in range(ptr[rows[k] + 1] - ptr[rows[k]]):
            at[new_ptr[k] + t] = ptr[rows[k]] + t
    return at, new_ptr


@nb.njit(cache=True)
def _unit(ptr: Any, data: Any) -> None:
    for i in range(len(ptr) - 1):
        total = 0.0
        for t in range(ptr[i], ptr[i + 1]):
            total += data[t] * data[t]
        if total > 0:
            scale = 1.0 / np.sqrt(total)
            for t in range(ptr[i], ptr[i + 1]):
                data[t] *= scale


def _nearest(left: Any, right: Any, sizes: Longs, limit: int, k: int, least: float) -> Any:
    """The k nearest rows of `right` for each row of `left`, by keys held by 2..limit rows."""
    telling = np.flatnonzero((sizes >= 2) & (sizes <= limit))
    if not len(telling):
        return sp.coo_matrix((left.shape[0], right.shape[0]), dtype=np.float32)
    keep = np.zeros(len(sizes), np.float32)
    keep[telling] = 1.0
    a = _only(left, keep)
    b = a if left is right else _only(right, keep)
    near = sp_matmul_topn(a, b.T.tocsr(), top_n=k, threshold=least, sort=False, n_threads=THREADS)
    return near.tocoo()


def _only(matrix: Any, keep: Floats) -> Any:
    mask = keep[matrix.indices] > 0
    counts = np.add.reduceat(
        np.append(mask, False).astype(np.int64), np.minimum(matrix.indptr[:-1], len(mask))
    )
    counts[np.diff(matrix.indptr) == 0] = 0
    ptr = np.concatenate([[0], np.cumsum(counts)])
    return sp.csr_matrix(
        (matrix.data[mask], matrix.indices[mask].astype(np.int32), ptr.astype(np.int32)),
        shape=matrix.shape,
    )


def _pairs(
    near: Any, rows: Longs, others: Longs, n: int, share: float, best: Floats, found: list[Longs]
) -> None:
    """Add the pairs that come near the best of either record; `best` is brought up to date."""
    i, j = rows[near.row], others[near.col]
    apart = i != j
    i, j, cosine = i[apart], j[apart], near.data[apart]
    np.maximum.at(best, i, cosine)
    telling = cosine >= share * np.minimum(best[i], np.where(best[j] > 0, best[j], best[i]))
    i, j = i[telling], j[telling]
    found.append(np.minimum(i, j).astype(np.int64) * n + np.maximum(i, j))


def _equal(prepared: Prepared, n: int, most: int) -> list[Longs]:
    """Pairs that share a whole name, a name and a postcode, or an identifier; any country."""
    owner = np.repeat(np.arange(n), np.diff(prepared.name_of))
    keyed = [(prepared.joined, owner)]
    keyed += [(column, np.arange(n)) for column in prepared.identifiers.T]
    country = prepared.country[owner].astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    keyed.append((prepared.joined + country, owner))
    return [_group(code, rows, n, most) for code, rows in keyed if code.any()]


def _group(code: Hashes, rows: Longs, n: int, most: int) -> Longs:
    known = code != 0
    code, rows = code[known], rows[known]
    order = np.argsort(code, kind="stable")
    return np.asarray(_pair_groups(code[order], rows[order], n, most))


@nb.njit(cache=True)
def _pair_groups(code: Any, rows: Any, n: int, most: int) -> Any:
    """All pairs inside small groups; in large groups each record meets its next few."""
    out = [np.int64(0) for _ in range(0)]
    lo = 0
    while lo < len(code):
        hi = lo + 1
        while hi < len(code) and code[hi] == code[lo]:
            hi += 1
        reach = hi - lo if hi - lo <= most else 3
        for i in range(lo, hi):
            for j in range(i + 1, min(hi, i + 1 + reach)):
                a, b = min(rows[i], rows[j]), max(rows[i], rows[j])
                if a != b:
                    out.append(a * n + b)
        lo = hi
    return np.array(out, np.int64) if out else np.zeros(0, np.int64)
