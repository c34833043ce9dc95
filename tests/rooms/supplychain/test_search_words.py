"""A factory is found in any script, in spite of slips, and only by who may see it."""

from __future__ import annotations

import pytest
from factories import actor, again, organisation, shares
from factories_atlas import node

from crest.access import facade as access
from crest.supplychain.finding import search_nodes
from crest.supplychain.services.indexing import index_nodes
from crest.supplychain.services.indexing_all import index_everything
from crest.supplychain.wordkeys import grams, keys_of, runs, slips_of

pytestmark = pytest.mark.room


def names(by: access.Actor, text: str) -> list[str]:
    return [hit.name for hit in search_nodes(by, text).hits]


def test_every_word_counts_and_the_shorter_name_comes_first() -> None:
    home = organisation()
    for name in (
        "Golden Tiger Seafood Trading and Packing",
        "Golden Tiger Seafood",
        "Golden Lotus",
    ):
        node(home, name)
    by = actor(home)
    assert names(by, "golden tiger") == [
        "Golden Tiger Seafood", "Golden Tiger Seafood Trading and Packing",
    ]  # fmt: skip
    assert names(by, "LOTUS") == ["Golden Lotus"]


def test_a_word_of_the_name_stands_before_one_of_the_address() -> None:
    home = organisation()
    node(home, "Blue Kite Mills", address="9 Harbour Road")
    node(home, "Harbour Cold Store")
    assert names(actor(home), "harbour") == ["Harbour Cold Store", "Blue Kite Mills"]


def test_a_workplace_stands_before_the_company_of_that_name() -> None:
    home = organisation()
    node(home, "Pla Thong Marine Products", kind="organisation", role="company")
    node(home, "Pla Thong Marine Products Public Company Limited", region="Samut Sakhon")
    node(home, "Talay Chan Plant 1", address="Pla Thong Estate")
    by = actor(home)
    assert names(by, "Pla Thong") == [
        "Pla Thong Marine Products Public Company Limited", "Pla Thong Marine Products",
        "Talay Chan Plant 1",
    ]  # fmt: skip


def test_a_name_that_is_the_question_stands_first() -> None:
    home = organisation()
    node(home, "Mek Nam Holdings and Partners", kind="organisation", role="company")
    node(home, "Mek Nam", kind="organisation", role="recruiter")
    node(home, "Mek Nam Apparel")
    assert names(actor(home), "mek nam")[:2] == ["Mek Nam", "Mek Nam Apparel"]


@pytest.mark.parametrize(
    "typed", ["Chaoren Seafod", "charoen seafoood", "Charon Seefood", "charoensea food", "charoe"]
)
def test_slips_are_forgiven(typed: str) -> None:
    home = organisation()
    node(home, "Charoen Seafood Co., Ltd.", region="Samut Sakhon")
    node(home, "Bright River Garments")
    by = actor(home)
    assert names(by, typed)[:1] == ["Charoen Seafood Co., Ltd."]


def test_what_the_words_were_taken_for_is_told() -> None:
    home = organisation()
    node(home, "Bright River Garments")
    found = search_nodes(actor(home), "brihgt garmnets")
    assert found.near
    assert dict(found.instead) == {"brihgt": "bright", "garmnets": "garments"}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("บริษัท สมบูรณ์ทะเลไทย จำกัด", "สมบูรณ์ทะเล"),
        ("บริษัท สมบูรณ์ทะเลไทย จำกัด", "สมบรูณ์ทะเลไทย"),
        ("ရွှေမြန်မာ အထည်ချုပ်စက်ရုံ", "ရွှေမြန်မာ"),
        ("រោងចក្រ កាត់ដេរ មេគង្គ", "កាត់ដេរ"),
        ("ໂຮງງານ ສະຫວັນ ແມ່ຂອງ", "ສະຫວັນ"),
        ("越南金龙纺织厂", "金龙纺织"),
        ("CÔNG TY MAY MẶC HỒNG HÀ", "hong ha may mac"),
        ("Mağaza Tekstil Şirketi", "magaza sirketi"),
    ],
)
def test_names_of_every_script_are_found(name: str, typed: str) -> None:
    home = organisation()
    node(home, name)
    node(home, "Another Place Entirely")
    assert names(actor(home), typed)[:1] == [name]


