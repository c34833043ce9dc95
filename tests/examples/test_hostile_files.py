"""The bad files are as bad as they claim, so that tests built on them prove something."""

from __future__ import annotations

import csv
import zipfile
from typing import TYPE_CHECKING

import pytest
from python_calamine import load_workbook

from crest.engine.errors import InputError, UnsafeFileError
from crest.engine.tables.readers import read_file
from examples.hostile import CASES, hostile_folder, many_rows

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["hostile_folder"]


def test_the_issue_s_list_of_bad_input_is_covered() -> None:
    wanted = (
        "empty", "header only", "encoding", "two headers", "merged", "formulas", "hundred columns",
        "1 MB", "duplicate ids", "self-links", "cycle", "Buddhist", "serials", "swapped",
        "unknown country", "zero-width", "formula-like", "zip bomb", "XML entit", "ragged",
    )  # fmt: skip
    assert not [word for word in wanted if not any(word in name for name in CASES)]
    assert len({case.file for case in CASES.values()}) == len(CASES)


def test_the_zip_bomb_is_small_outside_and_large_inside(hostile_folder: Path) -> None:
    path = hostile_folder / CASES["zip bomb"].file
    with zipfile.ZipFile(path) as parts:
        inside = max(part.file_size for part in parts.infolist())
    assert inside > 250 * path.stat().st_size
    assert path.stat().st_size < 200_000


@pytest.mark.parametrize("name", ["multiplying XML entities", "external XML entity"])
def test_the_entity_attacks_declare_an_entity_and_use_it(name: str, hostile_folder: Path) -> None:
    with zipfile.ZipFile(hostile_folder / CASES[name].file) as parts:
        strings = parts.read("xl/sharedStrings.xml").decode()
    assert "<!ENTITY" in strings
    assert "<t>&" in strings


def test_the_wrongly_encoded_file_is_no_utf8_and_no_thai(hostile_folder: Path) -> None:
    raw = (hostile_folder / CASES["wrong encoding"].file).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")


def test_the_formulas_keep_their_results(hostile_folder: Path) -> None:
    book = load_workbook(str(hostile_folder / CASES["formulas"].file))
    assert book.get_sheet_by_index(0).to_python()[1][0] == "Mek Nam Apparel"


def test_millions_of_rows_are_written_on_demand(tmp_path: Path) -> None:
    many_rows(tmp_path / "many.csv", rows=1_234)
    with (tmp_path / "many.csv").open(encoding="utf-8", newline="") as lines:
        assert sum(1 for _ in csv.DictReader(lines)) == 1_234


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.refused])
def test_a_file_that_must_be_refused_is_refused_with_a_next_step(
    name: str, hostile_folder: Path
) -> None:
    case = CASES[name]
    with pytest.raises(UnsafeFileError if case.unsafe else InputError) as refusal:
        read_file(hostile_folder / case.file)
    assert case.file in str(refusal.value)
    assert refusal.value.todo


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.rows])
def test_no_row_of_a_bad_file_is_lost_while_reading(name: str, hostile_folder: Path) -> None:
    case = CASES[name]
    tables = read_file(hostile_folder / case.file)
    seen: set[int] = set()
    for table in tables:
        seen.update(table.rows.to_pylist())
        seen.update(row for row in table.problems["row"].to_pylist() if row is not None)
    assert seen == set(range(1, case.rows + 1))
