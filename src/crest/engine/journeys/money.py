"""Amounts of money as people write them: any digits, marks, currency words and round-number words.

The result of a column is exact decimals with two places, the currency named in each cell, and a
reason wherever something was written but not understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.journeys.marks import Marks, marks_of, read_digits
from crest.engine.rulebook.codelists import load_codelist
from crest.engine.rulebook.words import fold, split_words
from crest.engine.tables.recruitment import MONEY
from crest.engine.values.distinct import encode, spread
from crest.engine.values.text import is_missing, western_digits

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLAIN: Final = r"^-?\d{1,15}(\.\d{1,2})?$"
_TOO_MUCH: Final = Decimal(9999999999999999)
_WEAK_UNITS: Final = frozenset({"percent", "hour", "kg"})
_ONLY_DIGITS: Final = re.compile(r"[\d.,' ]*")
_GROUPED: Final = r"^\d{1,3}(,\d{3})+(\.\d{1,2})?$"
_COMMA_DECIMAL: Final = r"\d,\d{1,2}$|\d,\d{4,}$"
_CENT: Final = Decimal("0.01")
_NUMBER: Final = r"\d[\d.,'’٬٫\u00a0\u202f ]*"
_RANGE: Final = re.compile(r"\d\s*(?:-|–|—|~|to|ถึง|bis)\s*\d", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"^\((.+)\)$")


@dataclass(frozen=True, slots=True)
class Money:
    """One amount. `unit`: month | day | year | season when the cell says what it is for.

    `guessed`: 1.500 was read as 1500 though nothing in the column shows it. `rounded`: there
    were more than two decimal places.
    """

    amount: Decimal | None = None
    currency: str | None = None
    unit: str | None = None
    reason: str | None = None
    guessed: bool = False
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class MoneyColumn:
    """Arrays of the column's length: decimal128(18, 2), texts, and masks (never null)."""

    amounts: pa.Array
    currencies: pa.Array
    units: pa.Array
    reasons: pa.Array
    guessed: pa.Array
    rounded: pa.Array


def parse_money_column(column: pa.Array) -> MoneyColumn:
    """Read a string column of amounts; plain numbers are cast at once, others once per text."""
    easy = pc.fill_null(_at_once(column), fill_value=True)
    plain = pc.if_else(easy, column, pa.scalar(None, pa.string()))
    amounts = pc.replace_substring(plain, ",", "").cast(MONEY)
    if pc.all(easy).as_py():
        nothing = pa.nulls(len(column), pa.string())
        never = pa.repeat(pa.scalar(value=False), len(column))
        return MoneyColumn(amounts, nothing, nothing, nothing, never, never)
    hard = _one_by_one(pc.if_else(easy, pa.scalar(None, pa.string()), column), plain)
    return replace(hard, amounts=pc.coalesce(amounts, hard.amounts))


def _at_once(column: pa.Array) -> pa.Array:
    """Mask of plain numbers, and of 12,500 where no cell shows a comma before decimals."""
    plain = pc.match_substring_regex(column, _PLAIN)
    if pc.any(pc.match_substring_regex(column, _COMMA_DECIMAL)).as_py():
        return plain
    return pc.or_(plain, pc.match_substring_regex(column, _GROUPED))


def _one_by_one(column: pa.Array, others: pa.Array) -> MoneyColumn:
    """Each distinct text by itself; `others`: the rest of the column, which shows the marks."""
    texts, positions = encode(column)
    shown = [text for text in texts if text is not None]
    for pattern in (r"\.\d{1,2}$", ","):
        shown += others.filter(pc.match_substring_regex(others, pattern)).slice(0, 1).to_pylist()
    marks = marks_of(shown)
    found = [Money() if text is None else parse_money(text, marks) for text in texts]

    def masks(values: list[object]) -> pa.Array:
        return pc.fill_null(spread(values, positions, pa.bool_()), fill_value=False)

    return MoneyColumn(
        spread([one.amount for one in found], positions, MONEY),
        spread([one.currency for one in found], positions, pa.string()),
        spread([one.unit for one in found], positions, pa.string()),
        spread([one.reason for one in found], positions, pa.string()),
        masks([one.guessed for one in found]),
        masks([one.rounded for one in found]),
    )


def parse_money(text: str, marks: Marks) -> Money:
    """Read one amount: “฿12,500”, “၁၅၀,၀၀၀ ကျပ်”, “3 lakh”, “1.500.000 VND”, “(200)”.

    `marks`: how the column writes thousands and decimals. A range, or words nobody knows beside
    the number, give a reason instead of an amount; text that only says unknown gives neither.
    """
    plain = " ".join(western_digits(text).replace("−", "-").split())
    if is_missing(plain):
        return Money()
    if _round_words().get(fold(plain)) == 0:
        return Money(Decimal(0))
    signless, negative = _sign(plain)
    currency, rest, several = _currency(signless)
    if several or _RANGE.search(plain):
        what = "names more than one currency" if several else "holds a range, not one amount"
        return Money(reason=f"The cell {what}.")
    return _amount(rest, currency, marks, negative=negative)


