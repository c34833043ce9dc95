"""Text that is what it looks like."""

from __future__ import annotations

import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crest.engine.values.text import clean, clean_column, is_missing, western_digits

pytestmark = pytest.mark.engine

TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("\u200b\u202e\x00 \u00a0\u0301e\u3000\u200d\n\ufeff"),
    ),
    max_size=30,
)


def test_invisible_and_bidirectional_characters_are_taken_out_and_named() -> None:
    found = clean("\u202eSiam\u200b \x00Foods\u00a0 Co")
    assert found.text == "Siam Foods Co"
    assert found.removed == ("bidirectional", "control", "zero-width")


def test_right_to_left_letters_themselves_stay() -> None:
    assert clean("\u200fشركة النسيج").text == "شركة النسيج"


def test_joiners_that_change_a_word_stay() -> None:
    persian = "می\u200cخواهم"
    assert clean(persian).text == persian
    assert clean("Siam\u200cFoods").text == "SiamFoods"


def test_accents_are_composed() -> None:
    assert clean("Cafe\u0301").text == "Café"


@given(TEXTS)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text).text
    assert clean(once).text == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.lists(st.none() | TEXTS, max_size=10))
def test_a_column_is_cleaned_as_its_cells_are(texts: list[str | None]) -> None:
    values, removed = clean_column(pa.array(texts, pa.string()))
    alone = [None if text is None else clean(text) for text in texts]
    assert values.to_pylist() == [None if one is None else one.text or None for one in alone]
    assert removed.to_pylist() == [
        None if one is None else ", ".join(one.removed) or None for one in alone
    ]


def test_words_for_unknown_are_recognised_and_names_are_not() -> None:
    assert all(is_missing(text) for text in ["N/A", " - ", "", "ไม่ทราบ", "#N/A"])
    assert not any(is_missing(text) for text in ["Nok Air", "0", "Na Li"])


def test_digits_of_every_script_become_western() -> None:
    assert western_digits("๑၂៣໔٥६ 7") == "123456 7"
