"""The invented workers: what each cohort means for every single journey.

A name-free reference, a journey, what was paid, what was answered. The same cohort always gives
the same workers, because every draw is seeded with the cohort's code and the worker's number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from invented.cohorts import COHORTS, Charge, Cohort

ASKED = (
    "papers_held_without_access",
    "confined_to_workplace",
    "locked_in",
    "free_to_leave_job",
    "isolated",
    "phone_taken",
    "wages_withheld",
    "low_or_no_wage",
    "works_until_debt_repaid",
    "recruitment_linked_to_debt",
    "debt_inflated",
    "deceived_wages",
    "deceived_nature_of_job",
    "deceived_contract",
    "forced_overtime",
    "excessive_hours",
    "bad_living_conditions",
    "food_or_sleep_denied",
    "threat_of_denunciation",
    "threat_of_dismissal",
    "physical_violence",
    "fined",
    "labour_law_ignored",
    "depends_on_employer",
)
# What the eleven signs and the ICLS definition ask beyond that; without it no sign is ever a no.
ASKED_TOO = (
    "communication_limited",
    "debt_binds_to_job",
    "debt_cannot_be_repaid",
    "deceived_conditions",
    "family_threatened",
    "sexual_violence",
    "threat_of_violence",
    "used_need_of_money",
    "used_status",
    "very_bad_working_conditions",
    "agreed_to_changes",
    "sold_or_exchanged",
    "born_into_service",
    "degrading_living_conditions",
    "hazardous_work",
    "hazards_agreed",
    "kept_longer_than_agreed",
    "on_call_day_and_night",
    "rights_or_benefits_lost",
    "works_for_other_employers",
    "assets_withheld",
    "kept_waiting_for_wages",
    "under_surveillance",
)
QUESTIONS = (*ASKED, *ASKED_TOO)
GOOD = {"free_to_leave_job"}  # questions where yes is well
LANGUAGE = {"MM": "my", "KH": "km", "LA": "lo", "TH": "th", "VN": "vi", "NP": "ne", "BD": "bn"}
STEP = {"MMK": 500, "THB": 50, "USD": 1, "NPR": 100, "BDT": 1_000}


@dataclass
class Told:
    """All that one worker's interview and papers say."""

    cohort: Cohort
    journey: dict[str, Any]
    costs: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    deductions: list[dict[str, Any]] = field(default_factory=list)
    refunds: list[dict[str, Any]] = field(default_factory=list)


def everyone() -> list[Told]:
    """Every invented worker, cohort by cohort."""
    return [_told(cohort, n) for cohort in COHORTS for n in range(cohort.workers)]


def _told(cohort: Cohort, n: int) -> Told:
    dice = Random(f"{cohort.code}/{n}")
    first, last = date.fromisoformat(cohort.first), date.fromisoformat(cohort.last)
    arrived = first + timedelta(days=dice.randrange((last - first).days + 1))
    told = Told(cohort, _journey(cohort, n, arrived, dice))
    told.answers = _answers(cohort, ASKED, dice)
    # A draw of its own, so that a longer questionnaire leaves every cost as it was.
    told.answers |= _answers(cohort, ASKED_TOO, Random(f"{cohort.code}/{n}/more"))
    for charge in cohort.charges:
        if dice.random() < charge.share:
            told.costs.append(_cost(cohort, n, charge, arrived, dice))
    told.deductions = _deductions(cohort, told.journey, arrived)
    if cohort.refund:
        told.refunds.append(_refund(cohort, told.costs, n))
    return told


