"""Indices of countries (rule of law, corruption, press freedom …) from any table."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from crest.engine.errors import InputError
from crest.engine.risk.import_tables import columns_of, one_table, year_of
from crest.engine.risk.imported import Imported
from crest.engine.risk.indices import COUNTRIES
from crest.engine.rulebook.countries import country_book
from crest.engine.rulebook.words import fold
from crest.engine.tables.raw import ProblemList, place
from crest.engine.values.text import western_digits

if TYPE_CHECKING:
    from pathlib import Path

    from crest.engine.tables.raw import RawTable

WORSE: Final = ("higher", "lower")
_WANTED: Final = {
    "country": (
        "country",
        "country name",
        "country code",
        "iso",
        "iso2",
        "iso3",
        "economy",
        "code",
    ),
    "value": ("value", "score", "index", "estimate", "rank"),
    "year": ("year", "date", "edition"),
    "direction": ("direction", "worse"),
}
_DIRECTIONS: Final = {
    "higher": "higher",
    "lower": "lower",
    "higher worse": "higher",
    "higher is worse": "higher",
    "lower better": "higher",
    "lower is better": "higher",
    "lower worse": "lower",
    "lower is worse": "lower",
    "higher better": "lower",
    "higher is better": "lower",
}
_FEW: Final = 20  # countries; a place among fewer says little


def read_country_index(path: Path, *, name: str, worse: str | None, source: str) -> Imported:
    """Any table with the columns country and value, and if it has them year and direction.

    `worse`: "higher" or "lower" values are worse; needed unless a column direction says so. Each
    country gets its place among the others of its year, 1 the worst. Raises InputError when a
    column is missing or the direction is not known, or not the same everywhere.
    """
    table = one_table(path, source)
    at = columns_of(table, _WANTED, optional=("year", "direction"))
    direction = worse or _direction(table, at)
    if direction not in WORSE:
        raise InputError(
            "Nothing says whether higher or lower values are worse.",
            todo="Add --worse higher or --worse lower.",
            place=place(source),
        )
    problems = ProblemList(source, table.sheet)
    rows = _rows(table, at, problems)
    placed = _placed(rows, name, direction, problems)
    read = table.columns.num_rows
    return Imported(
        "country-index",
        pa.Table.from_pylist(placed, COUNTRIES),
        problems.table(),
        read,
        len(placed),
    )


def _direction(table: RawTable, at: dict[str, int]) -> str | None:
    if "direction" not in at:
        return None
    said = {fold(text) for text in table.columns.column(at["direction"]).to_pylist() if text}
    found = {_DIRECTIONS.get(word) for word in said}
    if len(found) > 1:
        raise InputError(
            f"The column “{table.header[at['direction']]}” says different things.",
            todo="Import each index from a file of its own.",
            place=place(table.source, table.sheet),
        )
    return found.pop() if found else None


def _rows(
    table: RawTable, at: dict[str, int], problems: ProblemList
) -> list[tuple[str, int | None, float]]:
    cells = {key: table.columns.column(position).to_pylist() for key, position in at.items()}
    seen: set[tuple[str, int | None]] = set()
    found = []
    for i, row in enumerate(table.rows.to_pylist()):
        land, text = cells["country"][i], cells["value"][i]
        code, value = country_book().find(land or ""), _number(text)
        year = year_of(cells["year"][i], row, problems) if "year" in at else None
        if code is None or value is None or ("year" in at and year is None):
            what = "country" if code is None else "value" if value is None else "year"
            problems.reject(
                f"index.no_{what}",
                f"The {what} is missing or cannot be read.",
                "Correct the row; a group of countries is no country.",
                row=row,
                value={"country": land, "value": text}.get(what) or land,
            )
        elif (code, year) in seen:
            problems.reject(
                "index.twice",
                f"{code} has a value for that year already; the first one counts.",
                "Keep one row per country and year.",
                row=row,
                value=land,
            )
        else:
            seen.add((code, year))
            found.append((code, year, value))
    return found


def _number(text: str | None) -> float | None:
    plain = western_digits(text or "").strip()
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _placed(
    rows: list[tuple[str, int | None, float]], name: str, worse: str, problems: ProblemList
) -> list[dict[str, Any]]:
    """The rows with the part of the other countries of the year that do better."""
    by_year: dict[int | None, list[float]] = defaultdict(list)
    for _, year, value in rows:
        by_year[year].append(value)
    for year, values in by_year.items():
        if len(values) < _FEW:
            problems.warn(
                "index.few",
                f"Only {len(values)} countries in {year or 'the list'}; a place among them says "
                "little.",
                "Import the whole index.",
            )
    sign = 1 if worse == "higher" else -1
    found = []
    for code, year, value in rows:
        others = by_year[year]
        better = sum(sign * other < sign * value for other in others)
        found.append(
            {
                "list": name,
                "country": code,
                "year": year,
                "value": value,
                # Alone, a country has no place: it counts as the worst, not as fine.
                "worse": better / (len(others) - 1) if len(others) > 1 else 1.0,
            }
        )
    return found
