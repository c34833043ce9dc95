from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from drawing_factories import (
    broad_chain,
    edge,
    edges_table,
    node,
    nodes_table,
    seafood_chain,
    site,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.drawing.chain import DrawingError, chain_figure, two_lanes
from crest.drawing.lettering import width

if TYPE_CHECKING:
    import pyarrow as pa

pytestmark = pytest.mark.engine

SVG = "{http://www.w3.org/2000/svg}"


def drawn(tables: tuple[pa.Table, pa.Table], **more: Any) -> ET.Element:
    return ET.fromstring(two_lanes(*tables, workplace="W", **more))  # noqa: S314 - our own text


def boxes(svg: ET.Element) -> list[ET.Element]:
    return [group for group in svg.iter(f"{SVG}g") if group.get("class") in {"node", "centre"}]


def frame(box: ET.Element) -> tuple[float, float, float, float]:
    rect = list(box.iter(f"{SVG}rect"))[-1]
    x, y, w, h = (float(rect.get(key) or 0) for key in ("x", "y", "width", "height"))
    return x, y, x + w, y + h


def lines_of(svg: ET.Element) -> list[ET.Element]:
    return [path for path in svg.iter(f"{SVG}path") if "line" in (path.get("class") or "")]


def name_of(box: ET.Element) -> str:
    return " ".join(text.text or "" for text in box.iter(f"{SVG}text"))


def title_of(element: ET.Element) -> str:
    return element.findtext(f"{SVG}title") or ""


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_no_two_boxes_overlap() -> None:
    frames = [frame(box) for box in boxes(drawn(seafood_chain()))]
    assert not any(overlap(a, b) for a, b in combinations(frames, 2))


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_boxes_never_overlap_and_stay_in_the_picture(data: st.DataObject) -> None:
    count = data.draw(st.integers(0, 25))
    nodes = [site("W", "W", "goods", 0)]
    for i in range(count):
        lane = data.draw(st.sampled_from(["labour", "goods", "customer"]))
        step = data.draw(st.integers(1, 6)) * (1 if lane == "customer" else -1)
        nodes.append(node(f"n{i}", data.draw(st.text(max_size=50)) or "x", lane, step))
    keys = [row["node"] for row in nodes]
    relations = ["supplies", "recruits_for", "subcontracts", "operates"]
    links = [
        edge(data.draw(st.sampled_from(keys)), data.draw(st.sampled_from(keys)),
             data.draw(st.sampled_from(relations)),
             people=data.draw(st.none() | st.integers(0, 10**6)))
        for _ in range(data.draw(st.integers(0, 40)))
    ]  # fmt: skip
    svg = drawn((nodes_table(nodes), edges_table(links)))
    frames = [frame(box) for box in boxes(svg)]
    assert not any(overlap(a, b) for a, b in combinations(frames, 2))
    assert all(f[0] >= 0 and f[2] <= float(svg.get("width") or 0) for f in frames)
    assert all(f[1] >= 0 and f[3] <= float(svg.get("height") or 0) for f in frames)


def test_text_never_leaves_its_box() -> None:
    for languages in (("en",), ("th",)):
        for box in boxes(drawn(seafood_chain(), languages=languages)):
            left, top, right, bottom = frame(box)
            for text in box.iter(f"{SVG}text"):
                size = float(text.get("font-size") or 0)
                bold = text.get("class") == "name"
                assert float(text.get("x") or 0) >= left
                end = float(text.get("x") or 0) + width(text.text or "", size, bold=bold)
                assert end <= right
                assert top < float(text.get("y") or 0) < bottom


def test_long_links_run_round_boxes() -> None:
    svg = drawn(seafood_chain())
    frames = [frame(box) for box in boxes(svg)]
    for path in lines_of(svg):
        for x1, y, x2 in straight_parts(path.get("d") or ""):
            assert not any(overlap((x1, y, x2, y + 0.1), f) for f in frames), title_of(path)


def straight_parts(d: str) -> list[tuple[float, float, float]]:
    """The horizontal parts of a path, which run through the columns it passes."""
    parts = []
    for start, end in re.findall(r"(-?[\d.]+ -?[\d.]+)H(-?[\d.]+)", d):
        x, y = (float(value) for value in start.split())
        parts.append((x + 1, y, float(end) - 1))
    return parts


def test_more_people_make_a_wider_line() -> None:
    svg = drawn(broad_chain(6))
    by_people = []
    for path in lines_of(svg):
        people = re.search(r": ([\d,]+) workers", title_of(path))
        assert people
        by_people.append((int(people[1].replace(",", "")), float(path.get("stroke-width") or 0)))
    widths = [width for _, width in sorted(by_people)]
    assert len(widths) == 6
    assert widths == sorted(widths)
    assert widths[0] < widths[-1]


def test_only_verified_links_are_solid() -> None:
    for path in lines_of(drawn(seafood_chain())):
        solid = path.get("stroke-dasharray") is None
        assert solid == ("verified" in (path.get("class") or "").split())
        assert solid == ("; verified;" in title_of(path))


def test_a_group_with_one_unverified_link_is_dashed() -> None:
    svg = drawn(broad_chain(40), most_boxes=4)
    grouped = [path for path in lines_of(svg) if "Recruiters (" in title_of(path)]
    assert grouped
    assert all(path.get("stroke-dasharray") for path in grouped)
    assert "of 38 links verified" in title_of(grouped[0])


@pytest.mark.parametrize("most", [4, 8, 30, 60])
def test_many_recruiters_fold_into_a_counted_group(most: int) -> None:
    found = boxes(drawn(broad_chain(200), most_boxes=most))
    assert len(found) <= most
    shown_alone = [box for box in found if re.search(r"Recruiter \d", name_of(box))]
    groups = [name_of(box) for box in found if "Recruiters (" in name_of(box)]
    assert len(groups) == 1
    counted = re.search(r"\((\d+)\)", groups[0])
    assert counted
    assert int(counted[1]) + len(shown_alone) == 200


def test_the_heaviest_recruiter_is_never_folded() -> None:
    names = [name_of(box) for box in boxes(drawn(broad_chain(200)))]
    assert any("Recruiter 199" in name for name in names)


def test_people_of_folded_links_are_added_up() -> None:
    svg = drawn(broad_chain(50), most_boxes=6)
    total = sum(
        int(found[1].replace(",", ""))
        for path in lines_of(svg)
        if (found := re.search(r": ([\d,]+) workers", title_of(path)))
    )
    assert total == sum(10 * (i + 1) for i in range(50))


def test_the_full_name_is_in_the_title_when_the_box_is_too_small() -> None:
    long = "Company with a very long name " * 5
    tables = (nodes_table([site("W", long, "goods", 0)]), edges_table([]))
    box = boxes(drawn(tables))[0]
    assert "…" in name_of(box)
    assert long.strip() in title_of(box)


def test_labour_is_above_and_goods_are_below() -> None:
    by_name = {name_of(box): frame(box) for box in boxes(drawn(seafood_chain()))}
    labour = max(f[3] for name, f in by_name.items() if "Recruiter" in name or "Sub-" in name)
    goods = min(f[1] for name, f in by_name.items() if "Supplier" in name)
    assert labour < goods


def test_evidence_counts_stand_on_the_lines() -> None:
    badges = [g for g in drawn(seafood_chain()).iter(f"{SVG}g") if g.get("class") == "badge"]
    assert "2" in {badge.findtext(f"{SVG}text") for badge in badges}


def test_a_hostile_name_is_only_text() -> None:
    hostile = '<script>alert("1")</script>&\u202e\x00'
    rows = [site("W", hostile, "goods", 0), node("R", hostile, "labour", -1, role="<b>")]
    tables = (nodes_table(rows), edges_table([edge("R", "W", "recruits_for", evidence=hostile)]))
    for text in (two_lanes(*tables, workplace="W"), chain_figure(*tables, workplace="W")):
        assert "<script" not in text
        assert "<b>" not in text
        assert "\u202e" not in text
        ET.fromstring(text)  # noqa: S314 - our own text


def test_an_unknown_workplace_is_a_plain_error() -> None:
    with pytest.raises(DrawingError, match="not among the nodes"):
        two_lanes(*broad_chain(1), workplace="nobody")


def test_a_workplace_alone_says_that_unknown_is_not_none() -> None:
    tables = (nodes_table([site("W", "Alone", "goods", 0)]), edges_table([]))
    assert "Unknown is not" in two_lanes(*tables, workplace="W")


def test_cycles_and_links_to_itself_are_drawn_without_harm() -> None:
    rows = [site("W", "W", "goods", 0), site("A", "A", "goods", -1), site("B", "B", "goods", -2)]
    links = [edge("A", "B", "supplies"), edge("B", "A", "supplies"), edge("A", "W", "supplies"),
             edge("W", "B", "supplies"), edge("A", "A", "supplies")]  # fmt: skip
    svg = drawn((nodes_table(rows), edges_table(links)))
    assert len(lines_of(svg)) == 4
    heads = [path for path in svg.iter(f"{SVG}path") if "head" in (path.get("class") or "")]
    assert len(heads) == 2


def test_the_same_tables_give_the_same_drawing() -> None:
    assert two_lanes(*seafood_chain(), workplace="W") == two_lanes(*seafood_chain(), workplace="W")


def test_the_drawing_keeps_its_direction_on_right_to_left_pages() -> None:
    assert drawn(seafood_chain()).get("direction") == "ltr"


def test_every_link_is_in_the_table_beside_the_drawing() -> None:
    nodes, edges = seafood_chain()
    figure = ET.fromstring(chain_figure(nodes, edges, workplace="W"))  # noqa: S314
    table = figure.find(".//table/tbody")
    assert table is not None
    assert len(list(table)) == edges.num_rows


def test_narrow_screens_get_the_same_links_as_a_list() -> None:
    figure = ET.fromstring(chain_figure(*seafood_chain(), workplace="W"))  # noqa: S314
    text = " ".join("".join(figure.itertext()).split())
    assert "Labour chain, 3 steps before the workplace" in text
    assert "→ Mekong Human Resources Co., Ltd.: 140 workers; verified" in text


def test_a_buyer_given_in_the_goods_lane_stands_right_of_the_workplace() -> None:
    rows = [site("W", "W", "goods", 0), node("B", "Buyer", "goods", 1, role="buyer")]
    svg = drawn((nodes_table(rows), edges_table([edge("W", "B", "supplies")])))
    by_name = {name_of(box): frame(box) for box in boxes(svg)}
    buyer = next(f for name, f in by_name.items() if "Buyer" in name)
    workplace = next(f for name, f in by_name.items() if "Workplace" in name)
    assert buyer[0] > workplace[2]


def test_the_owner_stands_between_the_workplace_and_its_buyers() -> None:
    rows = [site("W", "W", "goods", 0), node("C", "Holding", "goods", 0, role="company"),
            node("B", "Buyer", "goods", 1, role="buyer")]  # fmt: skip
    links = [edge("C", "W", "owns"), edge("C", "B", "supplies", share=1.0)]
    svg = drawn((nodes_table(rows), edges_table(links)))
    lefts = {name_of(box).split()[0]: frame(box)[0] for box in boxes(svg)}
    assert lefts["Workplace"] < lefts["Holding"] < lefts["Buyer"]
    control = [path for path in lines_of(svg) if "control" in (path.get("class") or "")]
    assert len(control) == 1
    assert "same company" in title_of(control[0])
