"""No worker and no group of few of the shipped example can be made out in the result."""

from __future__ import annotations

import re

import pytest
from assessed_example import Result, published

pytestmark = [pytest.mark.cli, pytest.mark.slow]
SHED = "MYAWADDY-SF07"
SMALLEST = 11


def test_no_worker_and_no_interview_stands_outside_the_worker_folder(result: Result) -> None:
    secret = [row["worker"] for row in result.journeys]
    secret += [row["journey"] for row in result.journeys]
    assert all(secret)
    pattern = re.compile("|".join(re.escape(text) for text in secret))
    for name, text in published(result.out):
        assert not pattern.search(text), name


def test_the_numbers_of_the_shed_of_eight_stand_nowhere_outside(result: Result) -> None:
    journeys, costs = result.of(SHED), result.of(SHED, result.costs)
    owed = result.of(SHED, result.owed)
    assert len(journeys) == 8
    minor = {
        sum(cost["usd_minor"] for cost in costs),
        sum(row["to_pay_minor"] for row in owed),
        sum(row["to_pay_usd_minor"] for row in owed),
        *(row["to_pay_usd_minor"] for row in owed),
    }
    numbers = {str(one) for one in minor} | {f"{one / 100:,.2f}" for one in minor}
    numbers |= {f"{one / 100:.2f}" for one in minor}
    pattern = re.compile("|".join(rf"(?<![\d.,]){re.escape(one)}(?![\d])" for one in numbers))
    for name, text in published(result.out):
        if name.endswith(("map.geojson", "paths.csv")):
            continue
        assert not pattern.search(text), f"{name}: {pattern.search(text)}"
        assert not re.search(r"(?<![\d,.])8 workers (?:answered|show)", text), name


def test_findings_about_the_shed_only_say_where_to_look(result: Result) -> None:
    rows = [row for row in result.findings if "Kung Kaeo" in row["subject_name"]]
    assert {row["rule"] for row in rows} == {"FND-SMALL"}
    for row in rows:
        assert row["workers"] == row["of_workers"] == row["amount_minor"] == ""
        assert not re.search(r"\d", row["because"] + row["missing"])


def members(result: Result) -> dict[tuple[str, str], set[str]]:
    groups: dict[tuple[str, str], set[str]] = {}
    for row in result.journeys:
        keys = [(kind, row[f"{kind}_id"]) for kind in ("site", "recruiter", "sub_agent")]
        keys += [("employer", row["employer_id"])]
        keys += [("corridor", f"{row['origin']}>{row['destination']}")]
        for kind, ident in keys:
            if ident is not None:
                groups.setdefault((kind, ident), set()).add(row["journey"])
    return groups


def small_differences(
    groups: dict[tuple[str, str], set[str]], shown: set[tuple[str, str]]
) -> list[str]:
    """Pairs of shown groups of which one holds the other and 1 to 10 workers more."""
    known = [key for key in shown if key in groups]
    return [
        f"{whole} without {part}"
        for whole in known
        for part in known
        if groups[part] < groups[whole] and len(groups[whole] - groups[part]) < SMALLEST
    ]


def test_no_group_of_few_can_be_worked_out_from_two_groups_in_a_table(result: Result) -> None:
    groups = members(result)
    shown = {
        (row["kind"], row["id"])
        for row in result.parquet("groups/groups")
        if row["workers"] is not None
    }
    assert len(shown) > 30
    assert not small_differences(groups, shown)
    assert all(len(groups[key]) >= SMALLEST for key in shown if key in groups)


def test_no_group_of_few_can_be_worked_out_from_two_findings(result: Result) -> None:
    shown = {
        (row["subject_kind"], row["subject"])
        for row in result.findings
        if row["workers"] or row["amount_minor"] or row["of_workers"]
    }
    assert len(shown) > 30
    assert not small_differences(members(result), shown)


@pytest.mark.parametrize("name", ["groups", "prevalence", "items", "regimes", "classes", "caps"])
def test_no_table_about_groups_counts_one_to_ten_workers(result: Result, name: str) -> None:
    rows = result.parquet(f"groups/{name}")
    assert any(row["workers"] for row in rows)
    for row in rows:
        counted = {key: value for key, value in row.items() if "workers" in key}
        assert not any(0 < (value or 0) < SMALLEST for value in counted.values()), row
