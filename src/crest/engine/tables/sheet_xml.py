"""What the reader of workbooks does not tell: formulas without value, error cells, true extent."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Final

from crest.engine.errors import UnsafeFileError
from crest.engine.tables import kinds
from crest.engine.tables.archives import pieces
from crest.engine.tables.raw import LISTED_PER_CODE, Limits, place

_ROW: Final = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["'](\d+)""")
_FAR_CELL: Final = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{2,7})\d""")
_FILLED: Final = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{1,7})(\d+)[^>]*[^/]>""")
_NO_VALUE: Final = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*><f\b(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>'
)
_ERROR: Final = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?'
    rb"<v>([^<]*)</v>"
)
_OVERLAP: Final = 20_000
_ODS_ROWS: Final = re.compile(
    rb'<table:table-row\b[^>]*?number-rows-repeated="(\d+)[^>]*[^/]>(.*?)</table:table-row>',
    re.DOTALL,
)
_ODS_CELLS: Final = re.compile(
    rb'<table:table-cell\b(?=[^>]*value-type)[^>]*?number-columns-repeated="(\d+)"'
)
_ODS_MANY: Final = 20_000  # equal filled rows in a row that no list has


@dataclass(slots=True)
class SheetFacts:
    """Cells of one XLSX sheet that need a word: (sheet row 1-based, column letters[, error])."""

    formulas_without_value: list[tuple[int, str]] = field(default_factory=list)
    errors: list[tuple[int, str, str]] = field(default_factory=list)


def sheet_facts(path: Path, *, kind: str, source: str, limits: Limits) -> dict[str, SheetFacts]:
    """Facts by sheet name, from the XML of an XLSX (empty for other kinds).

    Raises UnsafeFileError when two far-apart cells make the sheet span more than `limits.cells`
    cells, because the parser reserves memory for the whole rectangle.
    """
    with zipfile.ZipFile(path) as archive:
        if kind == kinds.ODS:
            _check_repeats(archive, source, limits)
        if kind != kinds.XLSX:
            return {}
        known = set(archive.namelist())
        return {
            name: _facts(archive, part, source, name, limits)
            for name, part in _sheet_parts(archive).items()
            if part in known
        }


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → part of the archive."""
    if "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return {}
    rels = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for tag in re.findall(r"<Relationship\b[^>]*>", rels):
        facts = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        target = facts.get("Target", "")
        inside = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
        targets[facts.get("Id", "")] = inside
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    parts = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        name = re.search(r'\bname="([^"]*)"', tag)
        relation = re.search(r'\b\w+:id="([^"]*)"', tag)
        if name and relation and relation.group(1) in targets:
            parts[unescape(name.group(1))] = targets[relation.group(1)]
    return parts


def _facts(
    archive: zipfile.ZipFile, part: str, source: str, sheet: str, limits: Limits
) -> SheetFacts:
    facts = SheetFacts()
    last_row, last_column = 0, 26
    formulas: dict[tuple[int, str], None] = {}
    errors: dict[tuple[int, str, str], None] = {}
    for piece, _ in pieces(archive, part, _OVERLAP):
        last_row = max([last_row, *(int(row) for row in _ROW.findall(piece))])
        last_column = max(last_column, _farthest(_FAR_CELL.findall(piece)))
        if b"<f" in piece and len(formulas) <= LISTED_PER_CODE:
            formulas |= {(int(r), c.decode()): None for c, r in _NO_VALUE.findall(piece)}
        if b't="e"' in piece and len(errors) <= LISTED_PER_CODE:
            errors |= {
                (int(r), c.decode(), e.decode("utf-8", "replace")): None
                for c, r, e in _ERROR.findall(piece)
            }
    if last_row * last_column > limits.cells:
        _check_extent(archive, part, source, sheet, limits)
    facts.formulas_without_value = list(formulas)
    facts.errors = list(errors)
    return facts


def _check_extent(
    archive: zipfile.ZipFile, part: str, source: str, sheet: str, limits: Limits
) -> None:
    """Look closely at a sheet that seems vast: only cells with a value count."""
    last_row = last_column = 0
    for piece, _ in pieces(archive, part):
        filled = _FILLED.findall(piece)
        last_row = max([last_row, *(int(row) for _, row in filled)])
        last_column = max(last_column, _farthest([letters for letters, _ in filled]))
        if last_row * last_column > limits.cells:
            raise UnsafeFileError(
                f"The sheet spans {last_row:,} rows and {last_column:,} columns; that many cells "
                "would fill the memory.",
                todo="Delete everything right of and below the list, save, and give it again.",
                place=place(source, sheet),
            )


def _farthest(letters: list[bytes]) -> int:
    """Number of the rightmost of some columns, 0 for none."""
    return _column_number(max(letters, key=lambda name: (len(name), name), default=b""))


def _column_number(letters: bytes) -> int:
    """Count columns: A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_repeats(archive: zipfile.ZipFile, source: str, limits: Limits) -> None:
    """ODS writes "this row a million times" in a few bytes: refused when the row holds values."""
    for piece, _ in pieces(archive, "content.xml", _OVERLAP):
        rows = (int(n) for n, body in _ODS_ROWS.findall(piece) if b"value-type" in body)
        cells = (int(n) for n in _ODS_CELLS.findall(piece))
        if max(rows, default=0) > _ODS_MANY or max(cells, default=0) > limits.columns:
            raise UnsafeFileError(
                "The sheet repeats one filled row or cell many thousand times.",
                todo="Save the list as CSV or XLSX and give that file.",
                place=place(source),
            )
