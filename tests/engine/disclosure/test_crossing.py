"""Groups that cut across each other give no hidden group away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.engine.disclosure.crossing import Crossing, shown_groups, worked_out

pytestmark = pytest.mark.engine


def _crossing(cohorts: list[tuple[int, set[int]]]) -> Crossing:
    """Cohorts of (people, groups they stand in)."""
    pairs = []
    person = 0
    for people, groups in cohorts:
        for _ in range(people):
            pairs += [(person, group) for group in groups]
            person += 1
    return Crossing.of([p for p, _ in pairs], [g for _, g in pairs])


def test_a_shed_of_eight_is_not_the_difference_of_its_middleman_and_an_agency() -> None:
    # 0 middleman, 1 agency (36 of the middleman's workers), 2 the shed (his other 8), 3 everybody
    crossing = _crossing([(36, {0, 1, 3}), (8, {0, 2, 3}), (60, {3})])
    shown = shown_groups(crossing)
    assert not shown[2]
    assert not (shown[0] and shown[1])
    assert shown[3]
    assert worked_out(crossing, shown) == []


def test_a_hidden_group_is_not_the_total_less_its_sisters() -> None:
    crossing = _crossing([(40, {0, 3}), (25, {1, 3}), (7, {2, 3})])
    shown = shown_groups(crossing)
    assert shown.tolist() == [True, False, False, True]
    assert worked_out(crossing, shown) == []


def test_large_groups_that_give_nobody_away_stay() -> None:
    crossing = _crossing([(40, {0, 2}), (25, {1, 2}), (30, {2})])
    assert shown_groups(crossing).all()


def test_the_attack_finds_what_is_only_hidden_by_size() -> None:
    crossing = _crossing([(40, {0, 3}), (25, {1, 3}), (7, {2, 3})])
    assert worked_out(crossing, crossing.sizes >= 11) == [2]


_COHORTS = st.lists(
    st.tuples(st.integers(1, 30), st.sets(st.integers(0, 7), min_size=1)), min_size=1, max_size=12
)


@settings(max_examples=150)
@given(_COHORTS)
def test_whatever_is_shown_no_hidden_group_can_be_worked_out(
    cohorts: list[tuple[int, set[int]]],
) -> None:
    crossing = _crossing(cohorts)
    shown = shown_groups(crossing)
    sizes = crossing.sizes
    assert not (shown & (sizes < 11)).any()
    assert not [group for group in worked_out(crossing, shown) if sizes[group] < 11]
    dense = crossing.inside.toarray().astype(bool)
    for small in np.flatnonzero(shown):
        for large in np.flatnonzero(shown):
            if (dense[small] <= dense[large]).all():
                left = sizes[large] - sizes[small]
                assert left == 0 or left >= 11
