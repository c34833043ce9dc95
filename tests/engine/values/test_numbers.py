"""People and shares as lists write them."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crest.engine.values.numbers import parse_count, parse_counts, parse_shares

pytestmark = pytest.mark.engine


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("1200", 1200, 1200, 1200),
        ("1,200", 1200, 1200, 1200),
        ("1.200", 1200, 1200, 1200),
        ("1 200", 1200, 1200, 1200),
        ("1,20,000", 120_000, 120_000, 120_000),
        ("1200.0", 1200, 1200, 1200),
        ("~300", 300, 300, 300),
        ("about 300 full time workers", 300, 300, 300),
        ("100-500", 300, 100, 500),
        ("1,000 to 2,000", 1500, 1000, 2000),
        ("100+", 100, 100, None),
        ("more than 1,000", 1000, 1000, None),
        ("<50", 25, 0, 50),
        ("1.5k", 1500, 1500, 1500),
        ("๓๐๐ คน", 300, 300, 300),
        ("၁၂၀", 120, 120, 120),
        ("៣០០", 300, 300, 300),
        ("໓໐໐", 300, 300, 300),
        ("٣٠٠", 300, 300, 300),
        ("३००", 300, 300, 300),
    ],
)
def test_a_number_of_workers_is_read_as_written(
    text: str, value: int, low: int, high: int | None
) -> None:
    found = parse_count(text)
    assert (found.value, found.low, found.high, found.reason) == (value, low, high, None)


@pytest.mark.parametrize("text", ["12.5", "-5", "many", "500-100", "99999999", "12%", "1,2", "5/6"])
def test_what_is_no_number_of_people_gets_a_reason(text: str) -> None:
    found = parse_count(text)
    assert found.value is None
    assert found.reason


def test_unknown_is_not_zero() -> None:
    found = parse_counts(pa.array(["n/a", None, "0", "none"]))
    assert found.values.to_pylist() == [None, None, 0, None]
    assert found.reasons.null_count == 4


@given(st.integers(0, 5_000_000), st.sampled_from([",", ".", " ", "'"]))
def test_every_grouping_gives_the_same_number(number: int, mark: str) -> None:
    assert parse_count(f"{number:,}".replace(",", mark)).value == number


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_middle_of_a_range_lies_inside_it(a: int, b: int) -> None:
    low, high = sorted((a, b))
    found = parse_count(f"{low}-{high}")
    assert found.value is not None
    assert low <= found.value <= high


@given(st.text(max_size=30))
def test_no_text_breaks_the_count(text: str) -> None:
    found = parse_count(text)
    assert found.value is None or (found.value >= 0 and found.reason is None)


def test_shares_without_a_sign_are_read_alike_in_the_whole_column() -> None:
    ones = parse_shares(pa.array(["12%", "0.12", "1", None]))
    assert ones.values.to_pylist() == pytest.approx([0.12, 0.12, 1.0, None])
    assert "shares of 1" in ones.rule
    hundreds = parse_shares(pa.array(["12", "1", "12,5", "10-20%", "๕๐%"]))
    assert hundreds.values.to_pylist() == pytest.approx([0.12, 0.01, 0.125, 0.15, 0.5])
    assert "per cent" in hundreds.rule


def test_a_share_that_may_be_either_is_reported_not_guessed() -> None:
    found = parse_shares(pa.array(["0.12", "12"]))
    assert found.values.to_pylist() == [None, 0.12]
    assert "write the % sign" in found.reasons[0].as_py()


@pytest.mark.parametrize("text", ["150%", "-3", "half", "1-2-3"])
def test_what_is_no_share_gets_a_reason(text: str) -> None:
    found = parse_shares(pa.array([text]))
    assert found.values[0].as_py() is None
    assert found.reasons[0].as_py()


@given(st.lists(st.text(max_size=12), max_size=8))
def test_a_share_is_always_between_nothing_and_the_whole(texts: list[str]) -> None:
    for value in parse_shares(pa.array(texts, pa.string())).values.to_pylist():
        assert value is None or 0 <= value <= 1
