"""Numbers of people and shares as lists write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from crest.engine.values.distinct import answers, encode, spread
from crest.engine.values.text import is_missing, western_digits

MOST_PEOPLE: Final = 5_000_000  # no workplace has more
_GROUPED: Final = re.compile(r"\d{1,3}([,.'’\u00a0\u202f\u2009 ])\d{3}(?:\1\d{3})*")
_INDIAN: Final = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_WHOLE: Final = re.compile(r"\d+(?:[.,]0+)?")
_ABOUT: Final = re.compile(
    r"^(?:~|≈|±|ca\.?|circa|c\.|about|approx(?:imately|\.)?|around|some|est(?:imated|\.)?|"
    r"ประมาณ|ราว|约|約|khoảng|omkring|noin)\s*",
    re.IGNORECASE,
)
_AT_LEAST: Final = re.compile(
    r"^(?:>=?|≥|over|above|more than|at least|min(?:imum|\.)?|มากกว่า|กว่า|超过)\s*(.+)$"
    r"|^(.+?)\s*\+$",
    re.IGNORECASE,
)
_AT_MOST: Final = re.compile(
    r"^(?:<=?|≤|under|below|less than|fewer than|up to|at most|max(?:imum|\.)?|น้อยกว่า|ไม่เกิน|少于)"
    r"\s*(.+)$",
    re.IGNORECASE,
)
_RANGE: Final = re.compile(r"^(.+?)\s*(?:-|–|—|−|~|to|bis|till|ถึง|至|đến)\s*(.+)$", re.IGNORECASE)
_UNIT: Final = re.compile(r"^(.*\d(?:[kK]\b)?\+?)[^\d+%]*$")
_WRONG_WAY: Final = "A range needs its smaller number first."


@dataclass(frozen=True, slots=True)
class Count:
    """People: `value` (middle of a range), and the bounds that were stated (null: open)."""

    value: int | None
    low: int | None = None
    high: int | None = None
    reason: str | None = None


def parse_count(text: str) -> Count:
    """Read a whole number of people: "1,200", "1.200", "100-500", "~300", "1k", "๓๐๐ คน".

    A range gives its middle (rounded down); "100+" and ">100" give 100 with an open upper bound;
    "<50" gives 25 with bounds 0 and 50. Text that only says unknown ("n/a") gives nothing and no
    reason; anything else that is no count gives a reason.
    """
    plain = " ".join(western_digits(text).split())
    if is_missing(plain):
        return Count(None)
    exact = _whole(plain)
    if exact is not None:
        return _plausible(exact, exact, exact)
    plain = _ABOUT.sub("", plain)
    least = _AT_LEAST.match(plain)
    if least:
        low = _whole(least.group(1) or least.group(2))
        return _no_count(text) if low is None else _plausible(low, low, None)
    most = _AT_MOST.match(plain)
    if most:
        high = _whole(most.group(1))
        return _no_count(text) if high is None else _plausible(high // 2, 0, high)
    alone = _whole(plain)
    if alone is not None:
        return _plausible(alone, alone, alone)
    return _parse_range(plain, text)


def _parse_range(plain: str, text: str) -> Count:
    between = _RANGE.match(plain)
    if not between:
        return _no_count(text)
    low, high = _whole(between.group(1)), _whole(between.group(2))
    if low is None or high is None:
        return _no_count(text)
    if low > high:
        return Count(None, reason=_WRONG_WAY)
    return _plausible((low + high) // 2, low, high)


def _whole(text: str) -> int | None:
    """Read a whole number without sign, its thousands grouped in any usual way, a unit after it."""
    unit = _UNIT.match(text.strip())
    digits = unit.group(1) if unit else text.strip()
    factor = 1
    if digits[-1:] in ("k", "K"):
        digits, factor = digits[:-1].strip(), 1000
        if re.fullmatch(r"\d+[.,]\d", digits):
            return int(re.sub(r"[.,]", "", digits)) * 100
    if _GROUPED.fullmatch(digits) or _INDIAN.fullmatch(digits):
        return int(re.sub(r"\D", "", digits)) * factor
    if _WHOLE.fullmatch(digits):
        return int(re.split(r"[.,]", digits)[0]) * factor
    return None


def _plausible(value: int, low: int, high: int | None) -> Count:
    if max(value, high or 0) > MOST_PEOPLE:
        return Count(None, reason=f"More than {MOST_PEOPLE:,} people at one place is implausible.")
    return Count(value, low, high)


def _no_count(text: str) -> Count:
    shown = text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004
    return Count(None, reason=f"“{shown}” is no whole number of people.")


@dataclass(frozen=True, slots=True)
class ParsedCounts:
    """`values`, `low`, `high`: int64; `reasons`: string; all of the column's length."""

    values: pa.Array
    low: pa.Array
    high: pa.Array
    reasons: pa.Array


