"""The sheet of one worker and the tables of many give the same numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from fee_tables import ON, rates
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.engine.fees import assess_costs
from crest.engine.fees.one import cost_sheet, prepare
from crest.engine.rulebook.book import load_book
from crest.engine.tables.engines import Engine, open_engine
from crest.engine.tables.recruitment import COSTS, DEDUCTIONS, JOURNEYS

pytestmark = pytest.mark.engine

RATES = rates(
    ("MMK", "year", "2023-01-01", 2100.0),
    ("THB", "month", "2023-03-01", 34.21),
    ("THB", "year", "2023-01-01", 34.8),
    ("THB", "year", "2024-01-01", 35.3),
    ("VND", "year", "2024-01-01", 25013.7),
    ("NPR", "month", "2024-02-01", 132.9),
    ("MYR", "year", "2024-01-01", 4.57),
    ("MYR", "year", "2026-01-01", 4.1),
)
MONEY = [None, *(Decimal(n) / 100 for n in (0, 1, 99, 12345, 500000, 1234567, 90000000))]
ITEMS = [None, "FEE-01", "FEE-16", "FEE-21", "RC-01", "RC-02", "RC-03", "RC-08", "RC-14", "RC-15",
         "RC-16", "RC-17", "RC-18", "RC-99"]  # fmt: skip
CURRENCIES = [None, "USD", "THB", "MMK", "VND", "NPR", "MYR", "LAK"]
DAYS = [None, *(date(y, m, 17) for y in (2015, 2018, 2023, 2024, 2026) for m in (1, 2, 3, 6))]
NUMBERS = [None, 0.0, 8.0, 40.0, 48.0, 60.0, 72.5]


def _of(*codes: str) -> list[Any]:
    return [None, *codes]


JOURNEY: dict[str, list[Any]] = {
    "origin": _of("MM", "VN", "NP", "TH", "BD", "US"),
    "destination": _of("TH", "MY", "SE", "TH"),
    "province": _of("Chon Buri", "ชลบุรี", "Rayong", "Nowhere"),
    "scheme": _of("mou", "seasonal", "registration"),
    "sector": _of("berries", "seafood"),
    "employer": _of("Siam Foods Co., Ltd.", "Other"),
    "promised_employer": _of("Siam Foods", "Baltic Berries"),
    "promised_job": _of("Packer", "Cook"),
    "actual_job": _of("packer", "cleaner"),
    "promised_place": _of("Thailand", "Chon Buri", "Rayong"),
    "recruited_on": DAYS,
    "arrived_on": DAYS,
    "interviewed_on": DAYS,
    "contract_signed_on": DAYS,
    "promised_pay": MONEY,
    "actual_pay": MONEY,
    "net_pay": MONEY,
    "living_costs": MONEY,
    "daily_pay": MONEY,
    "pay_currency": _of("THB", "MYR", "USD", "LAK"),
    "pay_period": _of("month", "day", "season", "piece"),
    "promised_hours": NUMBERS,
    "actual_hours": NUMBERS,
    "days_per_week": [None, 0.0, 5.0, 6.0],
    "contract_months": [None, 24.0, 36.0],
    "contract_seen": _of("before_departure", "after_arrival", "oral", "none"),
    "contract_language": _of("my", "th"),
    "worker_language": _of("my", "th"),
    "papers_keeper": _of("worker", "employer"),
    "loan_principal": MONEY,
    "loan_balance": MONEY,
    "loan_repaid_monthly": MONEY,
    "loan_currency": _of("THB", "MMK", "LAK"),
    "loan_rate": [None, -1.0, 0.0, 3.0, 20.0, 2000.0],
    "loan_rate_period": _of("month", "year", "flat"),
    "loan_term_months": [None, 0.0, 1.0, 12.0, 24.5],
    "guaranteed_pay": MONEY,
    "price_per_kg": MONEY,
    "kg_picked": [None, 0.0, 812.5, 2400.25],
    "season_days": [None, 0.0, 70.0],
    "daily_charge": MONEY,
}
COST = {
    "item": ITEMS,
    "amount": [*MONEY, Decimal("-5.00")],
    "currency": CURRENCIES,
    "paid_on": DAYS,
    "paid_on_precision": _of("day", "month", "year"),
    "payer": _of("worker", "family", "employer", "recruiter", "worker"),
    "how": _of("cash", "deduction", "loan"),
    "receipt": _of("R1"),
    "trigger": _of("required", "own_choice"),
}
DEDUCTION = {
    "kind": _of("recruitment", "recruitment", "housing", "fine"),
    "amount": MONEY,
    "gross_pay": MONEY,
    "currency": _of("THB", "MYR", "LAK"),
    "month": [None, *(date(2023, m, 1) for m in (3, 4, 5))],
}


def _some(
    dice: Random, schema: pa.Schema, choices: dict[str, list[Any]], **fixed: Any
) -> dict[str, Any]:
    row = dict.fromkeys(schema.names) | fixed
    return row | {name: dice.choice(values) for name, values in choices.items()}


def workers(dice: Random, count: int) -> tuple[list[Any], list[Any], list[Any]]:
    journeys, costs, deductions = [], [], []
    for number in range(1, count + 1):
        name = f"J{number}"
        base = {"record": number, "source": "s.csv", "row": number}
        journeys.append(_some(dice, JOURNEYS, JOURNEY, **base, journey=name, worker=name))
        for n in range(dice.randrange(6)):
            fixed = {**base, "cost": f"C{number}-{n}", "journey": name}
            costs.append(_some(dice, COSTS, COST, **fixed))
        for n in range(dice.randrange(4)):
            fixed = {**base, "row": 10 * number + n, "journey": name}
            deductions.append(_some(dice, DEDUCTIONS, DEDUCTION, **fixed))
    return journeys, costs, deductions


def _assessed(engine: Engine, tables: tuple[list[Any], ...], currency: str) -> Any:
    schemas = (JOURNEYS, COSTS, DEDUCTIONS)
    given_tables = [
        engine.put(name, pa.Table.from_pylist(rows, schema=schema))
        for name, rows, schema in zip(("j", "c", "d"), tables, schemas, strict=True)
    ]
    return assess_costs(engine, *given_tables, RATES, book=load_book(), on=ON, currency=currency)


@given(seed=st.integers(0, 2**32), currency=st.sampled_from(["USD", "EUR", "THB"]))
@settings(max_examples=2, deadline=None)
def test_one_worker_and_many_workers_cost_the_same(seed: int, currency: str) -> None:
    tables = workers(Random(seed), 250)  # noqa: S311 - test data
    with open_engine() as engine:
        _agree(engine, _assessed(engine, tables, currency), tables, currency)


def _agree(engine: Engine, found: Any, tables: Any, currency: str) -> None:
    many_journeys = {r["journey"]: r for r in engine.run(found.journeys).to_pylist()}
    many_costs = {r["cost"]: r for r in engine.run(found.costs).to_pylist()}
    many_caps = {(r["journey"], r["figure"]): r for r in engine.run(found.caps).to_pylist()}
    desk = prepare(RATES, book=load_book(), on=ON, currency=currency)
    journeys, costs, deductions = tables
    sheets = [
        cost_sheet(
            journey,
            [cost for cost in costs if cost["journey"] == journey["journey"]],
            [row for row in deductions if row["journey"] == journey["journey"]],
            desk,
        )
        for journey in journeys
    ]
    for sheet in sheets:
        _same(sheet.facts, many_journeys.pop(sheet.journey))
        for line in sheet.costs:
            _same(line.values, many_costs.pop(line.values["cost"]))
        for cap in sheet.caps:
            _same(cap, many_caps.pop((cap["journey"], cap["figure"])))
    assert not many_journeys
    assert not many_costs
    assert not many_caps


def _same(one: dict[str, Any], many: dict[str, Any]) -> None:
    assert {n: one.get(n) for n in many} == many
