"""Text tables: every row of the file ends as a row or as a listed problem."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crest.engine.errors import InputError
from crest.engine.tables.raw import LISTED_PER_CODE, Limits, RawTable
from crest.engine.tables.readers import read_file

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engine


def read(tmp_path: Path, text: str | bytes, name: str = "list.csv", **how: object) -> RawTable:
    file = tmp_path / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    (table,) = read_file(file, **how)  # type: ignore[arg-type]
    return table


def rows_of(table: RawTable) -> list[list[str | None]]:
    return [list(row.values()) for row in table.columns.to_pylist()]


def codes_of(table: RawTable) -> list[tuple[str, int | None]]:
    return [(line["code"], line["row"]) for line in table.problems.to_pylist()]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_found(tmp_path: Path, mark: str) -> None:
    table = read(tmp_path, f'name{mark}address{mark}workers\n"A, B; C"{mark}"1 St"{mark}15\n')
    assert table.header == ("name", "address", "workers")
    assert rows_of(table) == [["A, B; C", "1 St", "15"]]
    assert table.problems.num_rows == 0


def test_decimal_commas_do_not_pass_for_delimiters(tmp_path: Path) -> None:
    table = read(tmp_path, "lat;lng\n13,75;100,50\n14,75;101,50\n")
    assert rows_of(table)[0] == ["13,75", "100,50"]


def test_the_delimiter_that_excel_writes_down_is_believed(tmp_path: Path) -> None:
    table = read(tmp_path, "sep=;\r\nname;town\r\nA,B;C,D\r\n")
    assert table.header == ("name", "town")
    assert rows_of(table) == [["A,B", "C,D"]]


def test_a_list_of_one_column_is_a_list(tmp_path: Path) -> None:
    table = read(tmp_path, "name\nA\n\nB\n")
    assert rows_of(table) == [["A"], ["B"]]
    assert table.rows.to_pylist() == [1, 3]


def test_cells_stay_as_given_and_blank_ones_are_null(tmp_path: Path) -> None:
    table = read(tmp_path, 'name,code,note\n A ,007,"NA"\n"",  ,null\n')
    assert rows_of(table) == [[" A ", "007", "NA"], [None, None, "null"]]


@pytest.mark.parametrize("text", [b"", b"\n\n\n", b" , , \n,,\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_one_clear_sentence(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(InputError, match=r"list\.csv: The file is empty"):
        read(tmp_path, text)


def test_a_file_with_only_a_header_has_no_rows(tmp_path: Path) -> None:
    for text in ("name,country\n", "name,country", "name,country\r\n\r\n"):
        table = read(tmp_path, text)
        assert table.header == ("name", "country")
        assert table.columns.num_rows == 0
        assert table.columns.column_names == ["0", "1"]


def test_nameless_and_equal_columns_are_all_kept(tmp_path: Path) -> None:
    table = read(tmp_path, "name,,name, Name of  site \na,b,c,d\n")
    assert table.header == ("name", "column 2", "name (2)", "Name of site")
    assert rows_of(table) == [["a", "b", "c", "d"]]


def test_titles_above_the_header_are_listed_and_not_read(tmp_path: Path) -> None:
    text = "Supplier list 2023,,,\n,,,\nname,country,city,workers\nA,TH,Songkhla,10\nB,VN,Hue,20\n"
    table = read(tmp_path, text)
    assert table.header == ("name", "country", "city", "workers")
    assert table.rows.to_pylist() == [1, 2]
    assert codes_of(table) == [("tables.header.title", None)]
    assert "Supplier list 2023" in table.problems.to_pylist()[0]["sentence"]


def test_a_header_of_two_lines_becomes_one(tmp_path: Path) -> None:
    text = "Site,Address,,Workers\n,Street,City,\nA,1 Rd,Hue,10\nB,2 Rd,Hue,20\n"
    table = read(tmp_path, text)
    assert table.header == ("Site", "Address Street", "Address City", "Workers")
    assert table.rows.to_pylist() == [1, 2]
    assert codes_of(table) == [("tables.header.two_lines", None)]


def test_a_header_in_two_languages_becomes_one(tmp_path: Path) -> None:
    text = "ชื่อโรงงาน,จำนวนคนงาน\nFactory,Workers\nA,10\nB,20\n"
    table = read(tmp_path, text)
    assert table.header == ("ชื่อโรงงาน Factory", "จำนวนคนงาน Workers")
    assert rows_of(table) == [["A", "10"], ["B", "20"]]


def test_a_first_row_of_data_is_not_taken_for_a_second_header_line(tmp_path: Path) -> None:
    table = read(tmp_path, "name,city,note\nA,Hue,\nB,Hue,x\nC,Hue,5\n")
    assert table.columns.num_rows == 3


def test_a_header_in_the_middle_is_listed_and_no_record(tmp_path: Path) -> None:
    table = read(tmp_path, "name,city\nA,Hue\nname,city\nB,Hue\n")
    assert table.rows.to_pylist() == [1, 3]
    (problem,) = table.problems.to_pylist()
    assert (problem["code"], problem["row"], problem["severity"]) == (
        "tables.header.repeated",
        2,
        "rejected",
    )


def test_a_list_without_header_is_suspected(tmp_path: Path) -> None:
    table = read(tmp_path, "Mill A,13.7,100.5\nMill B,13.8,100.6\n")
    assert codes_of(table) == [("tables.header.missing", None)]


def test_ragged_rows_lose_nothing(tmp_path: Path) -> None:
    table = read(tmp_path, "name,city\nA\nB,Hue,extra,more\nC,Hue\n")
    assert table.header == ("name", "city", "column 3", "column 4")
    assert rows_of(table) == [
        ["A", None, None, None],
        ["B", "Hue", "extra", "more"],
        ["C", "Hue", None, None],
    ]
    assert codes_of(table) == [("tables.row.short", 1), ("tables.row.long", 2)]


def test_a_quote_that_never_closes_costs_one_row_at_most(tmp_path: Path) -> None:
    text = 'name,city,no\n"A,Hue,1\nB,Hue,2\nC,Hue,3\n'
    table = read(tmp_path, text)
    assert [row[2] for row in rows_of(table)] == ["1", "2", "3"]
    assert codes_of(table) == [("tables.quote.unbalanced", 1)]


def test_two_stray_quotes_do_not_swallow_the_rows_between(tmp_path: Path) -> None:
    text = 'name,city,no\nA,"Hue,1\nB,Hue,2\nC,"Hue,3\nD,Hue,4\n'
    table = read(tmp_path, text)
    assert [row[2] for row in rows_of(table)] == ["1", "2", "3", "4"]
    assert [code for code, _ in codes_of(table)] == ["tables.quote.unbalanced"] * 2


def test_a_stray_quote_in_the_header_costs_no_row(tmp_path: Path) -> None:
    for tail in ("", '"D ""x""",Hue,3\n'):
        table = read(tmp_path, 'name,"city,no\nA,Hue,1\nB,Hue,2\n' + tail)
        assert [row[0] for row in rows_of(table)][:2] == ["A", "B"]
        assert codes_of(table) == [("tables.quote.unbalanced", None)]


