"""The rules CREST ships give one worker and a table of workers the same answers."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest

from crest.engine.logic import many, one
from crest.engine.logic.columns import column_of, outcome_column, verdict_column
from crest.engine.logic.explain import explain_set
from crest.engine.rulebook.book import load_book
from crest.engine.rulebook.references import facts_of
from crest.engine.rulebook.rules import FactEntry, RuleSet
from crest.engine.tables.engines import DuckEngine, Engine

pytestmark = pytest.mark.engine
BOOK = load_book()
ON = date(2026, 6, 30)
TYPES = {"flag": pa.bool_(), "code": pa.string(), "number": pa.float64(), "date": pa.date32()}
ANSWER = {True: "yes", False: "no", None: "unknown"}
GAPS = (0.0, 0.2, 0.7)  # how much is missing, in a third of the workers each


def asked(rule_set: RuleSet) -> dict[str, FactEntry]:
    """The facts the rules of a set ask."""
    names = {name for rule in rule_set.rules for name in facts_of(rule.when)}
    return {name: BOOK.facts[name] for name in sorted(names)}


def any_value(entry: FactEntry, chance: random.Random) -> Any:
    if entry.kind == "flag":
        return chance.random() < 0.3
    if entry.kind == "number":
        return chance.choice([0.0, 0.3, 0.5, 0.9, 1.0, 12.0, 30.0, 48.0, 60.0, 61.0, 400.0])
    if entry.kind == "date":
        return date(2012, 1, 1) + timedelta(days=chance.randrange(5000))
    return chance.choice([*(entry.codes or ("TH", "MM")), "something_else"])


def some_workers(facts: Mapping[str, FactEntry], number: int) -> list[dict[str, Any]]:
    chance = random.Random(7)  # noqa: S311 - the same workers every time
    return [
        {
            name: None if chance.random() < GAPS[row % 3] else any_value(entry, chance)
            for name, entry in facts.items()
        }
        for row in range(number)
    ]


def agree(engine: Engine, rule_set: RuleSet, number: int) -> None:
    facts = asked(rule_set)
    rows = some_workers(facts, number)
    schema = pa.schema([("row", pa.int64()), *((n, TYPES[e.kind]) for n, e in facts.items())])
    numbered = [{**row, "row": position} for position, row in enumerate(rows)]
    name = f"shipped_{column_of(rule_set.id)}"
    table = engine.put(name, pa.Table.from_pylist(numbered, schema=schema))
    found = engine.run(many.with_answers(rule_set, table)).to_pylist()
    seen: set[str] = set()
    for row, facts_of_one in zip(sorted(found, key=lambda r: r["row"]), rows, strict=True):
        answers = one.answer_set(rule_set, facts_of_one)
        wanted = {rule: ANSWER[row[column_of(rule)]] for rule in answers}
        assert wanted == answers
        label = one.verdict(rule_set, facts_of_one)
        assert row.get(verdict_column(rule_set.id), "outside") == label
        assert row.get(outcome_column(rule_set.id)) == one.outcome(rule_set, facts_of_one)
        told = {each.rule: each.answer for each in explain_set(rule_set, facts_of_one, BOOK)}
        assert told == answers
        seen |= set(answers.values())
    assert seen == {"yes", "no", "unknown"}


@pytest.mark.parametrize("name", sorted(BOOK.rule_sets))
def test_a_shipped_set_answers_one_and_many_alike(name: str) -> None:
    with DuckEngine(threads=1) as engine:
        agree(engine, BOOK.rule_sets[name].on(ON), number=60)


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.parametrize("name", ["ilo-11", "ilo-2019"])
def test_a_shipped_set_answers_one_and_many_alike_on_spark(spark: Engine, name: str) -> None:
    agree(spark, BOOK.rule_sets[name].on(ON), number=30)
