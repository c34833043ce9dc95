"""What is wrong in the files of the shipped example is listed; the report says nothing more."""

from __future__ import annotations

import csv
import re

import pytest
from assessed_example import EXAMPLES, Result, published

pytestmark = [pytest.mark.cli, pytest.mark.slow]
FAULTY = "NGWEMYIT-SF02"


def test_every_planted_fault_is_a_listed_problem_with_file_and_row(result: Result) -> None:
    listed = {
        (row["source"], row["row"], row["code"])
        for row in result.parquet("workers/problems")
        if not row["code"].startswith("fees.")
    }
    costs = [cost for told in result.told if told.cohort.file == "long" for cost in told.costs]
    at = {(cost["journey"], cost["item"]): row for row, cost in enumerate(costs, 1)}
    assert listed == {
        ("worker_costs.csv", at[f"{FAULTY}-003", "FEE-10"], "journeys.money.negative"),
        ("worker_costs.csv", at[f"{FAULTY}-007", "FEE-10"], "journeys.currency.unknown"),
        ("worker_costs.csv", at[f"{FAULTY}-011", "FEE-16"], "journeys.cost.payer-missing"),
        ("worker_costs.csv", len(costs) + 1, "journeys.cost.repeated"),
        ("worker_costs.csv", len(costs) + 2, "journeys.cost.no-journey"),
        ("worker_journeys.csv", 12, "journeys.value.implausible"),
        ("worker_journeys.csv", 33, "journeys.date.future"),
        ("worker_journeys.csv", 310, "journeys.journey.no-site"),
    }
    for row in result.parquet("workers/problems"):
        assert row["sentence"]
        assert row["todo"]


def test_an_amount_in_thai_digits_is_an_amount(result: Result) -> None:
    with (EXAMPLES / "nordvik-retail/workers/worker_costs.csv").open(encoding="utf-8") as lines:
        given = [row for row in csv.DictReader(lines) if re.search("[๐-๙]", row["Amount"])]
    assert len(given) == 1
    (read,) = [
        cost
        for cost in result.costs
        if (cost["journey"], cost["item"]) == (given[0]["Journey"], given[0]["Cost item"])
    ]
    assert read["counted"]
    assert read["amount"] > 0


def test_the_report_opens_with_the_answer_and_needs_no_network(result: Result) -> None:
    page = (result.out / "report.html").read_text(encoding="utf-8")
    assert "Zwegabin Road Labour Group" in page
    assert "invented" in page
    loads = re.findall(
        r"""<(?:script|img|link|iframe)[^>]+(?:src|href)=["'](https?:[^"']+)""", page
    )
    assert not loads


def test_nothing_in_the_result_claims_a_crime_or_a_clean_bill(result: Result) -> None:
    for name, text in published(result.out):
        if name.endswith((".html", ".csv", ".json")):
            assert not re.search(r"\b(?:is a victim|compliant)\b", text, re.IGNORECASE), name
