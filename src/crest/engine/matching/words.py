"""How much two bags of words share, typing errors and joined words allowed: numeric kernels.

A vocabulary reaches the kernels as the tuple of `columns_of`: hash, start, length, text, shape,
powers, sound, name weight, address weight. `shape` packs what rules out unlike words at once:
bits 0–31 the letters, 32–39 the length, 40–55 the group of meaning, 56–63 the consonants.
"""

# ruff: noqa: C901, FBT001, PLR0912, PLR0917, PLR2004
# Kernels for numba: plain loops over bytes and numbers, compiled; marks and digits are byte values.

from __future__ import annotations

from typing import Any, Final

import numba as nb
import numpy as np

from crest.engine.matching.sound import sound_of

MOST: Final = 24  # words compared on each side
LONGEST: Final = 64  # letters compared of a joined name
_ALIKE: Final = 0.6  # words less alike than this are different words
_SAME_SOUND: Final = 0.84
_SAME_MEANING: Final = 0.8
_FEWEST_SOUNDS: Final = 3


def scratch() -> tuple[Any, ...]:
    """Working space of one thread.

    Used words of both sides, results, letters, places of letters, counts of numbers, shapes.
    """
    return (
        np.zeros(MOST, np.bool_),
        np.zeros(MOST, np.bool_),
        np.zeros(9, np.float64),
        np.zeros(LONGEST, np.uint8),
        np.zeros(LONGEST, np.uint8),
        np.zeros(256, np.uint64),
        np.zeros((4, 3), np.int64),
        np.zeros(MOST, np.uint64),
    )


@nb.njit(cache=True, nogil=True)
def edits(text_a: Any, at: int, n: int, text_b: Any, bt: int, m: int, most: int, where: Any) -> Any:
    """Edits (insert, delete, replace, swap of neighbours) between two words; `most` + 1 if more.

    Bit-parallel (Hyyrö 2003): one machine word holds a whole column, so at most 64 letters count.
    `where` is working space uint64[256], all 0 before and after.
    """
    if abs(n - m) > most:
        return most + 1
    n, m = min(n, LONGEST), min(m, LONGEST)
    if n == 0 or m == 0:
        return min(n + m, most + 1)
    one = np.uint64(1)
    for i in range(n):
        where[text_a[at + i]] |= one << np.uint64(i)
    up, down, diagonal, before = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
    last = one << np.uint64(n - 1)
    distance = n
    for j in range(m):
        same = where[text_b[bt + j]]
        swapped = ((~diagonal & same) << one) & before
        diagonal = (((same & up) + up) ^ up) | same | down | swapped
        rise = down | ~(diagonal | up)
        fall = diagonal & up
        if rise & last:
            distance += 1
        if fall & last:
            distance -= 1
        rise = (rise << one) | one
        fall <<= one
        up = fall | ~(diagonal | rise)
        down = rise & diagonal
        before = same
    for i in range(n):
        where[text_a[at + i]] = 0
    return min(distance, most + 1)


@nb.njit(inline="always")
def _count(bits: Any) -> Any:
    bits = bits - ((bits >> np.uint64(1)) & np.uint64(0x55555555))
    bits = (bits & np.uint64(0x33333333)) + ((bits >> np.uint64(2)) & np.uint64(0x33333333))
    bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F)
    return np.int64(((bits * np.uint64(0x01010101)) >> np.uint64(24)) & np.uint64(63))


@nb.njit(inline="always")
def _hopeless(shape_a: Any, shape_b: Any) -> Any:
    """Whether two words cannot be alike, by length, letters, sound and meaning alone."""
    n = np.int64((shape_a >> np.uint64(32)) & np.uint64(255))
    m = np.int64((shape_b >> np.uint64(32)) & np.uint64(255))
    if n < 3 or m < 3:
        return True
    only_a = shape_a & ~shape_b & np.uint64(0xFFFFFFFF)
    only_b = shape_b & ~shape_a & np.uint64(0xFFFFFFFF)
    if only_a == 0 or only_b == 0:
        return False
    sounds = shape_a >> np.uint64(56)
    if sounds >= _FEWEST_SOUNDS and sounds == shape_b >> np.uint64(56):
        return False
    group = (shape_a >> np.uint64(40)) & np.uint64(0xFFFF)
    if group != 0 and group == (shape_b >> np.uint64(40)) & np.uint64(0xFFFF):
        return False
    long = max(n, m)
    most = 1 if long <= 4 else (2 if long <= 7 else 3)
    return abs(n - m) > most or _count(only_a) > most or _count(only_b) > most


@nb.njit(cache=True, nogil=True)
def alike(voc_a: Any, a: int, voc_b: Any, b: int, rows: Any) -> float:
    """Likeness of two different words, 0..1; 0 when below 0.6 or when either is a number."""
    shape_a, shape_b = voc_a[4][a], voc_b[4][b]
    n: Any = np.int64((shape_a >> np.uint64(32)) & np.uint64(255))
    m: Any = np.int64((shape_b >> np.uint64(32)) & np.uint64(255))
    if n < 3 or m < 3:
        return 0.0
    group = (shape_a >> np.uint64(40)) & np.uint64(0xFFFF)
    related = group != 0 and group == (shape_b >> np.uint64(40)) & np.uint64(0xFFFF)
    best = _SAME_MEANING if related else 0.0
    short, long = min(n, m), max(n, m)
    most = 1 if long <= 4 else (2 if long <= 7 else 3)
    letters_a, letters_b = shape_a & np.uint64(0xFFFFFFFF), shape_b & np.uint64(0xFFFFFFFF)
    near = long - short <= most and _count(letters_a & ~letters_b) <= most
    sounds = shape_a >> np.uint64(56)
    heard = sounds >= _FEWEST_SOUNDS and sounds == shape_b >> np.uint64(56)
    cut = (letters_a & ~letters_b) == 0 or (letters_b & ~letters_a) == 0
    if not (near or heard or cut):
        return best
    text_a, text_b, s, t = voc_a[3], voc_b[3], voc_a[1][a], voc_b[1][b]
    if text_a[s] <= 57 or text_b[t] <= 57:
        return 0.0
    if heard and voc_a[6][a] == voc_b[6][b]:
        best = _SAME_SOUND
    if near:
        d = edits(text_a, s, n, text_b, t, m, most, rows)
        if d <= most:
            best = max(best, 1.0 - d / long)
    if cut and text_a[s] == text_b[t] and best < 0.65:
        k = 0
        while k < short and text_a[s + k] == text_b[t + k]:
            k += 1
        if k == short:  # an abbreviation by cutting
            best = 0.65 + 0.2 * short / long
    return best


