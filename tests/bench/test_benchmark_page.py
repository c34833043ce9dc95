"""The benchmark page says plainly where we lose and which goals are missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bench.goals import goals
from bench.report import losses, write_page

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engine


def _pairs(method: str, f1: float) -> dict[str, Any]:
    return {
        "method": method,
        "data": "real pairs",
        "pairs": 10,
        "positives": 5,
        "precision": f1,
        "recall": f1,
        "f1": f1,
    }


def test_a_peer_that_is_ahead_is_named_with_both_figures() -> None:
    results = {"pairs": [_pairs("CREST", 0.8), _pairs("peer", 0.9), _pairs("other", 0.7)]}
    assert losses(results) == ["- real pairs: peer has F1 0.900, CREST 0.800."]


def test_a_table_without_our_result_is_said_to_lack_it() -> None:
    failed = {"method": "CREST", "data": "real pairs", "no_result": "stopped at the limit of 5 s"}
    results = {"pairs": [failed, _pairs("peer", 0.9)]}
    assert losses(results) == ["- real pairs: CREST gave no result."]


def test_a_missed_goal_is_called_missed_and_an_unmeasured_one_unmeasured() -> None:
    row = {
        "method": "CREST",
        "data": "x",
        "corruption": "B",
        "size": 100_000,
        "b_cubed": {"f1": 0.91},
        "silently_new": 0.01,
    }
    said = {line[0]: line[2] for line in goals({"lists": [row]})}
    assert said["100,000 records without labels, B³ F1 ≥ .94 (corruption B)"] == "**missed**"
    assert said["100,000 records, silently new ≤ 2 % (corruption B)"] == "met"
    assert said["1 million records in ≤ 120 s (corruption B)"] == ""


def test_a_method_stopped_at_its_limit_stands_on_the_page(tmp_path: Path) -> None:
    failed = {"method": "peer", "data": "real pairs", "no_result": "stopped at the limit of 5 s"}
    page = tmp_path / "page.md"
    write_page({"pairs": [_pairs("CREST", 0.8), failed]}, {"cores": "2"}, page, None)
    text = page.read_text("utf-8")
    assert "no result: stopped at the limit of 5 s" in text
    assert "Not measured in this run: lists" in text
