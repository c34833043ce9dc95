"""Dates: what lists write, and what is refused instead of guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crest.engine.values.dates import parse_date, parse_dates, parse_periods

pytestmark = pytest.mark.engine

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


def one(text: str, **how: object) -> date | None:
    return parse_dates(pa.array([text]), **how).dates[0].as_py()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-03-31", date(2023, 3, 31)),
        ("31/3/2023", date(2023, 3, 31)),
        ("3/31/2023", date(2023, 3, 31)),
        ("03.04.2023", date(2023, 4, 3)),
        ("20230331", date(2023, 3, 31)),
        ("2023-03-31 00:00:00", date(2023, 3, 31)),
        ("2023-03-31T10:20:30.5Z", date(2023, 3, 31)),
        ("31 March 2023", date(2023, 3, 31)),
        ("March 31st, 2023", date(2023, 3, 31)),
        ("31-Mar-23", date(2023, 3, 31)),
        ("2023", date(2023, 1, 1)),
        ("2023-03", date(2023, 3, 1)),
        ("Sept 2021", date(2021, 9, 1)),
        ("๓๑ มีนาคม ๒๕๖๖", date(2023, 3, 31)),
        ("31 มี.ค. 2566", date(2023, 3, 31)),
        ("31 มี.ค. 66", date(2023, 3, 31)),
        ("พ.ศ. 2566", date(2023, 1, 1)),
        ("31/3/2566", date(2023, 3, 31)),
        ("29/2/2567", date(2024, 2, 29)),
        ("45016", date(2023, 3, 31)),
        ("45016.75", date(2023, 3, 31)),
    ],
)
def test_a_date_is_read_as_lists_write_it(text: str, expected: date) -> None:
    assert one(text) == expected


@pytest.mark.parametrize(
    "text",
    ["2023-02-30", "32/1/2023", "1/2/66", "soon", "19999", "60001", "0", "3000", "1/13/13/2023"],
)
def test_what_is_no_date_gets_a_reason_and_no_value(text: str) -> None:
    found = parse_dates(pa.array([text]))
    assert found.dates[0].as_py() is None
    assert found.reasons[0].as_py()


def test_text_that_says_unknown_is_neither_value_nor_problem() -> None:
    found = parse_dates(pa.array(["n/a", "-", None, "ไม่ทราบ"]))
    assert found.dates.null_count == 4
    assert found.reasons.null_count == 4


def test_the_whole_column_tells_day_from_month() -> None:
    assert parse_dates(pa.array(["3/4/2023", "13/4/2023"])).dates[0].as_py() == date(2023, 4, 3)
    assert parse_dates(pa.array(["3/4/2023", "4/13/2023"])).dates[0].as_py() == date(2023, 3, 4)
    assert parse_dates(pa.array(["3/4/2023", "5/4/2566"])).dates[0].as_py() == date(2023, 4, 3)


def test_a_silent_column_is_reported_unless_the_caller_knows_the_order() -> None:
    silent = parse_dates(pa.array(["3/4/2023", "5/5/2023"]))
    assert silent.order == "unclear"
    assert silent.dates.to_pylist() == [None, date(2023, 5, 5)]
    assert "cannot be told apart" in silent.reasons[0].as_py()
    told = parse_dates(pa.array(["3/4/2023"]), prefer="mdy")
    assert told.dates[0].as_py() == date(2023, 3, 4)


def test_a_column_in_both_orders_keeps_only_what_is_certain() -> None:
    mixed = parse_dates(pa.array(["3/4/2023", "13/6/2023", "1/20/2022"]), prefer="dmy")
    assert mixed.dates.to_pylist() == [None, date(2023, 6, 13), date(2022, 1, 20)]
    assert "both orders" in mixed.reasons[0].as_py()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Mar 2023–Feb 2024", date(2023, 3, 1), date(2024, 2, 29)),
        ("Mar-Jun 2023", date(2023, 3, 1), date(2023, 6, 30)),
        ("2022-2023", date(2022, 1, 1), date(2023, 12, 31)),
        ("1/4/2023 - 30/9/2023", date(2023, 4, 1), date(2023, 9, 30)),
        ("2023-01-01/2023-06-30", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023 to present", date(2023, 1, 1), None),
        ("Q1 2023", date(2023, 1, 1), date(2023, 3, 31)),
        ("มี.ค. 2566 ถึง ก.พ. 2567", date(2023, 3, 1), date(2024, 2, 29)),
        ("2566", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, first: date, last: date | None) -> None:
    found = parse_periods(pa.array([text]))
    assert (found.first[0].as_py(), found.last[0].as_py()) == (first, last)
    assert found.reasons[0].as_py() is None


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    found = parse_periods(pa.array(["Feb 2024 - Mar 2023"]))
    assert found.first[0].as_py() is None
    assert "before it starts" in found.reasons[0].as_py()


def test_the_end_of_a_month_or_year_can_be_asked_for() -> None:
    assert one("2023-02", end=True) == date(2023, 2, 28)
    assert one("2566", end=True) == date(2023, 12, 31)


@given(DAYS)
def test_every_way_of_writing_a_day_gives_that_day(day: date) -> None:
    month = day.strftime("%B")
    serial = (day - date(1899, 12, 30)).days
    ways = [
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.year + 543}-{day.month:02}-{day.day:02}",
        *([str(serial)] if 20_000 <= serial <= 60_000 else []),
    ]
    assert {parse_date(way) for way in ways} == {day}
    assert parse_date(f"{day.day}/{day.month}/{day.year}", order="dmy") == day
    assert parse_date(f"{day.month}/{day.day}/{day.year}", order="mdy") == day


@given(st.lists(DAYS, min_size=1, max_size=30), st.sampled_from(["dmy", "mdy"]))
def test_a_column_is_never_read_in_the_wrong_order(days: list[date], order: str) -> None:
    form = "{0.day}/{0.month}/{0.year}" if order == "dmy" else "{0.month}/{0.day}/{0.year}"
    found = parse_dates(pa.array([form.format(day) for day in days]))
    for day, read, reason in zip(
        days, found.dates.to_pylist(), found.reasons.to_pylist(), strict=True
    ):
        assert read == day or (read is None and reason)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = parse_dates(pa.array([text]))
    assert found.dates[0].as_py() is None or found.reasons[0].as_py() is None


def test_a_column_of_many_rows_keeps_every_row() -> None:
    start = date(2020, 1, 1)
    days = [start + timedelta(days=i % 700) for i in range(20_000)]
    chunks = pa.chunked_array(
        [[d.isoformat() for d in days[:9000]], [d.isoformat() for d in days[9000:]]]
    )
    assert parse_dates(chunks).dates.to_pylist() == days
    assert len(parse_dates(pa.chunked_array([], pa.string())).dates) == 0
