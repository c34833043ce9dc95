"""The keys under which a record is found again: words, affixes, neighbours, number with street."""

# ruff: noqa: FBT001, PLR0917, PLR2004
# Kernels for numba: plain loops over bytes and numbers, compiled; marks and digits are byte values.

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

import numba as nb
import numpy as np
import numpy.typing as npt

from crest.engine.matching.sound import sound_of
from crest.engine.matching.tokens import POWERS, Hashes, Longs
from crest.engine.matching.words import initials

if TYPE_CHECKING:
    from crest.engine.matching.normalise import Prepared

NAME, ADDRESS = np.float32(1.0), np.float32(0.7)
NAME_CITY: Final = np.float32(0.8)
_SALT_CITY: Final = np.uint64(0x94D049BB133111EB)
_SALT_SOUND: Final = np.uint64(0xBF58476D1CE4E5B9)
HEAD_SOUND: Final = np.float32(0.5)
SOUND: Final = np.float32(0.6)
_SOUNDS: Final = 3
AFFIX, NEIGHBOURS = np.float32(0.6), np.float32(0.8)
_SALT_NUMBER: Final = np.uint64(0xD6E8FEB86659FD93)
_SALT_POST: Final = np.uint64(0xA0761D6478BD642F)


def tokens_for_index(
    prepared: Prepared,
) -> tuple[Longs, Hashes, npt.NDArray[np.float32]]:
    """Blocking keys of every record: ptr int64[n+1], key uint64[], weight float32[].

    Record i has the keys key[ptr[i]:ptr[i+1]], each once. The weight says how much the kind of key
    counts (a word 1, an affix 0.6 …); multiply by the rarity of the key in the collection.
    """
    columns = _columns(prepared)
    work: Any = _keys  # numba's own types know no argument lists
    n = len(prepared)
    ptr = np.zeros(n + 1, np.int64)
    none = np.zeros(0, np.uint64), np.zeros(0, np.float32)
    fill = functools.partial(work, *columns, ptr)
    fill(*none, False)
    np.cumsum(ptr, out=ptr)
    key, weight = np.zeros(ptr[-1], np.uint64), np.zeros(ptr[-1], np.float32)
    fill(key, weight, True)
    return ptr, key, weight


def _columns(p: Prepared) -> tuple[Any, ...]:
    v = p.vocabulary
    voc = (v.hash, v.start, v.length, v.text, v.shape, POWERS, v.head, v.tail, v.sound)
    return (
        voc,
        p.name_of,
        p.word_ptr,
        p.word,
        p.address_ptr,
        p.address,
        p.number_ptr,
        p.number,
        p.postcode,
    )


@nb.njit(cache=True, nogil=True)
def _keys(
    voc: Any,
    name_of: Any,
    word_ptr: Any,
    word: Any,
    address_ptr: Any,
    address: Any,
    number_ptr: Any,
    number: Any,
    postcode: Any,
    ptr: Any,
    key: Any,
    weight: Any,
    write: bool,
) -> None:
    room = np.zeros(1024, np.uint64)
    worth = np.zeros(1024, np.float32)
    sounded = np.zeros(64, np.uint8)
    for i in range(len(ptr) - 1):
        n = 0
        for a in range(name_of[i], name_of[i + 1]):
            words = word[word_ptr[a] : word_ptr[a + 1]]
            n = _of_words(voc, words, np.float32(1.0), room, worth, n)
            n = _of_sounds(voc, words, room, worth, sounded, n)
            if len(words) >= 3 and n < 1000:
                room[n], worth[n] = initials(voc, words), NAME
                n += 1
        n = _name_and_city(voc, name_of[i], word_ptr, word, address_ptr, address, i, room, worth, n)
        street = address[address_ptr[i] : address_ptr[i + 1]]
        n = _of_words(voc, street, ADDRESS, room, worth, n)
        for t in range(number_ptr[i], min(number_ptr[i + 1], number_ptr[i] + 4)):
            for k in range(min(len(street), 5)):
                if n < 1000:
                    room[n] = (number[t] ^ voc[0][street[k]]) * _SALT_NUMBER
                    worth[n] = ADDRESS
                    n += 1
        if postcode[i] != 0 and n < 1000:
            room[n], worth[n] = postcode[i] * _SALT_POST, ADDRESS
            n += 1
        if not write:
            ptr[i + 1] = _once(room, worth, n)
            continue
        n = _once(room, worth, n)
        key[ptr[i] : ptr[i] + n] = room[:n]
        weight[ptr[i] : ptr[i] + n] = worth[:n]


