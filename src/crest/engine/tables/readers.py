"""The one door into files: whatever a person gives, as raw tables of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crest.engine.errors import InputError
from crest.engine.tables import kinds
from crest.engine.tables.delimited import read_delimited
from crest.engine.tables.json_lists import NotJsonError, read_json, read_jsonl
from crest.engine.tables.parquet import read_parquet
from crest.engine.tables.raw import Limits, RawTable, place
from crest.engine.tables.workbooks import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT_LIMITS: Final = Limits()
_JSON_ENDINGS: Final = (".json", ".geojson", ".jsonl", ".ndjson")


def read_file(
    path: Path, *, source: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> list[RawTable]:
    """Read a list: CSV/TSV, XLSX/XLS/ODS, JSON/JSONL, Parquet or GeoJSON, told by its content.

    `source` is the file name to show in problems (default: the name of `path`). Returns one
    RawTable per sheet that holds data; every data row is in `rows` or in `problems`. Raises
    InputError when nothing can be read and UnsafeFileError when reading would harm the machine.
    """
    shown = path.name if source is None else source
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise InputError("This is a folder.", todo="Give a file.", place=place(shown))
        if not path.is_file():
            raise InputError(
                "This is a pipe or a device.", todo="Save it as a file first.", place=place(shown)
            )
        if size > limits.bytes:
            raise InputError(
                f"The file has {size:,} bytes; at most {limits.bytes:,} are read.",
                todo="Split the file.",
                place=place(shown),
            )
        return _read(path, shown, limits)
    except FileNotFoundError as error:
        raise InputError(
            "There is no such file.", todo="Check the path.", place=place(shown)
        ) from error
    except PermissionError as error:
        raise InputError(
            "The file may not be read.", todo="Check its permissions.", place=place(shown)
        ) from error
    except OSError as error:  # a loop of links, a broken disk, a lost network folder
        raise InputError(
            f"The file cannot be read ({error.strerror or error}).",
            todo="Copy it to another place, then try again.",
            place=place(shown),
        ) from error


def _read(path: Path, source: str, limits: Limits) -> list[RawTable]:
    if path.stat().st_size == 0:
        raise InputError("The file is empty.", todo="Export the list again.", place=place(source))
    kind = kinds.file_kind(path, source)
    if kind in (kinds.XLSX, kinds.XLSB, kinds.XLS, kinds.ODS):
        return read_workbook(path, kind=kind, source=source, limits=limits)
    if kind == kinds.PARQUET:
        return read_parquet(path, source=source, limits=limits)
    if kind == kinds.JSONL:
        return read_jsonl(path, source=source, limits=limits)
    if kind == kinds.JSON:
        try:
            return read_json(path, source=source, limits=limits)
        except NotJsonError:
            if kinds.ending_of(path, source) in _JSON_ENDINGS:
                raise
    return read_delimited(path, source=source, limits=limits)
