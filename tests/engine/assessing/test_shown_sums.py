"""Sums that are shown: in the currency of the totals, and none that gives a hidden one away."""

from __future__ import annotations

import pyarrow as pa
import pytest

from crest.engine.assessing.counting import in_currency
from crest.engine.assessing.published_groups import _not_by_difference
from crest.engine.assessing.summary import _people, _told

pytestmark = pytest.mark.engine


def test_sums_are_taken_from_the_columns_of_the_currency_of_the_totals() -> None:
    assert in_currency("class_severe_usd_minor", "THB") == "class_severe_thb_minor"
    assert in_currency("paid_usd_minor", "USD") == "paid_usd_minor"
    assert in_currency("usd_minor", "JPY") == "jpy_minor"


def test_the_sum_of_a_class_that_is_hidden_cannot_be_had_by_subtraction() -> None:
    table = pa.table(
        {
            "severe_minor": pa.array([None, 100], pa.int64()),
            "violation_minor": pa.array([900, 200], pa.int64()),
            "legal_gap_minor": pa.array([50, 300], pa.int64()),
            "allowed_minor": pa.array([0, 0], pa.int64()),
            "unknown_minor": pa.array([0, 0], pa.int64()),
            "not_shown": pa.array(["some", None], pa.string()),
        }
    )
    shown = _not_by_difference(table).to_pylist()
    assert (shown[0]["severe_minor"], shown[0]["violation_minor"]) == (None, None)
    assert shown[0]["legal_gap_minor"] == 50
    assert shown[1] == table.to_pylist()[1]


def test_a_sum_of_fewer_than_eleven_workers_is_not_in_the_summary() -> None:
    few, many = pa.chunked_array([[5] * 10 + [0] * 20]), pa.chunked_array([[5] * 11])
    assert _told(few, 30) is None
    assert _told(pa.chunked_array([[5] * 8]), 8) is None
    assert (_told(many, 11), _people(many, 11)) == (55, 11)
    assert _told(pa.chunked_array([[0] * 30]), 30) == 0
