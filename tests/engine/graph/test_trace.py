"""Tracing small chains that a person can check by hand."""

from __future__ import annotations

import pytest

from crest.engine.graph import Chain, GraphError

from .tables import chain, day, edges_table, link, nodes_table, reached


def seafood() -> Chain:
    """Build a retailer, two suppliers, two sites of one, and the hands behind their workers."""
    return chain(
        link("s1 supplies o9", share=0.6, verification="verified", valid_from=day("2023-01-01")),
        link("o2 supplies o9", verification="declared"),
        link("o2 operates s2"),
        link("o2 operates s3"),
        link("o5 supplies o2", share=0.5),
        link("s7 supplies s2", share=0.2),
        link("r1 recruits_for s1", people=30),
        link("a1 sub_agent_of r1", people=30),
        link("w1 recruits_for a1"),
        link("r2 recruits_for o2"),
        link("r3 recruits_for s2", share=0.4),
        s1={"workers": 100},
        r1={"role": "recruiter", "workers": 4},
    )


def test_goods_and_labour_meet_at_the_workplace() -> None:
    trace = seafood().trace("o9")
    assert reached(trace, "goods") == {
        "s1": (1, 0.6),
        "o2": (1, 0.4),
        "s2": (1, 0.2),
        "s3": (1, 0.2),
        "o5": (2, 0.2),
        "s7": (2, 0.04),
    }
    assert reached(trace, "labour") == {
        "r1": (2, 0.18),
        "r2": (2, 0.32),
        "r3": (2, 0.08),
        "a1": (3, 0.18),
        "w1": (4, 0.18),
    }


def test_an_organisations_sites_stand_at_its_own_tier() -> None:
    assert reached(seafood().trace("o2"))["s3"] == (0, 0.5)


def test_a_site_reaches_its_operators_suppliers_but_never_the_operators_other_sites() -> None:
    upstream = reached(seafood().trace("s3"))
    assert upstream["o2"] == (0, 1.0)
    assert upstream["o5"] == (1, 0.5)
    assert "s2" not in upstream
    assert "r3" not in upstream
    downstream = reached(seafood().trace("s3", direction="down"))
    assert downstream == {"o2": (0, 0.5), "o9": (1, 0.2)}


def test_downstream_share_equals_upstream_share() -> None:
    net = seafood()
    up = reached(net.trace("o9"))
    for node, answer in up.items():
        assert reached(net.trace(node, direction="down"))["o9"] == answer


def test_a_path_shows_the_evidence_behind_each_link_and_the_weakest() -> None:
    path = seafood().trace("o9").paths("w1")[0]
    assert path.nodes == ("o9", "s1", "r1", "a1", "w1")
    assert [hop.evidence for hop in path.hops] == [f"links.csv:{row}" for row in (1, 7, 8, 9)]
    assert path.hops[0].verification == "verified"
    assert path.weakest is not None
    assert path.weakest.edge == 6


def test_a_path_through_an_organisations_book_does_not_detour_through_its_sites() -> None:
    paths = seafood().trace("o9").paths("o5")
    assert [path.nodes for path in paths] == [("o9", "o2", "o5")]
    assert paths[0].share == pytest.approx(0.2)


def test_the_best_evidenced_shortest_route_decides_the_weakest_link() -> None:
    net = chain(
        link("s1 supplies o1", verification="verified"),
        link("s2 supplies o1", verification="declared"),
        link("s3 supplies s1", verification="declared"),
        link("s3 supplies s2", verification="verified"),
        link("s4 supplies s3", verification="verified"),
    )
    row = {r["node"]: r for r in net.trace("o1").reached.to_pylist()}["s4"]
    assert row["weakest_verification"] == "declared"
    assert row["weakest_link"] in (1, 2)
    assert row["walks"] == 2


def test_missing_shares_take_what_the_stated_ones_leave_and_are_flagged() -> None:
    net = chain(link("s1 supplies o1", share=0.5), link("s2 supplies o1"), link("s3 supplies o1"))
    rows = {r["node"]: r for r in net.trace("o1").reached.to_pylist()}
    assert rows["s2"]["share"] == pytest.approx(0.25)
    assert rows["s2"]["share_basis"] == "assumed"
    assert rows["s1"]["share_basis"] == "given"
    assert any("2 of 3 links without a stated share" in said for said in net.trace("o1").statements)


