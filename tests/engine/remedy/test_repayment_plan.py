"""Schedule, sensitivity, uplift, collectors, and what a plan says about its gaps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from remedy_cases import Plan, cost, journey, worker

from crest.engine.remedy import RemedyError

pytestmark = pytest.mark.engine


def due(found: Any, name: str) -> list[tuple[date, int]]:
    return [
        (row["due_on"], row["amount_minor"])
        for row in found.schedule.to_pylist()
        if row["journey"] == name
    ]


def test_everybody_is_paid_in_one_sum_within_ninety_days(plan: Plan) -> None:
    found = plan([journey("a")], [cost("a", 9_000)], finding_on=date(2026, 6, 1))
    assert due(found, "a") == [(date(2026, 8, 30), 900_000)]


def test_instalments_end_by_the_deadline_and_add_up(plan: Plan) -> None:
    found = plan([journey("a")], [cost("a", 100.01)], instalments=3)
    assert due(found, "a") == [
        (date(2026, 7, 30), 3_334),
        (date(2026, 8, 29), 3_334),
        (date(2026, 9, 28), 3_333),
    ]


def test_who_leaves_gets_everything_before_leaving(plan: Plan) -> None:
    rows = [journey("goes", left_on=date(2026, 7, 10)), journey("gone", left_on=date(2026, 1, 1))]
    found = plan(rows, [cost("goes", 9_000), cost("gone", 9_000)], instalments=3)
    assert due(found, "goes") == [(date(2026, 7, 10), 900_000)]
    assert due(found, "gone") == [(date(2026, 9, 28), 900_000)]


@pytest.mark.parametrize(
    "choice",
    [
        {"instalments": 4},
        {"instalments": 0},
        {"floor_method": "guess"},
        {"floor_point": "middle"},
        {"grades": ("E9",)},
        {"interest": "twice"},
        {"rate_period": "never"},
        {"rounding": "down"},
        {"uplift": "inflation"},
        {"lookback_months": -1},
    ],
)
def test_a_choice_that_is_not_offered_is_refused(plan: Plan, choice: dict[str, Any]) -> None:
    with pytest.raises(RemedyError) as caught:
        plan([journey("a")], [], **choice)
    assert caught.value.todo


def totals(found: Any) -> dict[tuple[str, str], int]:
    return {
        (row["choice"], row["alternative"]): row["difference_minor"]
        for row in found.sensitivity.to_pylist()
    }


def test_each_alternative_is_what_the_plan_would_be_under_that_choice(plan: Plan) -> None:
    rows = [journey(f"a{at}") for at in range(12)]
    rows += [journey("old", left_on=date(2024, 1, 1)), journey("silent")]
    costs = [cost(f"a{at}", 9_000 + 700 * at) for at in range(12)] + [cost("old", 20_000)]
    base = plan(rows, costs)
    differences = totals(base)
    whole = base.sensitivity["total_minor"][0].as_py()
    for key, choices in {
        ("floor method", "median"): {"floor_method": "median"},
        ("floor method", "none"): {"floor_method": "none"},
        ("floor within its interval", "upper end"): {"floor_point": "high"},
        ("look-back", "12 months"): {"lookback_months": 12},
        ("evidence accepted", "E1 E2"): {"grades": ("E1", "E2")},
        ("uplift", "5 % a year"): {"uplift": "rate"},
        ("rounding", "hundred"): {"rounding": "hundred"},
    }.items():
        other = plan(rows, costs, **choices)
        assert other.sensitivity["total_minor"][0].as_py() == whole + differences[key], key
    assert differences["base", "as chosen"] == 0
    assert differences["floor method", "none"] < 0 < differences["uplift", "5 % a year"]
    assert differences["look-back", "12 months"] < 0


def test_an_uplift_is_shown_apart_and_only_paid_when_chosen(plan: Plan) -> None:
    without = worker(plan([journey("a")], [cost("a", 10_000)]), "a")
    chosen = plan([journey("a")], [cost("a", 10_000)], uplift="rate", uplift_rate=10)
    row = worker(chosen, "a")
    assert without["uplift_minor"] == 0
    assert row["owed_minor"] == without["owed_minor"] == 1_000_000
    years = (date(2026, 6, 30) - date(2025, 3, 5)).days / 365.25
    assert row["uplift_minor"] == pytest.approx(1_000_000 * (1.1**years - 1), abs=1)
    assert row["to_pay_minor"] == row["owed_minor"] + row["uplift_minor"]
    assert "uplift by choice" in row["because"]


def test_an_uplift_for_inflation_uses_the_table_of_prices_given(plan: Plan) -> None:
    prices = pa.table({"currency": ["THB"] * 2, "year": [2025, 2026], "index": [100.0, 104.0]})
    found = plan([journey("a")], [cost("a", 10_000)], uplift="inflation", prices=prices)
    assert worker(found, "a")["uplift_minor"] == 40_000
    fallen = pa.table({"currency": ["THB"] * 2, "year": [2025, 2026], "index": [100.0, 90.0]})
    lower = plan([journey("a")], [cost("a", 10_000)], uplift="inflation", prices=fallen)
    assert worker(lower, "a")["uplift_minor"] == 0
    missing = pa.table({"currency": ["VND"], "year": [2025], "index": [100.0]})
    silent = plan([journey("a")], [cost("a", 10_000)], uplift="inflation", prices=missing)
    assert "1 sums could not be raised for want of a day or an index." in silent.statements


def test_who_has_no_proof_gets_the_uplift_of_the_group(plan: Plan) -> None:
    rows = [journey(f"a{at}") for at in range(5)]
    costs = [cost(f"a{at}", 10_000) for at in range(5)]
    found = plan([*rows, journey("silent")], costs, uplift="rate")
    assert worker(found, "silent")["uplift_minor"] == worker(found, "a0")["uplift_minor"] > 0


def test_rounding_is_in_the_workers_favour(plan: Plan) -> None:
    found = plan([journey("a")], [cost("a", 100.01)], rounding="ten")
    assert worker(found, "a")["to_pay_minor"] == 11_000


def test_other_exchange_rates_are_taken_from_the_table_or_said_to_be_missing(plan: Plan) -> None:
    kyat = cost("a", 210_000, currency="MMK", pay_minor=340_000)
    year = plan([journey("a")], [kyat], rate_period="payment_year")
    assert worker(year, "a")["gross_minor"] == round(210_000 / 2100 * 33 * 100)
    today = plan([journey("a")], [kyat], rate_period="on_day")
    assert worker(today, "a")["gross_minor"] == round(210_000 / 2100 * 32 * 100)
    dong = cost("a", 9_000, currency="VND", pay_minor=1_000)
    lacking = plan([journey("a")], [dong], rate_period="payment_year")
    assert worker(lacking, "a")["gross_minor"] == 1_000
    assert any("keep the rate of the month of payment" in words for words in lacking.statements)


def test_the_collector_is_named_and_the_employer_is_responsible(plan: Plan) -> None:
    costs = [
        cost("a", 9_000, paid_to="Uncle Bridge", paid_to_role="sub_agent"),
        cost("a", 1_000, paid_to_role="recruiter"),
        cost("b", 500),
    ]
    found = plan([journey("a"), journey("b")], costs)
    row = worker(found, "a")
    assert row["collected_by"] == "Uncle Bridge (sub-agent) 9,000.00 THB"
    assert row["responsible"] == "Blue Tide Foods"
    assert found.collectors.select(["role", "collector", "collected_minor"]).to_pylist() == [
        {"role": "sub_agent", "collector": "Uncle Bridge", "collected_minor": 900_000},
        {"role": "recruiter", "collector": "Far Shore Agency", "collected_minor": 100_000},
        {"role": "unknown", "collector": None, "collected_minor": 50_000},
    ]


def test_nothing_is_left_out_without_being_counted(plan: Plan) -> None:
    costs = [
        cost("a", 9_000),
        cost("nobody", 9_000),
        cost("a", 9_000, counted=False, leave_out="the same receipt again", cost="c3"),
        cost("a", 9_000, currency="VND", pay_minor=None, cost="c4"),
        cost("a", 9_000, payer=None, counted=False, leave_out="payer unknown", cost="c5"),
        cost("a", 700, evidence=None, cost="c6"),
        cost("a", 800, payer="employer", cost="c7"),
    ]
    refunds = [{"journey": "a", "amount": 5, "currency": "VND", "refunded_on": date(2026, 1, 1)}]
    taken = [{"journey": "x", "amount": 5, "currency": "THB", "kind": "recruitment"}]
    taken += [{"journey": "a", "amount": 500, "currency": "THB", "kind": "food"}]
    found = plan([journey("a")], costs, refunds=refunds, deductions=taken)
    row = worker(found, "a")
    assert (row["gross_minor"], row["unclear_minor"], row["refunded_minor"]) == (
        970_000,
        900_000,
        0,
    )
    assert row["sums_left_out"] == 3
    said = " ".join(found.statements)
    for words in (
        "1 left out: costs of a journey nobody listed.",
        "1 left out: costs not counted (the same receipt again).",
        "1 left out: costs without a sum in the worker's currency.",
        "1 left out: refunds without a journey, a sum or a rate (not netted).",
        "1 left out: recruitment deductions without a journey, a sum or a rate.",
        "1 journeys have costs of unclear payer or item, not counted.",
        "1 sums without a grade of evidence count as the worker's own account.",
    ):
        assert words in said
    counted = plan([journey("a")], costs, unclear_counts=True)
    assert worker(counted, "a")["gross_minor"] == 1_870_000


def test_payroll_rows_among_the_assessed_costs_are_not_counted_again(plan: Plan) -> None:
    taken = [{"journey": "a", "amount": 500, "currency": "THB", "kind": "recruitment"}]
    taken[0] |= {"month": date(2025, 5, 1)}
    made = cost("a", 500, item="RC-17", how="deduction", from_deductions=True)
    for costs in ([made], []):
        row = worker(plan([journey("a")], costs, deductions=taken), "a")
        assert row["gross_minor"] == 50_000


def test_a_journey_listed_twice_counts_once(plan: Plan) -> None:
    found = plan([journey("a"), journey("a")], [cost("a", 9_000)])
    assert found.workers.num_rows == 1
    assert "1 journeys were listed twice and count once." in found.statements


def test_a_worker_without_pay_currency_is_reckoned_in_the_reporting_currency(plan: Plan) -> None:
    row = worker(plan([journey("a", pay_currency=None)], [cost("a", 3_400, pay_minor=None)]), "a")
    assert (row["currency"], row["gross_minor"]) == ("USD", 10_000)
    kyat = plan([journey("a", pay_currency=None)], [cost("a", 3_400)], currency="THB")
    assert worker(kyat, "a")["gross_minor"] == 340_000


def test_a_pay_currency_without_a_rate_is_left_out_of_the_total_and_said(plan: Plan) -> None:
    dong = journey("a", pay_currency="VND")
    found = plan([dong], [cost("a", 9_000, currency="VND")])
    row = worker(found, "a")
    assert (row["to_pay_minor"], row["to_pay_usd_minor"]) == (900_000, None)
    assert "1 journeys have no exchange rate and are not in the total." in found.statements


def test_a_cost_in_the_workers_own_currency_needs_no_rate(plan: Plan) -> None:
    given = {"counted": False, "leave_out": "no rate for THB in 1999", "usd_minor": None}
    row = worker(plan([journey("a")], [cost("a", 9_000, **given)]), "a")
    assert (row["gross_minor"], row["sums_left_out"]) == (900_000, 0)


def test_an_empty_programme_owes_nothing(plan: Plan) -> None:
    found = plan([], [])
    assert found.workers.num_rows == found.schedule.num_rows == 0
    assert pc.sum(found.sensitivity["total_minor"]).as_py() == 0
    assert found.digest == "d" * 64
