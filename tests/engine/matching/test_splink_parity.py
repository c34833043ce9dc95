"""Spark and DuckDB give the same pairs and the same weights; differences to the engine are named.

Run it where the extra is installed (it is not in the usual environment): make one with
`bench/requirements/spark.txt` and run `pytest tests/engine/matching/test_splink_parity.py` there.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    import pyarrow as pa

    from crest.engine.matching.models import Model

pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # PySpark and py4j warn about their own affairs
    pytest.mark.enable_socket,  # Python talks to its own Java process over the loopback
]
LEAST = 0.001  # nearly every pair that shares a rare word is compared


def _missing() -> str | None:
    for name in ("splink", "pyspark"):
        if importlib.util.find_spec(name) is None:
            return f"{name} is not installed (extra: crest[spark])"
    return None if shutil.which("java") else "Java is not installed"


@pytest.fixture(scope="module")
def columns() -> pa.Table:
    """400 records of corruption B, ready to compare."""
    if reason := _missing():
        pytest.skip(reason)
    sys.path.insert(0, str(Path(__file__).parents[3]))
    from bench.generate import generate  # noqa: PLC0415

    from crest.engine.matching.splink_columns import comparison_columns  # noqa: PLC0415

    records = generate(400, 9, "B").drop_columns(["truth", "hard", "family"])
    return comparison_columns(records)


@pytest.fixture(scope="module")
def model() -> Model:
    """The shipped model."""
    from crest.engine.matching.models import Model  # noqa: PLC0415

    return Model.load("site")


@pytest.fixture(scope="module")
def session(columns: pa.Table, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A small Spark on this machine."""
    del columns  # only to be skipped together with it
    from pyspark.sql import SparkSession  # noqa: PLC0415

    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.memory": "1g",
    }
    builder = SparkSession.builder.master("local[2]")
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.sparkContext.setCheckpointDir(str(tmp_path_factory.mktemp("spark")))
    return spark


def _keyed(found: pa.Table) -> dict[tuple[int, int], float]:
    pairs = zip(found["left"].to_pylist(), found["right"].to_pylist(), strict=True)
    return dict(zip(pairs, found["weight"].to_pylist(), strict=True))


def test_spark_and_duckdb_agree_on_every_pair_and_weight(
    columns: pa.Table, model: Model, session: Any
) -> None:
    from crest.engine.matching.splink_model import (  # noqa: PLC0415
        pairs_on_duckdb,
        pairs_on_spark,
    )

    here = _keyed(pairs_on_duckdb(columns, model, least=LEAST))
    there = _keyed(pairs_on_spark(columns, model, session, least=LEAST))
    assert len(here) > 200
    # No function differs between the two engines on these columns: the sets are equal, and so are
    # the weights but for the last bits of a sum of 64-bit numbers.
    assert here.keys() ^ there.keys() == set()
    worst = max(abs(here[pair] - there[pair]) for pair in here)
    assert worst < 1e-9, f"weights differ by up to {worst}"
    # Session settings that we changed for speed are as they were.
    assert session.conf.get("spark.sql.optimizer.excludedRules", None) is None


def test_differences_to_the_engine_come_only_from_what_sql_cannot_say(
    columns: pa.Table, model: Model
) -> None:
    from bench.generate import generate  # noqa: PLC0415

    from crest.engine.matching.compare import features  # noqa: PLC0415
    from crest.engine.matching.normalise import prepare  # noqa: PLC0415
    from crest.engine.matching.splink_model import pairs_on_duckdb  # noqa: PLC0415
    from crest.engine.matching.splink_sql import UNSAID  # noqa: PLC0415

    found = pairs_on_duckdb(columns, model, least=LEAST)
    prepared = prepare(generate(400, 9, "B").drop_columns(["truth", "hard", "family"]), "site")
    left, right = found["left"].to_numpy(), found["right"].to_numpy()
    compared = features(prepared, prepared, left, right)
    levels = model.level_numbers(compared)
    unsaid = sum(
        np.asarray(term.weights)[levels[:, at]] - term.weights[-1]
        for at, term in enumerate(model.terms)
        if term.name in UNSAID
    )
    engine = (model.logits(compared) - unsaid) / np.log(2)
    gap = np.abs(engine - found["weight"].to_numpy())
    exact = _all_words_exact(columns, left, right)
    assert exact.sum() > 20
    # Where both sides have the same words nothing is misspelt, joined or cut short: but for what
    # is not said in SQL at all, the weights are those of the engine.
    assert gap[exact].max() < 1e-3


def _all_words_exact(columns: pa.Table, left: Any, right: Any) -> Any:
    names, addresses = (columns[f"{w}_words"].to_pylist() for w in ("name", "address"))

    postcodes = columns["postcode"].to_pylist()

    def same(a: int, b: int) -> bool:
        words = set(names[a]) == set(names[b]) and set(addresses[a]) == set(addresses[b])
        return words and (postcodes[a] == postcodes[b] or None in {postcodes[a], postcodes[b]})

    return np.array([same(a, b) for a, b in zip(left.tolist(), right.tolist(), strict=True)])
