"""Migrant stock by origin and destination, in the wide form: a row per year and destination."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.errors import InputError
from crest.engine.risk.import_tables import columns_of, one_table, year_of
from crest.engine.risk.imported import Imported
from crest.engine.risk.indices import MIGRANTS
from crest.engine.rulebook.countries import country_book
from crest.engine.rulebook.words import fold
from crest.engine.tables.raw import ProblemList, place

if TYPE_CHECKING:
    from pathlib import Path

    from crest.engine.tables.raw import RawTable

_WANTED: Final = {
    "year": ("year",),
    "destination": (
        "dest",
        "destination",
        "country of destination",
        "region development group country or area of destination",
    ),
}
# Regions of the UN that a country's name is part of, or is the same as.
_REGIONS: Final = frozenset({"micronesia", "melanesia", "polynesia", "caribbean", "south america"})
_NOTHING: Final = pa.array(["", "..", "-", "–", "…", "n/a"], pa.string())
_WHOLE: Final = r"^\d+$"


def read_migrant_stock(path: Path, *, name: str, source: str) -> Imported:
    """A wide table: columns year and destination, then one column per origin, cells people.

    “..” and “-” state nothing. Rows and columns of regions are left out and listed. Raises
    InputError when a column is missing or no column is a country.
    """
    table = one_table(path, source)
    at = columns_of(table, _WANTED)
    problems = ProblemList(source, table.sheet)
    years, lands, rows = _destinations(table, at, problems)
    origins = _origins(table, at, problems)
    if not origins:
        raise InputError(
            "No column is named by a country of origin.",
            todo="Give the wide table: year, destination, then one column per origin.",
            place=place(source),
        )
    parts = []
    kept = table.columns.take(rows)
    for position, origin in origins:
        people = _people(kept.column(position), table, position, rows, problems)
        stated = people.is_valid()
        parts.append(
            pa.table(
                {
                    "list": pa.repeat(name, kept.num_rows),
                    "year": years,
                    "origin": pa.repeat(origin, kept.num_rows),
                    "destination": lands,
                    "people": people,
                }
            ).filter(stated)
        )
    whole = pa.concat_tables(parts).cast(MIGRANTS)
    read = table.columns.num_rows
    return Imported("migrant-stock", whole.combine_chunks(), problems.table(), read, len(rows))


def _destinations(
    table: RawTable, at: dict[str, int], problems: ProblemList
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Year, country and position of the rows that can be used."""
    years, lands, rows = [], [], []
    seen: set[tuple[int, str]] = set()
    year_cells = table.columns.column(at["year"]).to_pylist()
    land_cells = table.columns.column(at["destination"]).to_pylist()
    for i, row in enumerate(table.rows.to_pylist()):
        year, land = year_of(year_cells[i], row, problems), _land(land_cells[i])
        if year is None or land is None or (year, land) in seen:
            what = "year" if year is None else "country" if land is None else "row of its own"
            problems.reject(
                "index.no_country" if land is None else "index.twice" if year else "index.no_year",
                f"“{land_cells[i]}” has no {what} here; regions and doubles are left out.",
                "Nothing to do for a region; otherwise correct the row.",
                row=row,
                value=land_cells[i],
            )
            continue
        seen.add((year, land))
        years.append(year)
        lands.append(land)
        rows.append(i)
    return (
        pa.array(years, pa.int64()),
        pa.array(lands, pa.string()),
        pa.array(np.array(rows, np.int64)),
    )


def _land(text: str | None) -> str | None:
    folded = fold(text or "")
    return None if folded in _REGIONS else country_book().find(text or "")


def _origins(table: RawTable, at: dict[str, int], problems: ProblemList) -> list[tuple[int, str]]:
    """Position and country of the columns of origins, each country once."""
    found: dict[str, int] = {}
    for position, head in enumerate(table.header):
        if position in at.values():
            continue
        land = _land(head)
        if land is None or land in found:
            problems.warn(
                "index.no_origin",
                f"The column “{head}” is no country of its own and is left out.",
                "Nothing to do for a region, a total or a note.",
                column=head,
            )
        else:
            found[land] = position
    return [(position, land) for land, position in found.items()]


def _people(
    cells: pa.ChunkedArray, table: RawTable, position: int, rows: pa.Array, problems: ProblemList
) -> pa.Array:
    """Whole people of a column; what is neither a number nor a sign for nothing is a problem."""
    plain = pc.replace_substring_regex(pc.utf8_trim_whitespace(cells), r"[\s,]", "")
    plain = plain.combine_chunks()
    whole = pc.fill_null(pc.match_substring_regex(plain, _WHOLE), False)
    blank = pc.fill_null(pc.is_in(plain, value_set=_NOTHING), True)
    strange = pc.invert(pc.or_(whole, pc.or_(blank, pc.is_null(plain))))
    for i in np.flatnonzero(strange.to_numpy(zero_copy_only=False)).tolist():
        problems.warn(
            "index.no_number",
            "The cell is no number of people and is left out.",
            "Correct the cell.",
            row=table.rows[rows[i].as_py()].as_py(),
            column=table.header[position],
            value=plain[i].as_py(),
        )
    return pc.if_else(whole, plain, None).cast(pa.int64())
