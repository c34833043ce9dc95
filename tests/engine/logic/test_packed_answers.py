"""Answers packed into numbers count what the answers themselves count."""

from __future__ import annotations

from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.engine.logic import many
from crest.engine.logic.columns import column_of
from crest.engine.logic.packed import Packer, outcomes
from crest.engine.rulebook.book import load_book
from crest.engine.rulebook.nodes import Count, Fact, Not
from crest.engine.tables.engines import DuckEngine

pytestmark = pytest.mark.engine

FLAGS = ("locked_in", "confined_to_workplace", "wages_withheld", "free_to_leave_job", "isolated",
         "forced_overtime", "papers_held_without_access", "job_differs", "agreed_to_changes",
         "parents_threatened", "threat_of_violence")  # fmt: skip
KINDS = pa.schema(
    [*[(name, pa.bool_()) for name in FLAGS], ("age", pa.int64()), ("papers_keeper", pa.string())]
)


def _table(dice: Random, rows: int = 60) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {name: dice.choice([True, False, None]) for name in FLAGS}
            | {"age": dice.choice([None, 15, 30]), "papers_keeper": dice.choice([None, "broker"])}
            for _ in range(rows)
        ],
        schema=KINDS,
    )


def _counts(column: Any) -> tuple[int, int]:
    return pc.sum(column).as_py() or 0, column.null_count


@given(seed=st.integers(0, 2**32), dropped=st.sets(st.sampled_from(FLAGS)))
@settings(max_examples=8, deadline=None)
@pytest.mark.parametrize("set_id", ["ilo-11", "icls-2018", "h2s"])
def test_a_sum_of_packed_answers_holds_how_many_are_yes_and_how_many_unknown(
    set_id: str, seed: int, dropped: set[str]
) -> None:
    rules = load_book().indicator_sets[set_id]
    with DuckEngine() as engine:
        table = engine.put("facts", _table(Random(seed)).drop_columns(sorted(dropped)))  # noqa: S311 - test data
        plain = engine.run(many.with_answers(rules, table))
        answers = Packer(table).answers(rules)
        labels = outcomes(rules, answers)
        packed = table.mutate(
            **{column_of(name): found.code for name, found in answers.items()},
            **{f"label_{label}": one for label, one in labels.items()},
        )
        found = engine.run(packed)
    for name, one in answers.items():
        total = pc.sum(found[column_of(name)]).as_py()
        yes = total >> 32
        assert (yes, (total & (2**32 - 1)) - yes) == _counts(plain[column_of(name)])
        assert not one.never_no or not pc.any(pc.invert(plain[column_of(name)])).as_py()
    classed = plain[f"class_{column_of(set_id)}"].to_pylist() if labels.keys() - {"outside"} else []
    for label in labels if classed else ():
        assert pc.sum(found[f"label_{label}"]).as_py() == classed.count(label)


def test_counting_signs_and_turning_an_answer_round_agree_with_the_plain_way() -> None:
    parts = tuple(Fact(fact=name) for name in FLAGS[:3])
    tests = {f"count_{n}": Count(count=parts, at_least=n) for n in (1, 2, 3)}
    tests["turned"] = Not.model_validate({"not": {"fact": FLAGS[0]}})  # type: ignore[assignment]
    with DuckEngine() as engine:
        table = engine.put("facts", _table(Random(4)))  # noqa: S311 - test data
        packer = Packer(table)
        both = table.select(
            **{name: many.expression(test, table) for name, test in tests.items()},
            **{f"p_{name}": packer.ask(test, {}).code for name, test in tests.items()},
        )
        for row in engine.run(both).to_pylist():
            for name in tests:
                assert row[f"p_{name}"] == {True: 2**32 + 1, None: 1, False: 0}[row[name]]
