"""Columns of a wide survey export: “cost_passport”, “Passport fee (THB)”, “deduct_food_2023_05”.

A survey asks one question per column, so one row holds many costs, answers and deductions. What
such a column holds is written as a field with dots:

`cost.ITEM.PART` (part: amount, currency, payer, paid_on, receipt, evidence, how, paid_to),
`answer.QUESTION`, `deduction.KIND.MONTH`, `gross.MONTH`, `refund.PART`. ITEM is a code of the
rulebook, the words of an item nobody knows, or `total`. MONTH is 2023-05, m1 (first month of the
job) or `-`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from crest.engine.intake.survey_words import (
    COST_MARKS,
    DEDUCTION_MARKS,
    FILLERS,
    GROSS_MARKS,
    NATIVE_COST,
    PARTS,
    REFUND_MARKS,
    TOTALS,
    deduction_words,
    question_words,
)
from crest.engine.rulebook.cost_items import cost_words
from crest.engine.rulebook.wordlists import currency_words
from crest.engine.rulebook.words import fold
from crest.engine.values.months import MONTHS, common_year

PREFIXES: Final = ("cost.", "answer.", "deduction.", "gross.", "refund.")
_FIELD: Final = re.compile(
    r"cost\.[^.]+\.(?:amount|currency|payer|paid_on|receipt|evidence|how|paid_to)"
    r"|answer\.[a-z][a-z0-9_]*"
    r"|(?:deduction\.[^.]+|gross)\.(?:\d{4}-\d{2}|m\d{1,2}|-)"
    r"|refund\.(?:amount|currency|refunded_on|paid_by|receipt|evidence)"
)
_CODE: Final = re.compile(r"\b(rc|fee)[ -]?(\d{2})\b")
# “group/question”, “group-question”, “group.question”: the group says nothing by itself.
_PATH: Final = re.compile(r"(?<=\S)(?:/|::)(?=\S)|(?<=\w)[-.:](?=\w)")
# “Factory name / ชื่อโรงงาน”, “wage (gross)”: each part may be the heading.
_PARTS: Final = re.compile(r"[|\n\r()\[\]（）：]|\s[-–/]\s|:\s")
_LEAST_WORD: Final = 3  # letters of a word that can name a currency in a heading
_NUMBERING: Final = re.compile(r"^(?:q|qn|no|[a-z])?\s?\d+[a-z]?\s+(?=\D)")
_YEAR_MONTH: Final = re.compile(r"\b(\d{4}) (\d{1,2})\b|\b(\d{1,2}) (\d{4})\b")
_NTH_MONTH: Final = re.compile(r"\b(?:m|month|mo|เดือนที่) ?(\d{1,2})\b")
_NAMED_MONTH: Final = re.compile(
    rf"\b({'|'.join(sorted(map(re.escape, MONTHS), key=len, reverse=True))}) (\d{{4}})\b"
)


def is_survey_field(field: str) -> bool:
    """Whether the text is a field of a wide survey column, as a person may write it."""
    return _FIELD.fullmatch(field) is not None


@lru_cache(maxsize=50_000)
def candidates(heading: str) -> tuple[str, ...]:
    """The folded readings of a heading, the fullest first.

    “recruitment/Q12. Passport fee (THB)” → as a whole, without its group, without its number,
    without the currency, and its parts.
    """
    tails = [heading[match.end() :] for match in _PATH.finditer(heading)]
    parts = _PARTS.split(heading) if _PARTS.search(heading) else []
    front, slash, back = heading.partition("/")
    if slash and front.isascii() != back.isascii():  # two languages without a space
        parts += [front, back]
    found: dict[str, None] = {}
    for text in (heading, *tails, *parts):
        folded = fold(text)
        bare = _NUMBERING.sub("", folded)
        for reading in (folded, bare, without_currency(bare)):
            if len(reading) > 1:
                found.setdefault(reading)
    return tuple(found)


def currency_in(heading: str) -> str | None:
    """The currency a heading names: “passport fee (THB)” → THB; None when none or several."""
    words = currency_words()
    found = {words[token] for token in fold(heading).split() if _names_money(token, words)}
    found |= {words[sign] for sign in heading if sign in words and not sign.isalnum()}
    return found.pop() if len(found) == 1 else None


def without_currency(folded: str) -> str:
    """The reading without its currency word and the “in” before it."""
    words = currency_words()
    tokens = folded.split()
    kept = [token for token in tokens if not _names_money(token, words)]
    if len(kept) == len(tokens):
        return folded
    while kept and kept[-1] == "in":
        kept.pop()
    return " ".join(kept)


def _names_money(token: str, words: dict[str, str]) -> bool:
    """Whether the token is surely a currency: a code of three letters, or a word as long.

    Short Latin words mean other things too (“rs”, “tk”); บาท and กีบ mean nothing else.
    """
    if token not in words or len(token) < _LEAST_WORD:
        return False
    return not token.isascii() or len(token) > _LEAST_WORD or token.upper() == words[token]


@lru_cache(maxsize=50_000)
def survey_field(heading: str) -> str | None:
    """The field of a wide survey column, or None when the heading is none."""
    readings = candidates(heading)
    questions = question_words()
    for reading in readings:
        if reading in questions:
            return f"answer.{questions[reading]}"
    for reading in readings:
        field = _deduction(reading) or _refund(reading) or _cost(reading)
        if field is not None:
            return field
    return None


def _cost(reading: str) -> str | None:
    part, rest = _part(reading)
    code = _CODE.search(rest)
    if code is not None:
        item: str | None = f"{code.group(1)}-{code.group(2)}".upper()
        return f"cost.{item}.{part or 'amount'}" if item in set(cost_words().values()) else None
    tokens = [token for token in rest.split() if token not in FILLERS]
    marked = any(token in COST_MARKS for token in tokens) or any(
        mark in rest for mark in NATIVE_COST
    )
    marked = marked or (part in {"amount", "payer", "currency"} and len(tokens) > 0)
    if not marked:
        return None
    bare = [token for token in tokens if token not in COST_MARKS]
    if not bare or " ".join(bare) in TOTALS:
        has_total = any(token in TOTALS for token in tokens)
        return f"cost.total.{part or 'amount'}" if has_total else None
    item = _item(tokens, bare)
    if item is not None:
        return f"cost.{item}.{part or 'amount'}"
    if tokens[0] in {"cost", "costs", "fee", "fees"} and len(bare) < len(tokens):
        return f"cost.{' '.join(bare)}.{part or 'amount'}"
    return None


def _item(tokens: list[str], bare: list[str]) -> str | None:
    """The item of the rulebook the words name, with or without “fee” and “cost” among them."""
    words = cost_words()
    whole, short = " ".join(tokens), " ".join(bare)
    for text in (whole, short, f"{short} fee", f"{short} fees", f"{short} cost", f"{short} costs"):
        if text in words:
            return words[text]
    return words.get(short.removesuffix("s"))


def _part(reading: str) -> tuple[str | None, str]:
    """(the part of a cost the words speak of, the words without it)."""
    padded = f" {reading} "
    for phrase, part in PARTS:
        if f" {phrase} " in padded:
            return part, " ".join(padded.replace(f" {phrase} ", " ", 1).split())
    return None, reading


def _deduction(reading: str) -> str | None:
    month, rest = _month(reading)
    tokens = rest.split()
    if rest in GROSS_MARKS and month != "-":
        return f"gross.{month}"
    thai = next((mark for mark in DEDUCTION_MARKS if not mark.isascii() and mark in rest), None)
    if thai is None and not any(token in DEDUCTION_MARKS for token in tokens):
        return None
    words = [token for token in tokens if token not in DEDUCTION_MARKS and token not in FILLERS]
    kind = " ".join(words).replace(thai or "\0", "").strip()
    known = deduction_words()
    if kind and kind not in known and kind.removesuffix("s") not in known:
        return None
    return f"deduction.{known.get(kind) or known.get(kind.removesuffix('s')) or 'other'}.{month}"


def _month(reading: str) -> tuple[str, str]:
    """(month as 2023-05, m1 or -, the words without it)."""
    named = _NAMED_MONTH.search(reading)
    if named:
        year = common_year(int(named.group(2)))
        if year is not None:
            return f"{year}-{MONTHS[named.group(1)]:02d}", _cut(reading, named)
    digits = _YEAR_MONTH.search(reading)
    if digits:
        year_text, month_text = digits.group(1) or digits.group(4), digits.group(2)
        number = int(month_text or digits.group(3))
        year = common_year(int(year_text))
        if year is not None and 1 <= number <= 12:  # noqa: PLR2004
            return f"{year}-{number:02d}", _cut(reading, digits)
    nth = _NTH_MONTH.search(reading)
    return (f"m{int(nth.group(1))}", _cut(reading, nth)) if nth else ("-", reading)


def _cut(reading: str, match: re.Match[str]) -> str:
    return " ".join(f"{reading[: match.start()]} {reading[match.end() :]}".split())


def _refund(reading: str) -> str | None:
    tokens = reading.split()
    if not any(token in REFUND_MARKS for token in tokens) and "เงินคืน" not in reading:
        return None
    part, _ = _part(reading)
    left = {token for token in tokens if token not in REFUND_MARKS and token not in FILLERS}
    names = {"payer": "paid_by", "paid_on": "refunded_on", None: "amount"}
    field = names.get(part, part)
    if part is None and left - COST_MARKS - {"เงินคืน", "by"}:
        return None
    if "by" in tokens and part is None:
        field = "paid_by"
    known = {"amount", "currency", "refunded_on", "paid_by", "receipt", "evidence"}
    return f"refund.{field}" if field in known else None
