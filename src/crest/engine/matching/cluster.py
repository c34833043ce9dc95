"""Pairs to clusters: average linkage over the scored pairs, never connected components.

Two clusters join when the mean probability of all pairs between them is high enough; a pair that
was never compared counts as 0. So one wrong pair cannot chain two sites together.
"""

# ruff: noqa: PLR0917
# Kernels for numba: plain loops over bytes and numbers, compiled; marks and digits are byte values.

from __future__ import annotations

from typing import Any, Final

import numba as nb
import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
WARN_AT: Final = 4
STOP_AT: Final = 10
LARGEST: Final = 200  # a cluster never grows beyond this without a judgement


def cluster(
    records: int,
    left: Longs,
    right: Longs,
    score: Floats,
    *,
    join_at: float = 0.35,
    same: tuple[Longs, Longs] | None = None,
    different: tuple[Longs, Longs] | None = None,
) -> Longs:
    """Cluster number per record (the smallest record number of its cluster).

    `left`, `right`, `score`: scored pairs, each once; `same` are record pairs that must be in one
    cluster, `different` pairs that must not be. A must wins over a score, never over a cannot.
    """
    none = np.zeros(0, np.int64), np.zeros(0, np.int64)
    must, cannot = same or none, different or none
    order = np.argsort(-score, kind="stable")
    ptr, other, weight = _adjacency(records, left, right, score)
    cannot_ptr, cannot_other, _ = _adjacency(
        records, cannot[0], cannot[1], np.ones(len(cannot[0]), np.float32)
    )
    root = _average_linkage(
        records,
        left[order],
        right[order],
        ptr,
        other,
        weight,
        join_at,
        must[0].astype(np.int64),
        must[1].astype(np.int64),
        cannot_ptr,
        cannot_other,
        LARGEST,
    )
    return np.asarray(_smallest(root))


@nb.njit(cache=True)
def _adjacency(n: int, left: Any, right: Any, score: Any) -> tuple[Any, Any, Any]:
    """Both directions of every pair, row by row."""
    ptr = np.zeros(n + 1, np.int64)
    for p in range(len(left)):
        ptr[left[p] + 1] += 1
        ptr[right[p] + 1] += 1
    for i in range(n):
        ptr[i + 1] += ptr[i]
    pen = ptr[:-1].copy()
    other = np.empty(2 * len(left), np.int64)
    weight = np.empty(2 * len(left), np.float32)
    for p in range(len(left)):
        a, b = left[p], right[p]
        other[pen[a]], weight[pen[a]] = b, score[p]
        pen[a] += 1
        other[pen[b]], weight[pen[b]] = a, score[p]
        pen[b] += 1
    return ptr, other, weight


@nb.njit(cache=True)
def _between(a: int, b: int, root: Any, after: Any, ptr: Any, other: Any, weight: Any) -> float:
    """Sum of the scores between the members of cluster a and cluster b."""
    total = 0.0
    member = a
    while member >= 0:
        for t in range(ptr[member], ptr[member + 1]):
            if root[other[t]] == b:
                total += weight[t]
        member = after[member]
    return total


@nb.njit(cache=True)
def _forbidden(a: int, b: int, root: Any, after: Any, ptr: Any, other: Any) -> bool:
    member = a
    while member >= 0:
        for t in range(ptr[member], ptr[member + 1]):
            if root[other[t]] == b:
                return True
        member = after[member]
    return False


@nb.njit(cache=True)
def _merge(a: int, b: int, root: Any, after: Any, last: Any, size: Any) -> None:
    """Put the members of the smaller cluster into the larger one."""
    if size[a] < size[b]:
        a, b = b, a
    member = b
    while member >= 0:
        root[member] = a
        member = after[member]
    after[last[a]] = b
    last[a] = last[b]
    size[a] += size[b]


@nb.njit(cache=True)
def _average_linkage(
    n: int,
    left: Any,
    right: Any,
    ptr: Any,
    other: Any,
    weight: Any,
    join_at: float,
    must_left: Any,
    must_right: Any,
    cannot_ptr: Any,
    cannot_other: Any,
    largest: int,
) -> Any:
    root = np.arange(n)
    after = np.full(n, -1, np.int64)
    last = np.arange(n)
    size = np.ones(n, np.int64)
    for p in range(len(must_left)):
        a, b = root[must_left[p]], root[must_right[p]]
        if a != b and not _forbidden(a, b, root, after, cannot_ptr, cannot_other):
            _merge(a, b, root, after, last, size)
    # a second round lets pairs that were refused early join grown clusters
    for _ in range(2):
        for p in range(len(left)):
            a, b = root[left[p]], root[right[p]]
            if a == b or size[a] + size[b] > largest:
                continue
            if size[b] < size[a]:
                a, b = b, a
            total = _between(a, b, root, after, ptr, other, weight)
            if total < join_at * size[a] * size[b]:
                continue
            if _forbidden(a, b, root, after, cannot_ptr, cannot_other):
                continue
            _merge(a, b, root, after, last, size)
    return root


@nb.njit(cache=True)
def _smallest(root: Any) -> Any:
    """Name every cluster after its smallest record."""
    name = np.full(len(root), -1, np.int64)
    out = np.empty(len(root), np.int64)
    for i in range(len(root)):
        if name[root[i]] < 0:
            name[root[i]] = i
        out[i] = name[root[i]]
    return out
