"""Thousands and decimal marks: told by the whole column, never by one cell alone when it is open.

“1,500” and “1.500” are one thousand five hundred in money, unless other cells of the column show
that the mark stands before decimals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from crest.engine.values.text import western_digits

_SPACES: Final = re.compile(r"(?<=\d)[\u00a0\u202f\u2009 '’](?=\d{3}(?!\d))")
_INDIAN: Final = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_MIXED: Final = re.compile(r"\d{1,3}(?:([.,])\d{3})+(?!\1)([.,])\d+")
_GROUPS: Final = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})+")
_OPEN: Final = re.compile(r"(\d{1,3})([.,])(\d{3})")
_DECIMAL: Final = re.compile(r"\d*([.,])(?:\d{1,2}|\d{4,})")
_LONG: Final = re.compile(r"\d{4,}([.,])\d+")


@dataclass(frozen=True, slots=True)
class Marks:
    """What the cells of a column show: which mark stands before decimals, which in thousands."""

    dot_decimal: bool = False
    dot_groups: bool = False
    comma_decimal: bool = False
    comma_groups: bool = False


def marks_of(texts: list[str]) -> Marks:
    """Look at every number of the column that can be read in one way only."""
    decimal: set[str] = set()
    groups: set[str] = set()
    for text in texts:
        for number in re.findall(r"\d[\d.,]*\d", western_digits(text)):
            mixed = _MIXED.fullmatch(number)
            grouped = _GROUPS.fullmatch(number)
            plain = _LONG.fullmatch(number) or _DECIMAL.fullmatch(number)
            if mixed:
                groups.add(mixed.group(1))
                decimal.add(mixed.group(2))
            elif grouped:
                groups.add(grouped.group(1))
            elif _INDIAN.fullmatch(number):
                groups.add(",")
            elif plain:
                decimal.add(plain.group(1))
    return Marks("." in decimal, "." in groups, "," in decimal, "," in groups)


def read_digits(text: str, marks: Marks) -> tuple[Decimal | None, bool] | None:
    """(number, guessed) of digits with marks, without sign; None when it is no number.

    (None, False): a number whose mark may be either, and the column speaks against the usual.
    """
    plain = _SPACES.sub("", text.replace("٫", ".").replace("٬", ","))
    either = _OPEN.fullmatch(plain)
    if either:
        return _open(either, marks)
    clear = _in_one_way(plain)
    return None if clear is None else (Decimal(clear), False)


def _in_one_way(plain: str) -> str | None:
    """The number in plain digits when its marks can be read in one way only."""
    mixed = _MIXED.fullmatch(plain)
    if mixed:
        return plain.replace(mixed.group(1), "").replace(",", ".")
    if _INDIAN.fullmatch(plain) or _GROUPS.fullmatch(plain):
        decimals = plain.rpartition(".")[2] if _INDIAN.fullmatch(plain) and "." in plain else ""
        whole = plain.removesuffix(f".{decimals}") if decimals else plain
        return re.sub(r"[.,]", "", whole) + (f".{decimals}" if decimals else "")
    if re.fullmatch(r"[0-9]+", plain):
        return plain
    return plain.replace(",", ".") if _LONG.fullmatch(plain) or _DECIMAL.fullmatch(plain) else None


def _open(match: re.Match[str], marks: Marks) -> tuple[Decimal | None, bool]:
    whole, mark, rest = match.groups()
    decimal = Decimal(f"{whole}.{rest}")
    thousands = Decimal(whole + rest)
    if whole.strip("0") == "":
        return decimal, False
    if mark == ".":
        if marks.dot_decimal and not marks.dot_groups:
            return decimal, False
        return thousands, not (marks.dot_groups or marks.comma_decimal)
    if marks.comma_decimal and not marks.comma_groups:
        return None, False
    return thousands, False
