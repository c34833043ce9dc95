"""Signs of forced labour over a table and for one worker: both ways say the same."""

from __future__ import annotations

import random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.engine.indicators import (
    evaluate,
    explain_worker,
    indicator_columns,
    missing_facts,
    with_refusals,
)
from crest.engine.indicators.prevalence import prevalence
from crest.engine.logic.answers import Answer
from crest.engine.logic.columns import column_of, outcome_column
from crest.engine.rulebook.book import Book, load_book
from crest.engine.tables.engines import open_engine

from .small_book import ON, small_book

SMALL = pa.schema(
    [
        ("journey", pa.string()),
        ("locked_in", pa.bool_()),
        ("threatened", pa.bool_()),
        ("wages_withheld", pa.bool_()),
        ("free_to_leave_job", pa.bool_()),
        ("papers_keeper", pa.string()),
        ("actual_hours", pa.float64()),
    ]
)


def answered(rows: list[dict[str, Any]], schema: pa.Schema, book: Book) -> list[dict[str, Any]]:
    numbered = [{"journey": f"J{place}", **row} for place, row in enumerate(rows)]
    table = pa.Table.from_pylist(numbered, schema=schema)
    with open_engine() as engine:
        facts = engine.put("facts", table)
        found = engine.run(evaluate(engine, facts, book=book, on=ON))
    return sorted(found.to_pylist(), key=lambda row: int(row["journey"][1:]))


def test_every_rule_in_force_has_a_column_and_every_set_with_classes_an_outcome() -> None:
    (row,) = answered([{"locked_in": True}], SMALL, small_book())
    assert list(row) == [
        "journey",
        *("pen_a", "inv_a", "icls_1", "icls_2", "class_icls_2018"),
        *("ind_03", "ind_06", "ind_07", "ind_11"),
        *("signs_yes", "signs_unknown", "signs_answered"),
    ]
    assert (row["ind_03"], row["ind_06"], row["pen_a"], row["icls_1"]) == (True, None, True, None)
    assert row["class_icls_2018"] == "unknown"
    assert (row["signs_yes"], row["signs_unknown"], row["signs_answered"]) == (1, 3, 0.25)


def test_a_fact_without_a_column_is_unknown_for_every_worker_and_stated() -> None:
    schema = pa.schema([("journey", pa.string()), ("locked_in", pa.bool_())])
    (row,) = answered([{"locked_in": False}], schema, small_book())
    assert (row["ind_03"], row["ind_06"], row["ind_07"], row["pen_a"]) == (False, None, None, None)
    with open_engine() as engine:
        facts = engine.put("facts", schema.empty_table())
        assert missing_facts(facts, book=small_book(), on=ON) == (
            "actual_hours",
            "free_to_leave_job",
            "papers_keeper",
            "threatened",
            "wages_withheld",
        )


def test_a_sheet_says_indicated_with_the_facts_seen_and_those_missing() -> None:
    facts = {"papers_keeper": "employer", "actual_hours": 48.0, "locked_in": False}
    icls, eleven = explain_worker(facts, book=small_book(), on=ON)
    signs = {sign.rule: sign for sign in eleven.signs}
    assert signs["IND-07"].label == "indicated"
    (reason,) = signs["IND-07"].because
    assert (reason.fact, reason.value) == ("papers_keeper", "employer")
    assert signs["IND-03"].label == "not indicated"
    assert signs["IND-11"].label == "unknown"
    assert signs["IND-11"].missing == ("wages_withheld",)
    assert eleven.missing == ("threatened", "wages_withheld")
    assert signs["IND-07"].cites[0].source == "ilo-indicators-2012"
    assert eleven.unverified == ("IND-03", "IND-06", "IND-07", "IND-11")
    assert eleven.outcome is None
    assert icls.outcome == "unknown"
    assert [sign.rule for sign in icls.of("unknown")] == ["PEN-A", "INV-A"]


