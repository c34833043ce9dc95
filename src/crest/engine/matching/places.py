"""What an address says: words, house, unit, floor and building numbers, postcode."""

# ruff: noqa: C901, PLR0912, PLR0915, PLR0917, PLR1714, PLR2004, SIM102, SIM109, SIM110
# Kernels for numba: plain loops over bytes and numbers, compiled; marks and digits are byte values.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numba as nb
import numpy as np
import numpy.typing as npt

from crest.engine.matching.roles import (
    BUILDING,
    DROP,
    FLOOR,
    HOUSE,
    L_BOX,
    L_BUILDING,
    L_FLOOR,
    L_POSTCODE,
    L_UNIT,
    ORDINAL,
    UNIT,
    code_of,
    roles_of,
    roman,
)
from crest.engine.matching.tokens import BASE

if TYPE_CHECKING:
    from crest.engine.matching.tokens import Hashes, Longs, Tokens
    from crest.engine.matching.vocabulary import Ints, Meaning

TOP: Final = np.uint64(1 << 63)  # marks the code of a postcode with letters


def country_number(code: str) -> int:
    """A number for a country code of two capital letters."""
    return (ord(code[0]) - 64) * 27 + ord(code[1]) - 64


_SE, _CZ, _SK, _GR, _PL, _PT, _JP, _BR = (
    country_number(code) for code in ("SE", "CZ", "SK", "GR", "PL", "PT", "JP", "BR")
)
_FOUR_DIGITS: Final = np.array(
    [
        country_number(code)
        for code in [
            "BD",
            "AU",
            "NZ",
            "DK",
            "NO",
            "CH",
            "AT",
            "BE",
            "NL",
            "HU",
            "BG",
            "PH",
            "ZA",
            "TN",
            "GE",
            "LV",
            "SI",
            "CY",
        ]
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
    if label == L_UNIT:
        return UNIT
    if label == L_FLOOR:
        return FLOOR
    if label == L_BUILDING:
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
        roles_of(ids, lo, hi, role, first, phrase, canonical, roles, meant)
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
                if label == L_BOX:
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
                        label == L_POSTCODE
                        or (label == -1 and length[t] >= 5 and length[t] <= 7)
                        or (label == -1 and four and length[t] == 4 and t > lo)
                    )
                ):
                    postcode[i] = _packed(text, start[t], length[t], 0, 0)
                    last = -1
                elif length[t] <= 3 and text[start[t] + length[t] - 1] == 102:  # 3f, 10f
                    number[q] = code_of(FLOOR, _short_hash(text, start[t], length[t] - 1))
                    last = -1
                    q += 1
                else:
                    number[q] = code_of(_kind_of(label), h)
                    last = q if label == -1 else -1
                    q += 1
                label = -1
                continue
            if mark[t] == 1 and last >= 0:  # 3rd, 2nd
                if h == ORDINAL[0] or h == ORDINAL[1] or h == ORDINAL[2] or h == ORDINAL[3]:
                    continue
            if label != -1 and length[t] <= 4 and (r != L_FLOOR or length[t] == 1):
                value = roman(h, True)
                if value == 0 and length[t] == 1:
                    value = h
                if value != 0:
                    number[q] = code_of(_kind_of(label), value)
                    q += 1
                    label = -1
                    continue
            if r == L_FLOOR and last >= 0 and mark[t] != 44:
                number[last] = code_of(FLOOR, number[last])
                last, label = -1, -1
                continue
            last = -1
            if (r >= L_UNIT and r <= L_POSTCODE) or r == L_BOX:
                label = r
                continue
            if r == DROP:
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
