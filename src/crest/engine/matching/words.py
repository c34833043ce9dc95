"""How much two bags of words share, typing errors and joined words allowed: numeric kernels."""

from __future__ import annotations

from typing import Any, Final

import numba as nb
import numpy as np

MOST: Final = 24  # words compared on each side
_LONGEST: Final = 64  # letters compared of a joined name


@nb.njit(cache=True, nogil=True)
def edits(text_a: Any, at: int, n: int, text_b: Any, bt: int, m: int, most: int) -> int:
    """Edits (insert, delete, replace, swap of neighbours) between two words; `most` + 1 if more."""
    if abs(n - m) > most:
        return most + 1
    before = np.empty(_LONGEST + 1, np.int32)
    above = np.empty(_LONGEST + 1, np.int32)
    row = np.empty(_LONGEST + 1, np.int32)
    n, m = min(n, _LONGEST), min(m, _LONGEST)
    for j in range(m + 1):
        above[j] = j
        before[j] = 0
    for i in range(1, n + 1):
        row[0] = i
        best = i
        c = text_a[at + i - 1]
        for j in range(1, m + 1):
            d = text_b[bt + j - 1]
            value = above[j - 1] + (0 if c == d else 1)
            value = min(value, above[j] + 1, row[j - 1] + 1)
            if i > 1 and j > 1 and c == text_b[bt + j - 2] and d == text_a[at + i - 2]:
                value = min(value, before[j - 2] + 1)
            row[j] = value
            best = min(best, value)
        if best > most:
            return most + 1
        before, above, row = above, row, before
    return min(above[m], most + 1)


@nb.njit(inline="always")
def _count(bits: Any) -> int:
    n = 0
    while bits:
        bits &= bits - np.uint32(1)
        n += 1
    return n


@nb.njit(cache=True, nogil=True)
def alike(voc_a: Any, a: int, voc_b: Any, b: int) -> float:
    """Likeness of two different words, 0..1; 0 when below 0.6 or when either is a number."""
    start_a, length_a, text_a, letters_a = voc_a[1], voc_a[2], voc_a[3], voc_a[4]
    start_b, length_b, text_b, letters_b = voc_b[1], voc_b[2], voc_b[3], voc_b[4]
    n, m = length_a[a], length_b[b]
    if n < 3 or m < 3:
        return 0.0
    s, t = start_a[a], start_b[b]
    short, long = min(n, m), max(n, m)
    most = 1 if long <= 4 else (2 if long <= 7 else 3)
    if text_a[s] <= 57 or text_b[t] <= 57:
        return 0.0
    only = letters_a[a] & ~letters_b[b]
    if long - short <= most and _count(only) <= most:
        d = edits(text_a, s, n, text_b, t, m, most)
        if d <= most:
            return 1.0 - d / long
    if text_a[s] == text_b[t] and short >= 3:
        k = 0
        while k < short and text_a[s + k] == text_b[t + k]:
            k += 1
        if k == short:  # an abbreviation by cutting
            return 0.65 + 0.2 * short / long
    return 0.0


@nb.njit(cache=True, nogil=True)
def overlap(
    voc_a: Any, words_a: Any, weight_a: Any, voc_b: Any, words_b: Any, weight_b: Any, out: Any
) -> None:
    """Compare two bags of words; `out` receives nine numbers:

    shared weight, slack (lost to misspelling), left over in a, left over in b, heaviest left over
    in a and in b, weight of a, weight of b, number of words shared.
    """
    na, nm = min(len(words_a), MOST), min(len(words_b), MOST)
    hash_a, hash_b = voc_a[0], voc_b[0]
    used_a = np.zeros(MOST, np.bool_)
    used_b = np.zeros(MOST, np.bool_)
    shared, slack, words = 0.0, 0.0, 0.0
    for i in range(na):
        for j in range(nm):
            if not used_b[j] and hash_a[words_a[i]] == hash_b[words_b[j]]:
                used_a[i], used_b[j] = True, True
                shared += min(weight_a[words_a[i]], weight_b[words_b[j]])
                words += 1
                break
    joined = _joined(voc_a, words_a, na, used_a, weight_a, voc_b, words_b, nm, used_b, weight_b)
    joined += _joined(voc_b, words_b, nm, used_b, weight_b, voc_a, words_a, na, used_a, weight_a)
    shared += joined
    for i in range(na):
        if used_a[i]:
            continue
        best, at = 0.0, -1
        for j in range(nm):
            if not used_b[j]:
                s = alike(voc_a, words_a[i], voc_b, words_b[j])
                if s > best:
                    best, at = s, j
        if at >= 0 and best >= 0.6:
            used_a[i], used_b[at] = True, True
            w = min(weight_a[words_a[i]], weight_b[words_b[at]])
            part = 2.0 * best - 1.0  # likeness .6 gives .2, likeness .9 gives .8
            shared += w * part
            slack += w * (1.0 - part)
            words += best
    out[0], out[1], out[8] = shared, slack, words
    out[2], out[4], out[6] = _left(words_a, na, used_a, weight_a)
    out[3], out[5], out[7] = _left(words_b, nm, used_b, weight_b)


@nb.njit(cache=True, nogil=True)
def _left(words: Any, n: int, used: Any, weight: Any) -> tuple[float, float, float]:
    left, heaviest, total = 0.0, 0.0, 0.0
    for i in range(n):
        w = weight[words[i]]
        total += w
        if not used[i]:
            left += w
            heaviest = max(heaviest, w)
    return left, heaviest, total


@nb.njit(cache=True, nogil=True)
def _joined(
    voc_a: Any,
    words_a: Any,
    na: int,
    used_a: Any,
    weight_a: Any,
    voc_b: Any,
    words_b: Any,
    nm: int,
    used_b: Any,
    weight_b: Any,
) -> float:
    """Weight of neighbours of a that, written together, are a word of b ("knit wear")."""
    hash_a, length_a, powers = voc_a[0], voc_a[2], voc_a[5]
    hash_b, length_b = voc_b[0], voc_b[2]
    shared = 0.0
    for i in range(na - 1):
        if used_a[i]:
            continue
        h = hash_a[words_a[i]]
        size = length_a[words_a[i]]
        for k in range(i + 1, min(na, i + 4)):
            if used_a[k]:
                break
            h = h * powers[length_a[words_a[k]]] + hash_a[words_a[k]]
            size += length_a[words_a[k]]
            for j in range(nm):
                if not used_b[j] and hash_b[words_b[j]] == h and length_b[words_b[j]] == size:
                    used_b[j] = True
                    both = 0.0
                    for m in range(i, k + 1):
                        used_a[m] = True
                        both += weight_a[words_a[m]]
                    shared += min(both, weight_b[words_b[j]])
                    break
            if used_a[i]:
                break
    return shared


@nb.njit(cache=True, nogil=True)
def spell(voc: Any, words: Any, buffer: Any) -> int:
    """Write the words one after the other into `buffer`; returns the number of letters."""
    start, length, text = voc[1], voc[2], voc[3]
    n = 0
    for word in words:
        for k in range(length[word]):
            if n >= _LONGEST:
                return n
            buffer[n] = text[start[word] + k]
            n += 1
    return n


@nb.njit(cache=True, nogil=True)
def initials(voc: Any, words: Any) -> Any:
    """The hash of the word that the first letters of the words make."""
    start, text, powers = voc[1], voc[3], voc[5]
    h = np.uint64(0)
    for word in words:
        h = h * powers[1] + np.uint64(text[start[word]] + 1)
    return h
