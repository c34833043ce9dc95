"""crest import: an index of goods or countries, or migrant stock, into a folder of your own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from crest.engine.errors import InputError
from crest.engine.risk.imports import KINDS, import_index

DEFAULT_INTO = Path("crest-data")


def import_file(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"One of: {', '.join(KINDS)}.")],
    file: Annotated[Path, typer.Argument(help="The file you downloaded.")],
    into: Annotated[
        Path, typer.Option("--into", "--out", help="The folder that keeps your indices.")
    ] = DEFAULT_INTO,
    name: Annotated[str | None, typer.Option(help="Name of the index in that folder.")] = None,
    source: Annotated[str | None, typer.Option(help="Who published it, and its title.")] = None,
    licence: Annotated[str | None, typer.Option(help="Under which licence you use it.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--date", help="Day of the edition, YYYY-MM-DD.")
    ] = None,
    worse: Annotated[
        str | None, typer.Option(help="country-index: which values are worse, higher or lower.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No words.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Take a published index into a folder of your own; CREST ships none of them."""
    about, imported = import_index(
        kind,
        file,
        into=into,
        name=name,
        source=source,
        licence=licence,
        as_of=_day(as_of),
        worse=worse,
    )
    if as_json:
        typer.echo(json.dumps(about, ensure_ascii=False, indent=1))
    elif not quiet:
        typer.echo(
            f"{about['rows_kept']:,} of {about['rows_read']:,} rows are in {into / about['name']}"
            f".parquet ({about['values']:,} values). Source: {about['source']}. "
            f"Licence: {about['licence']}."
        )
        if imported.problems.num_rows:
            typer.echo(f"{imported.problems.num_rows:,} things to look at:")
            for line in about["problems"]:
                typer.echo(f"- {line}")
            if imported.problems.num_rows > len(about["problems"]):
                typer.echo(f"The rest: {into / about['name']}.problems.csv")
        typer.echo(f"Use it with: crest assess FOLDER --indices {into}")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"“{text}” is no day.", todo="Write it as 2024-09-05.") from error
