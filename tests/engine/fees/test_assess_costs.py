"""What becomes of a cost: converted or left out, judged, capped, counted once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pyarrow as pa
import pytest
from fee_tables import ON, costs, deductions, journeys, rates

from crest.engine.fees import assess_costs
from crest.engine.rulebook.book import load_book
from crest.engine.tables.engines import open_engine

pytestmark = pytest.mark.engine

MARCH = date(2023, 3, 1)
RATES = rates(
    ("MMK", "year", "2023-01-01", 2000.0), ("THB", "month", "2023-03-01", 34.0),
    ("THB", "month", "2023-04-01", 40.0), ("THB", "year", "2023-01-01", 35.0),
)  # fmt: skip
MOU = {
    "origin": "MM", "destination": "TH", "scheme": "mou", "pay_currency": "THB",
    "recruited_on": MARCH, "actual_pay": 10_000,
}  # fmt: skip


class Found(NamedTuple):
    costs: dict[str, dict[str, Any]]
    journey: dict[str, Any]
    caps: list[dict[str, Any]]
    problems: list[dict[str, Any]]
    statements: tuple[str, ...]


def _assess(
    paid: list[dict[str, Any]], journey: dict[str, Any] | None = None, *,
    taken: list[dict[str, Any]] | None = None, currency: str = "USD", table: pa.Table = RATES,
) -> Found:  # fmt: skip
    with open_engine() as engine:
        given = (journeys(MOU | (journey or {})), costs(*paid), deductions(*(taken or [])))
        put = [engine.put(name, t) for name, t in zip("jcd", given, strict=True)]
        found = assess_costs(engine, *put, table, book=load_book(), on=ON, currency=currency)
        whole = engine.run(found.costs).to_pylist()
        return Found(
            {row["cost"]: row for row in sorted(whole, key=lambda row: str(row["cost"]))},
            engine.run(found.journeys).to_pylist()[0],
            engine.run(found.caps).to_pylist(),
            found.problems.to_pylist(),
            found.statements,
        )


def _thb(amount: float, **more: Any) -> dict[str, Any]:
    return {"item": "RC-01", "amount": amount, "currency": "THB", "payer": "worker",
            "paid_on": MARCH, **more}  # fmt: skip


def test_each_cost_is_converted_once_at_the_rate_of_its_month() -> None:
    found = _assess(
        [_thb(3400), _thb(3400, paid_on=date(2023, 4, 9)), _thb(3500, paid_on=date(2023, 7, 1))]
    )
    assert [row["usd_minor"] for row in found.costs.values()] == [10_000, 8_500, 10_000]
    assert [row["rate_period"] for row in found.costs.values()] == ["month", "month", "year"]
    assert [row["pay_minor"] for row in found.costs.values()] == [340_000, 340_000, 350_000]
    assert found.journey["worker_paid_usd"] == 285.0


def test_a_cost_known_by_its_year_only_takes_the_rate_of_the_year() -> None:
    row = _assess([_thb(3500, paid_on_precision="year")]).costs["C1"]
    assert (row["usd_minor"], row["rate_period"]) == (10_000, "year")


def test_another_currency_for_the_totals_is_crossed_by_the_dollar() -> None:
    row = _assess([_thb(3400)], currency="MMK").costs["C1"]
    assert (row["usd_minor"], row["mmk_minor"]) == (10_000, 20_000_000)


def test_every_cost_is_in_the_totals_or_left_out_with_its_reason() -> None:
    paid = [
        _thb(100),
        _thb(0) | {"amount": None},
        _thb(-5),
        _thb(7, receipt="R1"),
        _thb(7, receipt="R1"),
        _thb(8, currency=None),
        _thb(9, currency="LAK"),
        _thb(10, payer=None),
        _thb(11, journey="J9"),
        _thb(12, paid_on=None),
        _thb(13, item=None, item_given="gift"),
    ]
    found = _assess(paid)
    reasons = Counter(row["leave_out"] for row in found.costs.values())
    assert reasons == {
        None: 4, "no amount": 1, "amount below zero": 1, "the same receipt again": 1,
        "no currency": 1, "no rate for LAK in 2023": 1, "payer unknown": 1, "no such journey": 1,
    }  # fmt: skip
    assert all(row["counted"] == (row["leave_out"] is None) for row in found.costs.values())
    given = sum(Decimal(str(row["amount"])) for row in paid if row["amount"] is not None)
    inside = sum(row["amount"] for row in found.costs.values() if row["counted"])
    outside = sum(r["amount"] or 0 for r in found.costs.values() if not r["counted"])
    assert inside + outside == given
    assert {p["row"] for p in found.problems} == {2, 3, 5, 6, 7, 8, 9}
    said = " ".join(found.statements)
    assert "Left out of the totals: 1 cost, together 9.00 LAK — no rate for LAK in 2023." in said
    assert "converted at the month of recruitment or arrival: 1 cost." in said
    assert "nobody recognised what was paid for: 1 cost" in said


def test_an_unknown_payer_is_counted_apart_and_never_as_the_employer() -> None:
    found = _assess([_thb(3400, payer=None), _thb(3400, payer="employer")])
    assert found.costs["C1"]["class"] == "unknown"
    assert found.costs["C2"]["class"] == "employer_paid"
    assert found.journey["payer_unknown_usd_minor"] == 10_000
    assert found.journey["others_paid_usd_minor"] == 10_000
    assert found.journey["paid_usd_minor"] == 0
    assert found.journey["worker_paid_usd"] is None
    assert found.journey["paid_anything"] is None


def test_a_journey_without_costs_has_unknown_costs_and_one_of_nothing_has_none() -> None:
    assert _assess([]).journey["worker_paid_usd"] is None
    assert _assess([]).journey["paid_anything"] is None
    assert _assess([_thb(0)]).journey["worker_paid_usd"] == 0.0
    assert _assess([_thb(0)]).journey["paid_anything"] is False


def test_what_the_law_allows_and_the_definition_forbids_is_a_class_of_its_own() -> None:
    found = _assess([_thb(3400, item="RC-08"), _thb(3400, item="RC-15"), _thb(3400)])
    assert [row["class"] for row in found.costs.values()] == ["legal_gap", "severe", "violation"]
    assert found.costs["C1"]["verdict_law_destination"] == "allowed"
    assert found.journey["legal_gap_usd"] == 100.0
    assert found.journey["class_severe_usd_minor"] == 10_000
    assert found.journey["illegitimate_paid"] is True


def test_a_country_without_a_law_in_the_rulebook_is_unknown_and_said_so() -> None:
    found = _assess([_thb(3400)], {"origin": "ZW"})
    assert found.costs["C1"]["verdict_law_origin"] == "unknown"
    assert any("No law of ZW is in the rulebook" in sentence for sentence in found.statements)


def test_the_excess_over_the_legal_cap_of_that_day_is_told() -> None:
    paid = [{"item": "RC-01", "amount": 500_000, "currency": "MMK", "payer": "worker",
             "paid_on": MARCH}]  # fmt: skip
    found = _assess(paid)
    cap = next(cap for cap in found.caps if cap["figure"] == "MM-TH.SERVICE-CHARGE")
    assert (cap["cap_minor"], cap["over_minor"]) == (30_000_000, 20_000_000)
    assert found.journey["over_legal_cap_usd"] == 100.0  # 200,000 of 2,000 to the dollar


def test_a_cap_in_months_of_pay_rests_on_the_promised_pay() -> None:
    vietnam = {"origin": "VN", "destination": "JP", "promised_pay": 1000, "pay_currency": "USD",
               "recruited_on": date(2024, 1, 5), "contract_months": 36.0}  # fmt: skip
    paid = [_thb(3500, currency="USD", paid_on=date(2024, 1, 2))]
    assert _assess(paid, vietnam).journey["over_legal_cap_usd"] == 500.0
    assert _assess(paid, vietnam | {"promised_pay": None}).journey["over_legal_cap_usd"] is None


def test_a_deduction_that_recovers_a_recorded_cost_is_counted_once() -> None:
    month = {"kind": "recruitment", "currency": "THB", "month": MARCH}
    taken = [month | {"amount": 600}, month | {"amount": 600, "month": date(2023, 3, 2)}]
    found = _assess([_thb(1000, how="deduction")], taken=taken)
    first, second = (found.costs[f"deduction payroll.csv:{n}"] for n in (1, 2))
    assert (first["counted"], first["leave_out"]) == (False, "recovers a cost recorded as deducted")
    assert (second["counted"], second["pay_minor"]) == (True, 20_000)
    assert found.journey["paid_pay_minor"] == 120_000
    assert found.journey["recruitment_deducted"] is True
    whole = sum(row["usd_minor"] + row["recovered_usd_minor"] for row in (first, second))
    assert whole == 2 * 1_765


def test_a_deduction_nobody_recorded_as_a_cost_counts_in_full() -> None:
    taken = [
        {"kind": "recruitment", "currency": "THB", "month": MARCH, "amount": 340, "gross_pay": 680}
    ]
    found = _assess([_thb(1000, how="cash")], taken=taken)
    assert found.journey["paid_pay_minor"] == 134_000
    assert found.journey["deduction_share"] == 0.5
