"""The one definition of every comparison: a million rows, one pair, one row against a registry."""

# ruff: noqa: FBT001, PLR0917, PLR2004, SIM110
# Kernels for numba: plain loops over bytes and numbers, compiled; marks and digits are byte values.

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numba as nb
import numpy as np
import numpy.typing as npt

from crest.engine.matching.roles import BUILDING, FLOOR, HOUSE, UNIT
from crest.engine.matching.threads import in_parts
from crest.engine.matching.tokens import POWERS
from crest.engine.matching.words import (
    MOST,
    initials,
    letters_alike,
    likest,
    overlap,
    scratch,
    sounds_alike,
)

if TYPE_CHECKING:
    from crest.engine.matching.normalise import Prepared

# In this order the columns of `features`. nan = not known on one side or both.
FEATURES: Final = (
    "name_overlap",  # 0..1 of the weight of both names that is shared
    "name_contained",  # 0..1 of the weight of the shorter name that is shared
    "name_shared",  # rarity of what the names share, ln units
    "name_contradiction",  # the rarer word each name has alone, the smaller of both
    "name_extra",  # weight of what the longer name has alone
    "name_letters",  # 0..1 likeness of the names written without spaces
    "name_sound",  # 0..1 likeness of the consonants of the words that are not shared
    "legal_form",  # 1 same, 0 different
    "address_overlap",
    "address_contained",
    "address_shared",
    "address_contradiction",
    "house",  # 0..1 of the smaller set of house numbers that is shared
    "house_contradiction",  # numbers each address has alone, the smaller count
    "unit",  # 1 same, 0 different, 0.5 only one side has one
    "building",  # 1 same, 0 different floor, building or block
    "postcode",  # 1 same, 0.5 a digit wrong, 0.25 same beginning, 0 different
    "city",  # 1 same, 0.5 alike, 0 different
    "country",  # 1 same, 0 different
    "distance",  # kilometres
    "identifier",  # 1 one agrees, 0 one contradicts
    "licence",  # 1 same, 0 different
    "parent",  # 1 same, 0 different
    "workers",  # smaller ÷ larger
    "name_weight",  # rarity of the shorter name, ln units
    "address_weight",  # rarity of the shorter address, ln units
)
WIDTH: Final = len(FEATURES)
_LICENCE: Final = 4
_SOUNDS_ALIKE: Final = 0.66
_SOUNDS_ENOUGH: Final = 4
_EARTH_KM: Final = 12742.0


def features(
    left: Prepared,
    right: Prepared,
    left_at: npt.NDArray[np.int64],
    right_at: npt.NDArray[np.int64],
) -> npt.NDArray[np.float32]:
    """Compare record left_at[p] of `left` with right_at[p] of `right`: float32[pairs, WIDTH]."""
    out = np.full((len(left_at), WIDTH), np.nan, np.float32)
    one, two = _columns(left), _columns(right)
    first, second = left_at.astype(np.int64), right_at.astype(np.int64)
    same = left.vocabulary is right.vocabulary
    in_parts(
        len(first), lambda lo, hi: _some(one, two, first, second, same, scratch(), out, lo, hi)
    )
    return out


def _columns(p: Prepared) -> tuple[Any, ...]:
    v = p.vocabulary
    voc = (
        v.hash,
        v.start,
        v.length,
        v.text,
        v.shape,
        POWERS,
        v.sound,
        v.name_weight,
        v.address_weight,
    )
    names = (p.name_of, p.word_ptr, p.word, p.joined, p.legal)
    place = (
        p.address_ptr,
        p.address,
        p.city_ptr,
        p.city,
        p.number_ptr,
        p.number,
        p.postcode,
        p.country,
        p.lat,
        p.lng,
    )
    return voc, names, place, (p.identifiers, p.parent, p.workers)


@nb.njit(cache=True, nogil=True)
def _some(
    a: Any, b: Any, left: Any, right: Any, same: bool, room: Any, out: Any, lo: int, hi: int
) -> None:
    for p in range(lo, hi):
        _names(a, b, left[p], right[p], same, room, out[p])
        _addresses(a, b, left[p], right[p], same, room, out[p])
        _numbers(a[2], b[2], left[p], right[p], room, out[p])
        _places(a, b, left[p], right[p], same, room, out[p])
        _codes(a[3], b[3], a[1][4], b[1][4], left[p], right[p], out[p])