@nb.njit(cache=True, nogil=True)
def _of_words(voc: Any, words: Any, factor: Any, room: Any, worth: Any, n: int) -> int:
    for k in range(min(len(words), 24)):
        w = words[k]
        room[n], worth[n] = voc[0][w], factor
        n += 1
        if voc[6][w] != 0:
            room[n], worth[n] = voc[6][w], factor * AFFIX
            n += 1
        if voc[7][w] != 0:
            room[n], worth[n] = voc[7][w], factor * AFFIX
            n += 1
        if voc[4][w] >> np.uint64(56) >= _SOUNDS:
            room[n], worth[n] = voc[8][w], factor * SOUND
            n += 1
        if k + 1 < len(words):  # the hash of both written together: "knit wear" finds "knitwear"
            m = words[k + 1]
            room[n] = voc[0][w] * voc[5][voc[2][m]] + voc[0][m]
            worth[n] = factor * NEIGHBOURS
            n += 1
        if n > 900:
            break
    return n


@nb.njit(cache=True, nogil=True)
def _of_sounds(voc: Any, words: Any, room: Any, worth: Any, sounded: Any, n: int) -> int:
    """How neighbours sound together, whole and by their first six consonants."""
    for k in range(min(len(words), 5)):
        end = 0
        for m in range(k, min(len(words), k + 2)):
            end = sound_of(voc[3], voc[1][words[m]], voc[2][words[m]], sounded, end)
            if end < 4 or n >= 1000 or (m > k and words[m] == words[k]):
                continue
            h = np.uint64(0x51ED270B)
            for c in range(end):
                h = (h ^ np.uint64(sounded[c])) * np.uint64(0x100000001B3)
                if c == 5:
                    room[n], worth[n] = h * _SALT_SOUND, NAME * HEAD_SOUND
                    n += 1
            if m > k:
                room[n], worth[n] = h, NAME * SOUND
                n += 1
    return n


@nb.njit(cache=True, nogil=True)
def _name_and_city(
    voc: Any,
    name: int,
    word_ptr: Any,
    word: Any,
    address_ptr: Any,
    address: Any,
    i: int,
    room: Any,
    worth: Any,
    n: int,
) -> int:
    """How the first words of the name sound, each with the last words of the place."""
    last = address_ptr[i + 1]
    for t in range(word_ptr[name], min(word_ptr[name + 1], word_ptr[name] + 2)):
        if voc[4][word[t]] >> np.uint64(56) < 2:
            continue
        for c in range(max(address_ptr[i], last - 2), last):
            if n < 1000:
                room[n] = (voc[8][word[t]] ^ voc[8][address[c]]) * _SALT_CITY
                worth[n] = NAME_CITY
                n += 1
    return n


@nb.njit(cache=True, nogil=True)
def _once(room: Any, worth: Any, n: int) -> int:
    """Keep each key once, with its largest weight; returns how many are left."""
    order = np.argsort(room[:n])
    sorted_room, sorted_worth = room[:n][order], worth[:n][order]
    kept = 0
    for k in range(n):
        if kept and room[kept - 1] == sorted_room[k]:
            worth[kept - 1] = max(worth[kept - 1], sorted_worth[k])
        else:
            room[kept], worth[kept] = sorted_room[k], sorted_worth[k]
            kept += 1
    return kept
