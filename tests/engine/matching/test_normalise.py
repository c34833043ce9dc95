"""What a name and an address say, whatever the legal form, script or abbreviation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_rows import table

from crest.engine.matching.fold import fold, fold_text
from crest.engine.matching.normalise import Frequencies, prepare
from crest.engine.matching.tokens import POWERS, hash_word, tokenise

pytestmark = pytest.mark.engine


def name_words(name: str, **more: Any) -> list[str]:
    prepared = prepare(table({"name": name, **more}))
    words = prepared.word[prepared.word_ptr[0] : prepared.word_ptr[1]]
    return [prepared.vocabulary.word(word) for word in words]


def address_words(address: str, country: str = "TH") -> list[str]:
    prepared = prepare(table({"name": "Kamiro", "address": address, "country": country}))
    words = prepared.address[prepared.address_ptr[0] : prepared.address_ptr[1]]
    return [prepared.vocabulary.word(word) for word in words]


@pytest.mark.parametrize(
    "name",
    [
        "Kamiro Textile Co., Ltd.",
        "KAMIRO TEXTILE SDN BHD",
        "PT Kamiro Textile",
        "PT. Kamiro Textile Tbk",
        "Kamiro Textile GmbH",
        "Kamiro Textile S.A. de C.V.",
        "Kamiro Textile AB",
        "Kamiro Textile Oy",
        "M/s. Kamiro Textile (Pvt.) Ltd",
        "Công ty TNHH Kamiro Textile",
        "Kamiro Textile San. ve Tic. A.Ş.",
        "บริษัท Kamiro Textile จำกัด",
        "Kamiro Textile 有限公司",
        "Kamiro Textile ကုမ္ပဏီလီမိတက်",
        "Kamiro Tex.",
        "Kámíro  Tekstil Limited",
        "Kamiro Textile Private Limited",
    ],
)
def test_the_legal_form_and_its_spelling_are_no_part_of_the_name(name: str) -> None:
    assert name_words(name) == ["kamiro", "textile"]


def test_a_name_of_nothing_but_a_legal_form_keeps_it() -> None:
    assert name_words("Company Limited") == ["company", "limited"]


@pytest.mark.parametrize(
    "name", ["Kamiro Garments Unit 2", "Kamiro Garments (Unit-II)", "Kamiro Garments Unit2"]
)
def test_unit_numbers_are_set_apart_from_the_name(name: str) -> None:
    prepared = prepare(table({"name": name}))
    assert name_words(name) == ["kamiro", "garments"]
    assert [int(code) >> 60 for code in prepared.number] == [1]
    assert int(prepared.number[0]) & (2**60 - 1) == int(hash_word("2")) & (2**60 - 1)


def test_an_earlier_name_is_a_second_name_of_the_same_record() -> None:
    prepared = prepare(table({"name": "Kamiro Ltd (formerly Venso Garments Ltd)"}))
    names = [
        [
            prepared.vocabulary.word(w)
            for w in prepared.word[prepared.word_ptr[a] : prepared.word_ptr[a + 1]]
        ]
        for a in range(prepared.name_of[0], prepared.name_of[1])
    ]
    assert names == [["kamiro"], ["venso", "garments"]]


def test_a_name_that_swallowed_its_address_is_parted() -> None:
    assert name_words("Kamiro Garments Co., Ltd., 12 Soso Road, Bangkok 10110") == [
        "kamiro",
        "garments",
    ]


def test_words_of_other_scripts_are_understood() -> None:
    assert name_words("เกษมสิ่งทอ")[-1] == "textile"
    assert name_words("利惠橡胶有限公司") == ["li", "hui", "rubber"]
    assert "bangkok" in address_words("ถนนกิจ กรุงเทพมหานคร") or "krung" not in fold_text("กรุงเทพ")


def test_address_abbreviations_mean_the_same() -> None:
    assert address_words("12 Soso Rd., Indl. Area") == address_words("12 Soso Road Industrial Area")


@pytest.mark.parametrize(
    ("address", "country", "digits"),
    [
        ("12 Soso Road, Bangkok 10110", "TH", 10110),
        ("Storgatan 5, 721 53 Luleå", "SE", 72153),
        ("ul. Polna 3, 37-901 Gdansk", "PL", 37901),
        ("Soso Lane, Dhaka 1212", "BD", 1212),
    ],
)
def test_postcodes_are_read_the_way_the_country_writes_them(
    address: str, country: str, digits: int
) -> None:
    prepared = prepare(table({"name": "Kamiro", "address": address, "country": country}))
    assert int(prepared.postcode[0]) % 10**9 == digits


def test_a_post_box_is_no_house_number() -> None:
    with_box = prepare(table({"name": "Kamiro", "address": "P.O. Box 77, Soso Road"}))
    assert len(with_box.number) == 0


@settings(max_examples=60, deadline=None)
@given(st.text("abcdefgh", min_size=1, max_size=12), st.text("abcdefgh", min_size=1, max_size=12))
def test_the_hash_of_joined_words_comes_from_their_parts(one: str, two: str) -> None:
    with np.errstate(over="ignore"):
        joined = hash_word(one) * POWERS[len(two)] + hash_word(two)
    assert joined == hash_word(one + two)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_folding_gives_one_plain_text_for_each_text(texts: list[str]) -> None:
    folded = fold(pa.array(texts, pa.string())).to_pylist()
    assert len(folded) == len(texts)
    assert all(text.isascii() for text in folded)
    assert folded == [fold_text(text) for text in texts]


def test_misread_letters_inside_words_are_put_right() -> None:
    tokens = tokenise(pa.array(["Han0i", "Unit10", "No12A"], pa.large_string()))
    assert tokens.hash[0] == hash_word("hanoi")
    assert np.diff(tokens.ptr).tolist() == [1, 2, 2]


def test_no_rows_is_no_problem() -> None:
    assert len(prepare(table())) == 0


def test_rarity_can_come_from_another_list() -> None:
    big = prepare(
        table(*({"name": f"Kamiro {word}"} for word in ("Venso", "Lupe", "Draga", "Nisto")))
    )
    one = prepare(table({"name": "Kamiro Venso"}), frequencies=Frequencies.of(big.vocabulary))
    weight = {
        one.vocabulary.word(w): float(one.vocabulary.name_weight[w]) for w in one.word.tolist()
    }
    assert weight["kamiro"] < weight["venso"]
