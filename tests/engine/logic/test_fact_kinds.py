"""A test is asked only of a fact it goes with; everything else is said, never guessed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import ibis
import pytest
from logic_strategies import rule_of, set_of
from pydantic import ValidationError

from crest.engine.errors import RuleFileError
from crest.engine.logic import many, one
from crest.engine.logic.answers import Answer, FactKindError
from crest.engine.rulebook.nodes import Fact, Ref

pytestmark = pytest.mark.engine
OTHER = {"fact": "other"}
WRONG = [
    ({"fact": "it"}, "text", "string"),
    ({"fact": "it"}, 1, "int64"),
    ({"fact": "it", "is": ["text"]}, True, "boolean"),
    ({"fact": "it", "is": ["1"]}, 1, "int64"),
    ({"fact": "it", "above": 3}, "text", "string"),
    ({"fact": "it", "above": 3}, True, "boolean"),
    ({"fact": "it", "above": 3}, date(2020, 1, 1), "date"),
    ({"fact": "it", "above": "2020-01-01"}, 3, "int64"),
    ({"fact": "it", "above": OTHER}, "text", "string"),
    ({"fact": "it", "above": OTHER}, date(2020, 1, 1), "date"),
]


@pytest.mark.parametrize(("test", "value", "kind"), WRONG)
def test_a_fact_of_another_kind_is_refused_by_both_runners(
    test: dict[str, Any], value: object, kind: str
) -> None:
    asked = Fact.model_validate(test)
    with pytest.raises(FactKindError, match="“it” is tested as"):
        one.ask(asked, {"it": value, "other": 3})
    with pytest.raises(FactKindError, match="“it” is tested as"):
        many.expression(asked, ibis.table({"it": kind, "other": "int64"}, name="workers"))


def test_not_a_number_is_unknown() -> None:
    nan = float("nan")
    assert one.ask(Fact(fact="pay", above=3), {"pay": nan}) is Answer.UNKNOWN
    assert one.ask(Fact(fact="pay", known=True), {"pay": nan}) is Answer.NO


def test_a_moment_counts_as_its_day() -> None:
    evening = datetime(2020, 1, 1, 23)  # noqa: DTZ001 - a moment as an Arrow table gives it
    assert one.ask(Fact(fact="seen", at_most=date(2020, 1, 1)), {"seen": evening}) is Answer.YES


def test_a_limit_is_not_yes_or_no() -> None:
    with pytest.raises(ValidationError, match="a limit is a number"):
        Fact.model_validate({"fact": "pay", "at_least": True})


def test_a_reference_without_answers_is_refused_by_both_runners() -> None:
    with pytest.raises(RuleFileError, match="R-1, which has no answer"):
        one.ask(Ref(rule="R-1"), {})
    with pytest.raises(RuleFileError, match="R-1, which has no answer"):
        many.expression(Ref(rule="R-1"), ibis.table({"it": "int64"}, name="workers"))


def test_a_code_that_stands_twice_must_be_asked_for_a_day() -> None:
    rules = [
        rule_of("R-1", {"fact": "kept"}, valid_to="2023-12-31"),
        rule_of("R-1", {"not": {"fact": "kept"}}, valid_from="2024-01-01"),
    ]
    rule_set = set_of(rules)
    with pytest.raises(RuleFileError, match="Ask the set for one day"):
        one.answer_set(rule_set, {"kept": True})
    assert one.answer_set(rule_set.on(date(2023, 12, 31)), {"kept": True}) == {"R-1": "yes"}
    assert one.answer_set(rule_set.on(date(2024, 1, 1)), {"kept": True}) == {"R-1": "no"}
    assert rule_set.on(date(2019, 1, 1)).rules == ()


def test_an_earlier_unknown_leaves_the_verdict_open() -> None:
    regime = set_of(
        [
            rule_of("R-1", {"fact": "kept"}, verdict="severe"),
            rule_of("R-2", {"fact": "locked"}, verdict="violation"),
        ]
    )
    assert one.verdict(regime, {"kept": False, "locked": True}) == "violation"
    assert one.verdict(regime, {"locked": True}) == "unknown"
    assert one.verdict(regime, {"kept": False, "locked": False}) == "outside"
    assert one.outcome(regime, {}) is None
