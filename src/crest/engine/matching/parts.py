"""What the words of a name are: words, legal form, unit numbers, an earlier name."""

# ruff: noqa: C901, PLR0912, PLR0917
# Kernels for numba: plain loops over bytes and numbers, compiled; marks and digits are byte values.

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba as nb
import numpy as np

from crest.engine.matching.roles import (
    BUILDING,
    DROP,
    EDGE,
    FLOOR,
    FORMERLY,
    HOUSE,
    L_UNIT,
    LEGAL,
    MOST_WORDS,
    UNIT,
    code_of,
    roles_of,
    roman,
)

if TYPE_CHECKING:
    from crest.engine.matching.tokens import Hashes, Longs, Tokens
    from crest.engine.matching.vocabulary import Ints, Meaning


@nb.njit(cache=True)
def _drop_legal(roles: Any, lo: int, hi: int) -> None:
    """Turn legal forms at the edges, or beside another legal form, into certain ones."""
    t = hi - 1
    while t >= lo and (roles[t] == LEGAL or roles[t] == EDGE or roles[t] == DROP):
        if roles[t] == EDGE:
            roles[t] = LEGAL
        t -= 1
    t = lo
    while t < hi and (roles[t] == LEGAL or roles[t] == EDGE or roles[t] == DROP):
        if roles[t] == EDGE:
            roles[t] = LEGAL
        t += 1
    for t in range(lo, hi):
        if roles[t] == EDGE:
            beside = (t > lo and roles[t - 1] == LEGAL) or (t + 1 < hi and roles[t + 1] == LEGAL)
            if beside:
                roles[t] = LEGAL


@nb.njit(cache=True)
def _read_name(
    at: int,
    lo: int,
    hi: int,
    roles: Any,
    numeric: Any,
    hashes: Any,
    length: Any,
    meant: Any,
    words: Any,
    numbers: Any,
) -> tuple[int, int, Any]:
    """Words and unit numbers of tokens lo:hi (offset `at`); returns both counts and legal code."""
    nw, nn = 0, 0
    legal = np.uint64(0)
    label, after_legal = False, False
    for t in range(lo, hi):
        g = at + t
        r = roles[t]
        if r == LEGAL:
            legal += hashes[g]
            after_legal = True
            continue
        if r == DROP:
            continue
        if r == L_UNIT:
            follows = t + 1 < hi and (
                numeric[g + 1] or length[g + 1] == 1 or roman(hashes[g + 1], True) != 0
            )
            before = t > lo and numeric[g - 1]
            if follows:
                label = True
            elif not before and nw < MOST_WORDS:
                words[nw] = meant[t]
                nw += 1
            continue
        value = np.uint64(0)
        if numeric[g]:
            value = hashes[g]
        elif label or t == hi - 1:
            value = roman(hashes[g], label)
            if value == 0 and label and length[g] == 1:
                value = hashes[g]
        # a bare number after the legal form strayed in from the address
        strayed = after_legal and not label
        label = False
        if value != 0 and nn < MOST_WORDS:
            numbers[nn] = code_of(HOUSE if strayed else UNIT, value)
            nn += 1
        elif nw < MOST_WORDS:
            words[nw] = meant[t]
            nw += 1
    if nw == 0 and nn == 0:  # a name of legal forms only keeps them
        for t in range(lo, hi):
            if nw < MOST_WORDS:
                words[nw] = meant[t]
                nw += 1
    return nw, nn, legal


@nb.njit(cache=True)
def _read_names(
    ptr: Any,
    ids: Any,
    numeric: Any,
    hashes: Any,
    length: Any,
    ptr2: Any,
    ids2: Any,
    numeric2: Any,
    hashes2: Any,
    length2: Any,
    role: Any,
    canonical: Any,
    first: Any,
    phrase: Any,
) -> tuple[Any, Any, Any, Any, Any, Any]:
    n = len(ptr) - 1
    room = len(ids) + len(ids2) + 1
    word = np.empty(room, np.int32)
    word_ptr = np.zeros(3 * n + 1, np.int64)
    name_of = np.zeros(n + 1, np.int64)
    number_ptr = np.zeros(n + 1, np.int64)
    number = np.empty(room, np.uint64)
    legal = np.zeros(n, np.uint64)
    roles = np.zeros(MOST_WORDS, np.int8)
    meant = np.zeros(MOST_WORDS, np.int32)
    words = np.zeros(MOST_WORDS, np.int32)
    numbers = np.zeros(MOST_WORDS, np.uint64)
    names, wp, np_ = 0, 0, 0
    for i in range(n):
        for stream in range(2):
            lo = ptr[i] if stream == 0 else ptr2[i]
            hi = ptr[i + 1] if stream == 0 else ptr2[i + 1]
            hi = min(hi, lo + MOST_WORDS)
            if stream == 1 and hi == lo:
                continue
            use_ids = ids if stream == 0 else ids2
            use_numeric = numeric if stream == 0 else numeric2
            use_hashes = hashes if stream == 0 else hashes2
            use_length = length if stream == 0 else length2
            roles_of(use_ids, lo, hi, role, first, phrase, canonical, roles, meant)
            size = hi - lo
            cut = size
            for t in range(1, size - 1):
                if roles[t] == FORMERLY:
                    cut = t
                    break
            begin, end = 0, cut
            while begin < size:
                _drop_legal(roles, begin, end)
                nw, nn, form = _read_name(
                    lo,
                    begin,
                    end,
                    roles,
                    use_numeric,
                    use_hashes,
                    use_length,
                    meant,
                    words,
                    numbers,
                )
                for k in range(nw):
                    word[wp + k] = words[k]
                wp += nw
                names += 1
                word_ptr[names] = wp
                if begin == 0 and stream == 0:
                    legal[i] = form
                    for k in range(nn):
                        number[np_ + k] = numbers[k]
                    np_ += nn
                begin, end = end + 1, size
            if size == 0:
                names += 1
                word_ptr[names] = wp
        name_of[i + 1] = names
        number_ptr[i + 1] = np_
    return word_ptr[: names + 1], word[:wp], name_of, legal, number_ptr, number[:np_]


def read_names(
    tokens: Tokens, ids: Ints, native: Tokens, native_ids: Ints, words: Meaning
) -> tuple[Longs, Ints, Longs, Hashes, tuple[Longs, Hashes]]:
    """Words of every name of every record.

    Returns word_ptr, word, name_of (names of each record), legal form codes, and the unit
    numbers found in names as (ptr, codes).
    """
    word_ptr, word, name_of, legal, number_ptr, number = _read_names(
        tokens.ptr,
        ids,
        tokens.numeric,
        tokens.hash,
        tokens.length,
        native.ptr,
        native_ids,
        native.numeric,
        native.hash,
        native.length,
        words.role,
        words.canonical,
        words.first,
        words.phrase,
    )
    return word_ptr, word, name_of, legal, (number_ptr, number)


__all__ = ["BUILDING", "FLOOR", "HOUSE", "UNIT", "read_names"]
