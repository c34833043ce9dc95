"""Small invented tables for tests of repayment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from crest.engine.remedy import Choices, Repayment, repayment
from crest.engine.rulebook.rules import Figure
from crest.engine.tables.contracts import conform
from crest.engine.tables.recruitment import COSTS, DEDUCTIONS, JOURNEYS, RATES, REFUNDS

ON = date(2026, 6, 30)
RATE_ROWS = [
    {"currency": "THB", "period": "month", "start": date(2025, 3, 1), "per_usd": 34.0},
    {"currency": "THB", "period": "year", "start": date(2025, 1, 1), "per_usd": 33.0},
    {"currency": "THB", "period": "month", "start": date(2026, 6, 1), "per_usd": 32.0},
    {"currency": "MMK", "period": "year", "start": date(2025, 1, 1), "per_usd": 2100.0},
]


@dataclass
class Book:
    """Stands for the rulebook: its figures and its digest."""

    figures: dict[str, Figure] = field(default_factory=dict)
    digest: str = "d" * 64


def table_of(
    rows: list[dict[str, Any]], schema: pa.Schema, further: pa.Schema | None = None
) -> Any:
    """Rows with their provenance filled in, in the order of the contract."""
    whole = pa.schema([*schema, *(further or [])])
    full = [
        {"record": at, "source": "test.csv", "row": at + 1, **row} for at, row in enumerate(rows)
    ]
    for row in full:
        for name in whole.names:
            if pa.types.is_decimal(whole.field(name).type) and row.get(name) is not None:
                row[name] = Decimal(str(row[name]))
    unknown = {name for row in full for name in row} - set(whole.names)
    assert not unknown, unknown
    return conform(pa.Table.from_pylist(full, schema=whole), schema)


FEE_COLUMNS = pa.schema(
    [
        pa.field("fee_item", pa.string()),
        pa.field("class", pa.string()),
        pa.field("counted", pa.bool_()),
        pa.field("leave_out", pa.string()),
        pa.field("from_deductions", pa.bool_()),
        pa.field("pay_minor", pa.int64()),
        pa.field("usd_minor", pa.int64()),
    ]
)


def journey(name: str, **given: Any) -> dict[str, Any]:
    """A worker from Myanmar who came to Thailand in 2025 through an invented agency."""
    return {
        "journey": name,
        "worker": f"w-{name}",
        "origin": "MM",
        "destination": "TH",
        "employer": "Blue Tide Foods",
        "recruiter": "Far Shore Agency",
        "arrived_on": date(2025, 3, 20),
        "pay_currency": "THB",
    } | given


def cost(of: str, amount: float, **given: Any) -> dict[str, Any]:
    """A fee in baht that the worker paid, by own account."""
    row = {
        "journey": of,
        "item": "FEE-01",
        "fee_item": "FEE-01",
        "amount": amount,
        "currency": "THB",
        "paid_on": date(2025, 3, 5),
        "payer": "worker",
        "evidence": "E3",
        "class": "violation",
        "counted": True,
        "pay_minor": round(amount * 100),
        "usd_minor": round(amount * 100 / 34),
    } | given
    return {"cost": f"{of} {row['item']} {amount} {row['evidence']}"} | row


Plan = Callable[..., Repayment]


@pytest.fixture(scope="session")
def plan() -> Plan:
    """Reckon a plan from rows of plain dicts."""

    def reckon(
        journeys: list[dict[str, Any]],
        costs: list[dict[str, Any]],
        *,
        refunds: list[dict[str, Any]] | None = None,
        deductions: list[dict[str, Any]] | None = None,
        book: Book | None = None,
        on: date = ON,
        **choices: Any,
    ) -> Repayment:
        paid = pa.schema([pa.field("paid_anything", pa.bool_())])
        rates = [{"source": "invented", "confidence": "general", **row} for row in RATE_ROWS]
        return repayment(
            table_of(journeys, JOURNEYS, paid),
            table_of(costs, COSTS, FEE_COLUMNS),
            table_of(refunds or [], REFUNDS),
            table_of(deductions or [], DEDUCTIONS),
            pa.Table.from_pylist(rates, schema=RATES),
            book=book or Book(),
            on=on,
            choices=Choices(**choices),
        )

    return reckon


def worker(plan_: Repayment, name: str) -> dict[str, Any]:
    """The row of one journey."""
    rows = [row for row in plan_.workers.to_pylist() if row["journey"] == name]
    assert len(rows) == 1
    return dict(rows[0])
