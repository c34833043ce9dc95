"""Intervals against published worked examples, and what must hold for all."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crest.engine.indicators.intervals import clopper_pearson, interval, wilson

# R. G. Newcombe, Statistics in Medicine 17 (1998) 857, table I: 95 % intervals of
# r out of n, methods 3 (score) and 5 (Clopper and Pearson).
NEWCOMBE = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


def one(value: float) -> np.ndarray:
    return np.array([value])


@pytest.mark.parametrize(("yes", "people", "score", "exact"), NEWCOMBE)
def test_the_intervals_are_those_of_the_published_examples(
    yes: int, people: int, score: tuple[float, float], exact: tuple[float, float]
) -> None:
    for method, wanted in ((wilson, score), (clopper_pearson, exact)):
        low, high = method(one(yes / people), one(float(people)))
        assert (round(low[0], 4), round(high[0], 4)) == wanted


def test_fewer_than_thirty_people_get_the_exact_interval() -> None:
    *_, exact = interval(np.array([0.5, 0.5]), np.array([29.0, 30.0]))
    assert exact.tolist() == [True, False]


def test_nobody_gives_no_interval_and_everybody_a_point() -> None:
    low, high, _ = interval(np.array([np.nan, 0.4]), np.array([0.0, math.inf]))
    assert np.isnan(low[0])
    assert np.isnan(high[0])
    assert low[1] == high[1] == 0.4


@given(st.integers(1, 400), st.floats(0, 1), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_an_interval_contains_its_share_and_narrows_with_people(
    people: int, part: float, level: float
) -> None:
    share = round(part * people) / people
    low, high, _ = interval(one(share), one(float(people)), level)
    assert 0 <= low[0] <= share <= high[0] <= 1
    for method in (wilson, clopper_pearson):
        few = method(one(share), one(float(people)), level)
        many = method(one(share), one(10.0 * people), level)
        assert many[1][0] - many[0][0] <= few[1][0] - few[0][0] + 1e-12


@given(st.integers(2, 200), st.data())
def test_one_more_yes_never_lowers_a_limit(people: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, people - 1))
    fewer = interval(one(yes / people), one(float(people)))
    more = interval(one((yes + 1) / people), one(float(people)))
    assert more[0][0] >= fewer[0][0] - 1e-12
    assert more[1][0] >= fewer[1][0] - 1e-12


@given(st.integers(1, 60), st.data())
def test_the_exact_interval_agrees_with_binomial_tails(people: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, people))
    low, high = clopper_pearson(one(yes / people), one(float(people)))
    weights = [math.comb(people, k) for k in range(people + 1)]

    def tail(share: float, counts: range) -> float:
        return sum(weights[k] * share**k * (1 - share) ** (people - k) for k in counts)

    if yes:
        assert tail(low[0], range(yes, people + 1)) == pytest.approx(0.025, rel=1e-6)
    if yes < people:
        assert tail(high[0], range(yes + 1)) == pytest.approx(0.025, rel=1e-6)
