"""The rules of repayment as data, and the examples a lawyer can check by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from remedy_cases import Plan, cost, journey, worker

from crest.engine.errors import RuleFileError
from crest.engine.remedy import Repayment
from crest.engine.rulebook.codelists import SHIPPED
from crest.engine.rulebook.loader import load_goldens
from crest.engine.rulebook.models import Golden
from crest.engine.rulebook.remedy_rules import load_remedy, read_remedy

pytestmark = pytest.mark.engine
FOLDER = SHIPPED / "remedy"
GOLDENS = load_goldens(FOLDER / "remedy.golden.yaml")
MONEY = ("gross", "floor", "owed", "refunded", "surplus", "interest", "to_pay")
OTHERS = {"status": "status", "sample": "floor_n", "step": "floor_step"}


def dated(given: dict[str, Any]) -> dict[str, Any]:
    return {
        key: date.fromisoformat(value) if key in ("left_on", "arrived_on") else value
        for key, value in given.items()
    }


def loans_in_baht(given: dict[str, Any]) -> dict[str, Any]:
    return {"loan_currency": "THB"} | given if "loan_principal" in given else given


@pytest.mark.parametrize("golden", GOLDENS.cases, ids=lambda golden: golden.name)
def test_a_golden_plan_comes_out_as_the_lawyer_reckons(golden: Golden, plan: Plan) -> None:
    given = golden.given
    found = plan(
        [journey(name, **loans_in_baht(dated(row))) for name, row in given["journeys"].items()],
        [cost(row["journey"], row["amount"], **extra_of(row)) for row in given["costs"]],
        refunds=[
            row | {"currency": "THB", "refunded_on": date(2026, 1, 5)}
            for row in given.get("refunds", [])
        ],
        deductions=[
            row | {"currency": "THB", "month": date(2025, 5, 1)}
            for row in given.get("deductions", [])
        ],
        on=date.fromisoformat(given["on"]),
        **given.get("choices", {}),
    )
    assert golden.expect
    for name, expected in golden.expect.items():
        if name == "steps":
            assert steps_by_kind(found) == expected
            continue
        row = worker(found, name)
        got = {key: row[f"{key}_minor"] / 100 for key in MONEY if key in expected}
        got |= {key: row[column] for key, column in OTHERS.items() if key in expected}
        if "due" in expected:
            got["due"] = days_of(found, name)
        assert got == expected, row["because"]


def days_of(found: Repayment, name: str) -> list[str]:
    rows = found.schedule.to_pylist()
    return [row["due_on"].isoformat() for row in rows if row["journey"] == name]


def steps_by_kind(found: Repayment) -> dict[str, Any]:
    rows = found.steps.to_pylist()
    counts: dict[str, Any] = Counter(row["about"] for row in rows)
    months = [row["after_months"] for row in rows if row["after_months"] is not None]
    return dict(counts) | {"after_months": months}


def extra_of(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ("journey", "amount")}


def test_every_kind_of_remedy_rule_is_in_force_once_and_cited() -> None:
    rules = load_remedy()
    held = rules.at(date(2026, 6, 30))
    assert [row.id for row in held.rows] == [f"REM-{number:02d}" for number in range(1, 11)]
    for row in held.rows:
        for cite in row.cites:
            assert (SHIPPED / "sources" / f"{cite.source}.yaml").is_file(), cite.source
        assert row.thai


def test_rules_of_general_knowledge_are_said_to_be_unverified() -> None:
    warnings = load_remedy().at(date(2030, 1, 1)).warnings
    assert any("Due for review" in words for words in warnings)
    assert any("Unverified" in words and "REM-08" in words for words in warnings)


def test_a_day_before_the_first_rule_is_refused_with_the_file() -> None:
    with pytest.raises(RuleFileError, match=r"remedy\.yaml:1 0 rows about scope hold on 1999"):
        load_remedy().at(date(1999, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "lookback_months: 36",
            "lookback_months: -1",
            r"REM-02 rules\.1\.eligible\.lookback_months",
        ),
        ("proves: floor", "proves: nothing", r"REM-04 rules\.3"),
        ("id: REM-10", "id: REM-09", r"two rows of REM-09 hold"),
    ],
)
def test_a_wrong_remedy_row_is_named_with_file_and_line(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    text = (FOLDER / "remedy.yaml").read_text("utf-8")
    assert old in text
    path = tmp_path / "remedy.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RuleFileError, match=rf"^remedy\.yaml:\d+ .*{complaint}"):
        read_remedy(path)
