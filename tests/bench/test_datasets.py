"""The labelled sets of the shared folder are read whole and keep their truth apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bench import datasets as ds

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared_data


@pytest.mark.usefixtures("shared_data")
def test_labelled_pairs_are_complete() -> None:
    for data, pairs, positive in (
        (ds.osh_pairs(), 112, 47),
        (ds.fodors_zagats(), 189, 22),
        (ds.name_bench()[0], 247, 166),
    ):
        assert data.pairs is not None
        assert (len(data.pairs[2]), sum(data.pairs[2])) == (pairs, positive)
        assert data.records.num_rows == 2 * pairs
        assert "truth" not in data.records.column_names


@pytest.mark.usefixtures("shared_data")
def test_the_frozen_answers_give_the_published_figure() -> None:
    names, frozen = ds.name_bench()
    assert names.pairs is not None
    matched = np.array(names.pairs[2])
    right = (matched & np.array(frozen)).sum()
    assert round(2 * right / (matched.sum() + sum(frozen)), 3) == 0.867


def test_persons_of_febrl_keep_their_cluster(shared_data: Path) -> None:
    assert shared_data.is_dir()
    data = ds.febrl("dataset1")
    assert data.truth is not None
    assert np.unique(data.truth, return_counts=True)[1].max() == 2
    assert data.records.num_rows == 1_000
