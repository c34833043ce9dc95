"""Rates of exchange: the bundled ones with their source, or the user's own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crest.engine.journeys import RateError, load_rates
from crest.engine.tables.recruitment import RATES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engine


def test_the_bundled_rates_name_their_source_and_confidence() -> None:
    rates = load_rates(None)
    assert rates.schema.equals(RATES)
    rows = rates.to_pylist()
    assert {row["period"] for row in rows} == {"month", "year"}
    assert {"THB", "MYR", "SEK"} <= {row["currency"] for row in rows}
    assert all(row["source"] for row in rows)
    assert {row["confidence"] for row in rows} == {"verified", "general"}


def test_no_currency_has_two_rates_for_one_period() -> None:
    rows = load_rates(None).to_pylist()
    keys = [(row["currency"], row["period"], row["start"]) for row in rows]
    assert len(keys) == len(set(keys))


def test_own_rates_replace_the_bundled_ones(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("currency,date,rate\nthb,2023-05,34.1\nMMK,2023,2100\n")
    rows = load_rates(path).to_pylist()
    assert [(r["currency"], r["period"], r["start"], r["per_usd"]) for r in rows] == [
        ("THB", "month", date(2023, 5, 1), 34.1),
        ("MMK", "year", date(2023, 1, 1), 2100.0),
    ]
    assert rows[0]["source"] == "rates.csv"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("THB,2023-05,34\nTHB,2023-05,35", "row 2.*stands in row 1 already"),
        ("THB,2023-05,-34", "no rate above zero"),
        ("THB,2023-05,0", "no rate above zero"),
        ("THB,2023-05,nan", "no rate above zero"),
        ("baht,2023-05,34", "is no currency"),
        ("THB,soon,34", "is no date"),
    ],
)
def test_a_wrong_rate_is_refused_with_its_row(tmp_path: Path, lines: str, says: str) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(f"currency,date,rate\n{lines}\n")
    with pytest.raises(RateError, match=says):
        load_rates(path)


def test_a_list_without_a_rate_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("currency,date\nTHB,2023\nMMK,2022\n")
    with pytest.raises(RateError, match="lack the column per_usd"):
        load_rates(path)
