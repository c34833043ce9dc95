"""Hostile and awkward input, at the command line: nothing lost, nothing half-written, one sentence.

The bad files themselves come from `examples/hostile.py`; see also `test_commands.py`.
"""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from crest.cli import exits, main
from crest.cli.app import app
from crest.cli.trace import find_one, plain_name
from crest.engine.errors import CrestError
from examples.hostile import CASES, hostile_folder, many_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["hostile_folder"]
pytestmark = pytest.mark.cli
LIST = "country,name,address\nTH,Alpha Mill,1 Dok Mai Road Rayong\nTH,Beta Mill,2 Moo 7 Rayong\n"
READ = [name for name, case in CASES.items() if not case.refused and case.rows]
SITES = [name for name in READ if CASES[name].kind == "sites"]
LINKS = [name for name in READ if CASES[name].kind == "links"]
REFUSED = [name for name, case in CASES.items() if case.refused]


@pytest.fixture
def suppliers(tmp_path: Path) -> Path:
    path = tmp_path / "suppliers.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def crest(*words: object, code: int = 0) -> str:
    """Run the command in this process; returns all it says, or the sentence of its error."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        if code == 0:
            raise result.exception
        said = exits.sentence_for(result.exception)
        assert exits.code_for(result.exception) == code, result.exception
        assert "fault of its own" not in said
        return said
    assert result.exit_code == code, result.output
    return result.output


def read(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rejected(out: Path) -> set[int]:
    rows = read(out / "problems.csv")
    return {int(r["row"]) for r in rows if r["severity"] == "rejected" and r["row"]}


def left_in(folder: Path) -> set[str]:
    """What stands in a folder, half-written things included."""
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", SITES)
def test_every_row_of_a_bad_list_is_matched_or_a_listed_problem(
    name: str, hostile_folder: Path, tmp_path: Path
) -> None:
    case, out = CASES[name], tmp_path / "out"
    assert not crest("match", hostile_folder / case.file, "--out", out, "--quiet")
    matched = [int(row["row"]) for row in read(out / "matches.csv")]
    assert len(matched) == len(set(matched))
    assert set(matched) | rejected(out) == set(range(1, case.rows + 1))
    assert not set(matched) & rejected(out)
    if case.records is not None:
        assert len(matched) == case.records
    listed = read(out / "problems.csv")
    assert set(case.problem_rows) <= {int(row["row"]) for row in listed if row["row"]}
    for problem in listed:
        assert problem["source"] == case.file
        assert problem["sentence"].endswith("."), problem
        assert problem["todo"], problem
    assert left_in(tmp_path) == {"out"}


@pytest.mark.parametrize("name", LINKS)
def test_every_bad_link_is_a_link_or_a_listed_problem_and_a_trace_ends(
    name: str, hostile_folder: Path, tmp_path: Path
) -> None:
    case, folder, out = CASES[name], tmp_path / "lists", tmp_path / "out"
    folder.mkdir()
    shutil.copy(hostile_folder / case.file, folder)
    crest("map", folder, "--out", out, "--quiet")
    links = read(out / "links.csv")
    seen = {int(row) for link in links for row in re.findall(r":(\d+)", link["evidence"])}
    assert seen | rejected(out) == set(range(1, case.rows + 1))
    assert not [link for link in links if link["from_id"] == link["to_id"]]
    for link in links:
        said = json.loads(crest("trace", out, link["to_id"], "--json"))
        assert link["from_id"] in {row["node"] for row in said["reached"]}
    if name == "cycle of links":
        assert any("cycle" in statement for statement in said["statements"])


@pytest.mark.parametrize("command", ["match", "map"])
@pytest.mark.parametrize("name", [*REFUSED, "header only"])
def test_a_file_that_is_refused_writes_nothing_and_leaves_the_earlier_result(
    name: str, command: str, hostile_folder: Path, suppliers: Path
) -> None:
    folder, case = suppliers.parent, CASES[name]
    lists, out = folder / "lists", folder / "out"
    lists.mkdir()
    shutil.copy(hostile_folder / case.file, lists)
    out.mkdir()
    (out / ".crest-output").write_text("an earlier result\n", encoding="utf-8")
    (out / "matches.csv").write_text("earlier\n", encoding="utf-8")
    asked = lists / case.file if command == "match" else lists
    said = crest(command, asked, "--out", out, code=exits.INPUT)
    assert case.file in said or name == "header only"
    assert said.count("\n") == 0
    assert (out / "matches.csv").read_text(encoding="utf-8") == "earlier\n"
    assert left_in(folder) == {"suppliers.csv", "lists", "out"}


def test_one_bad_file_does_not_spoil_the_others_of_a_folder(
    hostile_folder: Path, tmp_path: Path
) -> None:
    folder, out = tmp_path / "lists", tmp_path / "out"
    folder.mkdir()
    for name in CASES:
        if not CASES[name].unsafe:
            shutil.copy(hostile_folder / CASES[name].file, folder)
    crest("map", folder, "--out", out, "--quiet")
    seen = {(row["source"], int(row["row"])) for row in read(out / "matches.csv")}
    problems = read(out / "problems.csv")
    bad = {r["source"] for r in problems if r["severity"] == "rejected" and not r["row"]}
    seen |= {(r["source"], int(r["row"])) for r in problems if r["row"]}
    assert {CASES[name].file for name in REFUSED if not CASES[name].unsafe} <= bad
    for name in SITES:
        case = CASES[name]
        assert {(case.file, row) for row in range(1, case.rows + 1)} <= seen, name
    for path in out.glob("*.csv"):
        cells = [cell or "" for row in read(path) for cell in row.values() if cell]
        assert not [c for c in cells if re.match(r"[=+@\t]|-[A-Za-z]", c)], path.name


def test_many_rows_are_all_accounted_for(tmp_path: Path) -> None:
    many_rows(tmp_path / "many.csv", rows=20_000)
    crest("match", tmp_path / "many.csv", "--out", tmp_path / "out", "--quiet")
    assert len(read(tmp_path / "out/matches.csv")) == 20_000


# --- the machine misbehaves ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "not allowed"), (errno.EROFS, "not allowed")],
)
@pytest.mark.parametrize("command", ["match", "map"])
def test_a_full_or_closed_disk_leaves_the_earlier_result(
    command: str, number: int, words: str, suppliers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = suppliers.parent
    lists, out = folder / "lists", folder / "out"
    lists.mkdir()
    shutil.copy(suppliers, lists)
    asked = suppliers if command == "match" else lists
    crest("match", suppliers, "--out", out, "--quiet")
    before = (out / "matches.csv").read_bytes()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(f"crest.cli.{command}.write_json", refuse)
    said = crest(command, asked, "--out", out, "--quiet", code=exits.OUTPUT)
    assert words in said
    assert (out / "matches.csv").read_bytes() == before
    assert left_in(folder) == {"suppliers.csv", "lists", "out"}


def test_a_folder_where_nothing_may_be_written_is_told_at_once(
    suppliers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    assert "--out" in crest("match", suppliers, "--quiet", code=exits.OUTPUT)
    crest("template", suppliers.parent / "list.xlsx", code=exits.OUTPUT)
    assert left_in(suppliers.parent) == {"suppliers.csv"}


def test_too_little_memory_is_a_sentence() -> None:
    assert "memory" in exits.sentence_for(MemoryError())
    assert exits.code_for(MemoryError()) == exits.INPUT


@pytest.mark.parametrize("place", ["file", "too long", "inside a file"])
def test_an_impossible_place_for_the_result_is_told(place: str, suppliers: Path) -> None:
    folder = suppliers.parent
    places = {"file": suppliers, "too long": folder / ("x" * 300), "inside a file": suppliers / "o"}
    crest("match", suppliers, "--out", places[place], "--quiet", code=exits.OUTPUT)
    assert left_in(folder) == {"suppliers.csv"}
    assert suppliers.read_text(encoding="utf-8") == LIST


# --- as a machine asks --------------------------------------------------------------------------


@pytest.fixture
def whole_run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The command from its very start, in this process and without touching its signals."""
    monkeypatch.setattr(main, "_on_stop", lambda _answer: None)

    def started(*words: object) -> int:
        monkeypatch.setattr(sys, "argv", ["crest", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main.run()
        return int(end.value.code or 0)

    return started


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("match", "no-such.csv"), exits.INPUT),
        (("match", "--nonsense"), exits.USAGE),
        (("trace", ".", "x"), exits.INPUT),
        (("nonsense",), exits.USAGE),
    ],
)
def test_errors_are_json_when_json_was_asked_for(
    words: tuple[str, ...],
    code: int,
    whole_run: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert whole_run(*words, "--json") == code
    printed = capsys.readouterr()
    said = json.loads(printed.err)
    assert said["exit"] == code
    assert said["sentence"]
    assert not printed.out


def test_quiet_prints_nothing_on_either_stream(
    whole_run: Callable[..., int], suppliers: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = suppliers.parent / "out"
    assert whole_run("match", suppliers, "--out", out, "--quiet") == exits.OK
    assert capfd.readouterr() == ("", "")


def test_ctrl_c_in_the_work_is_told_with_its_exit_code(
    whole_run: Callable[..., int],
    suppliers: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("crest.cli.match.write_json", stop)
    out = suppliers.parent / "out"
    assert whole_run("match", suppliers, "--out", out, "--quiet") == exits.INTERRUPTED
    assert capsys.readouterr().err == f"crest: {exits.STOPPED}\n"
    assert left_in(suppliers.parent) == {"suppliers.csv"}


def test_a_terminal_without_these_letters_gets_question_marks(
    whole_run: Callable[..., int], suppliers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = suppliers.rename(suppliers.with_name("รายชื่อ.csv"))
    plain = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", plain)
    assert whole_run("match", path, "--dry-run", "--quiet") == exits.OK
    plain.flush()
    assert b"??????" in plain.buffer.getvalue()  # type: ignore[attr-defined]


# --- nonsense in the options --------------------------------------------------------------------


@pytest.mark.parametrize("country", ["zz", "Thailand", "", "ไทย"])
def test_a_country_that_is_none_is_refused(country: str, suppliers: Path) -> None:
    said = crest("match", suppliers, "--country", country, code=exits.INPUT)
    assert "two letters" in said


def test_a_registry_that_is_none_is_refused(suppliers: Path) -> None:
    folder = suppliers.parent
    prose, binary, bare = folder / "letter.txt", folder / "picture.csv", folder / "bare"
    prose.write_text("Dear all,\nthe lists follow.\n", encoding="utf-8")
    binary.write_bytes(bytes(range(256)))
    bare.mkdir()
    before = left_in(folder)
    for against in (folder / "none", prose, binary, bare):
        said = crest("match", suppliers, "--against", against, "--out", folder / "out", code=3)
        assert against.name in said
    assert left_in(folder) == before


@pytest.mark.parametrize("damage", ["cut short", "missing"])
@pytest.mark.parametrize("file", ["registry.json", "key.npy", "records.parquet", "members.parquet"])
def test_a_damaged_registry_is_named_and_nothing_is_written(
    file: str, damage: str, suppliers: Path
) -> None:
    folder = suppliers.parent
    known = folder / "known"
    crest("match", suppliers, "--out", known, "--quiet")
    broken = next((known / "registry" / "site").rglob(file))
    if damage == "missing":
        broken.unlink()
    else:
        broken.write_bytes(broken.read_bytes()[: broken.stat().st_size // 2])
    said = crest("match", suppliers, "--against", known, "--out", folder / "out", code=exits.INPUT)
    assert "registry" in said
    assert left_in(folder) == {"suppliers.csv", "known"}


@pytest.mark.parametrize(
    "text", [None, "", "hello", "- 1", "{a: b", "mappings: 3", "mappings: [1]", "columns: 7", "\0"]
)
def test_a_file_of_columns_that_is_none_is_refused(text: str | None, suppliers: Path) -> None:
    columns = suppliers.parent / "columns.yaml"
    if text is not None:
        columns.write_text(text, encoding="utf-8")
    said = crest("match", suppliers, "--columns", columns, "--dry-run", code=exits.INPUT)
    assert "columns.yaml" in said


@pytest.mark.parametrize("judged", ["none.csv", "suppliers.csv", "."])
def test_a_sheet_of_judgements_that_is_none_is_refused(judged: str, suppliers: Path) -> None:
    folder = suppliers.parent
    words = ("match", suppliers, "--judgements", folder / judged, "--out", folder / "out")
    crest(*words, "--quiet", code=exits.INPUT)
    assert left_in(folder) == {"suppliers.csv"}


# --- awkward files and folders ------------------------------------------------------------------


def test_a_folder_of_prose_holds_no_list(tmp_path: Path) -> None:
    folder = tmp_path / "prose"
    folder.mkdir()
    crest("map", folder, "--out", tmp_path / "out", code=exits.INPUT)
    (folder / "letter.txt").write_text("Dear all,\nthe lists follow.\nYours\n", encoding="utf-8")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    said = crest("map", folder, "--out", tmp_path / "out", code=exits.INPUT)
    assert "letter.txt" in said
    assert left_in(tmp_path) == {"prose"}


def test_any_file_name_will_do(tmp_path: Path) -> None:
    """Spaces, quotes, other scripts, and bytes of an old encoding that are no text at all."""
    folder = tmp_path / "ลิสต์ ü 工厂"
    folder.mkdir()
    names = ["a 'b' \"c\" (1).csv", "ผู้ผลิต.csv", os.fsdecode(b"\xff\xfe.csv")]
    for name in names:
        (folder / name).write_text(LIST, encoding="utf-8")
    crest("map", folder, "--out", folder / "ผล", "--quiet")
    rows = read(folder / "ผล" / "matches.csv")
    assert {row["source"] for row in rows} == {*names[:2], "\\xff\\xfe.csv"}
    assert len(rows) == 6


def test_a_pipe_a_loop_of_links_and_a_folder_named_like_a_list_are_told(tmp_path: Path) -> None:
    folder, out = tmp_path / "lists", tmp_path / "out"
    folder.mkdir()
    (folder / "good.csv").write_text(LIST, encoding="utf-8")
    (folder / "loop.csv").symlink_to("loop.csv")
    (folder / "gone.csv").symlink_to("nowhere")
    (folder / "folder.csv").mkdir()
    os.mkfifo(folder / "pipe.csv")
    said = json.loads(crest("map", folder, "--out", out, "--json"))
    assert len(read(out / "matches.csv")) == 2
    told = " ".join(said["not_read"]) + "".join(r["source"] for r in read(out / "problems.csv"))
    assert all(name in told for name in ("loop.csv", "gone.csv", "folder.csv", "pipe.csv"))


def test_lists_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "list.csv").write_text(LIST, encoding="utf-8")
    lists = [tmp_path / "north/list.csv", tmp_path / "south/list.csv"]
    crest("match", *lists, "--out", tmp_path / "out", "--quiet")
    rows = [(row["source"], row["row"]) for row in read(tmp_path / "out/matches.csv")]
    assert sorted(rows) == [(path.as_posix(), row) for path in lists for row in ("1", "2")]


def test_a_list_given_twice_is_refused(suppliers: Path) -> None:
    again = suppliers.parent / "." / ".." / suppliers.parent.name / suppliers.name
    assert "twice" in crest("match", suppliers, again, "--dry-run", code=exits.INPUT)


def test_a_template_makes_its_folder_and_leaves_no_half_file(tmp_path: Path) -> None:
    crest("template", tmp_path / "new/folder/list.xlsx")
    assert left_in(tmp_path / "new/folder") == {"list.xlsx"}
    file = tmp_path / "file"
    file.write_bytes(b"")
    for place in (file / "list.xlsx", Path("/proc/list.xlsx")):
        said = crest("template", place, code=exits.OUTPUT)
        assert ".part" not in said
    (tmp_path / "folder.xlsx").mkdir()
    for force in ([], ["--force"]):
        assert "folder" in crest("template", tmp_path / "folder.xlsx", *force, code=exits.OUTPUT)


# --- asking for a name --------------------------------------------------------------------------


class FewNames:
    """A chain of a few names, as far as a name is looked up in it."""

    def __init__(self, rows: Iterable[tuple[str, str, str | None]]) -> None:
        import pyarrow as pa  # noqa: PLC0415

        from crest.engine.graph import search  # noqa: PLC0415

        rows = list(rows)
        self.nodes = pa.table(
            {
                "node": [row[0] for row in rows],
                "name": [row[1] for row in rows],
                "kind": ["organisation"] * len(rows),
                "country": ["TH"] * len(rows),
                "also_known_as": pa.array([row[2] for row in rows], pa.string()),
            }
        )
        self.edges = pa.table(
            {"source_node": ["O-4"], "target_node": ["S-4"], "relation": ["operates"]}
        )
        self._search = search.find_nodes

    def find(self, text: str, *, limit: int = 5) -> Any:
        return self._search(self.nodes, text, limit)

    def position(self, node: str) -> int:
        return int(self.nodes["node"].to_pylist().index(node))


NAMES = [
    ("O-1", "ISAN BERRY MANPOWER CO., LTD.", "Isan Berry M.P. Co.,Ltd | Isan Berry Man Power"),
    ("O-2", "Isan Berry Manpower (Thailand)", None),
    ("S-1", "MEK NAM APPAREL CO., LTD.", "Mek Nam Group"),
    ("O-3", "Mek Nam Group", None),
    ("S-2", "Hoa Mai Xanh", None),
    ("S-3", "Công ty TNHH Hoa Mai Xanh", None),
    ("O-4", "Klong Saeng Cannery PCL", None),
    ("S-4", "Klong Saeng Cannery", None),
]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Isan Berry Manpower", "O-1"),
        ("isan berry manpower company limited", "O-1"),
        ("Isan-Berry Manpower (Thailand) Ltd", "O-2"),
        ("isan berry man power", "O-1"),
        ("Mek Nam Apparel", "S-1"),
        ("mek nam group", "O-3"),
        ("S-3", "S-3"),
        ("klong saeng cannery", "S-4"),
    ],
)
def test_an_exact_name_without_its_legal_form_is_meant(asked: str, meant: str) -> None:
    assert find_one(FewNames(NAMES), asked) == meant  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", ["hoa mai xanh", "Isan Berry", "Co., Ltd.", "", "zzzz", "((["])
def test_a_name_of_several_or_of_none_is_asked_back(asked: str) -> None:
    with pytest.raises(CrestError) as refusal:
        find_one(FewNames(NAMES), asked)  # type: ignore[arg-type]
    assert exits.code_for(refusal.value) == exits.NOT_FOUND
    assert refusal.value.todo


def test_a_plain_name_has_no_legal_form_case_or_punctuation() -> None:
    assert plain_name("“Núñez” S.A. de C.V.") == plain_name("NUNEZ SA DE CV") == "nunez"
    assert plain_name("Co., Ltd.") == ""


@pytest.mark.parametrize("content", [b"", b"PAR1 is not enough"])
def test_a_damaged_chain_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "chain").mkdir()
    for name in ("nodes", "edges"):
        (tmp_path / "chain" / f"{name}.parquet").write_bytes(content)
    assert "crest map again" in crest("trace", tmp_path, "x", code=exits.INPUT)
