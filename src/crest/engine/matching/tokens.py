"""Text to words and numbers, a million rows at a time, on bytes.

A word is known by a 64-bit rolling hash that can be joined: hash("knitwear") is computable from
the hashes of "knit" and "wear", so joined and parted spellings meet without touching text again.
"""

# ruff: noqa: C901, FBT001, PLR0911, PLR0915, PLR0917, PLR1714, PLR2004, SIM102
# Kernels for numba: plain loops over bytes and numbers, compiled; marks and digits are byte values.

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Final

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crest.engine.matching.threads import in_parts

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_ONE: Final = np.uint64(1)
MAX_TOKEN: Final = 48  # longer words are cut: they are glue, not words

# classes of bytes
_SPACE, _LETTER, _DIGIT, _DOT, _GLUE, _CUT = 0, 1, 2, 3, 4, 5


def _classes() -> tuple[Bytes, Bytes]:
    kind = np.zeros(256, np.uint8)
    lower = np.arange(256, dtype=np.uint8)
    kind[ord("a") : ord("z") + 1] = _LETTER
    kind[ord("A") : ord("Z") + 1] = _LETTER
    lower[ord("A") : ord("Z") + 1] += 32
    kind[ord("0") : ord("9") + 1] = _DIGIT
    kind[ord(".")] = _DOT
    kind[ord("'")] = _GLUE
    for mark in "(),;[]/|:":
        kind[ord(mark)] = _CUT
    return kind, lower


_KIND, _LOWER = _classes()


@dataclass(frozen=True)
class Tokens:
    """Words of n texts.

    Row i has the tokens ptr[i]:ptr[i+1]; the letters of token t are text[start[t]:][:length[t]].
    """

    ptr: Longs
    start: Longs
    length: npt.NDArray[np.int32]
    hash: Hashes
    numeric: npt.NDArray[np.bool_]  # begins with a digit
    mark: Bytes  # the mark before the token: "(" ")" "," "/" … or 0; 1 glued to the token before
    text: Bytes


@nb.njit(inline="always")
def _misread(kind: Any, buffer: Any, at: int, end: int) -> Any:
    """Whether a digit inside letters is a letter that a scanner misread ("Han0i")."""
    c = buffer[at]
    if c != 48 and c != 49 and c != 53:
        return False
    if at + 1 >= end or kind[buffer[at + 1]] == _SPACE or kind[buffer[at + 1]] == _CUT:
        return c == 48
    return kind[buffer[at + 1]] == _LETTER


@nb.njit(inline="always")
def _wanted(kind: Any, buffer: Any, at: int, end: int, run_kind: int, run_length: int) -> int:
    """What to do with byte `at` while inside a token: 0 end, 1 take, 2 skip and go on."""
    k = kind[buffer[at]]
    if k == _GLUE:
        return 2
    if k == _DOT:
        # S.A. and P.T.: a dot after one letter, before one letter, joins them
        single = run_length == 1 and run_kind == _LETTER
        if single and at + 1 < end and kind[buffer[at + 1]] == _LETTER:
            if at + 2 >= end or kind[buffer[at + 2]] != _LETTER:
                return 2
        return 0
    if k != _LETTER and k != _DIGIT:
        return 0
    if run_length == 0 or k == run_kind:
        return 1
    if run_kind == _LETTER:  # a letter run meets a digit: "no12" parts, "b2" stays
        return 1 if run_length < 2 or _misread(kind, buffer, at, end) else 0
    letters = 1  # a digit run meets letters: "12a" stays, "3floor" parts
    while at + letters < end and kind[buffer[at + letters]] == _LETTER:
        letters += 1
    return 1 if letters < 2 else 0


