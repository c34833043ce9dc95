"""Evidence raises a risk freely; only enough of it lowers one, and never below the floor."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.engine.risk import Indices, inherent, priorities, residual
from crest.engine.risk.tables import EVIDENCE, INHERENT, RISKS
from crest.engine.rulebook.risk_rules import load_risk_book

pytestmark = pytest.mark.engine
RULES = load_risk_book().evidence
GOOD = {
    "asked": 100,
    "answered": 95,
    "harmed": 0.0,
    "low": 0.0,
    "high": 0.04,
    "severe": 0,
    "paid_usd_minor": 0,
    "coverage": 1.0,
    "controls": 0,
}


def base(severity: int = 3, likelihood: float = 12.0, **more: Any) -> dict[str, Any]:
    line = {"points": 20 * severity + likelihood, "likelihood_points": likelihood}
    return {
        "subject_kind": "site",
        "subject": "s1",
        "name": "S1",
        "workers": 100,
        "severity": severity,
        "likelihood": likelihood,
        "inherent": 20 * severity + likelihood,
        "reasons": json.dumps([line]),
        "missing": "[]",
        "confidence": "general",
    } | more


def after(row: dict[str, Any], **evidence: Any) -> dict[str, Any]:
    told = [{"subject_kind": "site", "subject": "s1"} | evidence] if evidence else []
    table = residual(pa.Table.from_pylist([row], INHERENT), pa.Table.from_pylist(told, EVIDENCE))
    assert table.schema == RISKS
    found: dict[str, Any] = table.to_pylist()[0]
    return found


def test_without_evidence_the_inherent_risk_stands() -> None:
    row = after(base())
    assert row["residual"] == row["inherent"] == 72
    assert "Nobody asked" in row["reasons"]


def test_a_large_clean_sample_lowers_the_likelihood_to_the_floor_of_its_severity() -> None:
    assert [after(base(s, 18.0), **GOOD)["likelihood"] for s in range(5)] == [
        max(floor, 1.6) for floor in RULES.floors
    ]


@pytest.mark.parametrize(
    ("thin", "why"),
    [
        ({"answered": 12, "asked": 12}, "only 12 workers"),
        ({"asked": 300}, "95 of 300 asked"),
        ({"high": 0.6}, "too wide"),
        ({"high": None}, "too wide"),
        ({"coverage": None}, "stands"),
    ],
)
def test_thin_evidence_lowers_nothing_and_says_why(thin: dict[str, Any], why: str) -> None:
    row = after(base(), **(GOOD | thin))
    assert row["likelihood"] == 12
    assert why in json.loads(row["reasons"])[-1]["because"]


def test_half_the_workforce_covered_lowers_half_as_much() -> None:
    whole, half = after(base(), **GOOD), after(base(), **(GOOD | {"coverage": 0.5}))
    assert 12 - half["likelihood"] == pytest.approx((12 - whole["likelihood"]) / 2)


def test_even_one_worker_with_a_severe_sign_raises_severity_and_likelihood() -> None:
    row = after(base(2, 4.0), asked=5, answered=3, severe=1)
    assert (row["severity"], row["likelihood"]) == (RULES.severe, RULES.seen)


def test_harm_to_half_of_the_workers_is_the_highest_likelihood() -> None:
    assert after(base(3, 4.0), asked=20, answered=20, harmed=0.5)["likelihood"] == 20
    assert after(base(3, 4.0), asked=20, answered=20, harmed=0.25)["likelihood"] == 10


def test_money_taken_against_the_rules_means_it_happens() -> None:
    row = after(base(3, 4.0), asked=20, answered=20, paid_usd_minor=465_00)
    assert row["likelihood"] == RULES.seen
    assert "Workers paid against the rules." in row["reasons"]
    assert "465" not in row["reasons"], "nobody knows how many paid it"


def test_reasons_tell_no_number_of_few_workers() -> None:
    shed = after(base(2, 2.0), asked=8, answered=8, harmed=1.0, severe=8)
    few = after(base(2, 2.0), asked=40, answered=40, harmed=0.1, severe=4)
    for row in (shed, few):
        said = " ".join(line.get("because", "") for line in json.loads(row["reasons"]))
        assert "Some workers show a severe sign." in said
        assert not [number for number in ("8 ", "4 ", "100%", "10%") if number in said], said


def test_verified_controls_help_only_beside_enough_evidence() -> None:
    some = GOOD | {"high": 0.2, "harmed": 0.05}
    assert after(base(1, 12.0), **(some | {"controls": 2}))["likelihood"] == 8.0
    thin = some | {"answered": 3, "controls": 9}
    assert after(base(1, 12.0), **thin)["likelihood"] == 12.0


_evidence = st.fixed_dictionaries(
    {
        "asked": st.none() | st.integers(0, 200),
        "answered": st.none() | st.integers(0, 200),
        "harmed": st.none() | st.floats(0, 1),
        "low": st.none() | st.floats(0, 1),
        "high": st.none() | st.floats(0, 1),
        "severe": st.none() | st.integers(0, 5),
        "paid_usd_minor": st.none() | st.integers(0, 10_000),
        "coverage": st.none() | st.floats(0, 1),
        "controls": st.none() | st.integers(0, 9),
    }
)


@settings(max_examples=200)
@given(st.integers(0, 4), st.integers(0, 200), _evidence)
def test_the_reasons_still_add_up_and_the_floor_holds(
    severity: int, tenths: int, evidence: dict[str, Any]
) -> None:
    row = after(base(severity, tenths / 10), **evidence)
    points = sum(round(line["points"] * 10) for line in json.loads(row["reasons"]))
    assert points == round(row["residual"] * 10)
    assert row["severity"] >= severity
    assert 0 <= row["likelihood"] <= 20
    assert row["likelihood"] >= min(tenths / 10, RULES.floors[row["severity"]])
    if evidence["coverage"] is None:
        assert row["likelihood"] >= tenths / 10


@settings(max_examples=100)
@given(_evidence, st.integers(0, 200), st.integers(0, 200))
def test_a_higher_inherent_risk_never_ends_lower(
    evidence: dict[str, Any], one: int, other: int
) -> None:
    low, high = sorted((one, other))
    assert (
        after(base(3, low / 10), **evidence)["residual"]
        <= after(base(3, high / 10), **evidence)["residual"]
    )


def test_severity_comes_before_likelihood_and_workers_break_ties() -> None:
    rows = [
        base(3, 20.0, subject="likely"),
        base(4, 1.0, subject="severe"),
        base(3, 5.0, subject="few", workers=10),
        base(3, 5.0, subject="many", workers=900),
        base(3, 5.0, subject="unknown", workers=None),
    ]
    table = residual(pa.Table.from_pylist(rows, INHERENT), EVIDENCE.empty_table())
    assert table["subject"].to_pylist() == ["severe", "likely", "unknown", "many", "few"]
    assert table["priority"].to_pylist() == [1, 2, 3, 4, 5]


def test_priorities_can_be_asked_of_one_kind() -> None:
    rows = [base(3, 9.0, subject="a", subject_kind="recruiter"), base(4, 9.0, subject="b")]
    table = residual(pa.Table.from_pylist(rows, INHERENT), EVIDENCE.empty_table())
    assert priorities(table, kinds=["recruiter"])["priority"].to_pylist() == [1]
    assert priorities(table).equals(table)


def test_an_inherent_table_goes_in_as_it_came_out() -> None:
    subjects = pa.Table.from_pylist([{"subject_kind": "site", "subject": "s1", "name": "S1"}])
    found = inherent(subjects, Indices(), on=date(2025, 1, 1))
    row = residual(found, EVIDENCE.empty_table()).to_pylist()[0]
    assert row["residual"] == row["inherent"]
