"""Which personal columns of a list the vault keeps, by their headings. All others it forgets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_WORDS: Final[dict[str, str]] = {
    "name": "name of worker|worker name|workers name|full name|name of respondent|respondent name|"
    "employee name|staff name|name|names|ชื่อ|ชื่อ นามสกุล|ชื่อสกุล|ชื่อแรงงาน|ชื่อคนงาน|ชื่อพนักงาน|"
    "ชื่อผู้ตอบ|အမည်|ឈ្មោះ|ຊື່|họ tên|họ và tên|first name|given name|last name|family name|surname|"
    "นามสกุล",
    "phone": "phone|phone number|telephone|mobile|mobile number|mobile phone|contact number|"
    "whatsapp|โทรศัพท์|เบอร์โทร|เบอร์โทรศัพท์|หมายเลขโทรศัพท์|มือถือ|ဖုန်း|ဖုန်းနံပါတ်|លេខទូរស័ព្ទ|"
    "ເບີໂທ|số điện thoại|phonenumber",
    "paper": "passport|passport no|passport number|passport id|id card|id card no|id number|"
    "national id|national id number|nrc|nrc no|citizen id|pink card no|ci number|หนังสือเดินทาง|"
    "เลขหนังสือเดินทาง|เลขที่หนังสือเดินทาง|เลขพาสปอร์ต|เลขบัตรประชาชน|บัตรประชาชน|"
    "နိုင်ငံကူးလက်မှတ်အမှတ်|số hộ chiếu",
    "birth_year": "date of birth|dob|birth date|birthday|year of birth|birth year|วันเกิด",
}
_MEANING: Final = {word: part for part, words in _WORDS.items() for word in words.split("|")}
_JOINED: Final = frozenset({"name"})  # first and last name stand in columns of their own
_MOST: Final = 200


def meaning_of(heading: str) -> str:
    """The part of an identity a heading stands for; empty for what the vault does not keep."""
    return _MEANING.get(
        " ".join(heading.casefold().replace("_", " ").replace("-", " ").split()), ""
    )


def said_of(cells: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The parts of an identity in one row's personal cells."""
    found: dict[str, str] = {}
    for heading, text in cells:
        part, value = meaning_of(heading), " ".join(text.split())
        if part == "birth_year":
            value = _year_of(value)
        if part in _JOINED and part in found:
            found[part] = f"{found[part]} {value}"[:_MOST]
        elif part and value:
            found.setdefault(part, value[:_MOST])
    return found


def _year_of(text: str) -> str:
    digits = "".join(ch if ch.isdecimal() and ch.isascii() else " " for ch in text).split()
    return next((one for one in digits if len(one) == 4), "")  # noqa: PLR2004 - digits of a year
