"""The bundled exchange rates are the right way round, complete and plausible."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from statistics import mean
from typing import TYPE_CHECKING

import pytest

from crest.engine.rulebook.codelists import SHIPPED
from crest.engine.rulebook.models import Source
from crest.engine.rulebook.wordlists import currency_words
from crest.engine.rulebook.yaml_files import read_rule_file

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engine
FOLDER = SHIPPED / "rates"
FILES = ("monthly", "annual", "annual_general")


@cache
def rates(name: str) -> dict[tuple[str, date], float]:
    """(currency, first day) → units for one US dollar."""
    lines = (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    found: dict[tuple[str, date], float] = {}
    for row in rows:
        key = (row["currency"], date.fromisoformat(row["start"]))
        assert key not in found, f"{key} stands twice in {name}.csv"
        found[key] = float(row["per_usd"])
    return found


def year(currency: str, of: int, name: str = "annual") -> float:
    return rates(name)[currency, date(of, 1, 1)]


@pytest.mark.parametrize("name", FILES)
def test_a_rate_file_names_its_source_and_how_sure_it_is(name: str) -> None:
    first, second, *_ = (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    source = read_rule_file(
        SHIPPED / "sources" / f"{first.removeprefix('# source: ')}.yaml", Source
    )
    assert second == f"# confidence: {source.confidence}"


@pytest.mark.parametrize(
    ("currency", "known"),
    [
        ("THB", 35.05),
        ("SEK", 10.12),
        ("EUR", 0.95),
        ("GBP", 0.81),
        ("MYR", 4.40),
        ("AUD", 1.44),
        ("NZD", 1.57),
        ("JPY", 131.5),
        ("INR", 78.6),
        ("SGD", 1.38),
        ("KRW", 1292),
    ],
)
def test_a_dollar_of_2022_bought_so_much(currency: str, known: float) -> None:
    assert year(currency, 2022) == pytest.approx(known, rel=0.01)


def test_pegs_hold() -> None:
    for of in range(2010, 2027):
        assert year("AED", of, "annual_general") == 3.6725
        assert year("SAR", of, "annual_general") == 3.75
        assert year("QAR", of, "annual_general") == 3.64
    for of in range(2010, 2026):
        assert year("NPR", of, "annual_general") == pytest.approx(1.6 * year("INR", of), abs=1e-4)
        assert 7.7 < year("HKD", of) < 7.9


def test_a_year_is_the_mean_of_its_months() -> None:
    for (currency, start), value in rates("annual").items():
        months = [
            rate
            for (code, month), rate in rates("monthly").items()
            if code == currency and month.year == start.year
        ]
        assert len(months) == 12
        assert value == pytest.approx(mean(months), rel=0.01), (currency, start)


def test_months_and_years_begin_on_their_first_day_and_none_is_missing() -> None:
    for name in FILES:
        for (currency, start), value in rates(name).items():
            assert start.day == 1
            assert value > 0
            assert name == "monthly" or start.month == 1
            assert currency.isalpha()
            assert len(currency) == 3
    for currency in {code for code, _ in rates("monthly")}:
        days = sorted(day for code, day in rates("monthly") if code == currency)
        assert len(days) == (days[-1].year - 2010) * 12 + days[-1].month, currency


def test_a_rate_is_given_once_with_one_confidence() -> None:
    assert not rates("annual").keys() & rates("annual_general").keys()


def test_the_currencies_of_the_corridors_have_a_rate() -> None:
    given = {code for name in FILES for code, _ in rates(name)}
    for code in (
        "THB",
        "MMK",
        "KHR",
        "LAK",
        "VND",
        "NPR",
        "BDT",
        "IDR",
        "PHP",
        "MYR",
        "SEK",
        "EUR",
    ):
        assert code in given
        assert code in currency_words().values()


def test_years_nobody_knows_are_left_out() -> None:
    assert ("KHR", date(2024, 1, 1)) not in rates("annual_general")
    assert ("MMK", date(2014, 1, 1)) not in rates("annual_general")


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("country", "currency"),
    [("Thailand", "THB"), ("Sweden", "SEK"), ("Euro", "EUR"), ("Malaysia", "MYR")],
)
def test_figures_are_carried_over_unchanged(shared_data: Path, country: str, currency: str) -> None:
    path = shared_data / "exchange-rates" / "monthly.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        theirs = {
            date.fromisoformat(row["Date"]): float(row["Exchange rate"])
            for row in csv.DictReader(lines)
            if row["Country"] == country and row["Date"] >= "2010"
        }
    ours = {day: value for (code, day), value in rates("monthly").items() if code == currency}
    assert ours == theirs