@nb.njit(cache=True, nogil=True)
def _scan(
    buffer: Any, lo: int, hi: int, kind: Any, lower: Any, write: bool, base: int, out: Any
) -> int:
    text, start, length, hashes, numeric, marks = out
    count = 0
    at = lo
    pen = lo
    mark = np.uint8(0)
    glued = False
    while at < hi:
        k = kind[buffer[at]]
        if k != _LETTER and k != _DIGIT:
            glued = False
            if k == _CUT and mark != 40:  # an opening bracket outranks a comma
                mark = buffer[at]
            at += 1
            continue
        begin = pen
        h = np.uint64(0)
        run_kind, run_length, size = 0, 0, 0
        first = k
        while at < hi:
            what = _wanted(kind, buffer, at, hi, run_kind, run_length)
            if what == 0:
                break
            if what == 2:
                if kind[buffer[at]] == _DOT:
                    run_length = 0
                at += 1
                continue
            c = lower[buffer[at]]
            now = kind[buffer[at]]
            if now == _DIGIT and run_kind == _LETTER and run_length >= 2:  # misread: o, l, s
                c = np.uint8(111) if c == 48 else (np.uint8(108) if c == 49 else np.uint8(115))
                now = _LETTER
            if now != run_kind:
                run_kind, run_length = now, 0
            run_length += 1
            if size < MAX_TOKEN:
                h = h * BASE + (np.uint64(c) + _ONE)
                if write:
                    text[pen] = c
                pen += 1
                size += 1
            at += 1
        if write:
            t = base + count
            start[t] = begin
            length[t] = size
            hashes[t] = h
            numeric[t] = first == _DIGIT
            marks[t] = 1 if glued else mark
        mark = np.uint8(0)
        glued = True
        count += 1
    return count


@nb.njit(cache=True, nogil=True)
def _scan_some(
    buffer: Any,
    offsets: Any,
    kind: Any,
    lower: Any,
    write: bool,
    ptr: Any,
    out: Any,
    lo: int,
    hi: int,
) -> None:
    for row in range(lo, hi):
        found = _scan(buffer, offsets[row], offsets[row + 1], kind, lower, write, ptr[row], out)
        if not write:
            ptr[row + 1] = found


def tokenise(texts: pa.LargeStringArray) -> Tokens:
    """Words and numbers of n ASCII texts, lower-cased, in order."""
    texts = texts.cast(pa.large_string())
    buffers = texts.buffers()
    n = len(texts)
    offsets = np.frombuffer(buffers[1], np.int64)[texts.offset : texts.offset + n + 1]
    raw = (
        np.frombuffer(buffers[2], np.uint8)
        if buffers[2] and buffers[2].size
        else np.zeros(1, np.uint8)
    )
    ptr = np.zeros(n + 1, np.int64)
    nothing = _room(0, 0)
    count = functools.partial(_scan_some, raw, offsets, _KIND, _LOWER, False, ptr, nothing)
    in_parts(n, count)
    np.cumsum(ptr, out=ptr)
    out = _room(int(ptr[-1]), len(raw))
    in_parts(n, functools.partial(_scan_some, raw, offsets, _KIND, _LOWER, True, ptr, out))
    text, start, length, hashes, numeric, mark = out
    return Tokens(ptr, start, length, hashes, numeric, mark, text)


def _room(count: int, size: int) -> tuple[Any, ...]:
    return (
        np.zeros(size, np.uint8),
        np.zeros(count, np.int64),
        np.zeros(count, np.int32),
        np.zeros(count, np.uint64),
        np.zeros(count, np.bool_),
        np.zeros(count, np.uint8),
    )


def hash_word(word: str) -> np.uint64:
    """The hash of one plain lower-case word, as the tokeniser gives it."""
    tokens = tokenise(pa.array([word], pa.large_string()))
    if len(tokens.hash) != 1:
        return _hash_joined(tokens)
    return np.uint64(tokens.hash[0])


def _hash_joined(tokens: Tokens) -> np.uint64:
    value = 0
    for t in range(len(tokens.hash)):
        power = pow(int(BASE), int(tokens.length[t]), 2**64)
        value = (value * power + int(tokens.hash[t])) % 2**64
    return np.uint64(value)


# BASE to the power of every possible word length, to join hashes
POWERS: Final = np.array([pow(int(BASE), k, 2**64) for k in range(4 * MAX_TOKEN)], np.uint64)
