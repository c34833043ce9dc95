"""What is charged above a cap of the law is a violation, not a legal gap."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fee_tables import ON, costs, deductions, journeys, rates

from crest.engine.fees import assess_costs
from crest.engine.fees.one import cost_sheet, prepare
from crest.engine.rulebook.book import load_book
from crest.engine.tables.engines import open_engine

pytestmark = pytest.mark.engine

RATES = rates(("BDT", "year", "2023-01-01", 100.0), ("THB", "year", "2022-01-01", 50.0),
              ("EUR", "year", "2023-01-01", 0.5),
              ("MMK", "year", "2023-01-01", 2000.0))  # fmt: skip
MALAYSIA = {"origin": "BD", "destination": "MY", "recruited_on": date(2023, 5, 2),
            "pay_currency": "BDT", "actual_pay": 30_000}  # fmt: skip
SUMS = ("class_legal_gap_usd_minor", "class_violation_usd_minor", "above_gap_usd_minor",
        "over_legal_cap_usd_minor", "legal_gap_usd", "against_law_origin_usd_minor",
        "paid_usd_minor")  # fmt: skip


def _taka(amount: float, month: int, **more: Any) -> dict[str, Any]:
    return {"item": "RC-01", "amount": amount, "currency": "BDT", "payer": "worker",
            "trigger": "required", "paid_on": date(2023, month, 5), **more}  # fmt: skip


def _both_ways(
    paid: list[dict[str, Any]], journey: dict[str, Any], currency: str = "USD"
) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Costs and journey as many are assessed; one worker's sheet must say the same."""
    book = load_book()
    given = (journeys(journey), costs(*paid), deductions())
    with open_engine() as engine:
        put = [engine.put(name, t) for name, t in zip("jcd", given, strict=True)]
        found = assess_costs(engine, *put, RATES, book=book, on=ON, currency=currency)
        rows = {row["cost"]: row for row in engine.run(found.costs).to_pylist()}
        many = engine.run(found.journeys).to_pylist()[0]
    desk = prepare(RATES, book=book, on=ON, currency=currency)
    sheet = cost_sheet(given[0].to_pylist()[0], given[1].to_pylist(), [], desk)
    assert {n: sheet.facts[n] for n in SUMS} == {n: many[n] for n in SUMS}
    told = {line.values["cost"]: line.values for line in sheet.costs}
    for name in ("class", "above_cap_usd_minor"):
        assert {c: r[name] for c, r in told.items()} == {c: r[name] for c, r in rows.items()}
    return rows, many


def test_of_a_charge_above_the_cap_only_what_the_cap_holds_is_a_legal_gap() -> None:
    # The agency charge for Malaysia is capped at 37,000 taka since July 2022.
    rows, journey = _both_ways([_taka(60_000, 3)], MALAYSIA)
    assert (rows["C1"]["class"], rows["C1"]["above_cap_usd_minor"]) == ("legal_gap", 23_000)
    assert journey["class_legal_gap_usd_minor"] == 37_000
    assert journey["legal_gap_usd"] == 370.0
    assert journey["class_violation_usd_minor"] == 23_000
    assert journey["against_law_origin_usd_minor"] == 23_000


def test_what_is_paid_after_the_cap_is_reached_is_a_violation_whole() -> None:
    paid = [_taka(50_000, 4), _taka(37_000, 3)]
    rows, journey = _both_ways(paid, MALAYSIA)
    assert (rows["C1"]["class"], rows["C2"]["class"]) == ("violation", "legal_gap")
    assert journey["class_legal_gap_usd_minor"] == 37_000


def test_a_charge_within_the_cap_stays_a_legal_gap() -> None:
    rows, journey = _both_ways([_taka(37_000, 3)], MALAYSIA)
    assert (rows["C1"]["class"], rows["C1"]["above_cap_usd_minor"]) == ("legal_gap", 0)
    assert journey["class_violation_usd_minor"] == 0


def test_caps_that_bound_the_same_money_are_not_added_up() -> None:
    # 60,000 to the agency (cap 37,000) and 30,000 for papers: 90,000 under the 78,990 of all costs.
    paid = [_taka(60_000, 3), _taka(30_000, 4, item="RC-04")]
    _, journey = _both_ways(paid, MALAYSIA)
    assert journey["over_legal_cap_usd_minor"] == 23_000
    assert journey["class_violation_usd_minor"] == 23_000
    assert journey["class_legal_gap_usd_minor"] == 67_000


def test_caps_of_different_items_add_up() -> None:
    # Lao PDR to Thailand: 2,000 baht for the visa, 1,900 for the permit.
    lao = {"origin": "LA", "destination": "TH", "recruited_on": date(2022, 5, 2)}
    when = {"currency": "THB", "paid_on": date(2022, 5, 5)}
    paid = [_taka(2_500, 5, item="RC-04", **when), _taka(2_900, 5, item="RC-05", **when)]
    _, journey = _both_ways(paid, lao)
    assert journey["over_legal_cap_usd_minor"] == 3_000  # 500 and 1,000 baht, 50 to the dollar


def test_another_currency_for_the_totals_has_its_own_classes() -> None:
    rows, journey = _both_ways([_taka(60_000, 3)], MALAYSIA, "EUR")
    assert rows["C1"]["above_cap_eur_minor"] == 11_500
    assert journey["class_legal_gap_eur_minor"] == 18_500
    assert journey["class_violation_eur_minor"] == 11_500


def test_the_more_specific_cap_takes_the_place_of_the_general_one() -> None:
    # A seafarer of Viet Nam: one and a half months of pay for a year, not one.
    crew = {"origin": "VN", "destination": "JP", "recruited_on": date(2023, 5, 2),
            "pay_currency": "USD", "promised_pay": 1_000, "contract_months": 12.0,
            "contract_signed_on": date(2023, 2, 1), "occupation": "seafarer"}  # fmt: skip
    paid = [_taka(1_500, 3, currency="USD")]
    _, journey = _both_ways(paid, crew)
    assert journey["over_legal_cap_usd_minor"] == 0
    _, journey = _both_ways(paid, crew | {"occupation": None})
    assert journey["over_legal_cap_usd_minor"] == 50_000


def test_a_law_that_caps_a_charge_does_not_allow_what_lies_above() -> None:
    # Thai law forbids the charge, so it is a violation anyhow; that of Myanmar allows 300,000 kyat.
    burma = {"origin": "MM", "destination": "TH", "recruited_on": date(2023, 5, 2)}
    rows, journey = _both_ways([_taka(500_000, 3, currency="MMK")], burma)
    assert (rows["C1"]["class"], rows["C1"]["above_cap_usd_minor"]) == ("violation", 10_000)
    assert journey["class_violation_usd_minor"] == 25_000
    assert journey["against_law_origin_usd_minor"] == 10_000
