"""Names of months in English and Thai, and the two calendars lists use."""

from __future__ import annotations

from typing import Final

BUDDHIST: Final = 543  # years between the Buddhist (Thai, Lao, Cambodian) and the common era
BUDDHIST_YEARS: Final = range(2443, 2644)  # read as Buddhist: 1900 to 2100 of the common era
COMMON_YEARS: Final = range(1900, 2101)

_ENGLISH: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_THAI: Final = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
_THAI_SHORT: Final = [
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
]


def _names() -> dict[str, int]:
    names: dict[str, int] = {"sept": 9}
    for month, (english, thai, short) in enumerate(
        zip(_ENGLISH, _THAI, _THAI_SHORT, strict=True), start=1
    ):
        names |= {english: month, english[:3]: month, thai: month, short: month}
        names[thai.removesuffix("คม").removesuffix("ยน")] = month
        names[short.replace(".", "")] = month
        names[short.removesuffix(".")] = month
    return names


MONTHS: Final = _names()  # name, lower case → 1..12


def common_year(year: int) -> int | None:
    """Year of the common era for a year of either calendar; None when it can be neither.

    2566 (Buddhist) → 2023. Source: Thai official calendar, Buddhist era = common era + 543.
    """
    if year in COMMON_YEARS:
        return year
    return year - BUDDHIST if year in BUDDHIST_YEARS else None
