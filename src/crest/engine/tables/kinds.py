"""What a file is, told from its first bytes and not from its name."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from crest.engine.errors import InputError
from crest.engine.tables.raw import place

TEXT: Final = "text"
XLSX: Final = "xlsx"
XLSB: Final = "xlsb"
ODS: Final = "ods"
XLS: Final = "xls"
PARQUET: Final = "parquet"
JSON: Final = "json"
JSONL: Final = "jsonl"

_FOREIGN: Final = {
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a SQLite database",
}
_MARKUP: Final = {
    b"<html": "a web page",
    b"<!doctype": "a web page",
    b"<table": "a web page",
    b"<?xml": "an XML document",
}
_AS_TABLE: Final = "Save the list as CSV (UTF-8) or XLSX and give that file."


def file_kind(path: Path, source: str) -> str:
    """One of the kinds above. A wrong file ending does not matter, the content decides.

    Raises InputError for an empty file and for anything that holds no table CREST can read.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        if path.stat().st_size <= len(head):
            raise InputError(
                "The file is empty.", todo="Export the list again.", place=place(source)
            )
        return TEXT
    if head[:4] == b"PK\x03\x04" or head[:4] == b"PK\x05\x06":
        return _zip_kind(path, source)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return XLS
    if head[:4] == b"PAR1":
        return PARQUET
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise InputError(
                f"The file is {what}, not a table.", todo=_AS_TABLE, place=place(source)
            )
    return _text_kind(head, path, source)


def ending_of(path: Path, source: str) -> str:
    """The ending of the file, or of the name people know it by when it is kept under another."""
    return (path.suffix or Path(source).suffix).lower()


def _zip_kind(path: Path, source: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(
            f"The file is damaged: its ZIP container cannot be opened ({error}).",
            todo="Open it in a spreadsheet program and save it again.",
            place=place(source),
        ) from error
    if "xl/workbook.xml" in names or any(n.lower() == "xl/workbook.xml" for n in names):
        return XLSX
    if "xl/workbook.bin" in names:
        return XLSB
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return ODS
    raise InputError(
        "The file is a ZIP archive and no workbook.",
        todo="Unpack it and give the lists inside.",
        place=place(source),
    )


def _text_kind(head: bytes, path: Path, source: str) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    for magic, what in _MARKUP.items():
        if start.startswith(magic):
            raise InputError(
                f"The file is {what}, not a table.", todo=_AS_TABLE, place=place(source)
            )
    ending = ending_of(path, source)
    if ending in (".jsonl", ".ndjson"):
        return JSONL
    squeezed = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if squeezed[:1] == b"{":
        return JSON
    if squeezed[:1] == b"[":
        inside = squeezed[1:].lstrip()[:1]
        if ending in (".json", ".geojson") or inside in (b"{", b"]"):
            return JSON
    return TEXT
