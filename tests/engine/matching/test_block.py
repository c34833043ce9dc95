"""Which pairs are compared: the ceiling of everything after."""

from __future__ import annotations

import numpy as np
import pytest
from matching_rows import invented, table

from crest.engine.matching.block import candidates
from crest.engine.matching.keys import tokens_for_index
from crest.engine.matching.normalise import prepare

pytestmark = pytest.mark.engine


def test_copies_of_a_site_are_always_compared() -> None:
    records, truth = invented(300, 3)
    left, right = candidates(prepare(records))
    found = int((truth[left] == truth[right]).sum())
    assert found >= 0.99 * 300 * 3
    assert len(left) < 300 * 3 * 15


def test_pairs_come_once_and_in_order() -> None:
    records, _ = invented(100, 3)
    left, right = candidates(prepare(records))
    assert (left < right).all()
    assert len(np.unique(left * len(records) + right)) == len(left)


def test_a_wrong_or_missing_country_hides_nothing() -> None:
    rows = [
        {
            "name": "Kamirota Seafood",
            "address": "77 Vensolu Road",
            "city": "Songkhla",
            "country": "TH",
        },
        {
            "name": "Kamirota Seafood",
            "address": "77 Vensolu Road",
            "city": "Songkhla",
            "country": "VN",
        },
        {"name": "Kamirota Seafoods Ltd", "address": "77 Vensolu Rd", "city": "Songkhla"},
    ]
    left, right = candidates(prepare(table(*rows)))
    assert set(zip(left.tolist(), right.tolist(), strict=True)) == {(0, 1), (0, 2), (1, 2)}


def test_romanisations_of_one_name_share_keys() -> None:
    prepared = prepare(
        table(
            {"name": "Jaroensuk Foods", "city": "Rayong", "country": "TH"},
            {"name": "Charoensook Foods", "city": "Rayong", "country": "TH"},
        )
    )
    ptr, key, _ = tokens_for_index(prepared)
    assert len(np.intersect1d(key[ptr[0] : ptr[1]], key[ptr[1] : ptr[2]])) >= 2


@pytest.mark.parametrize("count", [0, 1])
def test_lists_too_short_to_compare_give_no_pairs(count: int) -> None:
    left, right = candidates(prepare(table(*[{"name": "Kamiro"}] * count)))
    assert len(left) == len(right) == 0
