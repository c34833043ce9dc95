"""Small recruitment tables for the tests of the fees workshop."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from crest.engine.tables.recruitment import COSTS, DEDUCTIONS, JOURNEYS, RATES

ON = date(2026, 6, 30)


def _table(schema: pa.Schema, rows: list[dict[str, Any]], **given: Any) -> pa.Table:
    full = []
    for number, row in enumerate(rows, start=1):
        known = {"record": number, "source": "survey.csv", "row": number, **given, **row}
        full.append({k: _money(schema, k, v) for k, v in known.items()})
    return pa.Table.from_pylist(full, schema=schema)


def _money(schema: pa.Schema, name: str, value: Any) -> Any:
    if value is not None and pa.types.is_decimal(schema.field(name).type):
        return Decimal(str(value))
    return value


def journeys(*rows: dict[str, Any]) -> pa.Table:
    """Journeys J1, J2 … unless named."""
    named = [{"journey": f"J{n}", "worker": f"W{n}", **row} for n, row in enumerate(rows, 1)]
    return _table(JOURNEYS, named)


def costs(*rows: dict[str, Any]) -> pa.Table:
    """Costs of J1, C1, C2 … unless named."""
    return _table(COSTS, [{"cost": f"C{n}", "journey": "J1", **r} for n, r in enumerate(rows, 1)])


def deductions(*rows: dict[str, Any]) -> pa.Table:
    """Deductions of J1 unless named."""
    return _table(DEDUCTIONS, [{"journey": "J1", **row} for row in rows], source="payroll.csv")


def rates(*rows: tuple[str, str, str, float]) -> pa.Table:
    """(currency, period, first day, per USD)."""
    return pa.Table.from_pylist(
        [
            {
                "currency": c, "period": p, "start": date.fromisoformat(d), "per_usd": r,
                "source": "invented", "confidence": "verified",
            }
            for c, p, d, r in rows
        ],
        schema=RATES,
    )  # fmt: skip
