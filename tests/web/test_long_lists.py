"""Long lists have a filter with counts and pages, and nothing is cut without being said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crest.ui.listing import Listing, listed

pytestmark = pytest.mark.web
WORDS = {"a": "Apple", "b": "Berry", "c": "Cherry"}


def asked(rows: list[str], **query: str) -> Listing[str]:
    return listed(
        rows, query, name="kind", value=lambda row: row, words=WORDS, everything="All", per_page=10
    )


@given(st.lists(st.sampled_from("abc"), max_size=60), st.sampled_from(["", "a", "b", "zz"]))
def test_every_row_that_passes_is_on_exactly_one_page(rows: list[str], kind: str) -> None:
    first = asked(rows, kind=kind)
    shown = []
    for page in range(1, first.pages + 1):
        shown += asked(rows, kind=kind, kind_page=str(page)).rows
    passing = [row for row in rows if row == kind] if kind in rows else rows
    assert shown == passing
    assert first.total == len(passing)
    assert sum(chip.count for chip in first.chips[1:]) == len(rows) == first.chips[0].count


@pytest.mark.parametrize("page", ["0", "-1", "999999999", "٣", "x", ""])
def test_a_page_that_is_none_is_the_nearest(page: str) -> None:
    assert asked(["a"] * 25, kind_page=page).page in {1, 3}


def test_a_filter_is_kept_from_page_to_page_and_a_strange_one_is_everything() -> None:
    rows = ["a"] * 25 + ["b"]
    two = asked(rows, kind="a", kind_page="2")
    assert (two.before, two.after) == ("?kind=a&kind_page=1", "?kind=a&kind_page=3")
    assert [chip.words for chip in two.chips] == ["All", "Apple", "Berry"]
    assert asked(rows, kind="c").total == 26
