"""What the words of a name or an address are: words, legal form, unit and house numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numba as nb
import numpy as np
import numpy.typing as npt

from crest.engine.matching import lexicon as lx
from crest.engine.matching.tokens import BASE, Hashes, Longs, Tokens, hash_word
from crest.engine.matching.vocabulary import Ints, Meaning

MOST_WORDS: Final = 48  # of one name; what follows is not read
HOUSE, UNIT, FLOOR, BUILDING = 0, 1, 2, 3
_KEEP: Final = np.uint64((1 << 60) - 1)

_ROMAN: Final = {
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "i": 1,
    "v": 5,
    "x": 10,
}
ROMAN_HASH: Final = np.array([hash_word(word) for word in _ROMAN], np.uint64)
ROMAN_VALUE: Final = np.array([hash_word(str(value)) for value in _ROMAN.values()], np.uint64)
_ORDINAL: Final = np.array([hash_word(word) for word in ("st", "nd", "rd", "th")], np.uint64)

_LEGAL, _EDGE, _DROP, _FORMERLY = lx.LEGAL, lx.LEGAL_AT_EDGE, lx.DROPPED, lx.FORMERLY
_L_UNIT, _L_FLOOR, _L_BUILDING, _L_PLOT = (
    lx.LABEL_UNIT,
    lx.LABEL_FLOOR,
    lx.LABEL_BUILDING,
    lx.LABEL_PLOT,
)
_L_POSTCODE, _L_BOX = lx.LABEL_POSTCODE, lx.LABEL_BOX
TOP: Final = np.uint64(1 << 63)


@nb.njit(inline="always")
def _code(kind: int, value: Any) -> Any:
    return (np.uint64(kind) << np.uint64(60)) | (value & _KEEP)


@nb.njit(inline="always")
def _roman(value: Any, short: bool) -> Any:
    """The hash of the number a Roman numeral stands for; 0 when it is none.

    One-letter numerals (i, v, x) count only when `short`, that is after a label.
    """
    for k in range(10 if short else 7):
        if ROMAN_HASH[k] == value:
            return ROMAN_VALUE[k]
    return np.uint64(0)


@nb.njit(cache=True)
def _roles(
    ids: Any,
    lo: int,
    hi: int,
    role: Any,
    first: Any,
    phrase: Any,
    canonical: Any,
    out: Any,
    meant: Any,
) -> None:
    """Role and meaning of each word of one text, phrases of several words included."""
    for t in range(lo, hi):
        out[t - lo] = role[ids[t]]
        meant[t - lo] = canonical[ids[t]]
    for t in range(lo, hi):
        p = first[ids[t]]
        while p >= 0 and p < len(phrase) and phrase[p, 0] == ids[t]:
            size = phrase[p, 4]
            fits = t + size <= hi
            k = 1
            while fits and k < size:
                fits = ids[t + k] == phrase[p, k]
                k += 1
            if fits:
                r = phrase[p, 5]
                for k in range(size):
                    alone = r == _FORMERLY or phrase[p, 6] >= 0
                    out[t - lo + k] = r if k == 0 or not alone else _DROP
                if phrase[p, 6] >= 0:
                    meant[t - lo] = phrase[p, 6]
                break
            p += 1


@nb.njit(cache=True)
def _drop_legal(roles: Any, lo: int, hi: int) -> None:
    """Turn legal forms at the edges, or beside another legal form, into certain ones."""
    t = hi - 1
    while t >= lo and (roles[t] == _LEGAL or roles[t] == _EDGE or roles[t] == _DROP):
        if roles[t] == _EDGE:
            roles[t] = _LEGAL
        t -= 1
    t = lo
    while t < hi and (roles[t] == _LEGAL or roles[t] == _EDGE or roles[t] == _DROP):
        if roles[t] == _EDGE:
            roles[t] = _LEGAL
        t += 1
    for t in range(lo, hi):
        if roles[t] == _EDGE:
            beside = (t > lo and roles[t - 1] == _LEGAL) or (t + 1 < hi and roles[t + 1] == _LEGAL)
            if beside:
                roles[t] = _LEGAL


@nb.njit(cache=True)
def _read_name(
    ids: Any,
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
        if r == _LEGAL:
            legal += hashes[g]
            after_legal = True
            continue
        if r == _DROP:
            continue
        if r == _L_UNIT:
            follows = t + 1 < hi and (
                numeric[g + 1] or length[g + 1] == 1 or _roman(hashes[g + 1], True) != 0
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
            value = _roman(hashes[g], label)
            if value == 0 and label and length[g] == 1:
                value = hashes[g]
        # a bare number after the legal form strayed in from the address
        strayed = after_legal and not label
        label = False
        if value != 0 and nn < MOST_WORDS:
            numbers[nn] = _code(HOUSE if strayed else UNIT, value)
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
            _roles(use_ids, lo, hi, role, first, phrase, canonical, roles, meant)
            size = hi - lo
            cut = size
            for t in range(1, size - 1):
                if roles[t] == _FORMERLY:
                    cut = t
                    break
            begin, end = 0, cut
            while begin < size:
                _drop_legal(roles, begin, end)
                nw, nn, form = _read_name(
                    use_ids,
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


def country_number(code: str) -> int:
    """A number for a country code of two capital letters."""
    return (ord(code[0]) - 64) * 27 + ord(code[1]) - 64


_SE, _CZ, _SK, _GR, _PL, _PT, _JP, _BR = (
    country_number(code) for code in ("SE", "CZ", "SK", "GR", "PL", "PT", "JP", "BR")
)
_FOUR_DIGITS: Final = np.array(
    [
        country_number(code)
        for code in "BD AU NZ DK NO CH AT BE NL HU BG PH ZA TN GE LV SI CY".split()
    ]
)


@dataclass(frozen=True)
class Place:
    """Words, number codes and postcode code of n addresses."""

    ptr: Longs
    word: Ints
    number_ptr: Longs
    number: Hashes
    postcode: Hashes


@nb.njit(cache=True)
def _kind_of(label: int) -> int:
    if label == _L_UNIT:
        return UNIT
    if label == _L_FLOOR:
        return FLOOR
    if label == _L_BUILDING:
        return BUILDING
    return HOUSE


@nb.njit(cache=True)
def _postcode_pair(country: int, first: int, second: int) -> bool:
    """Whether two numbers of these lengths make one postcode in the country (721 53, 37-901)."""
    if first == 3 and second == 2:
        return country == _SE or country == _CZ or country == _SK or country == _GR
    if first == 2 and second == 3:
        return country == _PL
    if first == 4 and second == 3:
        return country == _PT
    if first == 3 and second == 4:
        return country == _JP
    return first == 5 and second == 3 and country == _BR


@nb.njit(cache=True)
def _packed(text: Any, start: int, length: int, more: int, more_length: int) -> Any:
    """Digits of one or two numbers as number of digits × 10⁹ + value."""
    value = np.uint64(0)
    for k in range(length):
        value = value * np.uint64(10) + np.uint64(text[start + k] - 48)
    for k in range(more_length):
        value = value * np.uint64(10) + np.uint64(text[more + k] - 48)
    return np.uint64(length + more_length) * np.uint64(1000000000) + value


@nb.njit(cache=True)
def _short_hash(text: Any, start: int, length: int) -> Any:
    """The hash of a few letters, as the tokeniser makes it."""
    h = np.uint64(0)
    for k in range(length):
        h = h * BASE + np.uint64(text[start + k] + 1)
    return h


@nb.njit(cache=True)
def _all_digits(text: Any, start: int, length: int) -> bool:
    for k in range(length):
        if text[start + k] > 57:
            return False
    return True


@nb.njit(cache=True)
def _read_addresses(
    ptr: Any,
    ids: Any,
    tokens: Any,
    role: Any,
    canonical: Any,
    first: Any,
    phrase: Any,
    more_ptr: Any,
    more: Any,
    country: Any,
) -> tuple[Any, Any, Any, Any, Any]:
    numeric, hashes, start, length, mark, text = tokens
    n = len(ptr) - 1
    word_ptr = np.zeros(n + 1, np.int64)
    word = np.empty(len(ids) + 1, np.int32)
    number_ptr = np.zeros(n + 1, np.int64)
    number = np.empty(len(ids) + len(more) + 1, np.uint64)
    postcode = np.zeros(n, np.uint64)
    roles = np.zeros(4096, np.int8)
    meant = np.zeros(4096, np.int32)
    wp, q = 0, 0
    for i in range(n):
        base, wbase = q, wp
        for t in range(more_ptr[i], more_ptr[i + 1]):
            number[q] = more[t]
            q += 1
        lo, hi = ptr[i], min(ptr[i + 1], ptr[i] + 4096)
        _roles(ids, lo, hi, role, first, phrase, canonical, roles, meant)
        four = False
        for k in range(len(_FOUR_DIGITS)):
            four = four or country[i] == _FOUR_DIGITS[k]
        label, last, skip = -1, -1, -1
        for t in range(lo, hi):
            r = roles[t - lo]
            h = hashes[t]
            if t == skip:
                continue
            if numeric[t]:
                digits = _all_digits(text, start[t], length[t])
                if label == _L_BOX:
                    last = -1
                elif (
                    digits
                    and t + 1 < hi
                    and label == -1
                    and mark[t + 1] == 0
                    and numeric[t + 1]
                    and _postcode_pair(country[i], length[t], length[t + 1])
                    and _all_digits(text, start[t + 1], length[t + 1])
                ):
                    postcode[i] = _packed(text, start[t], length[t], start[t + 1], length[t + 1])
                    skip, last = t + 1, -1
                elif (
                    digits
                    and length[t] <= 9
                    and (
                        label == _L_POSTCODE
                        or (label == -1 and length[t] >= 5 and length[t] <= 7)
                        or (label == -1 and four and length[t] == 4 and t > lo)
                    )
                ):
                    postcode[i] = _packed(text, start[t], length[t], 0, 0)
                    last = -1
                elif length[t] <= 3 and text[start[t] + length[t] - 1] == 102:  # 3f, 10f
                    number[q] = _code(FLOOR, _short_hash(text, start[t], length[t] - 1))
                    last = -1
                    q += 1
                else:
                    number[q] = _code(_kind_of(label), h)
                    last = q if label == -1 else -1
                    q += 1
                label = -1
                continue
            if mark[t] == 1 and last >= 0:  # 3rd, 2nd
                if h == _ORDINAL[0] or h == _ORDINAL[1] or h == _ORDINAL[2] or h == _ORDINAL[3]:
                    continue
            if label != -1 and length[t] <= 4 and (r != _L_FLOOR or length[t] == 1):
                value = _roman(h, True)
                if value == 0 and length[t] == 1:
                    value = h
                if value != 0:
                    number[q] = _code(_kind_of(label), value)
                    q += 1
                    label = -1
                    continue
            if r == _L_FLOOR and last >= 0 and mark[t] != 44:
                number[last] = _code(FLOOR, number[last])
                last, label = -1, -1
                continue
            last = -1
            if (r >= _L_UNIT and r <= _L_POSTCODE) or r == _L_BOX:
                label = r
                continue
            if r == _DROP:
                continue
            label = -1
            again = False
            for s in range(wbase, wp):
                again = again or word[s] == meant[t - lo]
            if not again:
                word[wp] = meant[t - lo]
                wp += 1
        q = _sorted_once(number, base, q)
        word_ptr[i + 1] = wp
        number_ptr[i + 1] = q
    return word_ptr, word[:wp], number_ptr, number[:q], postcode


@nb.njit(cache=True)
def _sorted_once(number: Any, base: int, end: int) -> int:
    """Sort the codes base:end and keep each once; returns the new end."""
    number[base:end].sort()
    keep = base
    for s in range(base, end):
        if s == base or number[s] != number[s - 1]:
            number[keep] = number[s]
            keep += 1
    return keep


def read_addresses(
    tokens: Tokens,
    ids: Ints,
    words: Meaning,
    unit_numbers: tuple[Longs, Hashes] | None,
    country: npt.NDArray[np.int16],
) -> Place:
    """Words, numbers and postcodes of every address; `unit_numbers` of the names are added."""
    more = unit_numbers or (np.zeros(len(tokens.ptr), np.int64), np.zeros(0, np.uint64))
    columns = (
        tokens.numeric,
        tokens.hash,
        tokens.start,
        tokens.length,
        tokens.mark,
        tokens.text,
    )
    return Place(
        *_read_addresses(
            tokens.ptr,
            ids,
            columns,
            words.role,
            words.canonical,
            words.first,
            words.phrase,
            more[0],
            more[1],
            country,
        )
    )