def test_a_stray_quote_in_the_title_does_not_swallow_the_header(tmp_path: Path) -> None:
    text = '"Our list,,\nname,"city",no\nA,Hue,1\nB,"Hue",2\nC,Hue,3\n'
    table = read(tmp_path, text)
    assert table.header == ("name", "city", "no")
    assert [row[0] for row in rows_of(table)] == ["A", "B", "C"]


def test_a_header_cell_of_several_lines_is_one_name(tmp_path: Path) -> None:
    table = read(tmp_path, 'name,"city\nor town",no\nA,Hue,1\n')
    assert table.header == ("name", "city or town", "no")
    assert table.rows.to_pylist() == [1]


def test_a_cell_of_several_lines_is_one_cell(tmp_path: Path) -> None:
    text = 'name,address\nA,"1 Road\nHue, Vietnam"\n"B ""x""","2 Road,\n\nHue"\n'
    table = read(tmp_path, text)
    assert rows_of(table) == [["A", "1 Road\nHue, Vietnam"], ['B "x"', "2 Road,\n\nHue"]]
    assert table.problems.num_rows == 0


def test_inches_and_nicknames_in_quotes_stay(tmp_path: Path) -> None:
    table = read(tmp_path, 'name,note\nA 5" pipe,x\nB,"say ""hi"""\n')
    assert rows_of(table) == [['A 5" pipe', "x"], ["B", 'say "hi"']]


def test_a_row_of_a_megabyte_is_read_and_pointed_out(tmp_path: Path) -> None:
    table = read(tmp_path, f"name,note\nA,{'x' * 1_000_000}\nB,y\n")
    assert len(rows_of(table)[0][1] or "") == 1_000_000
    assert codes_of(table) == [("tables.cell.long", 1)]
    again = read(tmp_path, f'name,note\nA,"{"x" * 1_000_000}\n"\nB,y,z\n')
    assert len(rows_of(again)[0][1] or "") == 1_000_001