@nb.njit(cache=True, nogil=True)
def _names(a: Any, b: Any, i: int, j: int, same: bool, room: Any, row: Any) -> None:
    """The best of all pairings of the names of both records."""
    of_a, ptr_a, word_a = a[1][0], a[1][1], a[1][2]
    of_b, ptr_b, word_b = b[1][0], b[1][1], b[1][2]
    got = room[2]
    best = -1.0
    for x in range(of_a[i], of_a[i + 1]):
        wa = word_a[ptr_a[x] : ptr_a[x + 1]]
        if len(wa) == 0:
            continue
        for y in range(of_b[j], of_b[j + 1]):
            wb = word_b[ptr_b[y] : ptr_b[y + 1]]
            if len(wb) == 0:
                continue
            letters, sound = _name_pair(a, b, i, j, x, y, wa, wb, same, room)
            part = _share(got[0], got[1], got[2] + got[3])
            if part + letters > best:
                best = part + letters
                row[0] = part
                row[1] = _share(got[0], got[1], 2.0 * min(got[2], got[3]))
                row[2] = got[0]
                row[3] = min(got[4], got[5])
                row[4] = max(got[2], got[3])
                row[5] = letters
                row[6] = sound
                row[24] = min(got[6], got[7])


@nb.njit(cache=True, nogil=True)
def _name_pair(
    a: Any, b: Any, i: int, j: int, x: int, y: int, wa: Any, wb: Any, same: bool, room: Any
) -> tuple[float, float]:
    """Compare one name of each record; leaves the shares in room[2]."""
    voc_a, voc_b, got = a[0], b[0], room[2]
    overlap(voc_a, wa, voc_a[7], voc_b, wb, voc_b[7], same, room)
    if a[1][3][x] == b[1][3][y]:
        if got[1] + got[2] + got[3] > 0:  # the same letters, parted elsewhere
            _explained(got, 1.0)
        return 1.0, 1.0
    if got[2] + got[3] > 0:
        _place_words(a, i, b, j, wa, room[0], 2, 4, room)
        _place_words(b, j, a, i, wb, room[1], 3, 5, room)
    if _acronym(voc_a, wa, voc_b, wb) or _acronym(voc_b, wb, voc_a, wa):
        _explained(got, 0.8)
        return 0.9, 0.9
    sound, heard = sounds_alike(voc_a, wa, voc_b, wb, room)
    if heard >= _SOUNDS_ENOUGH and sound > _SOUNDS_ALIKE and min(got[2], got[3]) > 0:
        part = min(1.0, 2.4 * (sound - 0.58))  # what is left over is one thing in two spellings
        lesser = min(got[2], got[3])
        got[0] += part * lesser
        got[1] += (1.0 - part) * lesser
        got[2], got[3] = 0.0, 0.0
        got[4] *= 1.0 - part
        got[5] *= 1.0 - part
    letters = letters_alike(voc_a, wa, voc_b, wb, room)
    whole = 2.5 * (letters - 0.6)
    if whole > _share(got[0], got[1], got[2] + got[3]):
        _explained(got, whole)
    return letters, sound if heard > 0 else np.nan


@nb.njit(inline="always")
def _explained(got: Any, part: float) -> None:
    """The names as a whole are alike by `part`, however their words are parted or spelt."""
    lesser = min(got[6], got[7])
    got[0], got[1] = part * lesser, (1.0 - part) * lesser
    got[2], got[3] = 0.0, 0.0
    got[4] *= 1.0 - part
    got[5] *= 1.0 - part


@nb.njit(cache=True, nogil=True)
def _place_words(
    a: Any, i: int, b: Any, j: int, words: Any, used: Any, left: int, heaviest: int, room: Any
) -> None:
    """Words of a name that only repeat the place ("… Bandaragama") count a quarter."""
    got, weight = room[2], a[0][7]
    found = False
    for k in range(min(len(words), MOST)):
        if used[k]:
            continue
        h = a[0][0][words[k]]
        if _in_address(a, i, h) or _in_address(b, j, h):
            got[left] -= 0.75 * weight[words[k]]
            used[k] = True
            found = True
    if found:
        most = 0.0
        for k in range(min(len(words), MOST)):
            if not used[k]:
                most = max(most, weight[words[k]])
        got[heaviest] = most


@nb.njit(cache=True, nogil=True)
def _in_address(a: Any, i: int, h: Any) -> bool:
    for t in range(a[2][0][i], a[2][0][i + 1]):
        if a[0][0][a[2][1][t]] == h:
            return True
    return False


