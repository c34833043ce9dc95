"""Money as people write it: any digits, marks, currency words and round-number words."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crest.engine.journeys.marks import Marks, marks_of
from crest.engine.journeys.money import parse_money, parse_money_column
from crest.engine.journeys.plain_numbers import parse_number

pytestmark = pytest.mark.engine

_DIGITS = {
    "Thai": "๐๑๒๓๔๕๖๗๘๙",
    "Burmese": "၀၁၂၃၄၅၆၇၈၉",
    "Khmer": "០១២៣៤៥៦៧៨៩",
    "Lao": "໐໑໒໓໔໕໖໗໘໙",
    "Bengali": "০১২৩৪৫৬৭৮৯",
    "Devanagari": "०१२३४५६७८९",
    "Arabic": "٠١٢٣٤٥٦٧٨٩",
}


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("฿12,500", "12500", "THB"),
        ("๑๒,๐๐๐ บาท", "12000", "THB"),
        ("၁၅၀,၀၀၀ ကျပ်", "150000", "MMK"),
        ("သိန်း ၃", "300000", None),
        ("3 lakh", "300000", None),
        ("2 lakh 50 thousand", "250000", None),
        ("1 แสน 5 หมื่น", "150000", None),
        ("1.500.000 VND", "1500000", "VND"),
        ("1,50,000 Tk", "150000", "BDT"),
        ("Rs. 5,000/-", "5000", "INR"),
        ("US$ 300.50", "300.50", "USD"),
        ("5 000,75 SEK", "5000.75", "SEK"),
        ("1'500", "1500", None),
        ("١٬٥٠٠٫٥٠", "1500.50", None),
        ("(200)", "-200", None),
        ("฿-300", "-300", "THB"),
        ("free", "0", None),
        ("about 3000 baht", "3000", "THB"),
    ],
)
def test_an_amount_is_read_with_its_currency(text: str, amount: str, currency: str | None) -> None:
    read = parse_money(text, Marks())
    assert (read.amount, read.currency, read.reason) == (Decimal(amount), currency, None)


@pytest.mark.parametrize("text", ["abc", "10000-12000", "500 THB and 20 USD", "1e5"])
def test_what_is_no_single_amount_gets_a_reason_and_no_number(text: str) -> None:
    read = parse_money(text, Marks())
    assert read.amount is None
    assert read.reason


@given(st.integers(0, 10**9), st.sampled_from(sorted(_DIGITS)))
def test_the_digits_of_every_script_are_the_same_number(number: int, script: str) -> None:
    written = f"{number:,}".translate(str.maketrans("0123456789", _DIGITS[script]))
    assert parse_money(written, Marks()).amount == number


@given(st.decimals(0, 10**9, places=2))
def test_thousands_and_decimals_of_both_customs_are_read_alike(number: Decimal) -> None:
    english = f"{number:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    for text in (english, german):
        assert parse_money(text, marks_of([text])).amount == number


def test_the_other_cells_tell_what_a_lone_mark_divides() -> None:
    read = parse_money_column(pa.array(["1.500", "2.250.000", None]))
    assert read.amounts.to_pylist()[0] == Decimal(1500)
    assert not read.guessed[0].as_py()
    read = parse_money_column(pa.array(["1.125", "12.5"]))
    assert read.amounts.to_pylist()[0] == Decimal("1.13")
    assert read.rounded[0].as_py()
    read = parse_money_column(pa.array(["1.500", "700"]))
    assert read.amounts.to_pylist()[0] == Decimal(1500)
    assert read.guessed[0].as_py()
    read = parse_money_column(pa.array(["1,500", "12,50"]))
    assert read.amounts.to_pylist() == [None, Decimal("12.50")]
    assert read.reasons[0].as_py()


@given(st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=20))
def test_plain_numbers_are_read_alike_one_by_one_and_at_once(numbers: list[Decimal]) -> None:
    texts = [str(number) for number in numbers]
    at_once = parse_money_column(pa.array(texts)).amounts.to_pylist()
    assert at_once == [parse_money(text, Marks(dot_decimal=True)).amount for text in texts]


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("48 hours", 48, "hour"),
        ("60 hours per week", 60, "week"),
        ("5% per month", 5, "month"),
        ("๖๐", 60, None),
        ("2 years", 2, "year"),
        ("1.500", 1.5, None),
        ("n/a", None, None),
    ],
)
def test_a_number_is_read_with_what_it_counts(
    text: str, number: float | None, unit: str | None
) -> None:
    assert parse_number(text)[:2] == (number, unit)
