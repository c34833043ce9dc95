"""Signs, refusals and prevalence are the same on Spark as on DuckDB."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from crest.engine.indicators import evaluate, with_refusals
from crest.engine.indicators.prevalence import prevalence_of
from crest.engine.indicators.tally import Design
from crest.engine.tables.engines import Engine, open_engine

from .small_book import ON, small_book

pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # PySpark and py4j warn about their own affairs
    pytest.mark.enable_socket,  # Python talks to its own Java process over the loopback
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed")
    engine = open_engine("spark")
    yield engine
    engine.close()


def survey() -> tuple[pa.Table, pa.Table]:
    dice = np.random.default_rng(11)
    flag = [True, False, None]
    rows = [
        {
            "journey": f"J{place}",
            "site": f"s{place % 3}" if place % 10 else None,
            "locked_in": flag[dice.integers(3)],
            "threatened": flag[dice.integers(3)],
            "wages_withheld": flag[dice.integers(3)],
            "free_to_leave_job": flag[dice.integers(3)],
            "papers_keeper": ["worker", "employer", None][dice.integers(3)],
            "actual_hours": [48.0, 61.0, None][dice.integers(3)],
            "weight": [1.0, 2.5, None][dice.integers(3)],
            "cluster": f"c{dice.integers(6)}" if place % 7 else None,
            "stratum": f"h{place % 2}",
            "interviewer": f"i{place % 4}",
        }
        for place in range(120)
    ]
    answers = [
        {"journey": f"J{place}", "question": "threatened", "answer": "refused"}
        for place in range(0, 120, 5)
    ]
    return pa.Table.from_pylist(rows), pa.Table.from_pylist(answers)


def told(engine: Engine) -> list[list[dict[str, Any]]]:
    journeys, answers = survey()
    facts, said = engine.put("indicator_facts", journeys), engine.put("indicator_answers", answers)
    evaluated = evaluate(engine, facts, book=small_book(), on=ON)
    signs = with_refusals(evaluated, said, book=small_book(), on=ON)
    kept = ("site", "weight", "cluster", "stratum", "interviewer")
    joined = facts.select("journey", *kept).join(signs, "journey")
    signs = joined.select("journey", *kept, *signs.columns[1:])
    names = ["ind_06", "ind_11", "icls_1"]
    shares = prevalence_of(
        engine, signs, ["site"], indicators=names, design=Design("weight", "cluster", "stratum")
    )
    rows = sorted(engine.run(signs).to_pylist(), key=lambda row: str(row["journey"]))
    return [rows, sorted(shares.to_pylist(), key=lambda row: (str(row["site"]), row["indicator"]))]


def rounded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sums of weights may differ in the last digits: rows are added in another order."""
    return [
        {key: round(value, 9) if isinstance(value, float) else value for key, value in row.items()}
        for row in rows
    ]


def test_signs_and_shares_are_the_same_on_both_engines(spark: Engine) -> None:
    with open_engine() as duck:  # type: ignore[attr-defined]
        expected = told(duck)
    for ours, theirs in zip(expected, told(spark), strict=True):
        assert rounded(ours) == rounded(theirs)
