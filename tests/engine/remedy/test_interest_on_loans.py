"""Interest paid on recruitment loans, recorded or reckoned, never both."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from remedy_cases import Plan, cost, journey, worker

pytestmark = pytest.mark.engine
LOAN: dict[str, Any] = {
    "loan_principal": 12_000,
    "loan_currency": "THB",
    "loan_rate": 2,
    "loan_rate_period": "month",
    "loan_from": "moneylender",
}
ON = date(2026, 3, 20)  # twelve months after arrival


def interest(plan: Plan, **given: Any) -> tuple[int, str]:
    row = worker(plan([journey("a", **(LOAN | given))], [], on=ON), "a")
    return row["interest_minor"], row["interest_basis"]


def test_a_loan_repaid_monthly_bears_interest_on_what_is_left(plan: Plan) -> None:
    minor, basis = interest(plan, loan_repaid_monthly=500)
    balance, paid = 1_200_000, 0
    for _ in range(12):
        month = (balance * 2 + 50) // 100
        paid += month
        balance -= 50_000 - month
    assert minor == paid
    assert basis == "reckoned at 2 % a month over 12 months"


def test_a_loan_of_a_known_term_is_cleared_by_level_payments(plan: Plan) -> None:
    minor, basis = interest(plan, loan_term_months=6)
    level = 12_000 * 0.02 / (1 - 1.02**-6)
    assert minor / 100 == pytest.approx(level * 6 - 12_000, abs=0.1)
    assert basis.endswith("over 6 months")


def test_a_yearly_rate_is_a_twelfth_a_month(plan: Plan) -> None:
    same = interest(plan, loan_rate=24, loan_rate_period="year", loan_term_months=6)[0]
    assert same == interest(plan, loan_term_months=6)[0]


def test_a_payment_below_the_interest_pays_interest_only(plan: Plan) -> None:
    assert interest(plan, loan_repaid_monthly=100)[0] == 12 * 10_000


def test_a_loan_of_two_thousand_per_cent_does_not_break_the_sum(plan: Plan) -> None:
    minor, _ = interest(plan, loan_rate=2000, loan_repaid_monthly=1_000)
    assert minor == 12 * 100_000


def test_a_loan_without_interest_has_none(plan: Plan) -> None:
    assert interest(plan, loan_rate=0) == (0, "the loan bears no interest")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"loan_rate": None}, "the loan's rate is unknown"),
        ({"loan_rate_period": None, "loan_term_months": 6}, "the period of the loan's rate"),
        ({"loan_currency": None, "loan_term_months": 6}, "currency or exchange rate is unknown"),
        ({"arrived_on": None, "loan_term_months": 6}, "is unknown"),
        ({}, "neither the loan's term nor its monthly payment is known"),
        ({"loan_rate_period": "flat", "loan_repaid_monthly": 9}, "neither the loan's term"),
    ],
)
def test_interest_that_cannot_be_reckoned_is_said_and_not_guessed(
    plan: Plan, given: dict[str, Any], why: str
) -> None:
    found = plan([journey("a", **(LOAN | given))], [cost("a", 9_000)], on=ON)
    row = worker(found, "a")
    assert row["interest_minor"] == 0
    assert why in row["because"]
    assert "1 loans of unknown interest: it is not in the sums." in found.statements


def test_recorded_interest_counts_instead_of_reckoned_interest(plan: Plan) -> None:
    costs = [cost("a", 9_000), cost("a", 500, item="RC-16", fee_item="FEE-30", **{"class": "x"})]
    row = worker(plan([journey("a", **LOAN, loan_term_months=6)], costs, on=ON), "a")
    assert (row["gross_minor"], row["interest_recorded_minor"]) == (900_000, 50_000)
    assert (row["interest_reckoned_minor"], row["owed_minor"]) == (0, 950_000)


def test_what_the_payroll_took_for_the_employers_own_loan_counts_once(plan: Plan) -> None:
    loan = LOAN | {"loan_from": "employer", "loan_term_months": 6}
    costs = [cost("a", 12_000, how="loan")]
    taken = [
        {"journey": "a", "kind": "recruitment", "amount": 2_142.31, "currency": "THB"}
        | {"month": date(2025, month, 1)}
        for month in range(4, 10)
    ]
    row = worker(plan([journey("a", **loan)], costs, deductions=taken, on=ON), "a")
    assert row["deducted_minor"] == 6 * 214_231 - 1_200_000
    assert row["owed_minor"] == pytest.approx(6 * 214_231, abs=10)


def test_interest_may_be_left_out_by_choice_and_is_said(plan: Plan) -> None:
    loan = journey("a", **LOAN, loan_term_months=6)
    row = worker(plan([loan], [cost("a", 9_000)], on=ON, interest="none"), "a")
    assert row["owed_minor"] == 900_000
    assert "by choice" in row["because"]
