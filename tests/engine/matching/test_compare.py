"""One definition of comparison, for any number of pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_rows import invented, table
from rapidfuzz.distance import OSA

from crest.engine.matching.compare import FEATURES, features
from crest.engine.matching.normalise import prepare
from crest.engine.matching.tokens import tokenise
from crest.engine.matching.words import edits, scratch

pytestmark = pytest.mark.engine


def compare(a: dict[str, Any], b: dict[str, Any]) -> dict[str, float]:
    both = prepare(table(a, b))
    row = features(both, both, np.array([0]), np.array([1]))[0]
    return dict(zip(FEATURES, row.tolist(), strict=True))


@settings(max_examples=150, deadline=None)
@given(
    st.text("abcd", min_size=1, max_size=12),
    st.text("abcd", min_size=1, max_size=12),
    st.integers(0, 14),
)
def test_edits_agree_with_a_second_implementation(one: str, two: str, most: int) -> None:
    tokens = tokenise(pa.array([one, two], pa.large_string()))
    got = edits(
        tokens.text,
        tokens.start[0],
        len(one),
        tokens.text,
        tokens.start[1],
        len(two),
        most,
        scratch()[5],
    )
    assert got == min(OSA.distance(one, two), most + 1)


def test_a_million_rows_and_one_pair_are_compared_alike() -> None:
    records, _ = invented(40, 2)
    whole = prepare(records)
    left, right = np.arange(0, 60, 2), np.arange(1, 61, 2)
    together = features(whole, whole, left, right)
    one = prepare(records.slice(0, 60))
    two = prepare(records.slice(0, 61))
    apart = features(one, two, left, right)
    same = [FEATURES.index(n) for n in ("name_overlap", "name_letters", "house", "city", "unit")]
    np.testing.assert_allclose(together[:, same], apart[:, same], atol=0.05)


def test_order_of_the_two_records_does_not_matter() -> None:
    records, _ = invented(60, 3)
    both = prepare(records)
    left, right = np.arange(0, 100), np.arange(1, 101)
    np.testing.assert_allclose(
        features(both, both, left, right), features(both, both, right, left), atol=1e-4
    )


def test_joined_and_parted_words_are_the_same() -> None:
    got = compare({"name": "Kamiro Lupe Draga"}, {"name": "Kamirolupedraga"})
    assert got["name_overlap"] == pytest.approx(1.0)
    assert got["name_letters"] == pytest.approx(1.0)


def test_an_acronym_stands_for_its_words() -> None:
    assert compare({"name": "KVL Ltd"}, {"name": "Kamiro Venso Lupe Ltd"})["name_overlap"] > 0.5


def test_two_romanisations_sound_alike() -> None:
    got = compare({"name": "Jaroensuk Foods"}, {"name": "Charoensook Foods"})
    assert got["name_overlap"] > 0.6


@pytest.mark.parametrize(
    ("one", "two", "unit"),
    [("Unit 1", "Unit 2", 0.0), ("Unit 2", "Unit II", 1.0), ("Unit 2", "", 0.5), ("", "", np.nan)],
)
def test_unit_numbers_agree_differ_or_are_unknown(one: str, two: str, unit: float) -> None:
    got = compare({"name": f"Kamiro Garments {one}"}, {"name": f"Kamiro Garments {two}"})
    assert got["unit"] == pytest.approx(unit, nan_ok=True)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("10110", "10110", 1.0),
        ("10110", "10111", 0.5),
        ("10110", "10101", 0.5),
        ("10110", "83000", 0.0),
    ],
)
def test_postcodes_forgive_one_digit(one: str, two: str, same: float) -> None:
    got = compare({"name": "Kamiro", "postcode": one}, {"name": "Kamiro", "postcode": two})
    assert got["postcode"] == pytest.approx(same)


def test_what_is_missing_is_unknown_and_not_different() -> None:
    got = compare(
        {"name": "Kamiro"}, {"name": "Kamiro", "address": "12 Soso Road", "country": "TH"}
    )
    for unknown in (
        "address_overlap",
        "house",
        "postcode",
        "country",
        "distance",
        "identifier",
        "licence",
    ):
        assert np.isnan(got[unknown]), unknown


def test_distance_is_in_kilometres() -> None:
    got = compare(
        {"name": "Kamiro", "lat": 13.75, "lng": 100.5},
        {"name": "Kamiro", "lat": 13.75, "lng": 101.5},
    )
    assert got["distance"] == pytest.approx(108.0, abs=1.0)


def test_identifiers_and_licences_agree_or_contradict() -> None:
    a, b = {"name": "Kamiro", "licence": "MM-12/2020"}, {"name": "Venso", "licence": "mm 12 2020"}
    assert compare(a, b)["licence"] == 1.0
    assert compare(a, b | {"licence": "MM-13/2020"})["licence"] == 0.0
    assert compare({"lei": "X1"}, {"lei": "X2"})["identifier"] == 0.0


def test_a_place_repeated_in_the_name_is_no_contradiction() -> None:
    plain = compare(
        {"name": "Kamiro Vensolu", "city": "Vensolu"}, {"name": "Kamiro", "city": "Vensolu"}
    )
    other = compare(
        {"name": "Kamiro Draganis", "city": "Vensolu"}, {"name": "Kamiro", "city": "Vensolu"}
    )
    assert plain["name_extra"] < other["name_extra"]
