"""Code lists: CSV files of the rulebook with a `#` comment that names their source."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path
from typing import Final

from crest.engine.errors import RuleFileError

SHIPPED: Final = Path(__file__).parents[2] / "rulebook"


def rulebook_folders() -> tuple[Path, ...]:
    """The rulebook folders in force, most important first: CREST_RULEBOOK, then the shipped one."""
    on_top = os.environ.get("CREST_RULEBOOK")
    return (Path(on_top), SHIPPED) if on_top else (SHIPPED,)


@cache
def load_codelist(name: str) -> tuple[dict[str, str], ...]:
    """Rows of `codelists/<name>.csv` as dicts of header → text, in file order.

    Raises RuleFileError when the list is missing, has no source comment or a row of wrong length.
    """
    for folder in rulebook_folders():
        path = folder / "codelists" / f"{name}.csv"
        if path.is_file():
            return _read(path)
    raise RuleFileError(f"codelists/{name}.csv is missing.", todo="Reinstall crest.")


def _read(path: Path) -> tuple[dict[str, str], ...]:
    lines = path.read_text(encoding="utf-8").splitlines()
    comments = sum(1 for line in lines if line.startswith("#"))
    if not comments or "source" not in lines[0].lower():
        raise RuleFileError(
            f"{path.name}:1 the first line must be a comment that names the source.",
            todo="Start the file with “# source: …”.",
        )
    body = [line for line in lines if not line.startswith("#")]
    rows = []
    reader = csv.DictReader(body)
    for row in reader:
        if None in row or None in row.values():
            raise RuleFileError(
                f"{path.name}:{reader.line_num + comments} has not as many cells as its header.",
                todo="Make the number of commas the same in every row.",
            )
        rows.append(dict(row))
    return tuple(rows)
