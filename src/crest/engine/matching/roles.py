"""What words mark: roles of words in a text, kinds of numbers, Roman numerals."""

# ruff: noqa: FBT001, PLR0917
# Kernels for numba: plain loops over bytes and numbers, compiled; marks and digits are byte values.

from __future__ import annotations

from typing import Any, Final

import numba as nb
import numpy as np

from crest.engine.matching import lexicon as lx
from crest.engine.matching.tokens import hash_word

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
ORDINAL: Final = np.array([hash_word(word) for word in ("st", "nd", "rd", "th")], np.uint64)

LEGAL, EDGE, DROP, FORMERLY = lx.LEGAL, lx.LEGAL_AT_EDGE, lx.DROPPED, lx.FORMERLY
L_UNIT, L_FLOOR, L_BUILDING, L_PLOT = (
    lx.LABEL_UNIT,
    lx.LABEL_FLOOR,
    lx.LABEL_BUILDING,
    lx.LABEL_PLOT,
)
L_POSTCODE, L_BOX = lx.LABEL_POSTCODE, lx.LABEL_BOX


@nb.njit(inline="always")
def code_of(kind: int, value: Any) -> Any:
    """Kind in the top four bits, the hash of the number below."""
    return (np.uint64(kind) << np.uint64(60)) | (value & _KEEP)


@nb.njit(inline="always")
def roman(value: Any, short: bool) -> Any:
    """The hash of the number a Roman numeral stands for; 0 when it is none.

    One-letter numerals (i, v, x) count only when `short`, that is after a label.
    """
    for k in range(10 if short else 7):
        if ROMAN_HASH[k] == value:
            return ROMAN_VALUE[k]
    return np.uint64(0)


@nb.njit(cache=True)
def roles_of(
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
                    alone = r == FORMERLY or phrase[p, 6] >= 0
                    out[t - lo + k] = r if k == 0 or not alone else DROP
                if phrase[p, 6] >= 0:
                    meant[t - lo] = phrase[p, 6]
                break
            p += 1
