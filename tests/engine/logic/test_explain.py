"""An explanation names the facts that decided, and what would settle an unknown."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from logic_strategies import FLAGS, rule_of, rule_sets, set_of, workers

from crest.engine.errors import RuleFileError
from crest.engine.logic import one
from crest.engine.logic.explain import Reason, explain, explain_set
from crest.engine.logic.one import Answer
from crest.engine.rulebook.book import Book
from crest.engine.rulebook.rules import FactEntry, RuleSet

pytestmark = pytest.mark.engine


def entry(fact: str, kind: str, says: str, **more: Any) -> FactEntry:
    shape = {"fact": fact, "kind": kind, "given": "answer", "says": says, "thai": "ข้อเท็จจริง"}
    return FactEntry.model_validate(shape | more)


BOOK = Book(
    facts={
        "keeper": entry("keeper", "code", "Who keeps the papers"),
        "hours": entry("hours", "number", "Hours worked", unit="hours a week"),
        "asked": entry("asked", "flag", "Did the worker ask for them?"),
    },
    rule_sets={},
    figures={},
    sources={},
    digest="0" * 64,
)
PAPERS = {
    "all": [
        {"fact": "keeper", "is": ["employer", "labour_broker"]},
        {"any": [{"fact": "asked"}, {"fact": "hours", "above": 60}]},
    ]
}


def test_a_yes_names_what_was_found_and_what_was_wanted() -> None:
    found = explain(
        set_of([rule_of("R-1", PAPERS)]), "R-1", {"keeper": "employer", "hours": 72.0}, BOOK
    )
    assert found.answer is Answer.YES
    assert found.because == (
        Reason("keeper", "employer", "employer or labour broker", helped=True),
        Reason("hours", 72.0, "above 60 hours a week", helped=True),
    )
    assert found.missing == ()


def test_a_no_needs_one_fact_only() -> None:
    found = explain(set_of([rule_of("R-1", PAPERS)]), "R-1", {"keeper": "worker"}, BOOK)
    assert found.answer is Answer.NO
    assert [(reason.fact, reason.helped) for reason in found.because] == [("keeper", False)]


def test_an_unknown_names_what_is_missing_and_what_stands_already() -> None:
    found = explain(set_of([rule_of("R-1", PAPERS)]), "R-1", {"keeper": "employer"}, BOOK)
    assert found.answer is Answer.UNKNOWN
    assert found.missing == ("asked", "hours")
    assert [reason.fact for reason in found.because] == ["keeper"]


def test_a_denied_fact_speaks_the_other_way() -> None:
    rule_set = set_of([rule_of("R-1", {"not": {"fact": "asked"}})])
    assert explain(rule_set, "R-1", {"asked": False}, BOOK).because == (
        Reason("asked", False, "yes", helped=True),
    )


def test_every_sign_that_was_counted_is_named() -> None:
    count = {"count": [{"fact": "asked"}, {"fact": "locked"}, {"fact": "beaten"}], "at_least": 1}
    found = explain(
        set_of([rule_of("R-1", count)]),
        "R-1",
        {"asked": True, "locked": True, "beaten": False},
        BOOK,
    )
    assert [reason.fact for reason in found.because] == ["asked", "locked"]


def test_a_reference_is_explained_by_the_facts_behind_it() -> None:
    rules = [rule_of("R-1", {"rule": "R-2"}), rule_of("R-2", {"fact": "asked"})]
    assert explain(set_of(rules), "R-1", {"asked": True}, BOOK).because[0].fact == "asked"


def test_a_circle_and_an_unknown_rule_are_refused() -> None:
    rules = [rule_of("R-1", {"rule": "R-2"}), rule_of("R-2", {"rule": "R-1"})]
    with pytest.raises(RuleFileError, match="circle"):
        explain(set_of(rules), "R-1", {}, BOOK)
    with pytest.raises(RuleFileError, match="circle"):
        one.answer_set(set_of(rules), {})
    with pytest.raises(RuleFileError, match="no rule R-9"):
        explain(set_of(rules), "R-9", {}, BOOK)


@given(rule_set=rule_sets(), row=workers())
@settings(max_examples=60)
def test_the_explanation_gives_the_answer_of_the_rule(
    rule_set: RuleSet, row: dict[str, Any]
) -> None:
    found = {told.rule: told.answer for told in explain_set(rule_set, row, BOOK)}
    assert found == one.answer_set(rule_set, row)


@given(rule_set=rule_sets(), row=workers(), other=workers())
@settings(max_examples=80)
def test_facts_that_are_not_named_do_not_matter(
    rule_set: RuleSet, row: dict[str, Any], other: dict[str, Any]
) -> None:
    for told in explain_set(rule_set, row, BOOK):
        named = {reason.fact for reason in told.because} | set(told.missing)
        changed = {name: value for name, value in other.items() if name not in named}
        changed |= {name: row.get(name) for name in named}
        assert one.answer_set(rule_set, changed)[told.rule] is told.answer


@given(rule_set=rule_sets(), row=workers(), fill=st.data())
@settings(max_examples=80)
def test_filling_what_is_missing_settles_an_unknown(
    rule_set: RuleSet, row: dict[str, Any], fill: st.DataObject
) -> None:
    open_ones = [told for told in explain_set(rule_set, row, BOOK) if told.missing]
    assume(open_ones)
    whole = fill.draw(workers())
    for told in open_ones:
        assert told.answer is Answer.UNKNOWN
        values = {name: False if name in FLAGS else whole.get(name) for name in told.missing}
        if any(value is None for value in values.values()):
            continue
        assert one.answer_set(rule_set, row | values)[told.rule] is not Answer.UNKNOWN


def test_one_worker_is_explained_in_milliseconds() -> None:
    signs = [{"fact": f"sign_{number}"} for number in range(20)]
    rules = [rule_of(f"R-{n}", {"any": [*signs[n % 15 : n % 15 + 4], PAPERS]}) for n in range(100)]
    rules.append(
        rule_of("R-all", {"count": [{"rule": f"R-{n}"} for n in range(100)], "at_least": 9})
    )
    rule_set = set_of(rules)
    facts = {f"sign_{number}": number % 7 == 3 for number in range(20)} | {"keeper": "employer"}
    best = SimpleNamespace(seconds=9.0)
    for _ in range(20):
        begun = time.perf_counter()
        explain_set(rule_set, facts, BOOK)
        best.seconds = min(best.seconds, time.perf_counter() - begun)
    print(f"{best.seconds * 1000:.2f} ms")
    assert best.seconds < 0.02, "a busy machine is allowed four times the promise"