def test_shares_over_one_are_scaled_down_and_said() -> None:
    net = chain(link("s1 supplies o1", share=0.9), link("s2 supplies o1", share=0.9))
    trace = net.trace("o1")
    assert reached(trace) == {"s1": (1, 0.5), "s2": (1, 0.5)}
    assert any("add up to more than 1" in said and "O1" in said for said in trace.statements)


def test_people_out_of_a_known_workforce_make_a_given_share() -> None:
    net = chain(
        link("r1 recruits_for s1", people=50),
        link("r2 recruits_for s1", people=30),
        s1={"workers": 200},
    )
    assert reached(net.trace("s1")) == {"r1": (1, 0.25), "r2": (1, 0.15)}


def test_people_divide_an_unknown_workforce_and_the_share_is_assumed() -> None:
    net = chain(link("r1 recruits_for s1", people=30), link("r2 recruits_for s1", people=10))
    rows = net.trace("s1").reached.to_pylist()
    assert [(r["share"], r["share_basis"], r["people"]) for r in rows] == [
        (pytest.approx(0.75), "assumed", 30),
        (pytest.approx(0.25), "assumed", 10),
    ]


def test_a_recruiters_own_staff_is_not_the_workforce_its_sub_agents_feed() -> None:
    assert reached(seafood().trace("s1"))["a1"] == (2, 0.3)


def test_transport_does_not_dilute_the_recruiters_share() -> None:
    net = chain(link("r1 recruits_for s1"), link("t1 transports s1"))
    assert reached(net.trace("s1")) == {"r1": (1, 1.0), "t1": (1, 1.0)}


def test_a_cycle_ends_keeps_shares_within_one_and_is_said() -> None:
    net = chain(link("o2 supplies o1"), link("o3 supplies o2"), link("o2 supplies o3"))
    trace = net.trace("o1")
    assert reached(trace) == {"o2": (1, 1.0), "o3": (2, 1.0)}
    assert any("O2, O3" in said and "cycle" in said for said in trace.statements)


def test_organisations_that_own_one_another_are_traced_and_said() -> None:
    net = chain(
        link("o1 owns o2"), link("o2 owns o1"), link("o2 operates s1"), link("s5 supplies s1")
    )
    trace = net.trace("o1")
    assert reached(trace)["s5"] == (1, 1.0)
    assert any("own one another" in said for said in trace.statements)


def test_a_link_to_itself_is_left_out_and_said() -> None:
    net = chain(link("o1 supplies o1"), link("o2 supplies o1"))
    trace = net.trace("o1")
    assert reached(trace) == {"o2": (1, 1.0)}
    assert any("to itself" in said for said in trace.statements)


def recruiters_over_time() -> Chain:
    return chain(
        link("r1 recruits_for s1", valid_from=day("2020-01-01"), valid_to=day("2023-02-28")),
        link("r2 recruits_for s1", valid_from=day("2023-03-10"), valid_to=day("2024-12-31")),
        link("r3 recruits_for s1", valid_from=day("2024-01-01")),
        link("r4 recruits_for s1"),
    )


def test_who_recruited_for_this_site_in_march_2023() -> None:
    net = recruiters_over_time()
    march = net.trace("s1", on=(day("2023-03-01"), day("2023-03-31")))
    assert set(reached(march)) == {"r2", "r4"}
    assert any("1 of 2 links without any date" in said for said in march.statements)
    assert set(reached(net.trace("s1", on=day("2023-03-01")))) == {"r4"}
    assert set(reached(net.trace("s1"))) == {"r1", "r2", "r3", "r4"}


def test_the_first_and_the_last_day_of_a_link_count() -> None:
    net = recruiters_over_time()
    assert "r1" in reached(net.trace("s1", on=day("2023-02-28")))
    assert "r2" in reached(net.trace("s1", on=day("2023-03-10")))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(GraphError, match="before it begins"):
        recruiters_over_time().trace("s1", on=(day("2023-03-31"), day("2023-03-01")))


