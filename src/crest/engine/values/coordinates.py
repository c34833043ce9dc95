"""Latitude and longitude from text, in degrees of WGS 84."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.values.distinct import encode, flat
from crest.engine.values.text import is_missing, western_digits

if TYPE_CHECKING:
    import numpy.typing as npt

Axis = Literal["lat", "lng"]
_MOST: Final = {"lat": 90.0, "lng": 180.0}
_AXIS: Final = {"lat": "latitude", "lng": "longitude"}
_SIDES: Final = {"lat": "NS", "lng": "EW"}
_NUMBER: Final = r"\d+(?:[.,]\d+)?"
_PARTS: Final = re.compile(
    rf"([-+−]?)\s*({_NUMBER})\s*[°º˚d:\s]?\s*(?:({_NUMBER})\s*['’′m:\s]?\s*)?"
    rf"(?:({_NUMBER})\s*(?:[\"”″s]|'')?)?",
    re.IGNORECASE,
)
_SIXTY: Final = 60
_AT_ZERO: Final = 1e-6  # degrees


@dataclass(frozen=True, slots=True)
class Degrees:
    """A coordinate in decimal degrees, or the reason in words why there is none."""

    value: float | None
    reason: str | None = None


def parse_coordinate(text: str, axis: Axis) -> Degrees:
    r"""Read one latitude or longitude in degrees, north and east positive.

    Understood: 13.7563, "13,7563", -33.9, "13.7563 N", "13°45'22.7\"N", "13 45 22.7 N",
    "E100.5018", digits of any script. Minutes and seconds must be below 60 and the value inside
    ±90 (latitude) or ±180 (longitude). Text that only says unknown has neither value nor reason.
    """
    plain = western_digits(text).strip().upper()
    if is_missing(plain):
        return Degrees(None)
    plain = re.sub(r"^(LAT|LATITUDE|LNG|LONG?|LONGITUDE)\b[.:=\s]*", "", plain)
    side, bare = _side(plain)
    if side and side not in _SIDES[axis]:
        return Degrees(None, f"“{text}” is no {_AXIS[axis]}: {side} belongs to the other axis.")
    match = _PARTS.fullmatch(bare)
    if match is None or (side and match.group(1)):
        return Degrees(None, f"“{text[:40]}” is no {_AXIS[axis]}: write it as 13.7563.")
    degrees, minutes, seconds = (
        float((part or "0").replace(",", ".")) for part in match.groups()[1:]
    )
    if minutes >= _SIXTY or seconds >= _SIXTY:
        return Degrees(None, f"“{text}” has 60 or more minutes or seconds.")
    value = degrees + minutes / _SIXTY + seconds / _SIXTY**2
    if value > _MOST[axis]:
        return Degrees(None, f"A {_AXIS[axis]} lies between -{_MOST[axis]:g} and {_MOST[axis]:g}.")
    negative = match.group(1) in ("-", "−") or side in ("S", "W")
    return Degrees(-value if negative else value)


def _side(plain: str) -> tuple[str, str]:
    """Take the compass letter off either end: (letter or "", the rest)."""
    if plain[-1:] in "NSEW" and re.search(r"\d", plain):
        return plain[-1], plain[:-1].rstrip(" ,;")
    if plain[:1] in "NSEW":
        return plain[0], plain[1:].lstrip(" :")
    return "", plain


def parse_pair(text: str) -> tuple[Degrees, Degrees]:
    """Latitude and longitude from one cell: "13.75, 100.50", "13.75N 100.50E", "(13,75; 100,5)".

    The longitude may come first when compass letters say so. Raises nothing: both parts carry a
    reason when the text is no pair.
    """
    bare = text.strip().strip("()[] ")
    for pattern in (r"\s*;\s*", r"\s*,\s+", r"\s*,\s*", r"\s*/\s*", r"(?<=[NSEWnsew])\s+", r"\s+"):
        parts = re.split(pattern, bare)
        if len(parts) == 2:  # noqa: PLR2004
            for first, second in (parts, parts[::-1]):
                lat, lng = parse_coordinate(first, "lat"), parse_coordinate(second, "lng")
                if lat.value is not None and lng.value is not None:
                    return lat, lng
                if not re.search(r"[NSEW]", bare.upper()):
                    break
    missing = Degrees(
        None, None if is_missing(text) else f"“{text[:60]}” is no pair of coordinates."
    )
    return missing, missing


@dataclass(frozen=True, slots=True)
class ParsedCoordinates:
    """`lat`, `lng`: float64, both or neither per row; `reasons`: string; all of equal length."""

    lat: pa.Array
    lng: pa.Array
    reasons: pa.Array


def parse_coordinates(
    lat: pa.Array | pa.ChunkedArray, lng: pa.Array | pa.ChunkedArray
) -> ParsedCoordinates:
    """Two string columns of one length as degrees; a row with only one usable half has none.

    0, 0 is the sea off Africa that software writes for "unknown": it gets a reason. A latitude
    beyond ±90 beside a longitude within it is kept as swapped for `places.check_places`, so it
    is returned exchanged with a reason that says so.
    """
    lat, lng = flat(lat), flat(lng)
    y, x = _plain(lat), _plain(lng)
    # Plain decimal degrees in range are most of every list and need no closer look.
    sure = (np.abs(y) <= _MOST["lat"]) & (np.abs(x) <= _MOST["lng"]) & (np.hypot(y, x) >= _AT_ZERO)
    reasons = np.full(len(lat), None, dtype=object)
    rest = np.flatnonzero(~sure)
    (lats, lat_at), (lngs, lng_at) = encode(lat.take(rest)), encode(lng.take(rest))
    first = [_both(text) for text in lats]
    second = [_both(text) for text in lngs]
    for row, i, j in zip(rest, lat_at.to_pylist(), lng_at.to_pylist(), strict=True):
        given = _EMPTY if i is None else first[i], _EMPTY if j is None else second[j]
        y[row], x[row], reasons[row] = _row(*given)
    return ParsedCoordinates(
        pa.array(y, pa.float64(), from_pandas=True),
        pa.array(x, pa.float64(), from_pandas=True),
        pa.array(reasons, pa.string()),
    )


def _plain(column: pa.Array) -> npt.NDArray[np.float64]:
    """Degrees where the text is a plain decimal number, NaN elsewhere."""
    trimmed = pc.ascii_trim_whitespace(column)
    is_plain = pc.match_substring_regex(trimmed, r"^-?\d{1,3}(\.\d{1,17})?$")
    numbers = pc.if_else(is_plain, trimmed, pa.scalar(None, pa.string())).cast(pa.float64())
    return np.array(numbers.to_numpy(zero_copy_only=False), dtype=np.float64)


_Both = tuple[Degrees, Degrees]
_EMPTY: Final[_Both] = (Degrees(None), Degrees(None))
_SWAPPED: Final = "Latitude and longitude stood in each other's columns and were exchanged."


def _both(text: str | None) -> _Both:
    """One text read as a latitude and as a longitude."""
    if text is None:
        return _EMPTY
    return parse_coordinate(text, "lat"), parse_coordinate(text, "lng")


def _row(lat: _Both, lng: _Both) -> tuple[float | None, float | None, str | None]:
    y, x = lat[0], lng[1]
    if y.value is not None and x.value is not None:
        if math.hypot(y.value, x.value) < _AT_ZERO:
            return None, None, "0, 0 is a point in the sea that stands for “unknown”."
        return y.value, x.value, None
    if lng[0].value is not None and lat[1].value is not None:
        return lng[0].value, lat[1].value, _SWAPPED
    if y.reason or x.reason:
        return None, None, y.reason or x.reason
    if y.value is None and x.value is None:
        return None, None, None
    return None, None, "Only one of latitude and longitude is given."
