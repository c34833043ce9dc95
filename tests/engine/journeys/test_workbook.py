"""The CREST workbook, filled in, reads back without a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import python_calamine as calamine
import xlsxwriter

from crest.engine.intake import write_template
from crest.engine.intake.headings import RECRUITMENT_KINDS
from crest.engine.journeys import read_recruitment
from crest.engine.rulebook.loader import load_rulebook

from .recruitment_tables import ON, codes

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engine
_SHEETS = [s for s in load_rulebook().workbook_template.sheets if s.kind in RECRUITMENT_KINDS]


def _filled(path: Path, filled: Path) -> None:
    """The workbook with its example rows once more, as a person would type them."""
    source = calamine.CalamineWorkbook.from_path(str(path))
    book = xlsxwriter.Workbook(str(filled))
    for name in source.sheet_names:
        page = book.add_worksheet(name)
        rows = source.get_sheet_by_name(name).to_python()
        if name not in {"Read me", "CREST lists"}:
            rows.append([str(rows[1][0]).split(": ", 1)[1], *rows[1][1:]])
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    book.close()


def test_the_empty_workbook_holds_no_journeys_and_no_faults(tmp_path: Path) -> None:
    path = tmp_path / "crest.xlsx"
    write_template(path)
    result = read_recruitment([path], on=ON)
    assert [table.num_rows for table in result.tables.values()] == [0] * 5
    assert set(codes(result)) == {"intake.row.example"}


def test_the_workbook_filled_in_reads_back_without_configuration(tmp_path: Path) -> None:
    path, filled = tmp_path / "crest.xlsx", tmp_path / "filled.xlsx"
    write_template(path)
    _filled(path, filled)
    result = read_recruitment([filled], on=ON)
    assert set(codes(result)) == {"intake.row.example"}
    assert [sheet.kind for sheet in _SHEETS] == list(RECRUITMENT_KINDS)
    for sheet in _SHEETS:
        table = result.tables[sheet.kind]
        assert table.num_rows == 1, sheet.name
        for column in sheet.columns:
            if column.example is not None and column.field in table.column_names:
                assert table[column.field][0].as_py() is not None, (sheet.name, column.field)
        if "extra" in table.column_names:
            assert table["extra"].to_pylist() == [None], sheet.name


def test_thai_headings_of_the_workbook_are_understood_too(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "thai.xlsx"))
    for sheet in _SHEETS:
        page = book.add_worksheet(sheet.thai)
        given = [column for column in sheet.columns if column.example is not None]
        page.write_row(0, 0, [column.thai for column in given])
        page.write_row(1, 0, [str(column.example) for column in given])
    book.close()
    result = read_recruitment([tmp_path / "thai.xlsx"], on=ON)
    assert [mapping.kind for mapping in result.mappings] == list(RECRUITMENT_KINDS)
    for mapping, sheet in zip(result.mappings, _SHEETS, strict=True):
        found = [use.field for use in mapping.columns]
        assert found == [c.field for c in sheet.columns if c.example is not None], sheet.name
    assert codes(result) == []