def test_a_refusal_stays_unknown_and_is_counted_apart() -> None:
    journeys = pa.Table.from_pylist(
        [{"journey": "J0"}, {"journey": "J1"}, {"journey": "J2", "threatened": False}],
        schema=SMALL,
    )
    said = pa.Table.from_pylist(
        [
            {"journey": "J0", "question": "threatened", "answer": "refused"},
            {"journey": "J1", "question": "threatened", "answer": "unknown"},
            {"journey": "J2", "question": "locked_in", "answer": "refused"},
        ]
    )
    with open_engine() as engine:
        facts, answers = engine.put("facts", journeys), engine.put("answers", said)
        evaluated = evaluate(engine, facts, book=small_book(), on=ON)
        table = engine.run(with_refusals(evaluated, answers, book=small_book(), on=ON))
    rows = sorted(table.to_pylist(), key=lambda row: str(row["journey"]))
    assert [row["ind_06_refused"] for row in rows] == [True, False, False]
    assert [row["icls_1_refused"] for row in rows] == [True, False, True]  # by way of PEN-A
    (found,) = prevalence(table, [], indicators=["ind_06"]).to_pylist()
    assert (found["no"], found["unknown"], found["refused"]) == (1, 1, 1)


flag = st.sampled_from([True, False, None])
small_facts = st.fixed_dictionaries(
    {
        "locked_in": flag,
        "threatened": flag,
        "wages_withheld": flag,
        "free_to_leave_job": flag,
        "papers_keeper": st.sampled_from(["worker", "employer", "broker", None]),
        "actual_hours": st.sampled_from([None, 0.0, 60.0, 61.5]),
    }
)


@given(st.lists(small_facts, min_size=1, max_size=20))
@settings(deadline=None, max_examples=15)
def test_one_worker_and_the_table_are_answered_alike(rows: list[dict[str, Any]]) -> None:
    _agree(rows, SMALL, small_book())


def _agree(rows: list[dict[str, Any]], schema: pa.Schema, book: Book) -> None:
    of_answer = {Answer.YES: True, Answer.NO: False, Answer.UNKNOWN: None}
    for facts, row in zip(rows, answered(rows, schema, book), strict=True):
        for sheet in explain_worker(facts, book=book, on=ON):
            for sign in sheet.signs:
                assert row[column_of(sign.rule)] is of_answer[sign.answer], sign.rule
            if sheet.outcome is not None:
                assert row[outcome_column(sheet.set_id)] == sheet.outcome


@given(small_facts, st.sampled_from(["locked_in", "threatened", "wages_withheld"]))
@settings(deadline=None, max_examples=25)
def test_forgetting_a_fact_never_turns_a_sign_into_no(facts: dict[str, Any], lost: str) -> None:
    before, after = (
        {
            sign.rule: sign.answer
            for sheet in explain_worker(given_facts, book=small_book(), on=ON)
            for sign in sheet.signs
        }
        for given_facts in (facts, {**facts, lost: None})
    )
    for name, answer in after.items():
        if answer is Answer.NO:
            assert before[name] is Answer.NO


def _shipped() -> Book:
    book = load_book()
    if not book.indicator_sets:
        pytest.skip("the rulebook holds no indicator sets")
    return book


def _fact_types(book: Book) -> pa.Schema:
    kinds = {"flag": pa.bool_(), "code": pa.string(), "number": pa.float64(), "date": pa.date32()}
    fields = [(name, kinds[entry.kind]) for name, entry in book.facts.items()]
    return pa.schema([("journey", pa.string()), *fields])


def shipped_facts(dice: random.Random, book: Book) -> dict[str, Any]:
    """Facts of the shipped book: every one of them yes, no, some value, or unknown."""
    choices: dict[str, list[Any]] = {
        "flag": [True, False, None],
        "number": [0.0, 0.5, 1.0, 12.0, 61.0, 500.0, None],
        "date": [ON, None],
    }
    return {
        name: dice.choice(choices.get(entry.kind, [*entry.codes, None]))
        for name, entry in book.facts.items()
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_the_shipped_indicator_sets_are_answered_alike_both_ways(seed: int) -> None:
    book, dice = _shipped(), random.Random(seed)  # noqa: S311 - invented workers
    _agree([shipped_facts(dice, book) for _ in range(40)], _fact_types(book), book)


def test_the_shipped_sets_give_every_rule_a_column_of_its_own() -> None:
    book = _shipped()
    columns = indicator_columns(book, ON)
    rules = [rule.id for found in book.indicator_sets.values() for rule in found.on(ON).rules]
    assert len(set(columns.values())) == len(rules)
