"""Random rules and random workers with gaps, for the tests of logic."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from crest.engine.rulebook.nodes import All, AnyOf, Count, Fact, Not, Ref, Test
from crest.engine.rulebook.rules import RuleSet

SCHEMA = pa.schema(
    [
        *[pa.field(name, pa.bool_()) for name in ("kept", "locked", "beaten")],
        *[pa.field(name, pa.string()) for name in ("keeper", "scheme")],
        *[pa.field(name, pa.float64()) for name in ("rate", "share")],
        *[pa.field(name, pa.int64()) for name in ("age", "days")],
        pa.field("pay", pa.decimal128(18, 2)),
        pa.field("few", pa.int32()),
        *[pa.field(name, pa.date32()) for name in ("arrived", "left")],
        pa.field("seen", pa.timestamp("us")),
        pa.field("nothing", pa.null()),
    ]
)
FLAGS = ("kept", "locked", "beaten", "not_a_column")
CODES = ("keeper", "scheme", "not_a_code_column")
NUMBERS = ("rate", "share", "age", "days", "pay", "few", "not_a_number_column")
DAYS = ("arrived", "left", "seen")
WORDS = ("employer", "broker", "worker", "it's", "")
FIRST = date(2019, 12, 28)

_floats = st.sampled_from([0.0, -0.0, 0.1, 0.3, 0.30000000000000004, 1.0, 2.5, 1e12, -7.25])
_wholes = st.sampled_from([0, 1, 2, 3, -7, 12, 2**40])
_moneys = st.sampled_from(
    [Decimal(text) for text in ("0.00", "0.10", "0.30", "2.50", "1000000000000.00")]
)
_days = st.integers(0, 6).map(lambda more: FIRST + timedelta(days=more))
_limits = st.one_of(_floats, _wholes)
_times = st.sampled_from([1.0, 0.9, 3.0, 0.1, -1.0])
_kinds = st.sampled_from(["at_least", "at_most", "above", "below"])


def _values() -> dict[str, st.SearchStrategy[Any]]:
    flags: dict[str, st.SearchStrategy[Any]] = dict.fromkeys(
        ("kept", "locked", "beaten"), st.booleans()
    )
    codes = dict.fromkeys(("keeper", "scheme"), st.sampled_from(WORDS))
    whole = dict.fromkeys(("age", "days"), _wholes)
    days = dict.fromkeys(("arrived", "left"), _days)
    moment = _days.map(lambda day: datetime.combine(day, time(13)))
    numbers = {"rate": _floats, "share": _floats, "pay": _moneys, "few": st.integers(-3, 12)}
    return {**flags, **codes, **whole, **numbers, **days, "seen": moment, "nothing": st.none()}


def workers() -> st.SearchStrategy[dict[str, Any]]:
    """One worker's facts; each may be missing."""
    return st.fixed_dictionaries({}, optional={k: st.none() | v for k, v in _values().items()})


@st.composite
def fact_tests(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from(["flag", "code", "number", "numbers", "day", "days", "known"]))
    if kind == "flag":
        return Fact(fact=draw(st.sampled_from((*FLAGS, "nothing"))))
    if kind == "known":
        return Fact(fact=draw(st.sampled_from([*SCHEMA.names, "not_a_column"])), known=True)
    if kind == "code":
        codes = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
        return Fact.model_validate({"fact": draw(st.sampled_from(CODES)), "is": codes})
    names = DAYS if kind.startswith("day") else NUMBERS
    fact = draw(st.sampled_from(names))
    limit: Any = draw(_days if kind == "day" else _limits)
    if kind == "numbers":
        limit = {"fact": draw(st.sampled_from(names)), "times": draw(_times)}
    if kind == "days":
        limit = {"fact": draw(st.sampled_from(names))}
    return Fact.model_validate({"fact": fact, draw(_kinds): limit})


def random_tests(references: tuple[str, ...]) -> st.SearchStrategy[Test]:
    """Random tests, also deep ones."""
    leaves: st.SearchStrategy[Any] = fact_tests()
    if references:
        leaves |= st.sampled_from(references).map(lambda name: Ref(rule=name))

    def larger(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        several = st.lists(inside, min_size=1, max_size=4).map(tuple)
        return st.one_of(
            inside.map(lambda test: Not.model_validate({"not": test})),
            several.map(lambda parts: All(all=parts)),
            several.map(lambda parts: AnyOf(any=parts)),
            st.builds(Count, count=several, at_least=st.integers(1, 4)),
        )

    return st.recursive(leaves, larger, max_leaves=8)


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    """Some rules, later ones referring to earlier ones, with verdicts and classes."""
    rules = []
    for number in range(draw(st.integers(1, 5))):
        earlier = tuple(rule["id"] for rule in rules)
        rules.append(
            rule_of(
                f"R-{number}",
                draw(random_tests(earlier)),
                verdict=draw(st.sampled_from([None, "severe", "violation", "allowed"])),
                part=draw(st.sampled_from([None, "class"])),
                outcome=draw(st.sampled_from([None, "indicated"])),
            )
        )
    return set_of(draw(st.permutations(rules)))


def rule_of(rule_id: str, when: Any, **more: Any) -> dict[str, Any]:
    """A rule entry as the YAML file would give it."""
    return {
        "id": rule_id, "says": rule_id, "thai": "กฎ", "when": when, "confidence": "general",
        "cites": [{"source": "some-law"}], "valid_from": "2020-01-01", "review_by": "2030-01-01",
        **more,
    }  # fmt: skip


def set_of(rules: list[dict[str, Any]], **more: Any) -> RuleSet:
    """A rule set of such entries."""
    base = {"id": "some-set", "title": "Some", "thai": "กฎ", "kind": "regime", "about": "journey"}
    return RuleSet.model_validate({**base, "rules": rules, **more})