@nb.njit(cache=True, nogil=True)
def overlap(
    voc_a: Any,
    words_a: Any,
    weight_a: Any,
    voc_b: Any,
    words_b: Any,
    weight_b: Any,
    same: bool,
    room: Any,
) -> None:
    """Compare two bags of words; the results (room[2]) are nine numbers.

    Shared weight, slack (lost to misspelling), left over in a, left over in b, heaviest left over
    in a and in b, weight of a, weight of b, number of words shared.
    """
    used_a, used_b, out, rows, shapes = room[0], room[1], room[2], room[5], room[7]
    na, nm = min(len(words_a), MOST), min(len(words_b), MOST)
    hash_a, hash_b = voc_a[0], voc_b[0]
    used_a[:na] = False
    used_b[:nm] = False
    shared, slack, words, open_a, open_b = 0.0, 0.0, 0.0, na, nm
    for i in range(na):
        for j in range(nm):
            if used_b[j]:
                continue
            if words_a[i] == words_b[j] if same else hash_a[words_a[i]] == hash_b[words_b[j]]:
                used_a[i], used_b[j] = True, True
                shared += min(weight_a[words_a[i]], weight_b[words_b[j]])
                words += 1
                open_a -= 1
                open_b -= 1
                break
    if open_a > 0 and open_b > 0:
        if open_a > 1:
            shared += _joined(
                voc_a, words_a, na, used_a, weight_a, voc_b, words_b, nm, used_b, weight_b
            )
        if open_b > 1:
            shared += _joined(
                voc_b, words_b, nm, used_b, weight_b, voc_a, words_a, na, used_a, weight_a
            )
        for j in range(nm):
            shapes[j] = voc_b[4][words_b[j]]
        for i in range(na):
            if used_a[i]:
                continue
            best, at = 0.0, -1
            shape = voc_a[4][words_a[i]]
            for j in range(nm):
                if not used_b[j] and not _hopeless(shape, shapes[j]):
                    s = alike(voc_a, words_a[i], voc_b, words_b[j], rows)
                    if s > best:
                        best, at = s, j
            if at >= 0 and best >= _ALIKE:
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
def likest(voc_a: Any, word: int, voc_b: Any, among: Any, rows: Any) -> float:
    """Likeness 0..1 of the most alike of some words."""
    best = 0.0
    shape = voc_a[4][word]
    for other in among:
        if not _hopeless(shape, voc_b[4][other]):
            best = max(best, alike(voc_a, word, voc_b, other, rows))
    return best


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
        for k in range(i + 1, min(na, i + 5)):
            if used_a[k] or size + length_a[words_a[k]] >= len(powers):
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
            if n >= LONGEST:
                return n
            buffer[n] = text[start[word] + k]
            n += 1
    return n


@nb.njit(cache=True, nogil=True)
def letters_alike(voc_a: Any, wa: Any, voc_b: Any, wb: Any, room: Any) -> Any:
    """Likeness 0..1 of two names written without spaces; about 0.5 stands for anything less."""
    one, two, rows = room[3], room[4], room[5]
    n, m = spell(voc_a, wa, one), spell(voc_b, wb, two)
    long = max(n, m)
    if long == 0:
        return 0.0
    most = (long + 1) // 2
    return 1.0 - edits(one, 0, n, two, 0, m, most, rows) / long


@nb.njit(cache=True, nogil=True)
def sounds_alike(voc_a: Any, wa: Any, voc_b: Any, wb: Any, room: Any) -> tuple[float, int]:
    """Likeness 0..1 of how the words left over sound, and the consonants of the longer side."""
    used_a, used_b, one, two, rows = room[0], room[1], room[3], room[4], room[5]
    n, m = 0, 0
    for k in range(min(len(wa), MOST)):
        if not used_a[k]:
            n = sound_of(voc_a[3], voc_a[1][wa[k]], voc_a[2][wa[k]], one, n)
    for k in range(min(len(wb), MOST)):
        if not used_b[k]:
            m = sound_of(voc_b[3], voc_b[1][wb[k]], voc_b[2][wb[k]], two, m)
    long = max(n, m)
    if min(n, m) < _FEWEST_SOUNDS:
        return 0.0, 0
    return 1.0 - edits(one, 0, n, two, 0, m, long // 2, rows) / long, long


@nb.njit(cache=True, nogil=True)
def initials(voc: Any, words: Any) -> Any:
    """Hash the word that the first letters of the words make."""
    start, text, powers = voc[1], voc[3], voc[5]
    h = np.uint64(0)
    for word in words:
        h = h * powers[1] + np.uint64(text[start[word]] + 1)
    return h
