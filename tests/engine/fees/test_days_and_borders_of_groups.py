"""Sums per group judge a journey by the law of its own day and by whether it crossed a border."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from fee_tables import ON, rates

from crest.engine.fees.money import rate_slots, slot_table
from crest.engine.fees.verdicts import regimes_of
from crest.engine.fees.wide import WideSpec, assess_wide
from crest.engine.fees.wide_groups import sums_of_groups, turning_days
from crest.engine.rulebook.book import load_book
from crest.engine.tables.engines import open_engine

pytestmark = pytest.mark.engine

SPEC = WideSpec(
    costs={"fee": ("RC-01", "worker"), "trip": ("RC-14", "worker")},
    facts={"origin": "home", "destination": "dest", "recruited_on": "day"},
    currency="money", pay="wage", pay_currency="money",
)  # fmt: skip
WIDE = pa.schema(
    [
        ("home", pa.string()), ("dest", pa.string()), ("day", pa.date32()), ("money", pa.string()),
        ("wage", pa.float64()), ("fee", pa.float64()), ("trip", pa.float64()),
    ]
)  # fmt: skip
LAWS = ("against_law_origin_usd_minor", "unsaid_law_origin_usd_minor",
        "against_law_destination_usd_minor", "unsaid_law_destination_usd_minor",
        "paid_usd_minor", "costs_left_out")  # fmt: skip


def _row(home: str, dest: str, day: date, **more: Any) -> dict[str, Any]:
    return {"home": home, "dest": dest, "day": day, "money": "USD", "wage": 100.0, "fee": 70.0,
            "trip": 30.0, **more}  # fmt: skip


def _grouped(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The group of all the rows; its sums must be those of the rows."""
    book = load_book()
    with open_engine() as engine:
        table = engine.put("wide", pa.Table.from_pylist(rows, schema=WIDE))
        slots = engine.put("slots", slot_table(rate_slots(rates())))
        by_row = engine.run(assess_wide(table, SPEC, slots, book, ON)).to_pylist()
        found = engine.run(
            sums_of_groups(engine, table, SPEC, rates(), book=book, on=ON, by=["home"])
        ).to_pylist()
    for group in found:
        of_rows = [row for row in by_row if row["home"] == group["home"]]
        for name in LAWS:
            assert group[name] == sum(row[name] for row in of_rows), name
    return found


def test_a_journey_before_every_law_is_not_judged_by_the_laws_of_today() -> None:
    first = turning_days(regimes_of(load_book(), ON))[0]
    old, new = date(first.year - 1, 1, 1), date(2023, 3, 3)
    (before,), (after,) = (_grouped([_row("MM", "TH", day)]) for day in (old, new))
    assert before["against_law_destination_usd_minor"] == 0
    assert after["against_law_destination_usd_minor"] > 0


def test_journeys_within_a_country_and_across_a_border_are_told_apart() -> None:
    day = date(2023, 3, 3)
    _grouped([_row(home, dest, day) for home in ("TH", "MY") for dest in ("TH", "MY")])


def test_one_cost_below_zero_is_left_out_and_nothing_is_a_cost() -> None:
    day = date(2023, 3, 3)
    (found,) = _grouped([_row("MM", "TH", day, fee=-5.0, trip=0.0)])
    assert (found["costs_listed"], found["costs_left_out"], found["months_known"]) == (2, 1, 0)
    (found,) = _grouped([_row("MM", "TH", day, fee=0.0, trip=None)])
    assert (found["costs_listed"], found["costs_left_out"], found["months_known"]) == (1, 0, 1)
    (found,) = _grouped([_row("MM", "TH", day, fee=150.0, trip=-1.0)])
    assert (found["months_known"], found["months_hundredths"]) == (1, 150)
    assert (found["months_above_one"], found["costs_left_out"]) == (1, 1)
