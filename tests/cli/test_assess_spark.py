"""crest assess on Spark gives every file that it gives on DuckDB, byte by byte."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from assessed_example import EXAMPLES, Result
from typer.testing import CliRunner

from crest.cli import assess
from crest.cli.app import app

pytest.importorskip("pyspark")
pytestmark = [
    pytest.mark.cli,
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not here"),
]


def files(out: Path) -> dict[str, bytes]:
    """Every file of a result: tables, findings, map, registry, report and its PDF."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }


def test_the_engine_makes_no_difference_to_any_byte_of_the_example(
    result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = assess.write_assessed
    asked_for = []

    def write_as_if_by_duckdb(*told: Any, engine: str, **more: Any) -> Any:
        # Which engine it was is the one thing in which the reports may differ.
        asked_for.append(engine)
        return write(*told, engine="duckdb", **more)

    monkeypatch.setattr(assess, "write_assessed", write_as_if_by_duckdb)
    words = ["assess", str(EXAMPLES / "nordvik-retail"), "--on", "2026-11-23", "--quiet"]
    done = CliRunner().invoke(app, [*words, "--engine", "spark", "--out", str(tmp_path / "out")])
    if done.exception is not None:
        raise done.exception
    assert asked_for == ["spark"]
    ours, theirs = files(result.out), files(tmp_path / "out")
    assert ours.keys() == theirs.keys()
    assert {"report.html", "report.pdf", "groups/measures.csv", "workers/journeys.parquet"} < set(
        ours
    )
    assert [name for name, content in ours.items() if theirs[name] != content] == []