def parse_counts(column: pa.Array | pa.ChunkedArray) -> ParsedCounts:
    """`parse_count` for a string column; a reason wherever something was written but not used."""
    texts, positions = encode(column)
    found = [one or Count(None) for one in answers(texts, parse_count)]
    return ParsedCounts(
        values=spread([one.value for one in found], positions, pa.int64()),
        low=spread([one.low for one in found], positions, pa.int64()),
        high=spread([one.high for one in found], positions, pa.int64()),
        reasons=spread([one.reason for one in found], positions, pa.string()),
    )


@dataclass(frozen=True, slots=True)
class ParsedShares:
    """`values`: float64 0..1; `reasons`: string; `rule`: how plain numbers were understood."""

    values: pa.Array
    reasons: pa.Array
    rule: str


def parse_shares(column: pa.Array | pa.ChunkedArray) -> ParsedShares:
    """Shares of a whole, from a string column, as 0..1.

    "12%" is always 0.12. Numbers without a sign are read alike in the whole column: when all are
    at most 1 they are shares ("0.12" is 0.12, "1" is everything), when one is larger they are per
    cent ("12" is 0.12, "1" is 0.01), and then a number between 0 and 1 gets a reason instead of a
    value because it may be either. `rule` says which case it was. A range gives its middle.
    """
    texts, positions = encode(column)
    read = [(None, False, None) if text is None else _number(text) for text in texts]
    plain = [number for number, per_cent, _ in read if number is not None and not per_cent]
    as_per_cent = any(number > 1 for number in plain)
    values: list[object] = []
    reasons: list[object] = []
    for number, per_cent, reason in read:
        value, why = (
            (None, reason)
            if number is None
            else _share(number, per_cent=per_cent, as_per_cent=as_per_cent)
        )
        values.append(value)
        reasons.append(why)
    rule = "no plain numbers: only per cent signs or nothing"
    if plain:
        rule = (
            "plain numbers are per cent, because one is larger than 1"
            if as_per_cent
            else "plain numbers are shares of 1, because none is larger than 1"
        )
    return ParsedShares(
        spread(values, positions, pa.float64()), spread(reasons, positions, pa.string()), rule
    )


def _number(text: str) -> tuple[float | None, bool, str | None]:
    """Read a number: (number, had a per cent sign, reason)."""
    plain = western_digits(text).strip().replace("％", "%").replace("٪", "%")
    if is_missing(plain):
        return None, False, None
    per_cent = "%" in plain or re.search(r"per ?cent", plain, re.IGNORECASE) is not None
    bare = re.sub(r"%|per ?cent", " ", _ABOUT.sub("", plain), flags=re.IGNORECASE).strip()
    parts = re.split(r"\s*(?:-|–|to)\s*", bare) if not bare.startswith("-") else [bare]
    numbers = [
        float(part.replace(",", "."))
        for part in parts
        if re.fullmatch(r"\d+([.,]\d+)?|[.,]\d+", part)
    ]
    if len(numbers) != len(parts) or len(parts) > 2:  # noqa: PLR2004
        return None, per_cent, f"“{text[:40]}” is no share: write 12% or 0.12."
    return sum(numbers) / len(numbers), per_cent, None


def _share(
    number: float,
    *,
    per_cent: bool,
    as_per_cent: bool,
) -> tuple[float | None, str | None]:
    if not per_cent and as_per_cent and 0 < number < 1:
        return None, (
            f"{number:g} may be {number:.0%} or {number:g} %, as other rows of the column are per "
            "cent; write the % sign."
        )
    value = number / 100 if per_cent or as_per_cent else number
    if value > 1:
        return None, f"{number:g} % is more than the whole."
    return value, None
