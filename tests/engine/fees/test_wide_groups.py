"""Sums per group of a wide table are the sums of its rows, whichever way they are added up."""

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

from crest.engine.fees.money import rate_slots, slot_table
from crest.engine.fees.wide import WideSpec, assess_wide
from crest.engine.fees.wide_groups import sums_of_groups
from crest.engine.rulebook.book import load_book
from crest.engine.tables.engines import open_engine

pytestmark = pytest.mark.engine

RATES = rates(
    ("MMK", "year", "2023-01-01", 2100.0), ("THB", "month", "2023-03-01", 34.21),
    ("THB", "year", "2023-01-01", 34.8), ("NPR", "year", "2018-01-01", 104.5),
    ("MYR", "year", "2018-01-01", 4.1), ("THB", "year", "2018-01-01", 32.3),
)  # fmt: skip
FEES = {"fee": "RC-01", "broker": "RC-02", "visa": "RC-04", "trip": "RC-14", "bribe": "RC-15"}
SPEC = WideSpec(
    costs={column: (item, "worker") for column, item in FEES.items()},
    facts={"origin": "home", "destination": "dest", "recruited_on": "day", "scheme": "scheme"},
    currency="money", pay="wage", pay_currency="wage_money",
)  # fmt: skip
WIDE = pa.schema(
    [
        ("recruiter", pa.int32()), ("home", pa.string()), ("dest", pa.string()),
        ("day", pa.date32()), ("scheme", pa.string()), ("money", pa.string()),
        ("wage_money", pa.string()), ("wage", pa.decimal128(10, 2)),
        *[(name, pa.decimal128(12, 2)) for name in FEES],
    ]
)  # fmt: skip
# The day before a law of Nepal and Malaysia, the day itself, and days around.
DAYS = [None, date(2017, 6, 16), date(2018, 10, 28), date(2018, 10, 29), date(2023, 3, 3)]


def _rows(dice: Random) -> list[dict[str, Any]]:
    sums = [None, *(Decimal(n) / 100 for n in (0, 1, 12345, 1234567, -500))]
    return [
        {
            "recruiter": dice.randrange(4),
            "home": dice.choice([None, "MM", "NP", "BD", "XX"]),
            "dest": dice.choice([None, "TH", "MY", "XX"]),
            "day": dice.choice(DAYS),
            "scheme": dice.choice([None, "mou", "irregular"]),
            "money": dice.choice([None, "USD", "THB", "MMK", "NPR", "LAK"]),
            "wage_money": dice.choice([None, "THB", "MYR"]),
            "wage": dice.choice([None, Decimal("0.00"), Decimal("9999.99")]),
            **{name: dice.choice(sums) for name in FEES},
        }
        for _ in range(300)
    ]


@given(seed=st.integers(0, 2**32))
@settings(max_examples=2, deadline=None)
def test_a_group_has_the_sums_of_its_journeys(seed: int) -> None:
    keys = ["recruiter", "home"]
    with open_engine() as engine:
        table = engine.put("wide", pa.Table.from_pylist(_rows(Random(seed)), schema=WIDE))  # noqa: S311 - test data
        slots = engine.put("slots", slot_table(rate_slots(RATES)))
        by_row = assess_wide(table, SPEC, slots, load_book(), ON)
        grouped = sums_of_groups(
            engine, table, SPEC, RATES, book=load_book(), on=ON, by=keys,
            also={"seafarers": (table.recruiter == 1).cast("int64")},
        )  # fmt: skip
        months = by_row.worker_paid_months
        names = [n for n in grouped.columns if n in by_row.columns and n not in keys]
        wanted = by_row.group_by(keys).aggregate(
            workers=by_row.count(),
            months_known=months.count(),
            months_hundredths=(months * 100.0).floor().sum(),
            months_above_one=(months > 1.0).cast("int64").sum(),
            **{n: by_row[n].sum().cast("int64") for n in names},
        )
        one = {(r["recruiter"], r["home"]): r for r in engine.run(wanted).to_pylist()}
        for row in engine.run(grouped).to_pylist():
            of_rows = one.pop((row["recruiter"], row["home"]))
            assert row.pop("seafarers") == (row["workers"] if row["recruiter"] == 1 else 0)
            assert {n: v or 0 for n, v in row.items()} == {n: of_rows[n] or 0 for n in row}
        assert not one
        assert len(names) > 20
