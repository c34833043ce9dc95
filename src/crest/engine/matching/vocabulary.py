"""Every distinct word of a list as a number, with its letters, roles and rarity."""

# ruff: noqa: PLR0917, PLR2004
# Kernels for numba: plain loops over bytes and numbers, compiled; marks and digits are byte values.

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crest.engine.matching import lexicon
from crest.engine.matching.tokens import POWERS, Bytes, Hashes, Longs, Tokens, tokenise

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

PSEUDO_RECORDS: Final = 2000.0  # the shipped frequencies weigh as much as this many records
UNKNOWN_SHARE: Final = 0.00015  # how often a word nobody listed is expected
HEAVIEST: Final = 9.0  # natural log; a word is never worth more, typing errors are rare words too


@dataclass(frozen=True)
class Vocabulary:
    """V distinct words. Word v has the letters text[start[v]:][:length[v]].

    `hash` is the joinable hash; `head`/`tail` hash its first/last four letters (0 when shorter
    than 5/6); `shape` packs letters, length, group of meaning and consonants (see words.py);
    `sound` hashes its consonants; `name_weight`/`address_weight` are rarities in natural log units.
    """

    hash: Hashes
    start: Longs
    length: Ints
    text: Bytes
    head: Hashes
    tail: Hashes
    shape: Hashes
    sound: Hashes
    name_weight: Floats
    address_weight: Floats

    def __len__(self) -> int:
        return len(self.hash)

    def word(self, number: int) -> str:
        """The letters of one word."""
        begin = int(self.start[number])
        return bytes(self.text[begin : begin + int(self.length[number])]).decode("ascii")


@dataclass(frozen=True)
class Lists:
    """The shipped word lists as tokens: single words first, then phrases of several words."""

    tokens: Tokens
    words: tuple[lexicon.Word, ...]
    canonical: Tokens


@cache
def shipped(kind: str) -> Lists:
    """The words of names (kind "name") or addresses ("address") as tokens."""
    words = lexicon.name_words() if kind == "name" else lexicon.address_words()
    return Lists(
        tokenise(pa.array([word.written for word in words], pa.large_string())),
        words,
        tokenise(pa.array([word.canonical for word in words], pa.large_string())),
    )


@dataclass(frozen=True)
class Meaning:
    """What the words of a vocabulary mean in names or in addresses.

    role int8[V]; canonical int32[V]; share float32[V] of records (0 unknown); phrases:
    `first` int32[V] points at the first phrase that begins with the word (-1 none),
    `phrase` int32[p, 7] holds up to four words, then length, role and the word it stands for
    (-1 none); sorted by first word. `group` uint16[V]: words of one group mean about the same.
    """

    role: npt.NDArray[np.int8]
    canonical: Ints
    share: Floats
    first: Ints
    phrase: Ints
    group: npt.NDArray[np.uint16]


_LAID: Final[dict[str, tuple[dict[int, int], Meaning]]] = {}


def meaning(kind: str, find: dict[int, int], size: int) -> Meaning:
    """Lay the shipped list over a vocabulary of `size` words; `find` is hash → word number.

    Shipped words come first in every vocabulary, so the laid list is kept: one row is read as
    fast as its own words allow.
    """
    kept = _LAID.get(kind)
    if kept is None or (kept[0] is not find and kept[0] != find):
        kept = _LAID[kind] = (find, _lay(kind, find, max(find.values(), default=-1) + 1))
    listed, more = kept[1], size - len(kept[1].role)
    return Meaning(
        np.concatenate([listed.role, np.zeros(more, np.int8)]),
        np.concatenate([listed.canonical, np.arange(size - more, size, dtype=np.int32)]),
        np.concatenate([listed.share, np.zeros(more, np.float32)]),
        np.concatenate([listed.first, np.full(more, -1, np.int32)]),
        listed.phrase,
        np.concatenate([listed.group, np.zeros(more, np.uint16)]),
    )


def _lay(kind: str, find: dict[int, int], size: int) -> Meaning:
    lists = shipped(kind)
    role = np.zeros(size, np.int8)
    canonical = np.arange(size, dtype=np.int32)
    share = np.zeros(size, np.float32)
    group = np.zeros(size, np.uint16)
    groups = {"": 0}
    phrases: list[tuple[int, ...]] = []
    for i, word in enumerate(lists.words):
        ids = _ids(lists.tokens, i, find)
        if len(ids) == 1:
            role[ids[0]] = word.role
            target = _ids(lists.canonical, i, find)
            if len(target) == 1 and word.role != lexicon.LEGAL:
                canonical[ids[0]] = target[0]
            meant = canonical[ids[0]]
            share[meant] = max(share[meant], word.per_10000 / 10000)
            if word.group:
                group[meant] = groups.setdefault(word.group, len(groups))
        elif 1 < len(ids) <= 4:
            target = _ids(lists.canonical, i, find)
            meant = target[0] if len(target) == 1 and word.role != lexicon.LEGAL else -1
            phrases.append((*ids, *[-1] * (4 - len(ids)), len(ids), word.role, meant))
    phrases.sort(key=lambda row: (row[0], -row[4]))
    first = np.full(size, -1, np.int32)
    for at in range(len(phrases) - 1, -1, -1):
        first[phrases[at][0]] = at
    table = np.array(phrases, np.int32).reshape(-1, 7)
    return Meaning(role, canonical, share, first, table, group)


