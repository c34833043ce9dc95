from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import python_calamine as calamine
import xlsxwriter

from crest.engine.errors import OutputError
from crest.engine.intake import read_lists, write_template
from crest.engine.intake.headings import RECRUITMENT_KINDS
from crest.engine.rulebook.loader import load_rulebook

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engine


def test_the_empty_template_holds_no_records_and_no_faults(tmp_path: Path) -> None:
    path = tmp_path / "crest.xlsx"
    write_template(path)
    lists = read_lists([path])
    assert [
        t.num_rows for t in (lists.sites, lists.organisations, lists.links, lists.channels)
    ] == [
        0,
        0,
        0,
        0,
    ]
    assert set(lists.problems["code"].to_pylist()) == {"intake.row.example"}
    assert lists.problems.num_rows == 4


def test_the_template_filled_in_reads_back_without_configuration(tmp_path: Path) -> None:
    path, filled = tmp_path / "crest.xlsx", tmp_path / "filled.xlsx"
    write_template(path)
    source = calamine.CalamineWorkbook.from_path(str(path))
    book = xlsxwriter.Workbook(str(filled))
    for name in source.sheet_names:
        page = book.add_worksheet(name)
        rows = source.get_sheet_by_name(name).to_python()
        if name not in ("Read me", "CREST lists"):  # the example again, as a person would type it
            rows.append([str(rows[1][0]).split(": ", 1)[1], *rows[1][1:]])
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    book.close()
    lists = read_lists([filled])
    for sheet in load_rulebook().workbook_template.sheets:
        if sheet.kind in RECRUITMENT_KINDS:
            continue
        records = getattr(lists, sheet.kind)
        assert records.num_rows == 1, sheet.name
        for column in sheet.columns:
            if column.example is not None and column.field in records.column_names:
                assert records[column.field][0].as_py() is not None, (sheet.name, column.field)
        assert records["extra"].to_pylist()[0] in (None, '{"Number of workers": "200-400"}')
    faults = [code for code in lists.problems["code"].to_pylist() if code != "intake.row.example"]
    assert faults == ["intake.recruitment.set-aside"] * len(RECRUITMENT_KINDS)


def test_the_template_speaks_english_and_thai_and_offers_choices(tmp_path: Path) -> None:
    path = tmp_path / "crest.xlsx"
    write_template(path)
    book = calamine.CalamineWorkbook.from_path(str(path))
    assert book.sheet_names[:5] == ["Read me", "Sites", "Organisations", "Links", "Labour channels"]
    first = book.get_sheet_by_name("Read me").to_python()[0]
    assert "CREST workbook" in first[0]
    assert "สมุดงาน" in first[1]


def test_a_template_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_template(tmp_path / "no such folder" / "crest.xlsx")
