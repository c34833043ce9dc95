"""crest template: the workbook with drop-downs and instructions in English and Thai."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crest.engine.errors import OutputError
from crest.engine.intake.template import write_template


def template(
    file: Annotated[
        Path, typer.Argument(help="Where to write the workbook, for example list.xlsx")
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Write an empty CREST workbook: sites, organisations, links and labour channels."""
    if file.suffix.lower() != ".xlsx":
        raise OutputError(f"“{file}” does not end in .xlsx.", todo="Choose a name ending in .xlsx.")
    if file.exists() and not force:
        raise OutputError(f"“{file}” exists already.", todo="Choose another name, or add --force.")
    # Written beside and renamed, so that a full disk leaves no half workbook.
    part = file.with_name(f".{file.name}.part")
    try:
        write_template(part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    typer.echo(f"The workbook is at {file}. Fill it in, then: crest map the-folder-it-is-in")
