"""Links of new records to a registry are counted as a person would count them."""

from __future__ import annotations

import pytest
from bench.against import judge_links

pytestmark = pytest.mark.engine


def test_linked_asked_and_silent_records_are_told_apart() -> None:
    # registry: sites 1, 2, 3; new: site 1 linked rightly, site 2 linked wrongly,
    # site 3 only asked, site 3 unseen, and site 9 which is truly new.
    truth = [1, 2, 3, 1, 2, 3, 3, 9]
    labels = [10, 20, 30, 10, 10, 50, 60, 70]
    found = judge_links(truth, 3, labels, ([2], [5], [1]))
    assert (found["precision"], found["recall"]) == (0.5, 0.25)
    assert found["reached"] == 0.5
    assert found["silently_new"] == 0.25
    assert found["review_records"] == 1


def test_a_link_to_two_sites_is_not_right() -> None:
    found = judge_links([1, 2, 1], 2, [0, 1, 2], ([0, 1], [2, 2], [2, 2]))
    assert found["precision"] == 0.0


def test_hard_records_are_counted_apart() -> None:
    found = judge_links([1, 2, 1, 2], 2, [1, 2, 1, 4], ([], [], []), [False, False, False, True])
    assert found["recall"] == 0.5
    assert found["hard"] == {"partnered": 1, "recall": 0.0, "reached": 0.0}
