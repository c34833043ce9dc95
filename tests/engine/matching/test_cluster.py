"""Average linkage: one wrong pair chains nothing, and judgements are obeyed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.engine.matching.cluster import cluster

pytestmark = pytest.mark.engine


def longs(*values: int) -> np.ndarray[Any, Any]:
    return np.array(values, np.int64)


def scores(*values: float) -> np.ndarray[Any, Any]:
    return np.array(values, np.float32)


def test_one_wrong_pair_does_not_chain_two_sites() -> None:
    left, right = longs(0, 0, 1, 3, 3, 4, 2), longs(1, 2, 2, 4, 5, 5, 3)
    labels = cluster(6, left, right, scores(0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.8))
    assert labels.tolist() == [0, 0, 0, 3, 3, 3]


def test_a_must_joins_what_scores_would_not() -> None:
    labels = cluster(3, longs(0), longs(1), scores(0.9), same=(longs(1), longs(2)))
    assert labels.tolist() == [0, 0, 0] or labels.tolist() == [0, 1, 1]
    assert labels[1] == labels[2]


def test_a_cannot_keeps_apart_what_scores_would_join() -> None:
    labels = cluster(
        3, longs(0, 1, 0), longs(1, 2, 2), scores(0.9, 0.9, 0.9), different=(longs(0), longs(2))
    )
    assert labels[0] != labels[2]


def test_a_must_never_overrides_a_cannot() -> None:
    labels = cluster(
        3,
        longs(),
        longs(),
        scores(),
        same=(longs(0, 1), longs(1, 2)),
        different=(longs(0), longs(2)),
    )
    assert labels[0] != labels[2]


def test_records_nobody_resembles_stay_alone() -> None:
    assert cluster(4, longs(), longs(), scores()).tolist() == [0, 1, 2, 3]


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_clusters_are_named_by_their_first_record_and_obey_every_cannot(
    data: st.DataObject,
) -> None:
    n = data.draw(st.integers(2, 12))
    pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
    chosen = data.draw(st.lists(st.sampled_from(pairs), unique=True, max_size=20))
    cannot = data.draw(st.lists(st.sampled_from(pairs), unique=True, max_size=5))
    values = data.draw(st.lists(st.floats(0, 1), min_size=len(chosen), max_size=len(chosen)))
    labels = cluster(
        n,
        longs(*(a for a, _ in chosen)),
        longs(*(b for _, b in chosen)),
        scores(*values),
        different=(longs(*(a for a, _ in cannot)), longs(*(b for _, b in cannot))),
    )
    assert all(labels[label] == label and label <= k for k, label in enumerate(labels.tolist()))
    assert all(labels[a] != labels[b] for a, b in cannot)
