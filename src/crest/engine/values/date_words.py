"""One date or period in words: from the text to the first and last day it covers."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from crest.engine.values.months import MONTHS, common_year
from crest.engine.values.text import western_digits

_EXCEL_ZERO: Final = date(1899, 12, 30)  # Excel counts a 29 February 1900 that never was
_EXCEL_DAYS: Final = range(20_000, 60_001)  # 1954-10-03 to 2064-04-08
_TIME: Final = re.compile(
    r"[ T]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:am|pm)?\s*(?:z|utc|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_SLASHED: Final = re.compile(r"(?<![\d/.-])(\d{1,2})([-/ ])(\d{1,2})\2(\d{4}|\d{2})(?![\d/.-])")
_ERA: Final = re.compile(
    r"\b(?:b\.?e\.?|พ\.?ศ\.?|ค\.?ศ\.?|a\.?d\.?|c\.?e\.?)(?=[\s\d]|$)|พ\.?ศ\.?|ค\.?ศ\.?"
)
_OPEN: Final = re.compile(
    r"^(?:present|now|today|ongoing|current|open|till now|date|ปัจจุบัน|至今)$", re.IGNORECASE
)
_BETWEEN: Final = re.compile(
    r"\s+(?:to|until|till|through|thru|bis)\s+|\s*(?:–|—|ถึง|至|~)\s*|\s+-\s+", re.IGNORECASE
)
_MONTH_WORD: Final = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DAY_MONTH: Final = re.compile(
    rf"(?:วันที่\s*)?(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s\-/.,]*({_MONTH_WORD})\.?[\s\-/.,']*(\d{{4}}|\d{{2}})"
)
_MONTH_DAY: Final = re.compile(
    rf"({_MONTH_WORD})\.?[\s\-/.]*(\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(\d{{4}})"
)
_YEAR_MONTH_DAY: Final = re.compile(rf"(\d{{4}})[\s\-/.,]*({_MONTH_WORD})\.?[\s\-/.,]*(\d{{1,2}})?")
_MONTH_YEAR: Final = re.compile(rf"({_MONTH_WORD})\.?[\s\-/.,']*(\d{{4}}|\d{{2}})")
_QUARTER: Final = re.compile(r"q([1-4])[\s\-/]*(\d{4})|(\d{4})[\s\-/]*q([1-4])")


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day, both included; `last` is None when the period is still open."""

    first: date
    last: date | None

    @property
    def in_order(self) -> bool:
        """Whether it does not end before it starts."""
        return self.last is None or self.first <= self.last


def slashed(text: str) -> list[tuple[int, int, int]]:
    """All (first, second, year as written) in texts like 3/4/2023 whose order may be open."""
    found = _SLASHED.findall(western_digits(text))
    return [(int(a), int(b), int(y)) for a, _, b, y in found]


def read_span(text: str, order: str | None) -> Span | None:
    """Read the days that the text covers, None when it is no date. `order`: "dmy", "mdy", None.

    Without an order 3/4/2023 is None while 3/3/2023 and 31/3/2023 are dates.
    """
    plain = western_digits(text).strip().lower()
    plain = " ".join(_ERA.sub(" ", _TIME.sub("", plain)).split()).strip(" .,")
    return _single(plain, order) or _between(plain, order)


def _between(plain: str, order: str | None) -> Span | None:
    parts = _BETWEEN.split(plain)
    if len(parts) != 2:  # noqa: PLR2004
        for mark in ("/", "-"):
            half = plain.split(mark)
            if len(half) % 2 == 0:
                middle = len(half) // 2
                parts = [mark.join(half[:middle]), mark.join(half[middle:])]
                if _single(parts[1], order) or _OPEN.match(parts[1]):
                    break
        else:
            return None
    if len(parts) != 2:  # noqa: PLR2004
        return None
    left, right = parts[0].strip(), parts[1].strip()
    end = _single(right, order)
    start = _single(left, order)
    if start is None and end is not None:  # "Mar–Jun 2023": the year stands once
        start = _single(f"{left} {end.first.year}", order)
    if start is None:
        return None
    if _OPEN.match(right):
        return Span(start.first, None)
    return None if end is None else Span(start.first, end.last)


