"""crest import, as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crest.cli import exits
from crest.cli.app import app

pytestmark = pytest.mark.cli
INDEX = "country,value,year\nTH,36,2022\nSE,83,2022\nNowhere,1,2022\n"


def crest(*words: object, code: int = 0) -> str:
    """Run the command in this process; returns what it says."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        assert exits.code_for(result.exception) == code, result.exception
        return exits.sentence_for(result.exception)
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "law.csv"
    path.write_text(INDEX, encoding="utf-8")
    return path


def test_an_index_comes_in_with_its_licence_and_what_was_refused(
    index: Path, tmp_path: Path
) -> None:
    into = tmp_path / "mine"
    said = crest(
        "import", "country-index", index, "--into", into, "--name", "law", "--worse", "lower",
        "--source", "An institute: law index", "--licence", "CC BY 4.0", "--date", "2022-12-31",
    )  # fmt: skip
    assert "2 of 3 rows" in said
    assert "CC BY 4.0" in said
    assert "row 3" in said
    assert sorted(path.name for path in into.iterdir()) == [
        "law.parquet",
        "law.problems.csv",
        "law.yaml",
    ]


def test_the_summary_can_be_read_by_a_program(index: Path, tmp_path: Path) -> None:
    said = crest(
        "import", "country-index", index, "--out", tmp_path / "mine", "--worse", "lower",
        "--source", "s", "--licence", "l", "--json",
    )  # fmt: skip
    about = json.loads(said)
    assert (about["rows_read"], about["rows_refused"], about["date"]) == (3, 1, None)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("weather",), "no kind of index"),
        (("country-index", "--worse", "lower"), "--licence"),
        (("country-index", "--source", "s", "--licence", "l"), "--worse"),
        (("migrant-stock",), "no column"),
        (("ilab-goods",), "no XML"),
        (("migrant-stock", "--date", "yesterday"), "is no day"),
    ],
)
def test_what_cannot_be_imported_is_said_and_nothing_is_written(
    index: Path, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    kind, *options = words
    said = crest("import", kind, index, "--into", tmp_path / "mine", *options, code=exits.INPUT)
    assert sentence in said
    assert not (tmp_path / "mine").exists()


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    said = crest("import", "migrant-stock", tmp_path / "none.csv", code=exits.INPUT)
    assert "is not there" in said


def test_a_folder_that_cannot_be_written_is_said(index: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    said = crest(
        "import", "country-index", index, "--into", tmp_path / "file", "--worse", "lower",
        "--source", "s", "--licence", "l", code=exits.OUTPUT,
    )  # fmt: skip
    assert "cannot be written" in said
