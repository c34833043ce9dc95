"""Sums and facts of single formulas, by hand, at the limits where their answer turns."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from fee_tables import ON, costs, deductions, journeys, rates

from crest.engine.fees import assess_costs
from crest.engine.fees.above_caps import reclassed
from crest.engine.fees.debt import debts
from crest.engine.fees.one import cost_sheet, prepare
from crest.engine.fees.rci import sdg_10_7_1
from crest.engine.fees.signs import deducted
from crest.engine.fees.two_ways import extended
from crest.engine.rulebook.book import load_book
from crest.engine.tables.engines import open_engine

pytestmark = pytest.mark.engine

DAY = date(2023, 5, 2)
RATES = rates(("BDT", "year", "2023-01-01", 100.0), ("EUR", "year", "2023-01-01", 0.5),
              ("THB", "year", "2023-01-01", 35.0))  # fmt: skip


def _facts(
    paid: list[dict[str, Any]], taken: list[dict[str, Any]] | None = None, *,
    currency: str = "USD", **journey: Any,
) -> dict[str, Any]:  # fmt: skip
    """The facts of one worker with these costs and payroll deductions."""
    desk = prepare(RATES, book=load_book(), on=ON, currency=currency)
    (row,) = journeys({"pay_currency": "USD", "recruited_on": DAY} | journey).to_pylist()
    tables = costs(*paid).to_pylist(), deductions(*(taken or [])).to_pylist()
    return cost_sheet(row, *tables, desk).facts


def _usd(amount: float | None, **more: Any) -> dict[str, Any]:
    return {"item": "RC-01", "amount": amount, "currency": "USD", "payer": "worker",
            "paid_on": DAY, **more}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "costs_so_paid", "wanted"),
    [
        (1, 0, True), (0, 1, True), (2, 2, True), (None, 1, True),
        (0, 0, False), (None, 0, None), (None, None, None),
    ],
)  # fmt: skip
def test_recovery_from_the_pay_is_shown_by_the_payroll_or_by_a_cost_so_paid(
    rows: int | None, costs_so_paid: int | None, wanted: Any
) -> None:
    given = {"recruitment_rows": rows, "deducted_costs": costs_so_paid}
    assert extended(given, deducted)["recruitment_deducted"] is wanted


@pytest.mark.parametrize(
    ("principal", "balance", "taken", "still_open"),
    [
        (500.0, None, True, None), (None, 500.0, True, True), (500.0, 0.0, True, False),
        (0.0, None, False, False), (0.0, 0.0, False, False), (None, 0.0, None, False),
        (None, None, None, None), (0.01, None, True, None), (None, 0.01, True, True),
    ],
)  # fmt: skip
def test_a_loan_was_taken_where_something_was_borrowed_or_is_owed(
    principal: float | None, balance: float | None, taken: Any, still_open: Any
) -> None:
    given = {"loan_principal": principal, "loan_balance": balance, "pay_currency": "USD"}
    found = extended(given, debts)
    assert (found["has_loan"], found["loan_open"]) == (taken, still_open)


@pytest.mark.parametrize(("amount", "wanted"), [(0.01, True), (1, True), (0, None), (None, None)])
def test_a_cost_that_cannot_be_converted_was_paid_all_the_same(
    amount: float | None, wanted: Any
) -> None:
    found = _facts([_usd(amount, currency="LAK")])
    assert (found["paid_anything"], found["worker_paid_usd"]) == (wanted, None)


def test_a_bribe_of_nothing_or_told_twice_is_none() -> None:
    bribe = {"item": "RC-15", "receipt": "R1"}
    assert _facts([_usd(0, **bribe)])["illegitimate_paid"] is False
    assert _facts([_usd(0.01, **bribe)])["illegitimate_paid"] is True
    sums = _facts([_usd(5, **bribe), _usd(5, **bribe)])
    assert sums["illegitimate_paid_costs"] == 1
    assert _facts([_usd(-5, **bribe)])["illegitimate_paid_costs"] == 0


def test_a_cost_so_paid_counts_as_deducted_unless_it_is_nothing() -> None:
    assert _facts([_usd(5, how="deduction")])["deducted_costs"] == 1
    assert _facts([_usd(0, how="deduction")])["deducted_costs"] == 0
    assert _facts([_usd(5, how="cash")])["deducted_costs"] == 0


def test_net_pay_becomes_earnings_with_what_was_recovered_in_the_first_month() -> None:
    month = {"kind": "recruitment", "currency": "USD", "amount": 150.25}
    taken = [month | {"month": date(2023, 6, 1)},
             month | {"month": date(2023, 7, 1), "amount": 99},
             month | {"month": date(2023, 6, 1), "kind": "housing"}]  # fmt: skip
    found = _facts([], taken, net_pay=400.5)
    assert found["earnings_from"] == "net pay with recovered deductions"
    assert found["earnings_minor"] == 55_075
    assert (found["first_recovered"], found["upkeep_deducted"]) == (150.25, 150.25)
    assert found["recruitment_rows"] == 2


def test_the_cents_of_a_deduction_are_rounded_to_the_next() -> None:
    month = {"currency": "USD", "month": date(2023, 6, 1)}
    taken = [month | {"kind": "food", "amount": 10.01}, month | {"kind": "fine", "amount": 0.4}]
    found = _facts([], taken)
    assert (found["upkeep_deducted"], found["other_deducted"]) == (10.01, 0.4)


@pytest.mark.parametrize(
    ("kind", "part", "usd", "wanted"),
    [
        ("legal_gap", 1, 1, ("violation", 1, 1)),  # a cent above, and no more than a cent
        ("legal_gap", 1, 2, ("legal_gap", 1, 1)),
        ("legal_gap", None, 5, ("legal_gap", 0, 0)),
        ("legal_gap", 0, 0, ("legal_gap", 0, 0)),
        ("violation", 5, 5, ("violation", 5, 0)),
    ],
)
def test_a_cost_that_lies_above_its_cap_as_a_whole_becomes_a_violation(
    kind: str, part: int | None, usd: int, wanted: tuple[str, int, int]
) -> None:
    given = {"above_cap_usd_minor": part, "class": kind, "usd_minor": usd}
    found = extended(given, reclassed("USD"))
    assert (found["class"], found["above_cap_usd_minor"], found["above_gap_usd_minor"]) == wanted


def test_the_excess_over_the_cap_is_told_in_the_currency_of_the_totals_too() -> None:
    # 60,000 taka against a cap of 37,000: 23,000 over, USD 230, EUR 115.
    paid = [_usd(60_000, currency="BDT", trigger="required")]
    malaysia = {"origin": "BD", "destination": "MY", "pay_currency": "BDT", "actual_pay": 30_000}
    found = _facts(paid, currency="EUR", **malaysia)
    assert (found["over_legal_cap_usd_minor"], found["over_legal_cap_eur_minor"]) == (
        23_000,
        11_500,
    )
    within = _facts([paid[0] | {"amount": 37_000}], currency="EUR", **malaysia)
    assert (within["over_legal_cap_usd_minor"], within["over_legal_cap_eur_minor"]) == (0, 0)


def test_only_seasons_abroad_are_told_in_cost_months() -> None:
    stays: list[dict[str, Any]] = [
        {}, {"scheme": "seasonal"}, {"scheme": "seasonal", "destination": "LA"},
        {"scheme": "seasonal", "origin": None},
    ]  # fmt: skip
    base = {"origin": "LA", "destination": "TH", "pay_currency": "USD", "actual_pay": 100,
            "arrived_on": DAY, "interviewed_on": date(2024, 1, 5)}  # fmt: skip
    paid = [_usd(10 * n, journey=f"J{n}") for n in range(1, 5)]
    with open_engine() as engine:
        tables: list[pa.Table] = [journeys(*[base | s for s in stays]), costs(*paid), deductions()]
        put = [engine.put(name, t) for name, t in zip("jcd", tables, strict=True)]
        found = assess_costs(engine, *put, RATES, book=load_book(), on=ON)
        table, _ = sdg_10_7_1(engine, found.journeys, on=ON)
    whole = {
        row["measure"]: (row["n"], row["mean"], row["incomplete"])
        for row in table.to_pylist()
        if (row["by"], row["zero_cost"]) == ("all", "with")
    }
    assert whole == {"rci": (1, 0.1, 0), "cost_months": (1, 0.2, 0)}


@pytest.mark.parametrize(
    ("work", "net"),
    [
        ({"pay_period": "piece"}, 1_990.0),
        ({"scheme": "seasonal"}, 1_990.0),
        ({"pay_period": "season", "actual_pay": 500}, 490.0),
        ({"guaranteed_pay": 3_000}, 2_990.0),
        ({"pay_period": "month"}, None),
        ({}, None),
    ],
)
def test_a_season_has_a_result_where_the_work_is_by_the_season_or_by_the_piece(
    work: dict[str, Any], net: float | None
) -> None:
    found = _facts([_usd(10)], kg_picked=100.0, price_per_kg=20, daily_charge=0, season_days=70.0,
                   **work)  # fmt: skip
    assert (found["season_net"], found["season_loss"]) == (net, None if net is None else False)


def test_only_what_the_worker_paid_uses_up_what_the_law_allows() -> None:
    # 50,000 taka by the employer first, then 60,000 by the worker: the cap of 37,000 is the
    # worker's alone, so that 23,000 and not the whole lies above it.
    taka = {"currency": "BDT", "trigger": "required"}
    paid = [_usd(50_000, payer="employer", paid_on=date(2023, 2, 5), **taka),
            _usd(60_000, paid_on=date(2023, 3, 5), **taka)]  # fmt: skip
    desk = prepare(RATES, book=load_book(), on=ON)
    row = {"origin": "BD", "destination": "MY", "pay_currency": "BDT", "recruited_on": DAY}
    (journey,) = journeys(row).to_pylist()
    sheet = cost_sheet(journey, costs(*paid).to_pylist(), [], desk)
    told = {c.values["cost"]: (c.values["class"], c.values["above_cap_usd_minor"])
            for c in sheet.costs}  # fmt: skip
    assert told == {"C1": ("employer_paid", 0), "C2": ("legal_gap", 23_000)}