def _single(plain: str, order: str | None) -> Span | None:
    return _digits(plain) or _slashed_day(plain, order) or _words(plain)


def _digits(plain: str) -> Span | None:
    match = re.fullmatch(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})", plain)
    if match:
        return _day(*(int(part) for part in match.groups()))
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", plain)
    if match:
        return _day(*(int(part) for part in match.groups()))
    match = re.fullmatch(r"(\d{5})(?:\.\d+)?", plain)
    if match and int(match.group(1)) in _EXCEL_DAYS:
        day = _EXCEL_ZERO + timedelta(days=int(match.group(1)))
        return Span(day, day)
    match = re.fullmatch(r"(\d{4})(?:\.0)?", plain)
    if match:
        return _months(int(match.group(1)), 1, 12)
    match = re.fullmatch(r"(\d{4})[-/.](\d{1,2})", plain)
    if match:
        return _months(int(match.group(1)), int(match.group(2)))
    match = re.fullmatch(r"(\d{1,2})[-/.](\d{4})", plain)
    return _months(int(match.group(2)), int(match.group(1))) if match else None


def _slashed_day(plain: str, order: str | None) -> Span | None:
    match = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})", plain)
    if match:  # full stops are only used with the day first
        return _day(_full_year(match.group(3)), int(match.group(2)), int(match.group(1)))
    match = re.fullmatch(r"(\d{1,2})([-/ ])(\d{1,2})\2(\d{4}|\d{2})", plain)
    if not match:
        return None
    first, second = int(match.group(1)), int(match.group(3))
    year = _full_year(match.group(4))
    if first > 12 or first == second or order == "dmy":  # noqa: PLR2004
        return _day(year, second, first)
    if second > 12 or order == "mdy":  # noqa: PLR2004
        return _day(year, first, second)
    return None


def _words(plain: str) -> Span | None:
    match = _DAY_MONTH.fullmatch(plain)
    if match:
        year = _full_year(match.group(3), thai=not plain.isascii())
        return _day(year, MONTHS[match.group(2)], int(match.group(1)))
    match = _MONTH_DAY.fullmatch(plain)
    if match:
        return _day(int(match.group(3)), MONTHS[match.group(1)], int(match.group(2)))
    match = _MONTH_YEAR.fullmatch(plain)
    if match:
        return _months(_full_year(match.group(2), thai=not plain.isascii()), MONTHS[match.group(1)])
    match = _YEAR_MONTH_DAY.fullmatch(plain)
    if match:
        year, month = int(match.group(1)), MONTHS[match.group(2)]
        return _day(year, month, int(match.group(3))) if match.group(3) else _months(year, month)
    match = _QUARTER.fullmatch(plain)
    if match:
        quarter = int(match.group(1) or match.group(4))
        return _months(int(match.group(2) or match.group(3)), 3 * quarter - 2, 3 * quarter)
    return None


def _full_year(text: str, *, thai: bool = False) -> int:
    """Four digits as they are; two digits: 2000-2049, in Thai text Buddhist 2500-2599; else 0."""
    year = int(text)
    if len(text) != 2:  # noqa: PLR2004
        return year
    if thai:
        return 2500 + year
    return 2000 + year if year < 50 else 0  # noqa: PLR2004


def _day(year: int, month: int, day: int) -> Span | None:
    common = common_year(year)
    if common is None:
        return None
    try:
        # 29 February: leap years of both calendars fall together, as the years only shift.
        found = date(common, month, day)
    except ValueError:
        return None
    return Span(found, found)


def _months(year: int, first: int, last: int | None = None) -> Span | None:
    """From the first day of month `first` to the last day of month `last` (default: the same)."""
    common = common_year(year)
    end = first if last is None else last
    if common is None or not 1 <= first <= end <= 12:  # noqa: PLR2004
        return None
    return Span(date(common, first, 1), date(common, end, monthrange(common, end)[1]))
