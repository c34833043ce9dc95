"""crest template: the workbook with drop-downs and instructions in English and Thai."""

from __future__ import annotations

import shutil
import tempfile
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
    """Write an empty CREST workbook: sites, firms, links, channels, and what workers paid."""
    if file.suffix.lower() != ".xlsx":
        raise OutputError(f"“{file}” does not end in .xlsx.", todo="Choose a name ending in .xlsx.")
    try:
        if file.is_dir():
            raise OutputError(f"“{file}” is a folder.", todo="Choose another name.")
        if file.exists() and not force:
            raise OutputError(f"“{file}” exists already.", todo="Choose another name or --force.")
        _write_whole(file)
    except OSError as error:
        raise OutputError(
            f"“{file}” cannot be written ({error.strerror}).", todo="Choose another place."
        ) from error
    typer.echo(f"The workbook is at {file}. Fill it in, then: crest map the-folder-it-is-in")


def _write_whole(file: Path) -> None:
    """Write beside and rename: a full disk or Ctrl-C leaves no half workbook."""
    file.parent.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=".template-", suffix=".part", dir=file.parent))
    try:
        part = place / file.name
        write_template(part)
        part.replace(file)
    except OutputError as error:
        sentence = error.sentence.replace(str(part), f"“{file}”")
        raise OutputError(sentence, todo=error.todo) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
