"""Coordinates: every notation, swapped columns, and the stated country."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crest.engine.values import places
from crest.engine.values.coordinates import parse_coordinate, parse_coordinates, parse_pair

pytestmark = pytest.mark.engine

FACILITIES = Path(__file__).parents[4] / "shared/data/osh-facilities-2022/facilities.csv"


@pytest.mark.parametrize(
    ("text", "axis", "expected"),
    [
        ("13.7563", "lat", 13.7563),
        ("13,7563", "lat", 13.7563),
        ("-33.9", "lat", -33.9),
        ("33.9 S", "lat", -33.9),
        ("E100.5018", "lng", 100.5018),
        ("70.6 W", "lng", -70.6),
        ("13°45'22.7\"N", "lat", 13.756306),
        ("13° 45′ 22″ N", "lat", 13.756111),
        ("100 30 6 E", "lng", 100.501667),
        ("๑๓.๗๕", "lat", 13.75),
        ("Lat: 13.7", "lat", 13.7),
    ],
)
def test_a_coordinate_is_read_in_every_usual_notation(
    text: str, axis: str, expected: float
) -> None:
    assert parse_coordinate(text, axis).value == pytest.approx(expected, abs=1e-6)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["95", "13°61'", "north", "100°E", "1.2.3", "-13 S"])
def test_what_is_no_latitude_gets_a_reason(text: str) -> None:
    found = parse_coordinate(text, "lat")
    assert found.value is None
    assert found.reason


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_pair_comes_back_from_its_text(lat: float, lng: float) -> None:
    y, x = parse_pair(f"{lat:.7f}, {lng:.7f}")
    assert y.value == pytest.approx(lat, abs=1e-6)
    assert x.value == pytest.approx(lng, abs=1e-6)


def test_a_pair_may_start_with_the_longitude_when_letters_say_so() -> None:
    y, x = parse_pair("100.5E, 13.7N")
    assert (y.value, x.value) == (13.7, 100.5)
    assert parse_pair("somewhere")[0].reason


@given(st.text(max_size=30))
def test_no_text_breaks_the_coordinates(text: str) -> None:
    for found in (parse_coordinate(text, "lat"), *parse_pair(text)):
        assert found.value is None or abs(found.value) <= 180


DECIMALS = st.none() | st.floats(-200, 200).map(lambda value: f"{value:.6f}") | st.just("0")


@given(st.lists(st.tuples(DECIMALS, DECIMALS, st.booleans()), max_size=12))
def test_the_short_way_for_plain_numbers_agrees_with_the_long_one(
    rows: list[tuple[str | None, str | None, bool]],
) -> None:
    plain = parse_coordinates(
        pa.array([lat for lat, _, _ in rows], pa.string()),
        pa.array([lng for _, lng, _ in rows], pa.string()),
    )
    dressed = parse_coordinates(
        pa.array([lat and f"{lat}°" for lat, _, _ in rows], pa.string()),
        pa.array([lng and f"{lng}°" for _, lng, _ in rows], pa.string()),
    )
    assert plain.lat.equals(dressed.lat)
    assert plain.lng.equals(dressed.lng)
    told = [[reason is None for reason in one.reasons.to_pylist()] for one in (plain, dressed)]
    assert told[0] == told[1]


def test_impossible_latitude_beside_a_possible_one_is_exchanged_and_said() -> None:
    found = parse_coordinates(
        pa.array(["100.5", "13.7", "0", "13.7", None]),
        pa.array(["13.7", "100.5", "0.0", None, None]),
    )
    assert found.lat.to_pylist() == [13.7, 13.7, None, None, None]
    reasons = found.reasons.to_pylist()
    assert "exchanged" in reasons[0]
    assert reasons[1] is None
    assert "unknown" in reasons[2]
    assert "Only one" in reasons[3]
    assert reasons[4] is None


def test_a_point_is_compared_with_the_stated_country() -> None:
    verdicts = places.check_places(
        ["TH", "IN", "TH", None, "XX", "AU", "CN", "TH"],
        np.array([13.75, 77.2, 60.2, 13.7, 13.7, -25.0, 22.3, np.nan]),
        np.array([100.5, 28.6, 24.9, 100.5, 100.5, 125.0, 114.2, 100.0]),
    )
    assert verdicts == [
        places.INSIDE,
        places.SWAPPED,
        places.OUTSIDE,
        places.UNKNOWN,
        places.UNKNOWN,
        places.INSIDE,
        places.INSIDE,
        places.UNKNOWN,
    ]


def test_one_point_has_a_country() -> None:
    assert places.country_of(13.75, 100.5) == "TH"
    assert places.country_of(float("nan"), 100.5) is None
    assert places.inside("MM", 13.75, 100.5) is False
    assert places.inside("XX", 13.75, 100.5) is None
    assert places.inside("MM", 16.69, 98.51, tolerance_km=20) is True  # Myawaddy, at the border


@pytest.mark.shared_data
@pytest.mark.skipif(
    not FACILITIES.is_file(), reason="the shared public data is not beside the checkout"
)
def test_published_facilities_lie_in_their_country_and_swapped_ones_are_seen() -> None:
    with FACILITIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    countries = [row["country_code"] for row in rows]
    lat = np.array([float(row["lat"]) for row in rows])
    lng = np.array([float(row["lng"]) for row in rows])
    inside = places.check_places(countries, lat, lng).count(places.INSIDE)
    swapped = places.check_places(countries, lng, lat).count(places.SWAPPED)
    assert inside >= 0.998 * len(rows)
    assert swapped >= 0.985 * len(rows)
