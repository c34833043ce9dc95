"""Plain numbers beside a unit: “48 hours”, “3% per month”, “2 years”, “๖๐”."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.journeys.marks import Marks, read_digits
from crest.engine.journeys.money import take_unit
from crest.engine.values.distinct import encode, spread
from crest.engine.values.text import is_missing, western_digits

_PLAIN: Final = r"^-?\d{1,12}(\.\d{1,9})?$"
_DOTS: Final = Marks(dot_decimal=True)  # 1.500 hours are one and a half


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """`values`: float64; `units`: what the words say (week, day, month, year, kg, percent …)."""

    values: pa.Array
    units: pa.Array
    reasons: pa.Array


def parse_number_column(column: pa.Array) -> NumberColumn:
    """Read a string column of numbers, each distinct text once; plain numbers are cast at once."""
    plain = pc.match_substring_regex(column, _PLAIN)
    if pc.all(pc.fill_null(plain, fill_value=True)).as_py():
        nothing = pa.nulls(len(column), pa.string())
        return NumberColumn(column.cast(pa.float64()), nothing, nothing)
    texts, positions = encode(column)
    read = [(None, None, None) if text is None else parse_number(text) for text in texts]
    return NumberColumn(
        spread([value for value, _, _ in read], positions, pa.float64()),
        spread([unit for _, unit, _ in read], positions, pa.string()),
        spread([reason for _, _, reason in read], positions, pa.string()),
    )


def parse_number(text: str) -> tuple[float | None, str | None, str | None]:
    """(number, unit, reason). “n/a” gives nothing at all; “2 years 6 months” is no one number."""
    plain = " ".join(western_digits(text).replace("−", "-").split())
    if is_missing(plain):
        return None, None, None
    negative = plain.startswith("-")
    unit, rest = take_unit(plain.removeprefix("-").strip())
    read = read_digits(rest.strip(" ./,"), _DOTS)
    if read is None or read[0] is None:
        return None, None, "This is no number."
    value = float(read[0])
    return (-value if negative else value), unit, None
