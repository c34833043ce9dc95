"""The indicator sets as a lawyer would test them: complete, apart, not softened by silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crest.engine.logic import one
from crest.engine.rulebook.book import load_book
from crest.engine.rulebook.codelists import load_codelist
from crest.engine.rulebook.nodes import All, AnyOf, Count, Fact, Not, Test
from crest.engine.rulebook.words import fold, split_words

SETS = ("ilo-11", "icls-2018", "h2s", "delphi-adults", "delphi-children", "observed")
ADULTS = {"T1": (1, 8, 1), "T2": (1, 9, 0), "T3": (0, 14, 2), "T4": (1, 7, 1), "T5": (4, 10, 1)}
CHILDREN = {"T1": (2, 8, 0), "T2": (4, 6, 0), "T3": (0, 15, 0), "T4": (1, 7, 0), "T5": (8, 7, 0)}
NUMBERS = {
    "age": st.sampled_from([12, 17, 18, 30]),
    "actual_hours": st.sampled_from([48, 60, 61]),
    "pay_ratio": st.sampled_from([0.5, 0.9, 1.0]),
    "pay_to_minimum": st.sampled_from([0.4, 0.5, 0.9, 1.0]),
    "papers_keeper": st.sampled_from(["worker", "employer", "broker"]),
}


def facts_in(test: Test) -> set[str]:
    match test:
        case Fact():
            return {test.fact}
        case Not(not_=inner):
            return facts_in(inner)
        case All(all=inside) | AnyOf(any=inside) | Count(count=inside):
            return set().union(*map(facts_in, inside))
    return set()


def facts_of(set_id: str, *parts: str) -> set[str]:
    rules = load_book().rule_sets[set_id].rules
    return set().union(*(facts_in(rule.when) for rule in rules if not parts or rule.part in parts))


@pytest.mark.parametrize(
    ("set_id", "dimensions", "last", "total"),
    [
        ("delphi-adults", ADULTS, (0, 5, 2), 67),
        ("delphi-children", CHILDREN, (0, 7, 0), 65),
    ],
)
def test_the_delphi_lists_hold_every_sign_with_its_weight(
    set_id: str, dimensions: dict[str, tuple[int, int, int]], last: tuple[int, int, int], total: int
) -> None:
    rules = load_book().rule_sets[set_id].rules
    wanted = dimensions | {"T6": last}
    found = {
        part: tuple(
            sum(rule.part == part and rule.strength == strength for rule in rules)
            for strength in ("strong", "medium", "weak")
        )
        for part in wanted
    }
    assert found == wanted
    assert sum(map(sum, wanted.values())) == total


@pytest.mark.parametrize(
    ("involuntary", "penalty"),
    [
        (("UR.inv",), ("UR.pen",)),
        (("WL.inv",), ("WL.pen", "WL.pen and IL.pen")),
        (("IL.inv",), ("WL.pen and IL.pen",)),
    ],
)
def test_no_answer_counts_as_involuntary_and_as_a_penalty_of_one_dimension(
    involuntary: tuple[str, ...], penalty: tuple[str, ...]
) -> None:
    assert facts_of("h2s", *involuntary).isdisjoint(facts_of("h2s", *penalty))


def test_every_question_asked_of_a_worker_is_used_by_a_rule() -> None:
    asked = {entry.fact for entry in load_book().facts.values() if entry.given == "answer"}
    assert asked <= set().union(*map(facts_of, SETS))


@pytest.mark.parametrize("set_id", SETS)
def test_every_sign_says_what_to_do_and_how_grave_it_is(set_id: str) -> None:
    calm = {"no_indication", "no_exploitation_shown", "not_an_adult", "not_a_child"}
    for rule in load_book().rule_sets[set_id].rules:
        if rule.outcome not in calm:
            assert rule.severity, rule.id
            assert rule.action, rule.id
            assert rule.topic, rule.id


@pytest.mark.parametrize("set_id", SETS)
@given(data=st.data())
def test_forgetting_a_fact_only_ever_opens_an_answer(set_id: str, data: st.DataObject) -> None:
    rule_set = load_book().rule_sets[set_id]
    names = sorted(facts_of(set_id))
    known = {name: data.draw(NUMBERS.get(name, st.booleans()), label=name) for name in names}
    forgotten = data.draw(st.sets(st.sampled_from(names)), label="forgotten")
    full = one.answer_set(rule_set, known)
    less = one.answer_set(rule_set, {k: v for k, v in known.items() if k not in forgotten})
    assert all(less[rule] in (full[rule], one.Answer.UNKNOWN) for rule in full)


def test_a_heading_of_a_survey_names_one_question_only() -> None:
    named: dict[str, str] = {}
    for row in load_codelist("questions"):
        for words in split_words(row["words"]):
            assert named.setdefault(fold(words), row["question"]) == row["question"], words
