"""Spark gives the costs, sums and caps that DuckDB gives."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from fee_tables import ON
from test_fees_one_and_many import RATES, workers

from crest.engine.fees import assess_costs
from crest.engine.rulebook.book import load_book
from crest.engine.tables.engines import Engine, open_engine
from crest.engine.tables.recruitment import COSTS, DEDUCTIONS, JOURNEYS

pytestmark = [pytest.mark.engine, pytest.mark.spark, pytest.mark.slow]


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    engine = open_engine("spark")
    yield engine
    engine.close()


def _found(engine: Engine, name: str) -> list[list[dict[str, Any]]]:
    tables = workers(Random(11), 60)  # noqa: S311 - test data
    put = [
        engine.put(f"{name}_{letter}", pa.Table.from_pylist(rows, schema=schema))
        for letter, rows, schema in zip("jcd", tables, (JOURNEYS, COSTS, DEDUCTIONS), strict=True)
    ]
    found = assess_costs(engine, *put, RATES, book=load_book(), on=ON, name=name)
    keys = (found.costs, "cost"), (found.journeys, "journey"), (found.caps, "figure")
    said = [
        sorted(engine.run(table).to_pylist(), key=lambda row: (row["journey"], row[key]))
        for table, key in keys
    ]
    return [*said, [{"said": sentence} for sentence in found.statements]]


def test_both_engines_give_the_same_costs(spark: Engine) -> None:
    with open_engine() as duck:
        expected = _found(duck, "duck")
    assert all(expected)
    for one, other in zip(_found(spark, "sparked"), expected, strict=True):
        assert one == other