def _amount(text: str, currency: str | None, marks: Marks, *, negative: bool) -> Money:
    """The amount of a text without sign and currency."""
    unit, rest = take_unit(text)
    read = _sum_of_words(rest, marks)
    if read is None:
        return Money(currency=currency, reason="This is no amount of money.")
    amount, guessed = read
    if amount is None:
        return Money(currency=currency, reason="The mark in it may divide thousands or decimals.")
    exact = amount.quantize(_CENT, ROUND_HALF_UP) if amount < _TOO_MUCH else None
    if exact is None:
        return Money(currency=currency, reason="No amount of money is that large.")
    return Money(
        -exact if negative else exact, currency, unit, None, guessed, rounded=exact != amount
    )


def _sign(text: str) -> tuple[str, bool]:
    inside = _BRACKETED.match(text)
    if inside:
        return inside.group(1), True
    negative = re.search(r"^-|^[^\d-]{1,4}-\s?\d|\d\s?-$", text) is not None
    return (text.replace("-", " ").strip(), True) if negative else (text, False)


def _currency(text: str) -> tuple[str | None, str, bool]:
    """(currency, the text without it, whether it names several)."""
    names = _currency_names()
    found: set[str] = set()
    rest = text
    for written, code in names.signs:
        if written in rest.casefold():
            found.add(code)
            rest = re.sub(re.escape(written), " ", rest, flags=re.IGNORECASE)
    for word in re.findall(r"[A-Za-zÀ-ž']+(?:\s[A-Za-zÀ-ž']+)*", rest):
        for piece in (word, *word.split()):
            if fold(piece) in names.words:
                found.add(names.words[fold(piece)])
                rest = rest.replace(piece, " ", 1)
                break
    return (next(iter(found)) if len(found) == 1 else None), rest.strip(), len(found) > 1


class _CurrencyNames(NamedTuple):
    """`signs`: signs and words without spaces around them (฿, us$, บาท), longest first."""

    signs: tuple[tuple[str, str], ...]
    words: dict[str, str]


@cache
def _currency_names() -> _CurrencyNames:
    signs: dict[str, str] = {}
    words: dict[str, str] = {}
    for row in load_codelist("currencies"):
        for word in (row["currency"], *split_words(row["words"])):
            plain = word.casefold()
            if not re.fullmatch(r"[a-zà-ž' ]+", plain):
                signs.setdefault(plain, row["currency"])
            else:
                words.setdefault(fold(word), row["currency"])
    return _CurrencyNames(tuple(sorted(signs.items(), key=lambda pair: -len(pair[0]))), words)


def take_unit(text: str) -> tuple[str | None, str]:
    """(unit the words beside the number name, the text without them): “9,000 per month”."""
    if _ONLY_DIGITS.fullmatch(text):
        return None, text.strip()
    pattern, units = _unit_pattern()
    unit: str | None = None
    for match in pattern.finditer(text):
        found = units[match.group().casefold()]
        # “3 % per month”, “8 hours a day”: the period says more than the sign or the hour.
        if found != "approximate" and (unit is None or found not in _WEAK_UNITS):
            unit = found
    return unit, " ".join(pattern.sub(" ", text).split())


@cache
def _unit_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all unit words, the longest first, and what each says."""
    units = {
        word.casefold(): row["unit"]
        for row in load_codelist("unit_words")
        for word in split_words(row["words"])
    }
    words = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
    return re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])", re.IGNORECASE), units


@cache
def _round_words() -> Mapping[str, int]:
    return {
        fold(word): int(row["factor"])
        for row in load_codelist("number_words")
        for word in split_words(row["words"])
    }


@cache
def _worded() -> re.Pattern[str]:
    """A number and a round-number word, in either order (“3 lakh”, “သိန်း 3”)."""
    spoken = {
        word
        for row in load_codelist("number_words")
        if row["factor"] != "0"
        for word in split_words(row["words"])
    }
    longest_first = sorted(spoken, key=len, reverse=True)
    words = "|".join(map(re.escape, longest_first))
    native = "|".join(re.escape(word) for word in longest_first if not word.isascii())
    return re.compile(
        rf"({_NUMBER})\s*({words})(?![A-Za-z])|({native})\s*({_NUMBER})", re.IGNORECASE
    )


def _sum_of_words(text: str, marks: Marks) -> tuple[Decimal | None, bool] | None:
    """(amount, guessed) of “1 lakh 50 thousand”, “150,000”; None when it is no number."""
    pattern = _worded()
    factors = _round_words()
    if not pattern.search(text):
        return read_digits(text.strip(" ./=+-"), marks)
    total, guessed = Decimal(0), False
    for match in pattern.finditer(text):
        digits, word = (
            (match.group(1), match.group(2)) if match.group(1) else (match.group(4), match.group(3))
        )
        read = read_digits(digits.strip(" .,"), marks)
        if read is None or read[0] is None:
            return read
        total += read[0] * factors[fold(word)]
        guessed = guessed or read[1]
    left = pattern.sub(" ", text).strip(" ./,&+-")
    if left:
        read = read_digits(left, marks)
        if read is None or read[0] is None:
            return read
        total += read[0]
    return total, guessed
