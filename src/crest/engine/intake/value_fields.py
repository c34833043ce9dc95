"""Values with a form of their own: identifiers, dates, people, shares, words of a code list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.intake.sheet import Sheet, join_present, recode
from crest.engine.rulebook.wordlists import sector_words, truth_words
from crest.engine.rulebook.words import fold
from crest.engine.values.dates import Order, parse_dates
from crest.engine.values.distinct import encode, spread
from crest.engine.values.identifiers import (
    Checked,
    check_column,
    check_duns,
    check_gln,
    check_lei,
    check_os_id,
)
from crest.engine.values.numbers import parse_counts, parse_shares

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CHECKS: Final[dict[str, Callable[[str], Checked]]] = {
    "lei": check_lei,
    "gln": check_gln,
    "os_id": check_os_id,
    "duns": check_duns,
}
# The scheme in front of a combined identifier such as “osid:CN2021250D1DTN7”.
_SCHEMES: Final = {"lei": "lei", "gln": "gln", "osid": "os_id", "os_id": "os_id", "duns": "duns"}
_TODO_ID: Final = "Copy the identifier again from its issuer."


def identifiers_of(sheet: Sheet) -> dict[str, pa.Array]:
    """lei, gln, os_id, duns: checked values; what fails its check is null, warned and in extra."""
    found: dict[str, pa.Array] = {}
    combined = _combined(sheet)
    for name, check in CHECKS.items():
        values, reasons = check_column(sheet.text(name), check)
        if sheet.has(name):
            sheet.warn_unused(name, reasons, f"intake.identifier.{name}", _TODO_ID)
        found[name] = pc.coalesce(values, combined[name])
    return found


def _combined(sheet: Sheet) -> dict[str, pa.Array]:
    """Identifiers written as scheme:value in one column."""
    if not sheet.has("identifier"):
        return {name: pa.nulls(len(sheet), pa.string()) for name in CHECKS}
    texts, positions = encode(sheet.text("identifier"))
    split = [_scheme_and_value(text) if text else (None, Checked(None)) for text in texts]
    reasons = spread([checked.reason for _, checked in split], positions, pa.string())
    sheet.warn_unused("identifier", reasons, "intake.identifier.combined", _TODO_ID)
    return {
        name: spread(
            [checked.value if scheme == name else None for scheme, checked in split],
            positions,
            pa.string(),
        )
        for name in CHECKS
    }


def _scheme_and_value(text: str) -> tuple[str | None, Checked]:
    scheme, colon, value = text.partition(":")
    name = _SCHEMES.get(scheme.strip().casefold().replace("-", "_")) if colon else None
    if name is None:
        return None, Checked(None, "The scheme in front of the colon is not lei, gln, osid, duns.")
    return name, CHECKS[name](value)


def dates_of(sheet: Sheet, first: str, last: str) -> dict[str, pa.Array]:
    """A first and a last day (date32); a period that ends before it starts loses both, warned."""
    found: dict[str, pa.Array] = {}
    order: Order | None = None
    for name in (first, last):
        if not sheet.has(name):
            found[name] = pa.nulls(len(sheet), pa.date32())
            continue
        parsed = parse_dates(sheet.text(name), end=name == last, prefer=order)
        order = _either(parsed.order) or order
        sheet.warn_unused(
            name, parsed.reasons, "intake.date.unreadable", "Write the date as 2023-03-31."
        )
        found[name] = parsed.dates
    backwards = pc.fill_null(pc.less(found[last], found[first]), fill_value=False)
    if pc.any(backwards).as_py():
        sheet.findings.warn(
            backwards,
            "intake.period.backwards",
            "The period ends before it starts, so neither day was used.",
            "Correct the two dates.",
            column=sheet.header(last),
            values=sheet.text(last),
        )
        for name in (first, last):
            sheet.not_used(name, backwards)
            found[name] = pc.if_else(backwards, pa.scalar(None, pa.date32()), found[name])
    return found


def _either(order: str) -> Order | None:
    if order == "dmy":
        return "dmy"
    return "mdy" if order == "mdy" else None


def people_of(sheet: Sheet, name: str) -> pa.Array:
    """Whole persons (int64); the middle of a range, whose text stays in extra."""
    if not sheet.has(name):
        return pa.nulls(len(sheet), pa.int64())
    parsed = parse_counts(sheet.text(name))
    sheet.warn_unused(
        name, parsed.reasons, "intake.people.unreadable", "Write a whole number, or 100-200."
    )
    ranged = pc.and_(
        parsed.values.is_valid(),
        pc.or_(
            parsed.high.is_null(),
            pc.fill_null(pc.not_equal(parsed.low, parsed.high), fill_value=False),
        ),
    )
    if pc.any(ranged).as_py():
        sheet.not_used(name, ranged)
    return parsed.values


def shares_of(sheet: Sheet, name: str) -> pa.Array:
    """Shares 0..1 (float64)."""
    if not sheet.has(name):
        return pa.nulls(len(sheet), pa.float64())
    parsed = parse_shares(sheet.text(name))
    sheet.warn_unused(name, parsed.reasons, "intake.share.unreadable", "Write 12% or 0.12.")
    return parsed.values


def code_of(sheet: Sheet, name: str, words: Mapping[str, str], *, code: str, todo: str) -> pa.Array:
    """The code a word of the list stands for; unknown words are null, warned and in extra."""
    given = sheet.text(name)
    codes = recode(given, lambda text: words.get(fold(text)))
    if sheet.has(name):
        unknown = pc.and_(given.is_valid(), codes.is_null())
        reasons = pc.if_else(
            unknown,
            pc.binary_join_element_wise("The word “", given, "” is not known.", ""),
            pa.scalar(None, pa.string()),
        )
        sheet.warn_unused(name, reasons, code, todo)
    return codes


def truth_of(sheet: Sheet, name: str) -> pa.Array:
    """Yes or no (bool); unknown words are null, warned and in extra."""
    words = {word: str(value) for word, value in truth_words().items()}
    codes = code_of(sheet, name, words, code="intake.yes-no.unknown", todo="Write yes or no.")
    return pc.equal(codes, "True")


def many_of(column: pa.Array) -> pa.Array:
    """Several values of one cell, joined by “|” without repeats."""
    separated = pc.fill_null(pc.match_substring_regex(column, r"[|;,、，；]"), fill_value=False)
    if not pc.any(separated).as_py():
        return column
    return recode(column, lambda text: "|".join(dict.fromkeys(parts_of(text))) or None)


def parts_of(text: str) -> list[str]:
    """“Apparel|Health, Home” → Apparel, Health, Home."""
    plain = text
    for mark in ";,、，；":
        plain = plain.replace(mark, "|")
    return [part.strip() for part in plain.split("|") if part.strip()]


def sectors_of(sheet: Sheet) -> tuple[pa.Array, pa.Array]:
    """(sector codes joined by “|”, products joined by “|”) of sector, product and mixed columns.

    In a mixed column known sector words become sectors, the rest products. Sector words nobody
    knows are warned of and stay in extra.
    """
    given = sheet.text("sector")
    sector = recode(given, lambda text: _sector_codes(text)[0])
    unknown = recode(given, lambda text: _sector_codes(text)[1])
    if sheet.has("sector"):
        reasons = pc.binary_join_element_wise("No sector is called “", unknown, "”.", "")
        sheet.warn_unused(
            "sector",
            reasons,
            "intake.sector.unknown",
            "Use a word of the sector list, or leave it.",
        )
    product = many_of(sheet.text("product"))
    mixed = sheet.text("sector_product")
    if sheet.has("sector_product"):
        sector = join_present([sector, recode(mixed, lambda text: _sector_codes(text)[0])], "|")
        product = join_present([product, recode(mixed, lambda text: _sector_codes(text)[1])], "|")
    return sector, product


def _sector_codes(text: str) -> tuple[str | None, str | None]:
    """(codes joined by “|”, words that are no sector joined by “|”)."""
    words = sector_words()
    whole = words.get(fold(text))
    if whole:
        return whole, None
    codes: dict[str, None] = {}
    others: dict[str, None] = {}
    for part in parts_of(text):
        code = words.get(fold(part))
        if code:
            codes[code] = None
        else:
            others[part] = None
    return "|".join(codes) or None, "|".join(others) or None
