"""How columns were read: shown before anything is written, kept beside the result, correctable."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.table import Table

from crest.engine.intake.column_mapping import Override, load_overrides, mappings_to_yaml
from crest.engine.tables.writers import write_text

if TYPE_CHECKING:
    from pathlib import Path

    from crest.engine.intake.lists import Lists

_PROBLEMS_SHOWN = 20


def mappings_as_data(lists: Lists) -> list[dict[str, Any]]:
    """The column mappings of all files, ready for YAML or JSON."""
    return [mapping.to_dict() for mapping in lists.mappings]


def write_mappings(lists: Lists, path: Path) -> None:
    """Write `columns.yaml`: correct a field there and give the file back with --columns."""
    head = "# How each column was read. Correct `field`, then run again with --columns this-file.\n"
    write_text(head + mappings_to_yaml(list(lists.mappings)), path)


def read_overrides(path: Path | None) -> list[Override]:
    """What a person corrected in `columns.yaml`; nothing when no file was given."""
    return [] if path is None else load_overrides(path)


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