@nb.njit(inline="always")
def _share(shared: float, slack: float, rest: float) -> float:
    whole = 2.0 * (shared + slack) + rest
    return 2.0 * shared / whole if whole > 0 else 1.0


@nb.njit(cache=True, nogil=True)
def _acronym(voc_a: Any, wa: Any, voc_b: Any, wb: Any) -> bool:
    """Whether the one word of `wa` is made of the first letters of the words of `wb`."""
    if len(wa) != 1 or len(wb) < 3 or voc_a[2][wa[0]] != len(wb):
        return False
    return bool(voc_a[0][wa[0]] == initials(voc_b, wb))


@nb.njit(cache=True, nogil=True)
def _addresses(a: Any, b: Any, i: int, j: int, same: bool, room: Any, row: Any) -> None:
    voc_a, place_a, voc_b, place_b = a[0], a[2], b[0], b[2]
    wa = place_a[1][place_a[0][i] : place_a[0][i + 1]]
    wb = place_b[1][place_b[0][j] : place_b[0][j + 1]]
    if len(wa) == 0 or len(wb) == 0:
        return
    got = room[2]
    overlap(voc_a, wa, voc_a[8], voc_b, wb, voc_b[8], same, room)
    row[8] = _share(got[0], got[1], got[2] + got[3])
    row[9] = _share(got[0], got[1], 2.0 * min(got[2], got[3]))
    row[10] = got[0]
    row[11] = min(got[4], got[5])
    row[25] = min(got[6], got[7])


@nb.njit(cache=True, nogil=True)
def _numbers(a: Any, b: Any, i: int, j: int, room: Any, row: Any) -> None:
    ptr_a, code_a, ptr_b, code_b = a[4], a[5], b[4], b[5]
    count = room[6]  # kind × (both, only a, only b)
    count[:] = 0
    x, y = ptr_a[i], ptr_b[j]
    while x < ptr_a[i + 1] or y < ptr_b[j + 1]:
        if y >= ptr_b[j + 1] or (x < ptr_a[i + 1] and code_a[x] < code_b[y]):
            count[code_a[x] >> np.uint64(60), 1] += 1
            x += 1
        elif x >= ptr_a[i + 1] or code_b[y] < code_a[x]:
            count[code_b[y] >> np.uint64(60), 2] += 1
            y += 1
        else:
            count[code_a[x] >> np.uint64(60), 0] += 1
            x += 1
            y += 1
    _unlabelled(code_a, ptr_a[i], ptr_a[i + 1], code_b, ptr_b[j], ptr_b[j + 1], count, 1, 2)
    _unlabelled(code_b, ptr_b[j], ptr_b[j + 1], code_a, ptr_a[i], ptr_a[i + 1], count, 2, 1)
    both, one, two = count[HOUSE, 0], count[HOUSE, 1], count[HOUSE, 2]
    if both + one > 0 and both + two > 0:
        row[12] = both / (both + min(one, two))
        row[13] = min(one, two)
    both, one, two = count[UNIT, 0], count[UNIT, 1], count[UNIT, 2]
    if both + one + two > 0:
        row[14] = 1.0 if both > 0 else (0.0 if one > 0 and two > 0 else 0.5)
    both = count[FLOOR, 0] + count[BUILDING, 0]
    clash = min(count[FLOOR, 1], count[FLOOR, 2]) + min(count[BUILDING, 1], count[BUILDING, 2])
    if clash > 0:
        row[15] = 0.0
    elif both > 0:
        row[15] = 1.0


@nb.njit(cache=True, nogil=True)
def _unlabelled(
    code_a: Any,
    a_lo: int,
    a_hi: int,
    code_b: Any,
    b_lo: int,
    b_hi: int,
    count: Any,
    mine: int,
    other: int,
) -> None:
    """A unit, floor or building on one side meets the same bare number on the other."""
    keep = np.uint64((1 << 60) - 1)
    for x in range(a_lo, a_hi):
        kind = code_a[x] >> np.uint64(60)
        if kind == HOUSE or count[kind, mine] == 0 or count[kind, other] > 0:
            continue
        for y in range(b_lo, b_hi):
            if code_b[y] >> np.uint64(60) == HOUSE and code_b[y] == code_a[x] & keep:
                if count[HOUSE, other] > 0:
                    count[kind, mine] -= 1
                    count[HOUSE, other] -= 1
                    count[HOUSE, 0] += 1
                break


