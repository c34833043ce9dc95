"""Dated rates of exchange: the bundled ones with their source, or a list of the user's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from crest.engine.errors import InputError, Place, RuleFileError
from crest.engine.rulebook.codelists import rulebook_folders
from crest.engine.rulebook.loader import rulebook_files
from crest.engine.tables.readers import read_file
from crest.engine.tables.recruitment import RATES
from crest.engine.values.date_words import read_span

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from crest.engine.tables.raw import RawTable

# File → (period, confidence), the surest first: a later file never replaces an earlier rate.
_BUNDLED: Final = {
    "rates/monthly.csv": ("month", "verified"),
    "rates/annual.csv": ("year", "verified"),
    "rates/annual_general.csv": ("year", "general"),
}
_WORDS: Final = {
    "currency": {"currency", "currency code", "iso", "code", "ccy"},
    "start": {"start", "date", "month", "year", "period", "day", "from"},
    "per_usd": {"per_usd", "per usd", "rate", "units per usd", "exchange rate", "value"},
    "source": {"source"},
}
_LONGEST_MONTH: Final = 31  # days
_TODO: Final = "Give a CSV with the columns currency, start and per_usd, one rate a row."


class RateError(InputError):
    """A list of rates that cannot be used."""

    code = "journeys.rates.unusable"


def load_rates(path: Path | None = None) -> pa.Table:
    """RATES: the bundled rates, or those of the user's own file, which replace them all.

    The own file has a currency (ISO 4217), a date (a month or a year) and a rate: units of the
    currency for one US dollar. Raises RateError, with the row, for a rate that is not above zero,
    given twice, without a known date or without three letters of a currency.
    """
    return _bundled() if path is None else _own(path)


def dollars_by_currency(rates: pa.Table) -> dict[str, float]:
    """Currency → units for one US dollar, the latest known; USD itself is 1."""
    found: dict[str, tuple[date, float]] = {}
    for row in rates.to_pylist():
        known = found.get(row["currency"])
        if known is None or known[0] <= row["start"]:
            found[row["currency"]] = (row["start"], row["per_usd"])
    return {"USD": 1.0} | {currency: rate for currency, (_, rate) in found.items()}


def _bundled() -> pa.Table:
    files = rulebook_files(rulebook_folders())
    seen: set[tuple[str, str, date]] = set()
    lines: list[dict[str, object]] = []
    for name, (period, confidence) in _BUNDLED.items():
        if name not in files:
            raise RuleFileError(f"{name} is missing.", todo="Reinstall crest.")
        first = files[name].read_text(encoding="utf-8").split("\n", 1)[0]
        source = re.sub(r"^#\s*source:\s*", "", first)
        raw = _without_comments(files[name])
        for line in _lines(raw, name):
            key = (str(line["currency"]), period, _start(line))
            if key in seen:
                continue
            seen.add(key)
            lines.append(line | {"period": period, "source": source, "confidence": confidence})
    return pa.Table.from_pylist(lines, schema=RATES)


def _start(line: dict[str, object]) -> date:
    return line["start"]  # type: ignore[return-value]


def _without_comments(path: Path) -> list[dict[str, str | None]]:
    rows = [
        line.split(",")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    head = rows[0]
    return [dict(zip(head, row, strict=True)) for row in rows[1:]]


def _own(path: Path) -> pa.Table:
    raws = read_file(path)
    if not raws:
        raise RateError("The file holds no rates.", todo=_TODO, place=Place(path.name))
    raw = raws[0]
    rows = _named(raw)
    lines = [
        line | {"source": str(line["source"] or path.name), "confidence": "verified"}
        for line in _lines(rows, path.name)
    ]
    return pa.Table.from_pylist(lines, schema=RATES)


def _named(raw: RawTable) -> list[dict[str, str | None]]:
    """Rows of the file with the columns called as in RATES."""
    at: dict[str, int] = {}
    for field, words in _WORDS.items():
        for i, header in enumerate(raw.header):
            if header.strip().casefold().replace("_", " ") in {w.replace("_", " ") for w in words}:
                at.setdefault(field, i)
    missing = [field for field in ("currency", "start", "per_usd") if field not in at]
    if missing:
        raise RateError(
            f"The rates lack the column {' and '.join(missing)}.",
            todo=_TODO,
            place=Place(raw.source, raw.sheet),
        )
    columns = {field: raw.columns.column(i).to_pylist() for field, i in at.items()}
    return [
        {field: cells[row] for field, cells in columns.items()}
        for row in range(raw.columns.num_rows)
    ]


def _lines(rows: list[dict[str, str | None]], name: str) -> list[dict[str, object]]:
    """The rows of a list of rates, checked; raises RateError at the first that is wrong."""
    found: list[dict[str, object]] = []
    seen: dict[tuple[str, date, str], int] = {}
    for at, row in enumerate(rows, start=1):
        place = Place(name, None, at)
        currency = (row["currency"] or "").strip().upper()
        if not re.fullmatch(r"[A-Z]{3}", currency):
            raise RateError(
                f"“{row['currency'] or ''}” is no currency.",
                todo="Use the three letters of ISO 4217, for example THB.",
                place=place,
            )
        span = read_span(row["start"] or "", "dmy")
        if span is None or span.last is None:
            raise RateError(
                f"“{row['start'] or ''}” is no date.", todo="Write 2023-05 or 2023.", place=place
            )
        period = "year" if (span.last - span.first).days >= _LONGEST_MONTH else "month"
        start = span.first.replace(day=1)
        rate = _rate(row["per_usd"] or "", place)
        key = (currency, start, period)
        if key in seen:
            raise RateError(
                f"The rate of {currency} for this {period} stands in row {seen[key]} already.",
                todo="Leave one of the two.",
                place=place,
            )
        seen[key] = at
        found.append(
            {
                "currency": currency,
                "period": period,
                "start": start,
                "per_usd": rate,
                "source": row.get("source"),
            }
        )
    return found


def _rate(text: str, place: Place) -> float:
    try:
        rate = float(text.strip().replace(",", ""))
    except ValueError:
        rate = float("nan")
    if not 0 < rate < float("inf"):
        raise RateError(
            f"“{text}” is no rate above zero.",
            todo="Write how many units of the currency one US dollar cost, for example 33.5.",
            place=place,
        )
    return rate
