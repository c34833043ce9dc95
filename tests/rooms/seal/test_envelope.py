"""A sealed text opens with its key at its place, and nowhere else, however it is touched."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.seal.blind import blind_index, digits, folded
from crest.seal.envelope import Place, new_key, open_text, seal_text, unwrap, wrap
from crest.seal.errors import SealBroken

pytestmark = pytest.mark.room
HERE = Place(7, "people_identity", "name", "abcdefghjkmnpq")
KEY = new_key()
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
places = st.builds(
    Place, st.integers(1, 99), st.text("ab", max_size=3), st.text("ab", max_size=3),
    st.text("ab", max_size=3),
)  # fmt: skip


@given(text=names, place=places)
def test_what_was_sealed_opens_at_its_place(text: str, place: Place) -> None:
    assert open_text(seal_text(text, KEY, place), KEY, place) == text


@given(text=names, one=places, other=places)
def test_a_sealed_text_that_was_moved_does_not_open(text: str, one: Place, other: Place) -> None:
    sealed = seal_text(text, KEY, one)
    if one == other:
        assert open_text(sealed, KEY, other) == text
    else:
        with pytest.raises(SealBroken):
            open_text(sealed, KEY, other)


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(HERE, organisation=8), replace(HERE, table="people_alias"),
        replace(HERE, column="phone"), replace(HERE, row="qpnmkjhgfedcba"),
    ],
)  # fmt: skip
def test_organisation_table_column_and_record_are_each_bound(elsewhere: Place) -> None:
    with pytest.raises(SealBroken):
        open_text(seal_text("Invented Name", KEY, HERE), KEY, elsewhere)


@given(text=names, at=st.integers(0, 10_000), bit=st.integers(0, 7))
@settings(max_examples=400)
def test_one_flipped_bit_is_noticed(text: str, at: int, bit: int) -> None:
    sealed = bytearray(seal_text(text, KEY, HERE))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(SealBroken):
        open_text(bytes(sealed), KEY, HERE)


@given(text=names, keep=st.integers(0, 10_000), more=st.binary(max_size=3))
def test_a_cut_or_lengthened_text_is_noticed(text: str, keep: int, more: bytes) -> None:
    sealed = seal_text(text, KEY, HERE)
    changed = sealed[: keep % len(sealed)] if not more else sealed + more
    with pytest.raises(SealBroken):
        open_text(changed, KEY, HERE)


@given(plain=st.binary(max_size=120))
def test_planted_text_and_another_key_never_open(plain: bytes) -> None:
    for attempt in (plain, b"\x01" + plain):
        with pytest.raises(SealBroken):
            open_text(attempt, KEY, HERE)
    with pytest.raises(SealBroken):
        open_text(seal_text("Invented Name", new_key(), HERE), KEY, HERE)


def test_a_fault_never_shows_what_was_sealed() -> None:
    sealed = seal_text("Invented Name", KEY, HERE)
    with pytest.raises(SealBroken) as broken:
        open_text(sealed[:-1], KEY, HERE)
    assert "Invented" not in str(broken.value)
    assert sealed.hex()[4:20] not in str(broken.value)


def test_sealing_twice_looks_different_and_lengths_tell_little() -> None:
    one, two = (seal_text("Ann", KEY, HERE) for _ in range(2))
    assert one != two
    assert len(one) == len(seal_text("A much longer invented name", KEY, HERE))


def test_a_key_under_a_key_opens_with_that_key_only() -> None:
    above, place = new_key(), replace(HERE, column="key")
    wrapped = wrap(KEY, above, place)
    assert unwrap(wrapped, above, place) == KEY
    for key, where in ((new_key(), place), (above, HERE)):
        with pytest.raises(SealBroken):
            unwrap(wrapped, key, where)
    with pytest.raises(SealBroken):
        unwrap(seal_text("not a key", above, place), above, place)


@given(text=names, other=names)
def test_a_blind_index_is_equal_for_equal_texts_only(text: str, other: str) -> None:
    def of(it: str, organisation: int = 1, purpose: str = "paper", key: bytes = KEY) -> str:
        return blind_index(it, key, organisation=organisation, purpose=purpose)

    assert (of(text) == of(other)) == (text == other)
    assert of(text) == of(text)
    assert len({of(text), of(text, 2), of(text, 1, "phone"), of(text, key=new_key())}) == 4
    assert len(of(text)) == 32


def test_names_and_numbers_are_compared_without_their_dress() -> None:
    assert folded("  ＮＥＷ  name ", "Firm") == folded("new NAME", "firm")
    assert folded("ab", "c") != folded("a", "bc")
    assert digits("+66 (0)81-234 5678") == digits("660812345678")
    assert digits("mb 123-456") == digits("MB123456")
