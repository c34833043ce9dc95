"""Ids survive hands: every slip of one symbol and every swap of two is caught."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crest.engine.values.crest_ids import (
    ALPHABET,
    BODY_VALUES,
    CrestIdError,
    derive_id,
    is_crest_id,
    kind_of,
    read_id,
    write_id,
)

KEYBOARD = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
kinds = st.sampled_from(["site", "organisation"])
numbers = st.integers(0, BODY_VALUES - 1)


def bare(crest_id: str) -> str:
    return crest_id.replace("-", "")


def test_the_alphabet_is_31_symbols_without_the_confusable_ones() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set(ALPHABET) & set("ILOUZ")


@given(kinds, numbers)
def test_every_single_wrong_symbol_is_caught_at_every_place(kind: str, number: int) -> None:
    symbols = bare(write_id(kind, number))
    for place, right in enumerate(symbols):
        for wrong in KEYBOARD:
            if wrong != right:
                assert not is_crest_id(symbols[:place] + wrong + symbols[place + 1 :])


@given(kinds, numbers)
def test_every_swap_of_two_different_symbols_is_caught_wherever_they_stand(
    kind: str, number: int
) -> None:
    symbols = bare(write_id(kind, number))
    for i in range(len(symbols)):
        for j in range(i + 1, len(symbols)):
            if symbols[i] != symbols[j]:
                swapped = list(symbols)
                swapped[i], swapped[j] = swapped[j], swapped[i]
                assert not is_crest_id("".join(swapped))


@pytest.mark.parametrize("kind", ["site", "organisation"])
def test_adjacent_swaps_are_caught_for_every_pair_of_symbols_at_every_place(kind: str) -> None:
    missed = 0
    for place in range(7):
        for a in range(31):
            for b in range(31):
                if a != b:
                    number = (a * 31 + b) * 31 ** (6 - place) + 17
                    symbols = list(bare(write_id(kind, number)))
                    at = place + 1
                    if symbols[at] == symbols[at + 1]:
                        continue
                    symbols[at], symbols[at + 1] = symbols[at + 1], symbols[at]
                    missed += is_crest_id("".join(symbols))
    assert missed == 0


def test_the_swap_with_the_check_symbol_and_with_the_type_letter_is_caught_for_every_value() -> (
    None
):
    for number in range(31 * 31):
        for kind in ("site", "organisation"):
            for shifted in (number, number * 31**6):
                s = bare(write_id(kind, shifted))
                if s[-1] != s[-2]:
                    assert not is_crest_id(s[:-2] + s[-1] + s[-2])
                if s[0] != s[1]:
                    assert not is_crest_id(s[1] + s[0] + s[2:])


def test_iso_7064_mod_37_36_would_have_missed_72_of_45360_adjacent_swaps() -> None:
    def step(state: int, value: int) -> int:
        return ((state + value) % 36 or 36) * 2 % 37

    cases = [(p, a, b) for p in range(1, 37) for a in range(36) for b in range(36) if a != b]
    missed = sum(step(step(p, a), b) == step(step(p, b), a) for p, a, b in cases)
    assert (missed, len(cases)) == (72, 45_360)


@given(kinds, numbers, st.lists(st.integers(0, 9), max_size=4), st.sampled_from(" -–_"))
def test_reading_is_tolerant_of_spaces_hyphens_and_lower_case(
    kind: str, number: int, cuts: list[int], filler: str
) -> None:
    written = write_id(kind, number)
    symbols = list(bare(written).lower())
    for cut in cuts:
        symbols.insert(cut, filler)
    assert read_id("  " + "".join(symbols) + "\n") == written
    assert kind_of(read_id(written)) == kind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "0 symbols"),
        ("S-4K7Q", "5 symbols"),
        ("X-4K7Q-9QWX-H", "starts with X"),
        ("S-4O7Q-9QWX-H", "Is it 0?"),
        ("S-4L7Q-9QWX-H", "Is it 1?"),
        ("S-4é7Q-9QWX-H", "no CREST id uses"),
        ("S-4K7Q-9QXW-H", "mistyped"),
    ],
)
def test_a_bad_id_is_refused_with_a_sentence_that_helps(text: str, words: str) -> None:
    with pytest.raises(CrestIdError, match=words.replace("?", r"\?")):
        read_id(text)


def test_numbers_outside_the_range_and_unknown_kinds_have_no_id() -> None:
    for number in (-1, BODY_VALUES):
        with pytest.raises(CrestIdError):
            write_id("site", number)
    with pytest.raises(CrestIdError):
        write_id("person", 1)


@given(kinds, st.text(max_size=30))
def test_the_same_seed_gives_the_same_id_and_a_taken_one_is_probed_past(
    kind: str, seed: str
) -> None:
    first = derive_id(kind, seed)
    second = derive_id(kind, seed, {first})
    third = derive_id(kind, seed, {first, second})
    assert derive_id(kind, seed) == first
    assert len({first, second, third}) == 3
    assert all(is_crest_id(one) for one in (first, second, third))


def test_the_derivation_never_changes() -> None:
    assert derive_id("site", "anchor") == "S-A62J-0Q2Q-Q"
