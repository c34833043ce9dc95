"""Identifiers: right ones pass in any dress, wrong ones do not."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crest.engine.values.identifiers import (
    CROCKFORD,
    check_column,
    check_duns,
    check_gln,
    check_lei,
    check_os_id,
)

pytestmark = pytest.mark.engine

LEI = "213800KUD8LAJWSQ9D15"
GLN = "5901234123457"
FACILITIES = Path(__file__).parents[4] / "shared/data/osh-facilities-2022/facilities.csv"


def os_id(body: str) -> str:
    total = sum(map(ord, body[:2])) + sum(CROCKFORD.index(ch) for ch in body[2:])
    return body + CROCKFORD[total % 32]


def test_an_identifier_is_recognised_in_any_dress() -> None:
    assert check_lei(f" {LEI[:4].lower()} {LEI[4:]}").value == LEI
    assert check_gln("590-1234 123457").value == GLN
    assert check_gln("5901234123457.0").value == GLN
    assert check_duns("15-048-3782").value == "150483782"
    given = os_id("TH2023087ABCDE")
    assert check_os_id(f"{given[:2]} {given[2:9]}-{given[9:].lower()}").value == given


@given(st.integers(0, 19), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_one_wrong_character_in_an_lei_is_caught(at: int, wrong: str) -> None:
    spoilt = LEI[:at] + wrong + LEI[at + 1 :]
    assert (check_lei(spoilt).value == LEI) == (spoilt == LEI)


@given(st.integers(0, 12), st.sampled_from("0123456789"))
def test_one_wrong_digit_in_a_gln_is_caught(at: int, wrong: str) -> None:
    spoilt = GLN[:at] + wrong + GLN[at + 1 :]
    assert (check_gln(spoilt).value == GLN) == (spoilt == GLN)


@given(st.text(CROCKFORD, min_size=5, max_size=5), st.integers(9, 14), st.sampled_from(CROCKFORD))
def test_one_wrong_symbol_in_an_os_id_is_caught(tail: str, at: int, wrong: str) -> None:
    good = os_id("VN2021366" + tail)
    assert check_os_id(good).value == good
    spoilt = good[:at] + wrong + good[at + 1 :]
    assert (check_os_id(spoilt).value == spoilt) == (spoilt == good)


@pytest.mark.parametrize(
    "text", ["TH20233671ABCDE", "TH2023000ABCDE0", "THX023087ABCDE0", "", "TH"]
)
def test_an_os_id_of_the_wrong_shape_or_day_is_refused(text: str) -> None:
    assert check_os_id(text).reason


def test_a_duns_number_that_lost_its_zeros_is_not_filled_up() -> None:
    assert "leading zeros" in (check_duns("1234567").reason or "")
    assert check_duns("000000000").value is None
    assert check_duns("12345678X").reason


def test_a_column_is_checked_at_once() -> None:
    values, reasons = check_column(pa.array([GLN, "1", None]), check_gln)
    assert values.to_pylist() == [GLN, None, None]
    assert [reason is not None for reason in reasons.to_pylist()] == [False, True, False]


@pytest.mark.shared_data
@pytest.mark.skipif(
    not FACILITIES.is_file(), reason="the shared public data is not beside the checkout"
)
def test_every_published_os_id_passes() -> None:
    with FACILITIES.open(encoding="utf-8", newline="") as file:
        wrong = [row["os_id"] for row in csv.DictReader(file) if check_os_id(row["os_id"]).reason]
    assert wrong == []
