"""What workers of the shipped example paid: every coin, by group, currency and reason."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from assessed_example import EXAMPLES, Result

pytestmark = [pytest.mark.cli, pytest.mark.slow]
FAULTY = "NGWEMYIT-SF02"


def paid_as_planted(told: list[Any]) -> Counter[tuple[str, str]]:
    sums: Counter[tuple[str, str]] = Counter()
    for one in told:
        for cost in one.costs:
            if cost["payer"] == "worker":
                sums[one.cohort.code, cost["currency"]] += Decimal(cost["amount"])
    return sums


def test_every_group_paid_what_was_planted_in_its_own_money(result: Result) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for cost in result.costs:
        if cost["worker_paid"] and cost["counted"] and not cost["from_deductions"]:
            found[result.cohort_of[cost["journey"]], cost["currency"]] += cost["amount"]
    planted = paid_as_planted(result.told)
    # Of one cost nobody said who paid it: it counts for nobody, and is listed.
    unsaid = next(
        Decimal(cost["amount"])
        for one in result.told
        for cost in one.costs
        if (cost["journey"], cost["item"]) == (f"{FAULTY}-011", "FEE-16")
    )
    planted[FAULTY, "MMK"] -= unsaid
    assert found == planted


def test_the_truth_file_says_the_same_sums(result: Result) -> None:
    planted = paid_as_planted(result.told)
    with (EXAMPLES / "nordvik-retail.workers-truth.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for currency in ("THB", "MMK", "USD", "NPR", "BDT"):
                said = Decimal(row[f"worker_paid_{currency.lower()}"])
                assert said == planted[row["cohort"], currency], row["cohort"]


def test_every_coin_is_counted_or_said_to_be_left_out(result: Result) -> None:
    planted: Counter[str] = Counter()
    amounts: dict[tuple[str, str], tuple[str, Decimal]] = {}
    for one in result.told:
        for cost in one.costs:
            planted[cost["currency"]] += Decimal(cost["amount"])
            key = (cost["journey"], cost["item"])
            amounts[key] = (cost["currency"], Decimal(cost["amount"]))
    seen: Counter[str] = Counter()
    for cost in result.costs:
        if cost["from_deductions"]:
            continue
        assert cost["counted"] == (cost["leave_out"] is None)
        if cost["counted"]:
            seen[cost["currency"]] += cost["amount"]
        else:
            currency, amount = amounts[cost["journey"], cost["item_given"] or cost["item"]]
            seen[currency] += amount
    assert seen == planted
    reasons = Counter(cost["leave_out"] for cost in result.costs if not cost["counted"])
    assert reasons == {"no amount": 1, "no currency": 1, "payer unknown": 1}


def test_the_totals_say_what_they_leave_out(result: Result) -> None:
    summary = json.loads((result.out / "summary.json").read_text(encoding="utf-8"))
    assert summary["costs_left_out"] == 3
    said = " ".join(summary["assessment_statements"])
    for reason in ("no amount", "no currency", "payer unknown"):
        assert re.search(rf"Left out of the totals: 1 cost.*{reason}", said), reason
    assert "3 costs that no total counts" in result.said
    paid = sum(
        cost["usd_minor"] for cost in result.costs if cost["counted"] and cost["worker_paid"]
    )
    assert summary["paid_minor"] == paid
    assert f"{paid / 100:,.2f} USD" in result.said


def test_what_payroll_took_for_recruitment_counts_as_paid_by_the_worker(result: Result) -> None:
    taken = [cost for cost in result.costs if cost["from_deductions"]]
    planted = sum(
        Decimal(one["amount"])
        for told in result.told
        if told.cohort.file == "long"
        for one in told.deductions
        if one["kind"] == "recruitment"
    )
    assert planted > 0
    assert sum(cost["amount"] for cost in taken) == planted
    assert all(cost["worker_paid"] for cost in taken)
