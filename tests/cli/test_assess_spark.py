"""crest assess on Spark gives the files that it gives on DuckDB, to the last unit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crest.cli.app import app

pytest.importorskip("pyspark")
pytestmark = [
    pytest.mark.cli,
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not here"),
]
WORKERS = Path(__file__).parents[2] / "examples/nordvik-retail/workers"
# Pickers and the workers of Penang: five countries, five currencies, seasons, loans.
FILES = ("penang_interviews.xlsx", "berry_seasons_th.csv")


def assessed(folder: Path, out: Path, engine: str) -> dict[str, bytes]:
    """The CSV files of groups and workers and the findings, by name."""
    words = ["assess", str(folder), "--on", "2026-11-23", "--engine", engine, "--quiet"]
    done = CliRunner().invoke(app, [*words, "--out", str(out)])
    if done.exception is not None:
        raise done.exception
    paths = [*(out / "groups").glob("*.csv"), *(out / "workers").glob("*.csv")]
    paths.append(out / "findings.csv")
    return {str(path.relative_to(out)): path.read_bytes() for path in paths}


def test_the_engine_makes_no_difference_to_any_number(tmp_path: Path) -> None:
    folder = tmp_path / "workers"
    folder.mkdir()
    for name in FILES:
        shutil.copy(WORKERS / name, folder / name)
    ours = assessed(folder, tmp_path / "duckdb", "duckdb")
    theirs = assessed(folder, tmp_path / "spark", "spark")
    assert ours.keys() == theirs.keys()
    assert len(ours) > 20
    assert not [name for name, content in ours.items() if theirs[name] != content]
