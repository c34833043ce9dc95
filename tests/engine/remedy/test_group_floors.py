"""The floor of a group, how sure it is, and how groups widen."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from remedy_cases import Book, Plan, cost, journey, worker
from scipy import stats

from crest.engine.remedy.floors import middle_of
from crest.engine.rulebook.rules import Figure

pytestmark = pytest.mark.engine
SUMS = st.lists(st.integers(0, 5_000_000), min_size=1, max_size=60)


def sorted_sums(sums: list[int]) -> np.ndarray:
    return np.sort(np.array(sums, np.int64))


@given(sums=SUMS)
def test_the_mean_and_its_interval_are_those_of_the_textbook(sums: list[int]) -> None:
    middle = middle_of(sorted_sums(sums), "mean", 0.95, 0.1)
    assert abs(middle.value - sum(sums) / len(sums)) <= 0.5
    if len(sums) < 2:
        assert middle.low is None
        return
    spread = stats.sem(sums)
    low, high = stats.t.interval(0.95, len(sums) - 1, loc=middle.value, scale=spread or 1e-12)
    assert middle.low == pytest.approx(max(0, low), abs=1.5, rel=1e-9)
    assert middle.high == pytest.approx(high, abs=1.5, rel=1e-9)


@given(sums=SUMS)
def test_the_interval_of_the_median_covers_with_the_stated_chance(sums: list[int]) -> None:
    ordered = sorted_sums(sums)
    middle = middle_of(ordered, "median", 0.95, 0.1)
    assert abs(middle.value - float(np.median(ordered))) <= 0.5
    if middle.low is None or middle.high is None:
        assert len(sums) < 6
        return
    assert middle.low <= middle.value <= middle.high
    below = [at for at in range(len(sums)) if ordered[at] == middle.low]
    assert stats.binom.cdf(min(below) - 1, len(sums), 0.5) <= 0.025


def test_the_trimmed_mean_forgets_the_ends() -> None:
    sums = sorted_sums([1, *[1_000] * 18, 999_999])
    assert middle_of(sums, "trimmed", 0.95, 0.1).value == 1_000
    assert middle_of(sums, "trimmed", 0.95, 0.0) == middle_of(sums, "mean", 0.95, 0.0)


def test_a_group_too_small_widens_to_the_agency_in_all_years_and_says_so(plan: Plan) -> None:
    this = [journey(f"a{at}") for at in range(2)]
    other = [journey(f"b{at}", arrived_on=date(2024, 2, 1)) for at in range(4)]
    costs = [cost(row["journey"], 9_000 if row in this else 15_000) for row in [*this, *other]]
    found = plan([*this, *other, journey("silent")], costs)
    row = worker(found, "silent")
    assert (row["floor_step"], row["floor_n"], row["floor_minor"]) == (2, 6, 1_300_000)
    assert "any year" in row["because"]
    assert "a small sample" in row["because"]
    assert any("the floor of a wider group" in words for words in found.statements)
    assert "only 6 accounts" in found.groups["warning"][0].as_py()


def test_when_no_group_has_enough_accounts_the_largest_sample_is_used_with_a_warning(
    plan: Plan,
) -> None:
    found = plan([journey("a"), journey("silent")], [cost("a", 9_000)])
    row = worker(found, "silent")
    assert (row["owed_minor"], row["floor_n"], row["floor_low_minor"]) == (900_000, 1, None)
    assert "no wider group has 5: ask more workers" in found.groups["warning"][0].as_py()


def test_a_worker_of_unknown_agency_and_year_stays_in_with_the_floor_of_the_corridor(
    plan: Plan,
) -> None:
    known = [journey(f"a{at}") for at in range(6)]
    lost = journey("lost", recruiter=None, arrived_on=None)
    found = plan([*known, lost], [cost(row["journey"], 9_000) for row in known])
    row = worker(found, "lost")
    assert (row["floor_step"], row["owed_minor"]) == (4, 900_000)


def test_agencies_are_one_group_by_their_permanent_id_however_they_are_written(plan: Plan) -> None:
    rows = [
        journey(f"a{at}", recruiter=("FAR SHORE", "Far Shore Agency")[at % 2], recruiter_id="O-1")
        for at in range(6)
    ]
    found = plan(rows, [cost(row["journey"], 9_000) for row in rows])
    assert found.groups.num_rows == 1
    assert found.groups["recruiter"].to_pylist() == ["FAR SHORE"]
    assert found.groups["recruiter_id"].to_pylist() == ["O-1"]


def test_a_group_never_mixes_pay_currencies(plan: Plan) -> None:
    baht = [journey(f"a{at}") for at in range(5)]
    kyat = [journey(f"b{at}", pay_currency="MMK") for at in range(5)]
    costs = [cost(row["journey"], 9_000) for row in baht]
    costs += [cost(row["journey"], 500_000, currency="MMK", pay_minor=50_000_000) for row in kyat]
    found = plan([*baht, *kyat], costs)
    assert {row["currency"]: row["floor_minor"] for row in found.groups.to_pylist()} == {
        "THB": 900_000,
        "MMK": 50_000_000,
    }


def usual(**given: object) -> Figure:
    row = {
        "id": "MM-TH-USUAL",
        "kind": "typical_cost",
        "says": "What is usual",
        "thai": "ปกติ",
        "unit": "USD",
        "applies": {"origin": ["MM"], "destination": ["TH"]},
        "cites": [{"source": "five-corridors-2021"}],
        "confidence": "verified",
        "review_by": "2027-01-01",
        "values": [{"from": "2020-01-01", "value": 500}],
    }
    return Figure.model_validate(row | given)


def test_without_any_sample_the_usual_cost_of_the_corridor_is_the_last_resort(plan: Plan) -> None:
    book = Book({"MM-TH-USUAL": usual()})
    row = worker(plan([journey("a")], [], book=book), "a")
    assert (row["status"], row["owed_minor"]) == ("benchmark", 500 * 34 * 100)
    assert "MM-TH-USUAL (verified)" in row["because"]
    refused = worker(plan([journey("a")], [], book=book, grades=("E1", "E2", "E3")), "a")
    assert (refused["status"], refused["owed_minor"]) == ("no_figure", None)


def test_the_usual_cost_of_another_corridor_or_a_later_day_says_nothing(plan: Plan) -> None:
    for figure in (
        usual(applies={"origin": ["KH"], "destination": ["TH"]}),
        usual(applies={"origin": ["MM"]}),
        usual(values=[{"from": "2026-01-01", "value": 500}]),
    ):
        assert worker(plan([journey("a")], [], book=Book({"X": figure})), "a")["status"] == (
            "no_figure"
        )


def test_costs_graded_as_usual_in_the_corridor_prove_nothing_of_ones_own(plan: Plan) -> None:
    others = [journey(f"a{at}") for at in range(5)]
    costs = [cost(row["journey"], 9_000) for row in others]
    found = plan([*others, journey("b")], [*costs, cost("b", 40_000, evidence="E4")])
    row = worker(found, "b")
    assert (row["status"], row["gross_minor"], row["e4_minor"]) == ("unproven_floor", 0, 4_000_000)
    assert row["owed_minor"] == 900_000