def test_a_row_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="One line holds"):
        read(tmp_path, f"name,note\nA,{'x' * 5000},z\n", limits=Limits(row_bytes=1000))


def test_two_hundred_columns_are_kept_and_too_many_refused(tmp_path: Path) -> None:
    text = ",".join(f"c{i}" for i in range(200)) + "\n" + ",".join(map(str, range(200))) + "\n"
    table = read(tmp_path, text)
    assert len(table.header) == 200
    assert rows_of(table)[0][199] == "199"
    with pytest.raises(InputError, match="more than 100"):
        read(tmp_path, text, limits=Limits(columns=100))
    with pytest.raises(InputError, match="A row has 200 cells"):
        read(tmp_path, "a,b\n" + "1,2\n" * 60 + text, limits=Limits(columns=100))


def test_too_many_rows_are_refused_in_both_ways_of_reading(tmp_path: Path) -> None:
    for extra in ("", ",ragged"):
        with pytest.raises(InputError, match="at most 5"):
            read(tmp_path, "a,b\n" + f"1,2{extra}\n" * 9, limits=Limits(rows=5))


def test_binary_rubbish_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="binary data"):
        read(tmp_path, b"ab\x00\x01,c\nd\x00,e\n" * 20)


def test_old_macintosh_line_ends_are_understood(tmp_path: Path) -> None:
    table = read(tmp_path, "name,city\rA,Hue\rB,Hue\r")
    assert rows_of(table) == [["A", "Hue"], ["B", "Hue"]]


def test_right_to_left_and_zero_width_characters_arrive_untouched(tmp_path: Path) -> None:
    table = read(tmp_path, "name,city\n\u202eA\u200b,שלום\n")
    assert rows_of(table) == [["\u202eA\u200b", "שלום"]]


def test_endless_equal_warnings_are_counted_not_repeated(tmp_path: Path) -> None:
    many = LISTED_PER_CODE + 50
    table = read(tmp_path, "a,b,c\n" + "1,2\n" * many)
    assert table.columns.num_rows == many
    assert table.problems.num_rows == LISTED_PER_CODE + 1
    assert table.problems.to_pylist()[-1]["sentence"].startswith("50 more rows")


CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('",;\n"'), max_size=8
)
GRIDS = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=12)
)


@given(grid=GRIDS, line_end=st.sampled_from(["\n", "\r\n"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_well_formed_table_comes_back_cell_by_cell(
    tmp_path: Path, grid: list[list[str]], line_end: str
) -> None:
    width = len(grid[0])
    out = io.StringIO(newline="")
    header = [f"head {chr(97 + i)}" for i in range(width)]
    csv.writer(out, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows([header, *grid])
    table = read(tmp_path, out.getvalue())
    expected = [[cell if cell.strip() else None for cell in row] for row in grid]
    numbered = [(i, row) for i, row in enumerate(expected, start=1) if any(row)]
    assert table.header == tuple(header)
    assert table.delimiter == ","
    assert list(zip(table.rows.to_pylist(), rows_of(table), strict=True)) == numbered


RAGGED = st.lists(st.text(st.sampled_from('ab1", '), max_size=14), min_size=1, max_size=15)


@given(lines=RAGGED)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_line_of_a_broken_table_is_lost(tmp_path: Path, lines: list[str]) -> None:
    table = read(tmp_path, "name,city,no\n" + "\n".join(lines) + "\n")
    rejected = [p["row"] for p in table.problems.to_pylist() if p["severity"] == "rejected"]
    found = " ".join(cell for row in rows_of(table) for cell in row if cell)
    for letter in "ab1":
        assert found.count(letter) == sum(line.count(letter) for line in lines)
    assert table.columns.num_rows == len(table.rows)
    assert not set(rejected) & set(table.rows.to_pylist())


@pytest.mark.shared_data
def test_real_lists_have_as_many_rows_as_a_plain_reader_counts(shared_data: Path) -> None:
    for path in sorted(shared_data.glob("osh-*/*.csv")) + sorted(shared_data.glob("us-h2*/*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
        (table,) = read_file(path)
        assert len(table.header) == len(header), path.name
        assert table.columns.num_rows == len(rows), path.name
        first = [cell if cell.strip() else None for cell in rows[0]]
        assert list(table.columns.slice(0, 1).to_pylist()[0].values()) == first