@nb.njit(cache=True, nogil=True)
def _places(a: Any, b: Any, i: int, j: int, same: bool, room: Any, row: Any) -> None:
    place_a, place_b = a[2], b[2]
    if place_a[6][i] != 0 and place_b[6][j] != 0:
        row[16] = _postcodes(place_a[6][i], place_b[6][j])
    city_a = place_a[3][place_a[2][i] : place_a[2][i + 1]]
    city_b = place_b[3][place_b[2][j] : place_b[2][j + 1]]
    address_a = place_a[1][place_a[0][i] : place_a[0][i + 1]]
    address_b = place_b[1][place_b[0][j] : place_b[0][j + 1]]
    got = 0.0
    if len(city_a) > 0:
        got = max(got, _within(a[0], city_a, b[0], address_b, same, room))
    if len(city_b) > 0 and got < 1.0:
        got = max(got, _within(b[0], city_b, a[0], address_a, same, room))
    if got > 0.0 or (len(city_a) > 0 and len(city_b) > 0):
        row[17] = got
    if place_a[7][i] != 0 and place_b[7][j] != 0:
        row[18] = 1.0 if place_a[7][i] == place_b[7][j] else 0.0
    row[19] = _kilometres(place_a[8][i], place_a[9][i], place_b[8][j], place_b[9][j])


@nb.njit(cache=True, nogil=True)
def _postcodes(one: Any, two: Any) -> float:
    """1 equal, 0.5 one digit wrong or two swapped, 0.25 same beginning, 0 different."""
    if one == two:
        return 1.0
    if (one | two) >> np.uint64(63):
        return 0.0
    billion = np.uint64(1000000000)
    digits = one // billion
    if digits != two // billion:
        return 0.0
    x, y = one % billion, two % billion
    wrong, first = 0, -1
    total = np.int64(0)
    for k in range(np.int64(digits)):
        p, q = np.int64(x % np.uint64(10)), np.int64(y % np.uint64(10))
        if p != q:
            wrong += 1
            first = k
            total += p - q
        x, y = x // np.uint64(10), y // np.uint64(10)
    if wrong == 1 or (wrong == 2 and total == 0):
        return 0.5
    return 0.25 if first <= 1 else 0.0


@nb.njit(cache=True, nogil=True)
def _within(voc_a: Any, words: Any, voc_b: Any, among: Any, same: bool, room: Any) -> float:
    """1 when all words are among the others, 0.5 when they are but for a typing error, else 0."""
    worst = 1.0
    for k in range(len(words)):
        best = 0.0
        h = voc_a[0][words[k]]
        for other in among:
            if words[k] == other if same else h == voc_b[0][other]:
                best = 1.0
                break
        if best == 0.0:
            best = 0.5 if likest(voc_a, words[k], voc_b, among, room[5]) >= 0.7 else 0.0
        worst = min(worst, best)
    return worst


@nb.njit(cache=True, nogil=True)
def _kilometres(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Great-circle distance; nan when a coordinate is unknown."""
    p1, p2 = np.radians(lat1), np.radians(lat2)
    h = np.sin((p2 - p1) / 2) ** 2
    h += np.cos(p1) * np.cos(p2) * np.sin(np.radians(lng2 - lng1) / 2) ** 2
    return _EARTH_KM * np.arcsin(np.sqrt(min(1.0, h))) if h == h else np.nan  # noqa: PLR0124


@nb.njit(cache=True, nogil=True)
def _codes(a: Any, b: Any, legal_a: Any, legal_b: Any, i: int, j: int, row: Any) -> None:
    if legal_a[i] != 0 and legal_b[j] != 0:
        row[7] = 1.0 if legal_a[i] == legal_b[j] else 0.0
    same, clash = False, False
    for k in range(a[0].shape[1]):
        if a[0][i, k] == 0 or b[0][j, k] == 0:
            continue
        if k == _LICENCE:
            row[21] = 1.0 if a[0][i, k] == b[0][j, k] else 0.0
        elif a[0][i, k] == b[0][j, k]:
            same = True
        else:
            clash = True
    if same or clash:
        row[20] = 1.0 if same else 0.0
    if a[1][i] != 0 and b[1][j] != 0:
        row[22] = 1.0 if a[1][i] == b[1][j] else 0.0
    if a[2][i] > 0 and b[2][j] > 0:
        row[23] = min(a[2][i], b[2][j]) / max(a[2][i], b[2][j])


__all__ = ["FEATURES", "MOST", "WIDTH", "features"]
