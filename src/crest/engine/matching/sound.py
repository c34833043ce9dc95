"""How a word sounds, roughly: its consonants in six classes, so that romanisations meet.

Wenzhou and Wenchow, Charoen and Jaroen, Khaing and Khine write one sound in two ways; vowels
differ most, so they are left out, and consonants that romanisations exchange share a class.
"""

# ruff: noqa: PLR1714, PLR2004, SIM109
# Kernels for numba: plain loops over bytes and numbers, compiled; marks and digits are byte values.

from __future__ import annotations

from typing import Any, Final

import numba as nb
import numpy as np

LONGEST: Final = 40
_P, _T, _K, _S, _L, _M, _N = 1, 2, 3, 4, 5, 6, 7


def _classes() -> np.ndarray[Any, np.dtype[np.uint8]]:
    table = np.zeros(256, np.uint8)
    for letters, number in (
        ("bpfv", _P),
        ("dt", _T),
        ("kgcq", _K),
        ("szjx", _S),
        ("lr", _L),
        ("m", _M),
        ("n", _N),
    ):
        for letter in letters:
            table[ord(letter)] = number
    return table


CLASSES: Final = _classes()
_A, _E, _G, _H, _I, _C, _Q, _W, _Y = (ord(letter) for letter in "aeghicqwy")


@nb.njit(cache=True, nogil=True)
def sound_of(text: Any, start: int, length: int, out: Any, at: int) -> int:
    """Append the sound classes of one word to `out` from position `at`; returns the new end."""
    begin = at
    k = 0
    while k < length and at < LONGEST:
        c = text[start + k]
        after = text[start + k + 1] if k + 1 < length else np.uint8(0)
        value = CLASSES[c]
        if c == _W and k == 0:
            value = np.uint8(_P)
        elif (c == _C and (after == _H or after == _E or after == _I or after == _Y)) or (
            c == _Q and after != ord("u")
        ):
            value = np.uint8(_S)
        elif c == _G and k > 0 and CLASSES[text[start + k - 1]] == _N:
            value = np.uint8(0)
        if value != 0:
            last = out[at - 1] if at > begin else np.uint8(0)
            touching = k > 0 and CLASSES[text[start + k - 1]] != 0
            if value == _S and touching and last == _T:
                out[at - 1] = _S  # ts, dz, tch
            elif not (touching and last == value):
                out[at] = value
                at += 1
        k += 1
    return at


@nb.njit(cache=True)
def sounds(start: Any, length: Any, text: Any) -> tuple[Any, Any]:
    """For every word of a vocabulary: a hash of its sound and the number of its consonants."""
    n = len(start)
    code = np.zeros(n, np.uint64)
    size = np.zeros(n, np.uint8)
    room = np.zeros(LONGEST, np.uint8)
    for v in range(n):
        if text[start[v]] <= 57:
            continue
        end = sound_of(text, start[v], length[v], room, 0)
        h = np.uint64(0x51ED270B)
        for k in range(end):
            h = (h ^ np.uint64(room[k])) * np.uint64(0x100000001B3)
        code[v] = h
        size[v] = end
    return code, size
