"""The minimum wages and caps of the rulebook fit together."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from crest.engine.rulebook.book import load_book
from crest.engine.rulebook.cost_items import load_cost_items
from crest.engine.rulebook.words import fold

pytestmark = pytest.mark.engine
FLOOR = "TH.MINIMUM-WAGE"
SINCE = (
    date(2013, 1, 1),
    date(2017, 1, 1),
    date(2018, 4, 1),
    date(2020, 1, 1),
    date(2022, 10, 1),
    date(2024, 1, 1),
    date(2025, 1, 1),
)


def wages(day: date) -> dict[str, float]:
    """Figure → baht a day, for the figures of a province."""
    found = {}
    for figure in load_book().figures.values():
        if figure.kind == "minimum_wage" and "province" in figure.applies:
            value = figure.value_at(day)
            assert value is not None
            assert value.value is not None
            found[figure.id] = value.value
    return found


@pytest.mark.parametrize("day", SINCE)
def test_the_wage_of_the_country_is_that_of_its_lowest_province(day: date) -> None:
    floor = load_book().figure_at(FLOOR, day)
    assert floor is not None
    assert floor.value == min(wages(day).values())


@pytest.mark.parametrize(
    ("day", "lowest", "highest"),
    [(SINCE[1], 300, 310), (SINCE[3], 313, 336), (SINCE[5], 330, 370), (SINCE[6], 337, 400)],
)
def test_the_provinces_span_the_range_that_was_announced(
    day: date, lowest: int, highest: int
) -> None:
    assert (min(wages(day).values()), max(wages(day).values())) == (lowest, highest)


def test_no_province_ever_lost_a_baht_and_there_are_seventy_seven() -> None:
    rows = [wages(day) for day in SINCE]
    assert len(rows[0]) == 77 + len(("Koh Samui", "Hat Yai", "Mueang Chiang Mai"))
    for earlier, later in pairwise(rows):
        assert all(later[name] >= value for name, value in earlier.items())


def test_a_province_name_leads_to_one_wage() -> None:
    names = [
        fold(name)
        for figure in load_book().figures.values()
        if figure.kind == "minimum_wage"
        for name in figure.applies.get("province", ())
    ]
    assert len(names) == len(set(names))
    assert {"nan", "chonburi", fold("ชลบุรี"), "hat yai"} <= set(names)


def test_a_cap_counts_items_that_exist() -> None:
    known = load_cost_items().by_code
    for figure in load_book().figures.values():
        assert set(figure.for_items) <= set(known), figure.id
        if figure.kind == "cap":
            assert figure.for_items, f"{figure.id} does not say what it bounds"
