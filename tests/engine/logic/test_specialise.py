"""What is known beforehand shrinks a test and never changes its answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logic_strategies import SCHEMA, random_tests, workers

from crest.engine.logic.one import Answer, ask
from crest.engine.logic.specialise import specialise
from crest.engine.rulebook.nodes import All, AnyOf, Fact, Ref
from crest.engine.rulebook.references import facts_of

pytestmark = pytest.mark.engine


@given(
    test=random_tests(("R-1", "R-2")),
    row=workers(),
    names=st.sets(st.sampled_from(SCHEMA.names)),
    settled=st.sampled_from(list(Answer)),
)
@settings(max_examples=150)
def test_a_specialised_test_asked_with_all_facts_answers_as_the_whole(
    test: Any, row: dict[str, Any], names: set[str], settled: Answer
) -> None:
    known = {name: row.get(name) for name in names}
    answers = {"R-1": settled, "R-2": Answer.UNKNOWN}
    left = specialise(test, known, {"R-1": settled})
    found = left if isinstance(left, Answer) else ask(left, row, answers)
    assert found is ask(test, row, answers)


@given(test=random_tests(("R-1",)), row=workers())
@settings(max_examples=60)
def test_with_every_fact_known_nothing_is_left_to_ask(test: Any, row: dict[str, Any]) -> None:
    known = {name: row.get(name) for name in facts_of(test)}
    left = specialise(test, known, {"R-1": Answer.NO})
    assert left is ask(test, row, {"R-1": Answer.NO})


def test_a_law_of_another_country_needs_no_further_question() -> None:
    law = All.model_validate({"all": [{"fact": "destination", "is": ["TH"]}, {"fact": "paid"}]})
    assert specialise(law, {"destination": "SE"}) is Answer.NO
    assert specialise(law, {"destination": "TH"}) == Fact(fact="paid")
    assert specialise(law, {}) == law


def test_a_fact_nobody_recorded_stays_in_the_test_beside_open_ones() -> None:
    either = AnyOf.model_validate({"any": [{"fact": "locked"}, {"fact": "beaten"}]})
    left = specialise(either, {"locked": None})
    assert isinstance(left, AnyOf)
    assert ask(left, {"beaten": False}) is Answer.UNKNOWN
    assert specialise(either, {"locked": None, "beaten": False}) is Answer.UNKNOWN


def test_a_limit_that_is_known_is_put_in() -> None:
    short = Fact.model_validate({"fact": "pay", "below": {"fact": "promised", "times": 0.5}})
    assert specialise(short, {"promised": 1000}) == Fact(fact="pay", below=500.0)
    late = Fact.model_validate({"fact": "signed", "above": {"fact": "left"}})
    assert specialise(late, {"signed": 3}) == Fact(fact="left", below=3.0)


def test_a_reference_without_answer_stays() -> None:
    assert specialise(Ref(rule="R-1"), {}) == Ref(rule="R-1")
