"""How well the shipped example is resolved, against the truth beside it."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crest.cli.app import app

pytestmark = [pytest.mark.cli, pytest.mark.slow]
Row = tuple[str, str, str]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def resolved(tmp_path_factory: pytest.TempPathFactory, example: Path) -> dict[Row, dict[str, str]]:
    out = tmp_path_factory.mktemp("quality") / "out"
    result = CliRunner().invoke(app, ["map", str(example), "--out", str(out), "--quiet"])
    assert result.exit_code == 0, result.exception
    return {(row["source"], row["sheet"], row["row"]): row for row in read(out / "matches.csv")}


@pytest.fixture(scope="module")
def truth(example: Path) -> dict[Row, str]:
    rows = read(example.with_name("nordvik-retail.truth.csv"))
    kinds = {"sites", "organisations"}
    return {(r["source"], r["sheet"], r["row"]): r["entity"] for r in rows if r["kind"] in kinds}


@pytest.mark.parametrize(
    ("kind", "precision", "recall"), [("site", 0.97, 0.72), ("organisation", 0.97, 0.88)]
)
def test_what_is_joined_is_one_thing_and_most_of_it_is_found(
    resolved: dict[Row, dict[str, str]],
    truth: dict[Row, str],
    kind: str,
    precision: float,
    recall: float,
) -> None:
    rows = [row for row in truth if row in resolved and resolved[row]["kind"] == kind]
    joined = same = both = 0
    for one, other in combinations(rows, 2):
        is_joined = resolved[one]["site_id"] == resolved[other]["site_id"]
        is_same = truth[one] == truth[other]
        joined += is_joined
        same += is_same
        both += is_joined and is_same
    print(f"{kind}: precision {both / joined:.3f}, recall {both / same:.3f}")
    assert both / joined >= precision
    assert both / same >= recall


def test_few_rows_with_a_partner_become_new_in_silence(
    resolved: dict[Row, dict[str, str]], truth: dict[Row, str]
) -> None:
    partners: dict[tuple[str, str], int] = {}
    for row, entity in truth.items():
        if row in resolved:
            key = resolved[row]["kind"], entity
            partners[key] = partners.get(key, 0) + 1
    paired = [
        row
        for row, entity in truth.items()
        if row in resolved and partners[resolved[row]["kind"], entity] > 1
    ]
    silent = [row for row in paired if resolved[row]["outcome"] == "new"]
    print(f"{len(silent)} of {len(paired)} rows: {silent}")
    assert len(silent) <= 0.05 * len(paired)
