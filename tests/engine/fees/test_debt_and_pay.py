"""Debt, contract, minimum wage and season of one worker."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fee_tables import ON, rates

from crest.engine.fees.loans import NEGATIVE, NO_TERM, NOT_REPAID, monthly_rate
from crest.engine.fees.one import cost_sheet, prepare
from crest.engine.rulebook.book import load_book

pytestmark = pytest.mark.engine

DESK = prepare(rates(("THB", "year", "2026-01-01", 35.0), ("MMK", "year", "2026-01-01", 2100.0)),
               book=load_book(), on=ON)  # fmt: skip


def _facts(*costs: dict[str, Any], **journey: Any) -> dict[str, Any]:
    base = {"journey": "J1", "worker": "W1", "pay_currency": "THB"}
    return cost_sheet(base | journey, list(costs), [], DESK).facts


@pytest.mark.parametrize(
    ("loan", "rate"),
    [
        ({"loan_rate": 0.0}, 0.0),
        ({"loan_rate": 5.0, "loan_rate_period": "month"}, 79.585633),
        ({"loan_rate": 12.0, "loan_rate_period": "year"}, 12.682503),
        ({"loan_rate": 20.0, "loan_rate_period": "flat", "loan_term_months": 1.0}, 791.610045),
        ({"loan_rate": 20.0, "loan_rate_period": "flat", "loan_term_months": 12.0}, 41.299898),
        ({"loan_principal": 1000, "loan_repaid_monthly": 100, "loan_term_months": 12.0}, 41.299898),
        ({"loan_principal": 1000, "loan_repaid_monthly": 100, "loan_term_months": 10.0}, 0.0),
    ],
)
def test_the_effective_rate_of_a_loan_is_solved_exactly(loan: dict[str, Any], rate: float) -> None:
    assert _facts(**loan)["loan_annual_rate"] == pytest.approx(rate, abs=1e-5)


def test_two_thousand_per_cent_is_a_number_too() -> None:
    found = _facts(loan_rate=2000.0, loan_rate_period="year")["loan_annual_rate"]
    assert found == pytest.approx(((1 + 20 / 12) ** 12 - 1) * 100)


@pytest.mark.parametrize(
    ("loan", "reason"),
    [
        ({"loan_rate": -1.0, "loan_rate_period": "year"}, NEGATIVE),
        ({"loan_rate": 20.0, "loan_rate_period": "flat"}, NO_TERM),
        (
            {"loan_principal": 1000, "loan_repaid_monthly": 10, "loan_term_months": 12.0},
            NOT_REPAID,
        ),
    ],
)
def test_an_impossible_loan_has_no_rate_but_a_reason(loan: dict[str, Any], reason: str) -> None:
    found = _facts(**loan)
    assert (found["loan_annual_rate"], found["loan_rate_reason"]) == (None, reason)


def test_the_parts_at_the_rate_found_are_worth_the_principal() -> None:
    rate = monthly_rate(1.37, 18.0)
    assert rate is not None
    worth = sum(1.37 / 18 / (1 + rate) ** k for k in range(1, 19))
    assert worth == pytest.approx(1.0, abs=1e-12)


def test_months_to_repay_is_the_balance_over_what_is_left_of_the_pay() -> None:
    found = _facts(loan_balance=24_000, loan_repaid_monthly=2500, net_pay=10_000, living_costs=7000)
    assert (found["months_to_repay"], found["debt_share_of_pay"]) == (8.0, 0.25)
    assert (found["loan_open"], found["pay_clears_living"]) == (True, True)
    foreign = _facts(loan_balance=60_000, loan_currency="MMK", net_pay=2000, living_costs=1000)
    assert foreign["months_to_repay"] == 1.0


def test_a_debt_that_never_clears_says_so() -> None:
    found = _facts(loan_balance=1, net_pay=7000, living_costs=7000)
    assert found["months_to_repay"] is None
    assert found["debt_reason"] == "pay leaves nothing to repay with"
    assert _facts(loan_balance=1)["debt_reason"] == "net pay or necessities are not recorded"
    assert _facts(loan_balance=0)["months_to_repay"] == 0.0


def test_a_debt_with_papers_kept_shows_the_sign_and_silence_is_no_answer() -> None:
    signs = {"loan_balance": 1, "papers_keeper": "employer", "papers_held_without_access": True}
    assert _facts(**signs)["debt_bondage_sign"] is True
    assert _facts(loan_balance=1)["debt_bondage_sign"] is None


def test_what_differs_from_the_promise_is_told() -> None:
    found = _facts(
        promised_pay=12_000, actual_pay=9_000, promised_hours=48.0, actual_hours=62.0,
        promised_job="Packer", actual_job="packer ", promised_employer="Siam Foods Co., Ltd.",
        employer="SIAM FOODS", promised_place="Chon Buri", province="Rayong", site="Plant 2",
        contract_language="th", worker_language="my", contract_signed_on=date(2026, 3, 3),
        arrived_on=date(2026, 3, 1),
    )  # fmt: skip
    wanted = {
        "pay_ratio": 0.75, "hours_over_promised": 14.0, "job_differs": False,
        "employer_differs": False, "place_differs": True, "contract_understood": False,
        "contract_before_departure": False, "substitution_sign": True,
    }  # fmt: skip
    assert {name: found[name] for name in wanted} == wanted


def test_a_promised_country_is_compared_with_the_country_of_work() -> None:
    assert _facts(promised_place="ประเทศไทย", destination="TH")["place_differs"] is False
    assert _facts(promised_place="Thailand", destination="MY")["place_differs"] is True
    assert _facts(promised_place="Chon Buri", destination="TH")["place_differs"] is None


def test_pay_is_set_against_the_minimum_of_the_province_and_the_day() -> None:
    work = {"destination": "TH", "province": "ชลบุรี", "arrived_on": date(2024, 5, 1)}
    assert _facts(**work, pay_period="day", actual_pay=361)["pay_to_minimum"] == 1.0
    month = _facts(**work, pay_period="month", actual_pay=9386, days_per_week=6.0)
    assert month["pay_to_minimum"] == 1.0  # 9,386 over 26 days
    assert _facts(**work, pay_period="month", actual_pay=9386)["pay_to_minimum"] is None
    assert _facts(**work, actual_pay=0, days_per_week=6.0)["pay_to_minimum"] == 0.0


PICKER = {
    "scheme": "seasonal", "kg_picked": 1000.0, "price_per_kg": 20, "guaranteed_pay": 30_000,
    "daily_charge": 300, "season_days": 70.0,
}  # fmt: skip
COST = {"cost": "C1", "journey": "J1", "item": "RC-18", "currency": "THB", "payer": "worker",
        "paid_on": date(2026, 1, 5)}  # fmt: skip


def test_a_season_nets_the_guarantee_or_the_kilograms_less_all_that_was_taken() -> None:
    found = _facts(COST | {"amount": 8000}, **PICKER)
    assert (found["season_due"], found["season_net"]) == (30_000, 1000)
    assert (found["season_loss"], found["below_guarantee"]) == (False, None)


def test_a_season_paid_by_the_kilogram_below_its_guarantee_is_flagged_with_its_loss() -> None:
    found = _facts(COST | {"amount": 8000}, **PICKER, pay_period="piece")
    assert (found["season_net"], found["season_loss"]) == (-9000, True)
    assert found["below_guarantee"] is True


def test_a_loss_is_known_though_a_cost_is_not() -> None:
    found = _facts(COST | {"amount": None}, **PICKER | {"daily_charge": 500})
    assert (found["season_net"], found["season_loss"]) == (None, True)


def test_the_sheet_gives_the_conversion_and_the_rule_with_its_citation() -> None:
    journey = {"journey": "J1", "pay_currency": "THB", "origin": "MM", "destination": "TH",
               "scheme": "mou", "recruited_on": date(2026, 1, 3)}  # fmt: skip
    sheet = cost_sheet(journey, [COST | {"amount": 3500}], [], DESK)
    line = sheet.costs[0]
    assert line.conversion == "THB 3,500.00 ÷ 35 = USD 100.00 (mean of 2026, invented, verified)"
    ilo = next(v for v in line.verdicts if v.column == "verdict_ilo_2019")
    assert (ilo.verdict, ilo.rule) == ("violation", "ILO-FEE")
    assert ilo.cites[0].source == "ilo-fair-recruitment-2019"