def test_a_product_is_followed_to_its_makers_and_their_inputs() -> None:
    net = chain(
        link("s1 supplies o1", product="Shirts"),
        link("s2 supplies o1", product="chairs|tables"),
        link("s3 supplies o1"),
        link("s4 supplies s1", product="fabric"),
        link("r1 recruits_for s4"),
    )
    assert set(reached(net.trace("o1", product="shirts"))) == {"s1", "s3", "s4", "r1"}
    assert set(reached(net.trace("o1", product="Tables"))) == {"s2", "s3"}


def test_one_lane_can_be_traced_alone() -> None:
    net = seafood()
    assert set(reached(net.trace("o9", lanes={"goods"}))) == {"s1", "o2", "s2", "s3", "o5", "s7"}
    assert set(reached(net.trace("s1", lanes={"labour"}))) == {"r1", "a1", "w1"}


def test_a_place_of_origin_carries_people_whatever_the_relation_says() -> None:
    net = chain(link("w1 supplies s1"))
    assert reached(net.trace("s1"), "labour") == {"w1": (1, 1.0)}


def test_the_labour_chain_leads_down_to_the_buyer() -> None:
    down = seafood().trace("w1", direction="down")
    assert reached(down, "labour") == {"a1": (1, 1.0), "r1": (2, 1.0), "s1": (3, 0.3)}
    assert reached(down, "goods") == {"o9": (4, 0.18)}


def test_the_tier_limit_is_said() -> None:
    trace = seafood().trace("o9", max_tier=2)
    assert "a1" not in reached(trace)
    assert any("stopped at tier 2" in said and "R1" in said for said in trace.statements)


def test_an_owner_speaks_for_a_site_only_where_no_operator_is_known() -> None:
    net = chain(
        link("o1 operates s1"),
        link("o2 owns s1"),
        link("r1 recruits_for o1"),
        link("r2 recruits_for o2"),
    )
    assert set(reached(net.trace("s1"), "labour")) == {"r1"}


def test_an_organisation_with_units_of_others_keeps_its_own_book() -> None:
    net = chain(link("o1 owns o2"), link("o2 operates s1"), link("s9 supplies o1"))
    assert reached(net.trace("o1"))["s9"] == (1, 0.5)


def test_a_link_to_an_unknown_node_is_refused_with_its_number() -> None:
    edges = edges_table([link("s1 supplies o1")])
    with pytest.raises(GraphError, match="Link 0 names the node “o1”"):
        Chain.build(nodes_table({"s1": {}}), edges)


def test_an_unknown_relation_is_refused() -> None:
    with pytest.raises(GraphError, match="unknown relation “likes”"):
        chain(link("s1 likes o1"))


def test_a_node_listed_twice_is_refused() -> None:
    twice = nodes_table({"s1": {}})
    nodes = twice.take([0, 0])
    with pytest.raises(GraphError, match="listed twice"):
        Chain.build(nodes, edges_table([]))


def test_an_unknown_start_is_refused() -> None:
    with pytest.raises(GraphError, match="no node “zzz”"):
        seafood().trace("zzz")


def test_a_chain_without_links_reaches_nothing() -> None:
    net = Chain.build(nodes_table({"s1": {}}), edges_table([]))
    trace = net.trace("s1")
    assert trace.reached.num_rows == 0
    assert trace.edges.num_rows == 0
    assert trace.statements == []


def test_a_node_is_found_by_id_by_name_and_by_a_similar_name() -> None:
    net = chain(
        link("s1 supplies o1"), s1={"name": "Samut Seafood Co Ltd"}, o1={"name": "Nordic Retail"}
    )
    assert net.find("s1")[0].because == "the id"
    assert net.find("samut seafood co ltd")[0].node == "s1"
    similar = net.find("Samut Seafod")[0]
    assert similar.node == "s1"
    assert 0.7 < similar.score < 1.0
    assert net.find("s1")[0].score == 1.0
    assert net.find("   ") == []
    assert net.find("Xylophone") == []
