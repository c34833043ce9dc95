"""Results: no spreadsheet runs them, and they appear whole or not at all."""

from __future__ import annotations

import csv
import errno
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crest.engine.errors import OutputError
from crest.engine.tables import folders
from crest.engine.tables.readers import read_file
from crest.engine.tables.writers import (
    output_folder,
    read_back,
    write_csv,
    write_json,
    write_parquet,
    write_text,
)

pytestmark = pytest.mark.engine

DANGEROUS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_cell_can_run_as_a_formula(tmp_path: Path, text: str) -> None:
    write_csv(pa.table({"name": [text], "share": [-0.5]}), tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        _, (name, share) = csv.reader(file)
    assert name == "'" + text
    assert share == "-0.5"


def test_a_dangerous_column_name_is_neutral_too(tmp_path: Path) -> None:
    write_csv(pa.table({'=a"b': ["x"]}), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[0] == '"\'=a""b"'


def test_excel_sees_utf8(tmp_path: Path) -> None:
    write_csv(pa.table({"ชื่อ": ["สงขลา", None]}), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    (table,) = read_file(tmp_path / "a.csv")
    assert table.header == ("ชื่อ",)
    assert table.columns["0"].to_pylist() == ["สงขลา"]


TEXTS = st.none() | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
    | st.sampled_from("=+-@'\"\t\r\n,"),
    max_size=6,
)


ROWS = st.lists(st.tuples(TEXTS, st.none() | st.integers(-(2**62), 2**62)), max_size=8)


@given(rows=ROWS)
@example(rows=[("'x", 1), ("'", -2), ("", None), (None, 0), ("''=", 3), ("\t", 4)])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_was_written_can_be_read_back_exactly(
    tmp_path: Path, rows: list[tuple[str | None, int | None]]
) -> None:
    table = pa.table(
        {
            "text": pa.array([text for text, _ in rows], pa.string()),
            "whole": pa.array([number for _, number in rows], pa.int64()),
            "day": pa.array([date(2023, 3, 31)] * len(rows), pa.date32()),
            "yes": pa.array([True] * len(rows), pa.bool_()),
        }
    )
    for one in (table, table.select(["text"])):
        write_csv(one, tmp_path / "a.csv")
        assert read_back(tmp_path / "a.csv", one.schema).equals(one)


def test_no_columns_and_coded_text_are_written_too(tmp_path: Path) -> None:
    nothing = pa.table({})
    write_csv(nothing, tmp_path / "a.csv")
    assert read_back(tmp_path / "a.csv", nothing.schema).num_columns == 0
    coded = pa.table({"a": pa.array(["=1", None]).dictionary_encode()})
    write_csv(coded, tmp_path / "b.csv")
    assert "'=1" in (tmp_path / "b.csv").read_text("utf-8-sig")


def test_parquet_json_and_text_are_plain(tmp_path: Path) -> None:
    table = pa.table({"a": [1, None]})
    write_parquet(table, tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet").equals(table)
    write_json({"ชื่อ": [1, None]}, tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == {"ชื่อ": [1, None]}
    with pytest.raises(ValueError, match="Out of range"):
        write_json(float("nan"), tmp_path / "b.json")
    write_text("a\nb\n", tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_bytes() == b"a\nb\n"


def leftovers(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in tmp_path.iterdir())


def test_a_result_appears_under_its_name_only_when_complete(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    with output_folder(out) as folder:
        write_text("x", folder / "a.txt")
        assert not out.exists()
    assert (out / "a.txt").read_text() == "x"
    assert leftovers(out.parent) == ["out"]


@pytest.mark.parametrize("failure", [RuntimeError("broken"), KeyboardInterrupt(), SystemExit(1)])
def test_a_failure_or_ctrl_c_leaves_the_earlier_result_untouched(
    tmp_path: Path, failure: BaseException
) -> None:
    out = tmp_path / "out"
    with output_folder(out) as folder:
        write_text("old", folder / "a.txt")
    with pytest.raises(type(failure)), output_folder(out) as folder:  # noqa: PT012
        write_text("new", folder / "a.txt")
        raise failure
    assert (out / "a.txt").read_text() == "old"
    assert leftovers(tmp_path) == ["out"]


def test_a_full_disk_is_one_clear_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(OutputError, match="disk is full"), output_folder(out) as folder:  # noqa: PT012
        write_text("half", folder / "a.txt")
        raise OSError(errno.ENOSPC, "No space left on device")
    assert leftovers(tmp_path) == []


def test_a_really_full_device_is_recognised(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(OutputError, match="disk is full"), output_folder(tmp_path / "out"):
        write_csv(pa.table({"a": ["x" * 100_000]}), full)
    assert leftovers(tmp_path) == []


def test_a_rename_that_fails_brings_the_earlier_result_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    with output_folder(out) as folder:
        write_text("old", folder / "a.txt")
    rename = Path.rename

    def fails_for_new(self: Path, target: Path) -> Path:
        if self.name.endswith(".part"):
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails_for_new)
    with pytest.raises(OutputError, match="cannot be written"), output_folder(out) as folder:
        write_text("new", folder / "a.txt")
    assert (out / "a.txt").read_text() == "old"
    assert leftovers(tmp_path) == ["out"]


def test_a_new_result_replaces_the_earlier_one_and_spares_the_files_of_people(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    with output_folder(out) as folder:
        write_text("1", folder / "a.txt")
        write_text("1", folder / "b.txt")
    (out / "my notes.txt").write_text("mine")
    with output_folder(out) as folder:
        write_text("2", folder / "a.txt")
    assert sorted(p.name for p in out.iterdir()) == [folders.MARKER, "a.txt", "my notes.txt"]
    assert (out / "a.txt").read_text() == "2"
    with output_folder(out) as folder:
        write_text("3", folder / "a.txt")
    assert (out / "my notes.txt").read_text() == "mine"


def test_a_folder_that_is_not_ours_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_text("x")
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "photos")
    for name in ("photos", "file", "link"):
        with pytest.raises(OutputError), output_folder(tmp_path / name):
            pass
    assert leftovers(tmp_path) == ["file", "link", "photos"]
    (tmp_path / "empty").mkdir()
    with output_folder(tmp_path / "empty") as folder:
        write_text("x", folder / "a.txt")
    assert (tmp_path / "empty" / "a.txt").exists()