def test_a_native_name_is_found_by_its_latin_letters() -> None:
    home = organisation()
    node(home, "Siam Fish", other_names=["สยามปลา"])
    node(home, "โรงงาน สมชาย")
    by = actor(home)
    assert names(by, "factory") == ["โรงงาน สมชาย"]
    assert names(by, "สยาม") == ["Siam Fish"]


def test_nobody_finds_what_is_not_theirs() -> None:
    ours, theirs = organisation(), organisation()
    node(ours, "Quiet Mill")
    node(theirs, "Quiet Mill of Others")
    by = actor(ours)
    assert names(by, "quiet mill") == ["Quiet Mill"]
    assert names(by, "quiit mil") == ["Quiet Mill"]
    shares(theirs, ours, "chain")
    assert sorted(names(again(by), "quiet")) == ["Quiet Mill", "Quiet Mill of Others"]


def test_without_the_permission_nothing_is_searched() -> None:
    with pytest.raises(access.NotAllowed):
        search_nodes(actor(organisation(), access.Role.RESEARCHER), "anything")


def test_a_renamed_or_merged_node_is_no_longer_found_by_what_it_was() -> None:
    home = organisation()
    one = node(home, "Former Name Works")
    by = actor(home)
    one.name = "Present Works"
    one.save()
    index_nodes(home.pk, [one.pk])
    assert names(by, "former") == []
    assert names(by, "present") == ["Present Works"]
    one.state = "merged"
    one.save()
    index_nodes(home.pk, [one.pk])
    assert names(by, "present") == []


def test_indexing_twice_changes_nothing() -> None:
    home = organisation()
    one = node(home, "Twice Told Mill")
    index_nodes(home.pk, [one.pk, one.pk])
    assert names(actor(home), "twice") == ["Twice Told Mill"]


@pytest.mark.parametrize(
    "typed", ["", "   ", "%%%", "'; DROP TABLE x; --", "\x00", "a" * 5000, "🦐", "*", '"']
)
def test_whatever_is_typed_gives_an_answer(typed: str) -> None:
    home = organisation()
    node(home, "Plain Works")
    assert search_nodes(actor(home), typed).total >= 0


def test_identifiers_are_found_as_typed() -> None:
    home = organisation()
    node(
        home,
        "Licensed Agency",
        kind="organisation",
        role="recruiter",
        facts={"licence": "BRW-1234"},
    )
    assert names(actor(home), "BRW-1234") == ["Licensed Agency"]


def test_slips_of_a_word_and_its_misspelling_meet() -> None:
    for right, wrong in (("charoen", "chaoren"), ("garments", "garmnets"), ("seafood", "seafod")):
        assert slips_of(right) & slips_of(wrong)


def test_runs_of_letters_lose_their_marks() -> None:
    assert runs("ABC ทะเล์ 12") == ["ทะเล"]
    assert grams("ทะเล") == ["ทะเ", "ะเล"]
    assert keys_of([["Ltd Co"], ["Ltd"]]) == {}


def test_a_country_in_thai_finds_what_lies_there() -> None:
    home = organisation()
    node(home, "Mill of Phnom", country="KH")
    node(home, "Mill of Bangkok", country="TH")
    assert names(actor(home), "กัมพูชา") == ["Mill of Phnom"]


def test_the_whole_index_made_anew_is_the_same() -> None:
    home = organisation()
    for name in ("Golden Tiger Seafood", "สยามปลา", "Golden Lotus"):
        node(home, name, region="Samut Sakhon", address="12 Harbour Road")
    node(organisation(), "Golden of Others")
    by = actor(home)
    asked = ("golden", "samut", "สยาม", "tigre seafod", "harbour")
    before = [names(by, text) for text in asked]
    assert index_everything(home.pk) == 3
    assert [names(by, text) for text in asked] == before
    assert index_everything(home.pk) == 3