def _journey(cohort: Cohort, n: int, arrived: date, dice: Random) -> dict[str, Any]:
    def near(amount: float, spread: float) -> float:
        if cohort.coached:
            return amount
        return round(amount * (1 + dice.uniform(-spread, spread)) / 10) * 10

    season, loan = cohort.season, cohort.loan
    actual = near(cohort.actual, 0.06)
    borrowed = loan is not None and dice.random() < loan.share
    seen, language = cohort.contract
    own = LANGUAGE[cohort.origin]
    interviewed = max(arrived + timedelta(days=90), date(2025, 2, 3)) + timedelta(
        days=dice.randrange(60)
    )
    if season is not None:
        interviewed = arrived + timedelta(days=season.days + 30 + dice.randrange(30))
    gone = dice.random() < cohort.left
    row: dict[str, Any] = {
        "journey": f"{cohort.code}-{n + 1:03d}",
        "worker": f"W{Random(cohort.code + str(n)).getrandbits(40):010X}",
        "origin": cohort.origin,
        "origin_region": cohort.region,
        "destination": cohort.destination,
        "province": cohort.province,
        "scheme": cohort.scheme,
        "sector": cohort.sector,
        "sex": "female" if dice.random() < cohort.women else "male",
        "age": 19 + int(dice.triangular(0, 30, 8)),
        "recruited_on": arrived - timedelta(days=30 + dice.randrange(50)),
        "arrived_on": arrived,
        "left_on": arrived + timedelta(days=season.days)
        if season
        else (arrived + timedelta(days=200 + dice.randrange(150)) if gone else None),
        "promised_pay": cohort.promised or None,
        "actual_pay": actual or None,
        "net_pay": round(actual * 0.9) if actual else None,
        "living_costs": near(cohort.living, 0.1) or None,
        "pay_currency": cohort.money,
        "pay_period": "season" if season else "month",
        "promised_hours": cohort.promised_hours,
        "actual_hours": cohort.hours + (0 if cohort.coached else dice.randrange(-4, 5)),
        "promised_job": cohort.promised_job or cohort.job,
        "actual_job": cohort.job,
        "contract_months": 3 if season else 24,
        "contract_seen": seen or None,
        "contract_language": own if language == "own" else language or None,
        "worker_language": own,
        "papers_keeper": cohort.keeper or None,
        "interviewed_on": interviewed,
        "interviewer": cohort.interviewers[dice.randrange(len(cohort.interviewers))],
        "interview_place": cohort.place,
        "interview_mode": "in_person",
    }
    if borrowed and loan is not None:
        row |= {
            "loan_principal": loan.principal,
            "loan_balance": round(loan.principal * dice.uniform(0.35, 0.9) / 100) * 100,
            "loan_currency": loan.currency,
            "loan_rate": loan.rate,
            "loan_rate_period": loan.period,
            "loan_term_months": loan.months,
            "loan_repaid_monthly": loan.repaid or None,
            "loan_from": loan.lender,
        }
    if season is not None:
        kilos = round(season.kg * dice.uniform(0.75, 1.2))
        piece = kilos * season.price
        row |= {
            "guaranteed_pay": season.guaranteed or None,
            "price_per_kg": season.price,
            "kg_picked": kilos,
            "season_days": season.days,
            "daily_charge": season.charge,
            # What was paid out follows the kilos alone, unless the employer hired directly.
            "actual_pay": round(max(piece, season.guaranteed) if not cohort.recruiter else piece),
        }
    return row


def _answers(cohort: Cohort, questions: tuple[str, ...], dice: Random) -> dict[str, str]:
    if cohort.coached:
        return {question: "yes" if question in GOOD else "no" for question in questions}
    said = {}
    for question in questions:
        if dice.random() < cohort.silent:
            said[question] = dice.choice(["unknown", "refused"])
        else:
            usual = 0.98 if question in GOOD else 0.02
            said[question] = "yes" if dice.random() < cohort.signs.get(question, usual) else "no"
    return said


def _cost(cohort: Cohort, n: int, charge: Charge, arrived: date, dice: Random) -> dict[str, Any]:
    step = STEP[charge.currency]
    amount = charge.amount * (1 + dice.uniform(-charge.spread, charge.spread))
    proved = n % charge.e1_every == 0
    return {
        "journey": f"{cohort.code}-{n + 1:03d}",
        "item": charge.item,
        "amount": round(amount / step) * step,
        "currency": charge.currency,
        "paid_on": arrived - timedelta(days=5 + dice.randrange(40)),
        "payer": charge.payer,
        "paid_to_role": charge.paid_to,
        "how": charge.how,
        "evidence": "E1" if proved else "E3",
        "receipt": f"{cohort.code}/{charge.item[-2:]}/{n + 1:04d}" if proved else None,
        "trigger": "required",
    }


def _deductions(cohort: Cohort, journey: dict[str, Any], arrived: date) -> list[dict[str, Any]]:
    months = [date(arrived.year + (arrived.month + m) // 12, (arrived.month + m) % 12 + 1, 1)
              for m in range(3)]  # fmt: skip
    return [
        {
            "journey": journey["journey"],
            "kind": kind,
            "amount": amount,
            "gross_pay": journey["actual_pay"],
            "currency": cohort.money,
            "month": month,
        }
        for kind, amount in cohort.deductions
        for month in months
    ]


def _refund(cohort: Cohort, costs: list[dict[str, Any]], n: int) -> dict[str, Any]:
    paid = sum(cost["amount"] for cost in costs if cost["payer"] == "worker")
    return {
        "journey": f"{cohort.code}-{n + 1:03d}",
        "amount": round(paid * cohort.refund / 50) * 50,
        "currency": "THB",
        "refunded_on": date(2024, 9, 15),
        "paid_by": "employer",
        "evidence": "E1",
        "receipt": f"REF/{n + 1:04d}",
    }
