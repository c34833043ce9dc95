from __future__ import annotations

import pytest

from crest.engine.tables.contracts import CHANNELS, LINKS

from .lists import codes, taken

pytestmark = pytest.mark.engine


def test_links_say_who_supplies_whom() -> None:
    result = taken(
        ["from", "relation", "to", "product", "share", "verification"],
        ["Blue Bay", "supplies", "Nordhem", "shrimp", "40%", "verified"],
        ["Nordhem", "supplied by", "Red Lotus", "shirts", "0.4%", "declared"],
    )
    assert result.kind == "links"
    assert result.records.schema.equals(LINKS)
    assert result.records["from_name"].to_pylist() == ["Blue Bay", "Red Lotus"]
    assert result.records["to_name"].to_pylist() == ["Nordhem", "Nordhem"]
    assert result.records["share"].to_pylist() == pytest.approx([0.4, 0.004])


def test_the_heading_can_say_the_relation() -> None:
    result = taken(["Supplier", "Buyer", "Product"], ["Blue Bay", "Nordhem", "shrimp"])
    assert result.kind == "links"
    assert result.records["relation"].to_pylist() == ["supplies"]


def test_a_link_to_itself_is_rejected() -> None:
    result = taken(
        ["from", "to", "relation"],
        ["Blue Bay", "BLUE-BAY", "supplies"],
        ["Blue Bay", "Blue Bay", "operates"],
        ["Blue Bay", None, "supplies"],
        ["Blue Bay", "Nordhem", "likes"],
    )
    assert result.records["row"].to_pylist() == [2]
    assert codes(result)[0] == "intake.link.self"
    assert set(codes(result)) == {
        "intake.link.self",
        "intake.link.end-missing",
        "intake.link.relation-unknown",
        "intake.relation.unknown",
    } - {"intake.relation.unknown"}


def test_a_labour_channel_is_recognised() -> None:
    result = taken(
        [
            "โรงงาน",
            "นายจ้าง",
            "บริษัทจัดหางาน",
            "เลขที่ใบอนุญาตบริษัทจัดหางาน",
            "นายหน้า",
            "ประเทศต้นทาง",
            "ประเทศปลายทาง",
            "จำนวนแรงงาน",
        ],
        [
            "โรงงานปลาฟ้า",
            "บริษัท ปลาฟ้า จำกัด",
            "Golden Path Agency",
            "12/2566",
            "Ko Aung",
            "เมียนมา",
            "ไทย",
            "120",
        ],
    )
    assert result.kind == "channels"
    assert result.records.schema.equals(CHANNELS)
    row = result.records.to_pylist()[0]
    assert (row["origin"], row["destination"], row["workers"]) == ("MM", "TH", 120)
    assert row["recruiter_licence"] == "12/2566"


def test_a_recruiter_that_is_its_own_sub_agent_is_one_hand() -> None:
    result = taken(
        ["site", "recruiter", "sub-agent", "origin"],
        ["Blue Bay", "Golden Path", "GOLDEN PATH", "Myanmar"],
        ["Blue Bay", None, None, None],
    )
    assert result.records["sub_agent_name"].to_pylist() == [None]
    assert sorted(codes(result)) == ["intake.channel.origin-missing", "intake.channel.self"]


def test_agencies_with_licences_are_organisations() -> None:
    result = taken(
        ["Agency name", "Licence no.", "Licence country", "Valid until"],
        ["Golden Path", "12/2566", "Thailand", "2025-12-31"],
    )
    assert result.kind == "organisations"
    row = result.records.to_pylist()[0]
    assert (row["role"], row["licence"], row["licence_jurisdiction"]) == (
        "recruiter",
        "12/2566",
        "TH",
    )


def test_a_supplier_list_with_tiers_gives_the_links_between_suppliers() -> None:
    result = taken(
        ["supplier_name", "supplier_id", "jurisdiction", "parent_supplier", "commodity", "tier"],
        ["Rim Moei Uniform", "SUP-2", "TH", "Mek Nam Apparel", "uniforms", "2"],
        ["Mek Nam Apparel", "SUP-1", "TH", None, "workwear", "1"],
    )
    assert result.kind == "organisations"
    link = result.links.to_pylist()[0]
    assert (link["from_name"], link["to_name"], link["product"]) == (
        "Rim Moei Uniform",
        "Mek Nam Apparel",
        "uniforms",
    )
    assert "workwear" in result.records["extra"].to_pylist()[1]
