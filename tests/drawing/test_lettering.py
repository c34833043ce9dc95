from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crest.drawing.lettering import ELLIPSIS, graphemes, lines, shortened, width

pytestmark = pytest.mark.engine

NAMES = st.text(
    alphabet=st.one_of(
        st.characters(codec="ascii", min_codepoint=32),
        st.sampled_from("บริษัทำเแไุ่์ကုမ္ပဏီရွှေ្រុមហ៊ុនមេគង្គບໍລິສັດຈັດ有限公司Đườngởể"),
    ),
    max_size=60,
)


@given(NAMES, st.floats(20, 300))
def test_every_line_fits_its_room(name: str, room: float) -> None:
    for line in lines(name, room, 13.0, 2):
        assert width(line, 13.0) <= room or len(graphemes(line)) <= 1


@given(NAMES, st.floats(40, 300))
def test_breaking_into_lines_loses_nothing_but_spaces(name: str, room: float) -> None:
    whole = "".join(lines(name, room, 13.0, 1000))
    assert whole.replace(" ", "") == name.replace(" ", "")


@given(NAMES)
def test_graphemes_lose_nothing(name: str) -> None:
    assert "".join(graphemes(name)) == name


@given(NAMES, st.floats(40, 300))
def test_a_shortened_name_says_that_it_was_cut(name: str, room: float) -> None:
    short = shortened(name, room, 13.0)
    assert short == name or short.endswith(ELLIPSIS)


def test_a_tone_mark_is_never_parted_from_its_letter() -> None:
    assert graphemes("น้ำ") == ["น้ำ"]
    assert graphemes("เม") == ["เม"]


def test_a_burmese_stacked_consonant_stays_below_its_neighbour() -> None:
    assert graphemes("ကုမ္ပဏီ") == ["ကု", "မ္ပ", "ဏီ"]


def test_a_khmer_subscript_stays_with_its_consonant() -> None:
    assert graphemes("ក្រុម") == ["ក្រុ", "ម"]


def test_marks_above_and_below_take_no_width() -> None:
    assert width("น", 10.0) == width("น้", 10.0)


def test_chinese_breaks_between_any_two_characters() -> None:
    assert len(lines("深圳市龙华区电子有限公司", 80.0, 13.0, 2)) == 2


def test_thai_without_spaces_is_cut_where_a_syllable_ends() -> None:
    first, second = lines("บริษัทนำคนต่างด้าวมาทำงาน เส้นทางทอง", 150.0, 13.0, 2)
    assert first == "บริษัทนำคนต่างด้าวมาทำ"
    assert second.startswith("งาน")
