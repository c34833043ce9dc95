"""One worker and many workers get the same answer from the same rule."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from logic_strategies import SCHEMA, rule_of, rule_sets, set_of, workers

from crest.engine.logic import many, one
from crest.engine.logic.columns import column_of, outcome_column, verdict_column
from crest.engine.rulebook.rules import RuleSet
from crest.engine.tables.engines import Engine, open_engine

pytestmark = pytest.mark.engine
NAMES = (f"workers_{number}" for number in itertools.count())
ANSWER = {True: "yes", False: "no", None: "unknown"}
SEVERAL = st.lists(workers(), min_size=1, max_size=6)
KEEP_FIXTURE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.fixture(scope="module")
def duck() -> Iterator[Engine]:
    engine = open_engine("duckdb", threads=1)
    yield engine
    engine.close()


def answers_of_many(engine: Engine, rule_set: RuleSet, rows: list[dict[str, Any]]) -> list[Any]:
    """Per row: the answers by name, inlined and in levels, then verdict and outcome."""
    table = engine.put(next(NAMES), pa.Table.from_pylist(rows, schema=SCHEMA))
    inlined = many.answer_columns(rule_set, table)
    columns = {f"inlined_{column_of(name)}": column for name, column in inlined.items()}
    columns["judged"] = many.verdict(rule_set, table)
    columns["classed"] = many.outcome(rule_set, table)
    found = engine.run(many.with_answers(rule_set, table.mutate(**columns))).to_pylist()
    names = [rule.id for rule in rule_set.rules]
    for row in found:
        for name in names:
            assert row[f"inlined_{column_of(name)}"] is row[column_of(name)], name
        assert row["judged"] == row.get(verdict_column(rule_set.id), "outside")
        assert row["classed"] == row.get(outcome_column(rule_set.id))
    return [
        ({name: ANSWER[row[column_of(name)]] for name in names}, row["judged"], row["classed"])
        for row in found
    ]


def answers_of_one(rule_set: RuleSet, rows: list[dict[str, Any]]) -> list[Any]:
    return [
        (one.answer_set(rule_set, row), one.verdict(rule_set, row), one.outcome(rule_set, row))
        for row in rows
    ]


@given(rule_set=rule_sets(), rows=SEVERAL)
@settings(max_examples=80, suppress_health_check=KEEP_FIXTURE)
def test_one_worker_and_many_workers_agree(
    duck: Engine, rule_set: RuleSet, rows: list[dict[str, Any]]
) -> None:
    assert answers_of_many(duck, rule_set, rows) == answers_of_one(rule_set, rows)


@pytest.mark.spark
@pytest.mark.slow
@given(rule_set=rule_sets(), rows=SEVERAL)
@settings(max_examples=8, suppress_health_check=KEEP_FIXTURE)
def test_one_worker_and_many_workers_agree_on_spark(
    spark: Engine, rule_set: RuleSet, rows: list[dict[str, Any]]
) -> None:
    assert answers_of_many(spark, rule_set, rows) == answers_of_one(rule_set, rows)


def test_twenty_signs_are_counted_in_one_pass(duck: Engine) -> None:
    signs = [f"sign_{number}" for number in range(20)]
    rule_set = set_of(
        [rule_of("R-1", {"count": [{"fact": sign} for sign in signs], "at_least": 3})]
    )
    schema = pa.schema([pa.field(sign, pa.bool_()) for sign in signs])
    given_rows = [
        (dict.fromkeys(signs, False), "no"),
        (dict.fromkeys(signs), "unknown"),
        (dict.fromkeys(signs[3:], False) | dict.fromkeys(signs[:3], True), "yes"),
        (dict.fromkeys(signs[3:]) | dict.fromkeys(signs[:3], True), "yes"),
        (dict.fromkeys(signs[3:], False) | dict.fromkeys(signs[:2], True), "unknown"),
        (dict.fromkeys(signs[2:], False) | dict.fromkeys(signs[:2], True), "no"),
    ]
    rows = [dict.fromkeys(signs) | row for row, _ in given_rows]
    table = duck.put("signs", pa.Table.from_pylist(rows, schema=schema))
    found = duck.run(many.with_answers(rule_set, table))["r_1"].to_pylist()
    assert [ANSWER[answer] for answer in found] == [wanted for _, wanted in given_rows]
    assert [one.answer_set(rule_set, row)["R-1"] for row in rows] == [w for _, w in given_rows]
