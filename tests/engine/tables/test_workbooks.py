"""Workbooks: cells as a person sees them, and the oddities of spreadsheets listed."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from crest.engine.errors import InputError, UnsafeFileError
from crest.engine.tables import workbooks
from crest.engine.tables.raw import Limits
from crest.engine.tables.readers import read_file

if TYPE_CHECKING:
    from collections.abc import Callable

    Maker = Callable[..., Path]

pytestmark = pytest.mark.engine

LISTS = Path(__file__).parents[4] / "shared/data/osh-contributor-lists"


def cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<row r="1">{cell("A1", "name")}{cell("B1", "workers")}</row>'


def test_every_sheet_with_data_becomes_a_table(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sites, _, hidden = (book.add_worksheet(name) for name in ("Sites", "Empty", "Links"))
        sites.write_row(0, 0, ["name", "workers"])
        sites.write_row(1, 0, ["A", 4.0])
        hidden.write_row(0, 0, ["from", "to"])
        hidden.hide()
    tables = read_file(path)
    assert [(table.sheet, table.header) for table in tables] == [
        ("Sites", ("name", "workers")),
        ("Links", ("from", "to")),
    ]


def test_cells_are_text_as_a_person_sees_them(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        clock = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, ["a", "b", "c", "d", "e", "f", "g"])
        sheet.write_row(1, 0, [4.0, 0.1, True, "007", "  "])
        sheet.write_datetime(1, 5, datetime(2023, 3, 31, tzinfo=UTC).replace(tzinfo=None), day)
        sheet.write_datetime(1, 6, datetime(2023, 3, 31, 8, 30), clock)  # noqa: DTZ001
    (table,) = read_file(path)
    assert list(table.columns.to_pylist()[0].values()) == [
        "4",
        "0.1",
        "true",
        "007",
        None,
        date(2023, 3, 31).isoformat(),
        "2023-03-31 08:30:00",
    ]


def test_formulas_give_their_stored_value_and_missing_ones_are_listed(make_xlsx: Maker) -> None:
    path = make_xlsx(
        HEAD
        + f'<row r="2">{cell("A2", "A")}<c r="B2"><f>1+1</f><v>2</v></c></row>'
        + f'<row r="3">{cell("A3", "B")}<c r="B3"><f>SUM(B1:B2)</f></c></row>'
        + f'<row r="4">{cell("A4", "C")}<c r="B4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    (table,) = read_file(path)
    assert table.columns["1"].to_pylist()[:2] == ["2", None]
    assert table.sheet == "Sites & more"
    assert [(p["code"], p["row"]) for p in table.problems.to_pylist()] == [
        ("tables.formula.no_value", 2),
        ("tables.cell.error", 3),
    ]


def test_merged_cells_keep_their_value_once_and_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(2, 1, ["name", "country"])
        sheet.write_row(3, 1, ["A", "TH"])
        sheet.write_row(4, 1, ["B"])
        sheet.merge_range(3, 2, 4, 2, "TH")
    (table,) = read_file(path)
    assert table.header == ("name", "country")
    assert table.columns["1"].to_pylist() == ["TH", None]
    (problem,) = table.problems.to_pylist()
    assert (problem["code"], problem["row"], problem["column"]) == (
        "tables.cells.merged",
        1,
        "country",
    )


def test_a_merged_heading_over_two_columns_joins_the_header(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 3, "Our suppliers")
        sheet.write_row(1, 0, ["Site", "Address", None, "Sector"])
        sheet.merge_range(1, 1, 1, 2, "Address")
        sheet.write_row(2, 0, [None, "Street", "City", None])
        sheet.write_row(3, 0, ["A", "Main St", "Hue", "garments"])
    (table,) = read_file(path)
    assert table.header == ("Site", "Address Street", "Address City", "Sector")
    assert table.columns.num_rows == 1
    assert table.rows.to_pylist() == [1]


def test_blank_rows_keep_their_number(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, name in ((0, "name"), (1, "A"), (4, "B")):
            sheet.write(row, 0, name)
            sheet.write(row, 1, name)
    (table,) = read_file(path)
    assert table.rows.to_pylist() == [1, 4]


def test_a_workbook_is_known_by_its_content_not_its_name(make_xlsx: Maker) -> None:
    path = make_xlsx(HEAD + f'<row r="2">{cell("A2", "A")}</row>', name="list.csv")
    (table,) = read_file(path)
    assert table.header == ("name", "workers")
    assert table.columns.num_rows == 1


def test_ods_is_read(make_ods: Maker) -> None:
    def row(*texts: str) -> str:
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p>'
            "</table:table-cell>"
            for text in texts
        )
        return f"<table:table-row>{cells}</table:table-row>"

    (table,) = read_file(make_ods(row("name", "city") + row("A", "Hue")))
    assert table.header == ("name", "city")
    assert table.columns.to_pylist() == [{"0": "A", "1": "Hue"}]


def test_an_empty_workbook_is_one_clear_sentence(make_xlsx: Maker) -> None:
    with pytest.raises(InputError, match="The workbook is empty"):
        read_file(make_xlsx(""))


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.98])
def test_a_damaged_workbook_is_one_clear_sentence(make_xlsx: Maker, keep: float) -> None:
    path = make_xlsx(HEAD)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(InputError, match="damaged"):
        read_file(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data)
    with pytest.raises(InputError, match="damaged"):
        read_file(path)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]>',
        '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
)
def test_xml_entities_are_refused_before_parsing(make_xlsx: Maker, head: str) -> None:
    with pytest.raises(UnsafeFileError, match="entities or a document type"):
        read_file(make_xlsx(HEAD, head=head))


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be"])
def test_entities_hide_in_no_part_and_no_encoding(make_xlsx: Maker, codec: str) -> None:
    noise = bytes(i * 7919 % 251 for i in range(65_536)) * 15  # keeps the ratio modest
    mark = '<!ENTITY lol "lol">'.encode(codec)
    across = b" " * (1_048_576 - len(noise) - 5)  # the mark lies across two megabytes
    path = make_xlsx(HEAD, extra={"docProps/app.xml": noise + across + mark})
    with pytest.raises(UnsafeFileError, match=r"app\.xml"):
        read_file(path, limits=Limits(ratio=10_000))


def test_a_zip_bomb_is_refused(make_xlsx: Maker) -> None:
    path = make_xlsx(HEAD, extra={"xl/media/x.bin": b"0" * 40_000_000})
    with pytest.raises(UnsafeFileError, match="unpacks to"):
        read_file(path)
    with pytest.raises(UnsafeFileError, match="more than"):
        read_file(path, limits=Limits(unpacked_bytes=1_000_000))


def test_many_parts_and_nested_archives_are_refused(make_xlsx: Maker) -> None:
    many = make_xlsx(HEAD, extra={f"x/{i}.xml": b"<a/>" for i in range(60)})
    with pytest.raises(UnsafeFileError, match="parts"):
        read_file(many, limits=Limits(members=50))
    with pytest.raises(UnsafeFileError, match="another archive"):
        read_file(make_xlsx(HEAD, extra={"xl/inner.zip": b"PK\x03\x04"}))


def test_a_directory_that_lies_about_sizes_does_not_help_a_bomb(make_xlsx: Maker) -> None:
    path = make_xlsx(HEAD, extra={"xl/media/x.bin": b"0" * 20_000_000})
    true, lie = (20_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true, lie))
    with pytest.raises(InputError):
        read_file(path)


@pytest.mark.parametrize("mark", ['"', "'"])
def test_two_cells_far_apart_do_not_fill_the_memory(make_xlsx: Maker, mark: str) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'.replace('"', mark)
    with pytest.raises(UnsafeFileError, match="would fill the memory"):
        read_file(make_xlsx(HEAD + far))


def test_empty_cells_far_away_do_no_harm(make_xlsx: Maker) -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    (table,) = read_file(make_xlsx(HEAD + far))
    assert table.header == ("name", "workers")


def test_a_filled_row_repeated_a_million_times_is_refused(make_ods: Maker) -> None:
    cells = '<table:table-cell office:value-type="float" office:value="1"/>'
    path = make_ods(
        f'<table:table-row table:number-rows-repeated="1048576">{cells}</table:table-row>'
    )
    with pytest.raises(UnsafeFileError, match="repeats"):
        read_file(path)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\x1f\x8b\x08\x00abc", "a gzip archive"),
        (b"<html><body><table>", "a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "an XML document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=what):
        read_file(path)


def test_a_plain_zip_and_missing_files_are_clear_sentences(tmp_path: Path) -> None:
    path = tmp_path / "lists.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    with pytest.raises(InputError, match="ZIP archive and no workbook"):
        read_file(path)
    with pytest.raises(InputError, match="no such file"):
        read_file(tmp_path / "none.csv")
    with pytest.raises(InputError, match="folder"):
        read_file(tmp_path)
    path.write_bytes(b"abc,def\n1,2\n")
    with pytest.raises(InputError, match="at most 3"):
        read_file(path, limits=Limits(bytes=3))


@pytest.mark.shared_data
@pytest.mark.skipif(not LISTS.is_dir(), reason="the shared public data is not beside the checkout")
def test_the_same_list_reads_alike_as_csv_and_xlsx() -> None:
    (as_csv,), (as_xlsx,) = read_file(LISTS / "12.csv"), read_file(LISTS / "12.xlsx")
    assert as_csv.header == as_xlsx.header
    assert as_csv.columns.num_rows == as_xlsx.columns.num_rows


def test_an_old_workbook_is_read_whatever_its_name(make_xls: Maker) -> None:
    path = make_xls([["ชื่อ", "workers"], ["โรงงาน ก", 12.0], ["B", 0.5]])
    for name in ("list.xls", "list.xlsx", "list.csv"):
        (table,) = read_file(path.rename(path.with_name(name)))
        path = path.with_name(name)
        assert (table.sheet, table.header) == ("Sites", ("ชื่อ", "workers"))
        assert table.columns["1"].to_pylist() == ["12", "0.5"]


def test_an_old_workbook_that_refers_to_itself_in_a_circle_is_refused(make_xls: Maker) -> None:
    path = make_xls([["name", "workers"], ["A", 1.0]])
    whole = path.read_bytes()
    last_of_stream = 512 + 9 * 4  # in the allocation table: sector 9 is the end of the stream
    circle = whole[:last_of_stream] + b"\x02\x00\x00\x00" + whole[last_of_stream + 4 :]
    more_tables = whole[:68] + b"\x00\x00\x00\x00" + whole[72:508]
    more_tables += whole[508:1020] + b"\x00\x00\x00\x00" + whole[1024:]
    for data in (circle, more_tables):
        path.write_bytes(data)
        with pytest.raises(UnsafeFileError, match="in a circle"):
            read_file(path)
    path.write_bytes(whole[:400])
    with pytest.raises(InputError, match="header is not complete"):
        read_file(path)


def test_a_panic_inside_the_library_is_one_clear_sentence(
    make_xlsx: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PanicException(BaseException):
        """Stands for the class of that name, which cannot be imported."""

    def panic(_: object) -> None:
        raise PanicException("index out of bounds")

    path = make_xlsx(HEAD)
    monkeypatch.setattr(workbooks.calamine.CalamineWorkbook, "from_filelike", panic)
    with pytest.raises(InputError, match="damaged"):
        read_file(path)