def _ids(tokens: Tokens, row: int, find: dict[int, int]) -> list[int]:
    return [find[int(h)] for h in tokens.hash[tokens.ptr[row] : tokens.ptr[row + 1]]]


def gather(streams: list[Tokens]) -> tuple[list[Ints], Hashes, Longs, Ints, Bytes]:
    """Number the words of several token streams together.

    Returns the word numbers of each stream, and hash, start, length, text of the distinct words.
    """
    together = pa.chunked_array([pa.array(stream.hash) for stream in streams])
    encoded = together.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0)
    numbers = np.array(encoded.indices, dtype=np.int32)
    hashes = np.array(encoded.dictionary, dtype=np.uint64)  # a copy: kernels want it writable
    bounds = np.cumsum([0, *(len(stream.hash) for stream in streams)])
    start = np.zeros(len(hashes), np.int64)
    length = np.zeros(len(hashes), np.int32)
    parts: list[Bytes] = []
    known, pen = 0, 0
    split: list[Ints] = []
    for k, stream in enumerate(streams):
        ids = numbers[bounds[k] : bounds[k + 1]]
        split.append(ids)
        fresh = max(known, int(ids.max(initial=-1)) + 1)
        text = np.zeros(int(_first_seen(ids, known, fresh, stream.length)), np.uint8)
        _copy_words(
            ids, known, fresh, stream.start, stream.length, stream.text, start, length, text, pen
        )
        parts.append(text)
        pen += len(text)
        known = fresh
    return split, hashes, start, length, np.concatenate(parts)


@nb.njit(cache=True)
def _first_seen(ids: Any, known: int, fresh: int, lengths: Any) -> int:
    size = 0
    for t in range(len(ids)):
        if ids[t] == known and known < fresh:
            size += lengths[t]
            known += 1
    return size


@nb.njit(cache=True)
def _copy_words(
    ids: Any,
    known: int,
    fresh: int,
    starts: Any,
    lengths: Any,
    source: Any,
    start: Any,
    length: Any,
    text: Any,
    pen: int,
) -> None:
    at = 0
    for t in range(len(ids)):
        if ids[t] == known and known < fresh:
            n = lengths[t]
            text[at : at + n] = source[starts[t] : starts[t] + n]
            start[known] = pen + at
            length[known] = n
            at += n
            known += 1


@nb.njit(cache=True)
def affixes(hashes: Any, start: Any, length: Any, text: Any, base: Any) -> tuple[Any, Any]:
    """Hashes of the first and last four letters, marked apart from words; 0 for short words."""
    n = len(hashes)
    head = np.zeros(n, np.uint64)
    tail = np.zeros(n, np.uint64)
    for v in range(n):
        size = length[v]
        if size > 4 and text[start[v]] > 57:  # not a number
            h = np.uint64(0)
            for k in range(4):
                h = h * base + np.uint64(text[start[v] + k] + 1)
            head[v] = h * np.uint64(6364136223846793005) + np.uint64(1)
            if size > 5:
                h = np.uint64(0)
                for k in range(4):
                    h = h * base + np.uint64(text[start[v] + size - 4 + k] + 1)
                tail[v] = h * np.uint64(6364136223846793005) + np.uint64(2)
    return head, tail


@nb.njit(cache=True)
def shapes(start: Any, length: Any, text: Any, group: Any, consonants: Any) -> Any:
    """Letters (32 bits), length (8), group of meaning (16), consonants (8) of each word."""
    out = np.zeros(len(start), np.uint64)
    for v in range(len(start)):
        b = np.uint64(0)
        for k in range(length[v]):
            b |= np.uint64(1) << np.uint64(text[start[v] + k] & 31)
        b |= np.uint64(length[v]) << np.uint64(32)
        b |= np.uint64(group[v]) << np.uint64(40)
        out[v] = b | np.uint64(consonants[v]) << np.uint64(56)
    return out


def weights(counts: Longs, records: int, share: Floats) -> Floats:
    """Rarity of each word: −ln of its blended share of records, 0..HEAVIEST.

    The shipped share counts as PSEUDO_RECORDS records, the list's own count as `records`.
    """
    expected = np.where(share > 0, share, UNKNOWN_SHARE) * PSEUDO_RECORDS
    blended = (counts + expected) / (records + PSEUDO_RECORDS)
    return np.clip(-np.log(blended), 0.0, HEAVIEST).astype(np.float32)


__all__ = [
    "POWERS",
    "Lists",
    "Meaning",
    "Vocabulary",
    "affixes",
    "gather",
    "meaning",
    "shipped",
    "weights",
]
