"""The fee assessment hands its rows to repayment as they are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from remedy_cases import ON, RATE_ROWS, cost, journey, table_of, worker

from crest.engine.fees.assess import assess_costs
from crest.engine.remedy import Repayment, repayment
from crest.engine.rulebook.book import load_book
from crest.engine.tables.engines import DuckEngine
from crest.engine.tables.recruitment import COSTS, DEDUCTIONS, JOURNEYS, RATES, REFUNDS

pytestmark = pytest.mark.engine


def recorded(of: str, amount: float, **given: Any) -> dict[str, Any]:
    """A cost as the worker's list has it, before anything is assessed."""
    row = cost(of, amount, **given)
    return {name: value for name, value in row.items() if name in COSTS.names}


@pytest.fixture(scope="module")
def assessed() -> Repayment:
    journeys = [journey(f"j{at}") for at in range(8)]
    costs = [recorded(f"j{at}", 10_000 + 500 * at) for at in range(6)]
    costs += [
        recorded("j0", 700, item="FEE-30"),
        recorded("j1", 3_000, item="FEE-16", how="deduction"),
        recorded("j2", 3_000, item=None),
        recorded("j3", 400, payer=None),
        recorded("j6", 0),
    ]
    taken = {"journey": "j1", "kind": "recruitment", "amount": 5_000, "currency": "THB"}
    tables = {
        "journeys": table_of(journeys, JOURNEYS),
        "costs": table_of(costs, COSTS),
        "deductions": table_of([taken | {"month": date(2025, 3, 1)}], DEDUCTIONS),
    }
    rows = [{"source": "invented", "confidence": "general", **row} for row in RATE_ROWS]
    rates, book = pa.Table.from_pylist(rows, schema=RATES), load_book()
    with DuckEngine() as engine:
        put = [engine.put(name, table) for name, table in tables.items()]
        fees = assess_costs(engine, *put, rates, book=book, on=ON)
        found = (engine.run(fees.journeys), engine.run(fees.costs))
    refunds = table_of([], REFUNDS)
    return repayment(*found, refunds, tables["deductions"], rates, book=book, on=ON)


def test_fees_interest_and_deductions_reach_the_worker_once(assessed: Repayment) -> None:
    interest, taken = worker(assessed, "j0"), worker(assessed, "j1")
    assert (interest["gross_minor"], interest["interest_recorded_minor"]) == (1_000_000, 70_000)
    assert taken["gross_minor"] == 1_050_000 + 500_000


def test_what_nobody_knows_stays_unclear_and_who_paid_nothing_is_known(
    assessed: Repayment,
) -> None:
    assert worker(assessed, "j2")["unclear_minor"] == 300_000
    assert worker(assessed, "j3")["unclear_minor"] == 40_000
    assert worker(assessed, "j6")["status"] == "confirmed_zero"
    assert worker(assessed, "j7")["status"] == "unproven_floor"
