"""Real public lists run with no hand-holding, and no row of them is lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from crest.cli.app import app

pytestmark = [pytest.mark.cli, pytest.mark.shared_data, pytest.mark.slow]


def mapped(files: list[Path], folder: Path) -> dict[str, Any]:
    """Map copies of the files; returns the summary."""
    lists = folder / "lists"
    lists.mkdir()
    for path in files:
        shutil.copy(path, lists)
    result = CliRunner().invoke(app, ["map", str(lists), "--out", str(folder / "out"), "--quiet"])
    assert result.exit_code == 0, result.exception
    summary: dict[str, Any] = json.loads((folder / "out/summary.json").read_text("utf-8"))
    return summary


def test_the_fourteen_contributor_lists_resolve_together(shared_data: Path, tmp_path: Path) -> None:
    files = [shared_data / "osh-contributor-lists" / f"{n}.csv" for n in range(2, 16)]
    summary = mapped(files, tmp_path)
    assert len(summary["files"]) == 14
    assert summary["sites"]["rows"] + summary["problems"]["rejected"] == 963
    # The lists overlap, yet most rows are factories of their own.
    assert 0.85 < summary["sites"]["entities"] / summary["sites"]["rows"] < 0.98


def test_a_register_without_repetitions_stays_apart(shared_data: Path, tmp_path: Path) -> None:
    summary = mapped([shared_data / "osh-facilities-2022/facilities.csv"], tmp_path)
    assert summary["sites"]["rows"] == 5443
    # One row per facility in the source: what is joined are its own known duplicates at most.
    assert summary["sites"]["entities"] > 0.97 * 5443


def test_the_real_labour_chain_joins_recruiters_and_worksites(
    shared_data: Path, tmp_path: Path
) -> None:
    folder = shared_data / "us-h2-labour-chain"
    files = [
        folder / "H-2B_Appendix_C_recruiters_FY2020.csv",
        folder / "H-2B_Appendix_C_recruiters_FY2021.csv",
        folder / "H-2B_Appendix_A_FY2021.xlsx",
    ]
    summary = mapped(files, tmp_path)
    rows = summary["sites"]["rows"] + summary["organisations"]["rows"]
    assert rows + summary["problems"]["rejected"] == 63_959 - 1 + 91_922 + 1
    # Ninety thousand rows name a few hundred recruiting firms.
    assert summary["organisations"]["entities"] < 1_200
    assert summary["links_by_relation"]["recruits_for"] > 30_000
    links = pq.read_table(tmp_path / "out/links.parquet", columns=["evidence"])
    first = links["evidence"][0].as_py()
    assert "Appendix_C" in first
    assert "Appendix_A" in first
    assert 0 < summary["workers_mapped"] <= summary["workers"]
