"""A table with a column per cost item gives the sums of the long tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from fee_tables import ON, rates
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crest.engine.fees import assess_costs
from crest.engine.fees.money import rate_slots, slot_table
from crest.engine.fees.wide import WideSpec, WideSpecError, assess_wide
from crest.engine.rulebook.book import load_book
from crest.engine.tables.engines import Engine, open_engine
from crest.engine.tables.recruitment import COSTS, DEDUCTIONS, JOURNEYS

pytestmark = pytest.mark.engine

RATES = rates(
    ("MMK", "year", "2023-01-01", 2100.0), ("THB", "month", "2023-03-01", 34.21),
    ("THB", "year", "2023-01-01", 34.8), ("NPR", "year", "2017-01-01", 104.5),
    ("THB", "year", "2017-01-01", 33.9), ("VND", "year", "2024-01-01", 25013.7),
)  # fmt: skip
FEES = {
    "fee_agent": "RC-01", "fee_broker": "RC-02", "fee_passport": "RC-03", "fee_visa": "RC-04",
    "fee_medical": "RC-08", "fee_travel": "RC-14", "fee_informal": "RC-15", "fee_interest": "RC-16",
    "fee_other": "RC-99",
}  # fmt: skip
FACTS = {"origin": "origin", "destination": "dest", "recruited_on": "recruited", "sector": "work"}
SPEC = WideSpec(
    costs={column: (item, "worker") for column, item in FEES.items()},
    facts=FACTS, currency="fee_cur", pay="wage", pay_currency="wage_cur",
    constants={"scheme": "mou"},
)  # fmt: skip
DAYS = [None, *(date(y, m, 17) for y in (2014, 2017, 2022, 2023, 2024) for m in (1, 3, 6, 7))]
WIDE = pa.schema(
    [
        ("id", pa.string()), ("origin", pa.string()), ("dest", pa.string()),
        ("recruited", pa.date32()), ("work", pa.string()), ("fee_cur", pa.string()),
        ("wage_cur", pa.string()), ("wage", pa.decimal128(10, 2)),
        *[(name, pa.decimal128(12, 2)) for name in FEES],
    ]
)  # fmt: skip


def _wide(dice: Random, count: int) -> list[dict[str, Any]]:
    money = [None, *(Decimal(n) / 100 for n in (0, 1, 99, 12345, 1234567, -500))]
    return [
        {
            "id": f"J{n}",
            "origin": dice.choice([None, "MM", "KH", "LA", "VN", "NP", "BD", "ID", "PH", "XX"]),
            "dest": dice.choice([None, "TH", "MY", "SE", "FI", "SA", "QA", "XX"]),
            "recruited": dice.choice(DAYS),
            "work": dice.choice([None, "seafood", "agriculture"]),
            "fee_cur": dice.choice([None, "USD", "THB", "MMK", "NPR", "VND", "LAK"]),
            "wage_cur": dice.choice([None, "USD", "THB", "MYR"]),
            "wage": dice.choice([None, Decimal("0.00"), Decimal("9999.99")]),
            **{name: dice.choice(money) for name in FEES},
        }
        for n in range(count)
    ]


def _long(engine: Engine, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    base = {"record": 1, "source": "w", "row": 1}
    journeys = [
        base | {
            "journey": r["id"], "worker": r["id"], "scheme": "mou", "pay_currency": r["wage_cur"],
            "actual_pay": r["wage"], **{fact: r[column] for fact, column in FACTS.items()},
        }
        for r in rows
    ]  # fmt: skip
    costs = [
        base | {
            "cost": f"{r['id']}-{name}", "journey": r["id"], "item": item, "amount": r[name],
            "currency": r["fee_cur"], "payer": "worker",
        }
        for r in rows
        for name, item in FEES.items()
        if r[name] is not None
    ]  # fmt: skip
    tables = [
        engine.put(name, pa.Table.from_pylist(given, schema=schema))
        for name, given, schema in (("j", journeys, JOURNEYS), ("c", costs, COSTS),
                                    ("d", [], DEDUCTIONS))
    ]  # fmt: skip
    found = assess_costs(engine, *tables, RATES, book=load_book(), on=ON)
    return {row["journey"]: row for row in engine.run(found.journeys).to_pylist()}


@given(seed=st.integers(0, 2**32))
@example(seed=103562)  # sums so small that nothing is paid, beside a cost that is left out
@settings(max_examples=2, deadline=None)
def test_the_wide_way_and_the_long_way_give_the_same_sums(seed: int) -> None:
    rows = _wide(Random(seed), 300)  # noqa: S311 - test data
    with open_engine() as engine:
        long = _long(engine, rows)
        table = engine.put("wide", pa.Table.from_pylist(rows, schema=WIDE))
        slots = engine.put("slots", slot_table(rate_slots(RATES)))
        wide = engine.run(assess_wide(table, SPEC, slots, load_book(), ON))
        assert set(wide.column_names) > set(WIDE.names)
    for row in wide.to_pylist():
        sums = {n: row[n] for n in row if n in long[row["id"]] and n not in WIDE.names}
        assert sums == {n: _before_caps(long[row["id"]])[n] for n in sums}


def _before_caps(journey: dict[str, Any]) -> dict[str, Any]:
    """The sums without what caps move: the wide way knows no caps."""
    above, of_origin = journey["above_gap_usd_minor"], journey["above_origin_usd_minor"]
    return journey | {
        "class_legal_gap_usd_minor": journey["class_legal_gap_usd_minor"] + above,
        "class_violation_usd_minor": journey["class_violation_usd_minor"] - above,
        "against_law_origin_usd_minor": journey["against_law_origin_usd_minor"] - of_origin,
    }


def test_a_column_or_item_nobody_knows_is_an_error() -> None:
    spec = WideSpec({"fee": ("RC-77", "worker")}, FACTS, "fee_cur", "wage", "wage_cur")
    with open_engine() as engine:
        table = engine.put("wide", WIDE.empty_table())
        slots = engine.put("slots", slot_table({}))
        with pytest.raises(WideSpecError, match="fee, RC-77"):
            assess_wide(table, spec, slots, load_book(), ON)
