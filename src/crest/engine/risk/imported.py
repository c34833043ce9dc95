"""An index read in, and how it is kept in a folder: Parquet beside a YAML that says what it is."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow.compute as pc
import yaml

from crest.engine.errors import InputError
from crest.engine.tables.folders import write_error
from crest.engine.tables.writers import write_csv, write_parquet, write_text

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_SHOWN: Final = 20  # problems told in the YAML; all of them stand in the CSV


@dataclass(frozen=True)
class Imported:
    """Rows of one of the index schemas, what was refused, and how many rows the file had."""

    kind: str
    table: pa.Table
    problems: pa.Table
    rows_read: int
    rows_kept: int


@dataclass(frozen=True, slots=True)
class Stated:
    """What the person who imports says of an index. `as_of`: the day of the edition."""

    name: str
    source: str
    licence: str
    as_of: date | None


def checked_name(text: str) -> str:
    """A name for the files of an index; raises InputError when it is none."""
    if not _NAME.fullmatch(text):
        raise InputError(
            f"“{text}” cannot be the name of an index.",
            todo="Use small letters, digits and hyphens, for example ilab-goods-2024.",
        )
    return text


def keep_index(into: Path, imported: Imported, stated: Stated, original: Path) -> dict[str, Any]:
    """Write NAME.parquet, NAME.yaml and, with problems, NAME.problems.csv into the folder.

    An earlier index of that name is replaced, the YAML last, so that it never describes half a
    table. Returns what the YAML says. Raises InputError when no row could be used, OutputError
    when the folder cannot be written.
    """
    if not imported.table.num_rows:
        raise InputError(
            f"No row of {original.name} could be used; nothing was written.{_first(imported)}",
            todo="See: crest import --help, for what each kind of index looks like.",
        )
    about = _about(imported, stated, original)
    try:
        into.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f".{stated.name}-", suffix=".part", dir=into))
        try:
            write_parquet(imported.table, place / f"{stated.name}.parquet")
            if imported.problems.num_rows:
                write_csv(imported.problems, place / f"{stated.name}.problems.csv")
            text = yaml.safe_dump(about, allow_unicode=True, sort_keys=False, width=100)
            write_text(text, place / f"{stated.name}.yaml")
            (into / f"{stated.name}.problems.csv").unlink(missing_ok=True)
            for path in sorted(place.iterdir(), key=lambda p: p.suffix == ".yaml"):
                path.replace(into / path.name)
        finally:
            shutil.rmtree(place, ignore_errors=True)
    except OSError as error:
        raise write_error(error, into) from error
    return about


def _first(imported: Imported) -> str:
    return f" {imported.problems['sentence'][0].as_py()}" if imported.problems.num_rows else ""


def _about(imported: Imported, stated: Stated, original: Path) -> dict[str, Any]:
    severe = pc.sum(pc.equal(imported.problems["severity"], "rejected")).as_py() or 0
    return {
        "kind": imported.kind,
        "name": stated.name,
        "source": stated.source,
        "licence": stated.licence,
        "date": None if stated.as_of is None else stated.as_of.isoformat(),
        "file": original.name,
        "sha256": _digest(original),
        "rows_read": imported.rows_read,
        "rows_kept": imported.rows_kept,
        "rows_refused": imported.rows_read - imported.rows_kept,
        "values": imported.table.num_rows,
        "warnings": imported.problems.num_rows - severe,
        "problems": [
            f"row {row['row']}: {row['sentence']}" if row["row"] else row["sentence"]
            for row in imported.problems.slice(0, _SHOWN).to_pylist()
        ],
    }


def _digest(path: Path) -> str:
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            whole.update(piece)
    return whole.hexdigest()
