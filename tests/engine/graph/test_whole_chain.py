"""Questions about many nodes at once: coverage, roll-up, closure, surroundings, importance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from crest.engine.graph import Chain, GraphError

from .tables import chain, day, link


def berry_farm() -> Chain:
    """Build a farm of 100 pickers: 60 through an agency with one sub-agent, the rest unmapped."""
    return chain(
        link("s1 supplies o9"),
        link("r1 recruits_for s1", people=60, valid_from=day("2023-01-01")),
        link("a1 sub_agent_of r1", people=45),
        link("w1 recruits_for a1", people=45),
        link("w2 recruits_for r1", people=15),
        link("t1 transports s1", people=100),
        s1={"workers": 100},
        r1={"role": "recruiter"},
        a1={"role": "sub_agent", "workers": 3},
        t1={"role": "transporter"},
    )


def _by_tier(net: Chain, **more: Any) -> dict[int, dict[str, Any]]:
    return {row["tier"]: row for row in net.coverage(["s1"], **more).to_pylist()}


def test_coverage_counts_the_workers_for_whom_someone_is_named() -> None:
    rows = _by_tier(berry_farm())
    assert (rows[1]["mapped"], rows[1]["coverage"]) == (60, 0.6)


def test_workers_whose_chain_ended_at_their_origin_stay_mapped_further_up() -> None:
    rows = _by_tier(berry_farm())
    # 45 through the sub-agent and 15 who came straight from their place of origin.
    assert rows[2]["mapped"] == 60
    assert rows[3]["mapped"] == 60


def test_transport_maps_nobody() -> None:
    net = chain(link("t1 transports s1", people=100), s1={"workers": 100})
    assert _by_tier(net)[1]["mapped"] == 0


def test_workers_nobody_spoke_of_are_unmapped_not_absent() -> None:
    net = chain(link("s1 supplies o9"), s1={"workers": 80})
    row = _by_tier(net)[1]
    assert (row["workers"], row["mapped"], row["named"]) == (80, 0, False)


def test_a_recruiter_named_without_a_number_maps_only_by_assumption() -> None:
    net = chain(link("r1 recruits_for s1"), s1={"workers": 80})
    row = _by_tier(net)[1]
    assert (row["mapped"], row["mapped_assumed"], row["named"]) == (0, 80, True)


def test_an_unknown_headcount_gives_no_coverage_but_keeps_the_people_stated() -> None:
    net = chain(
        link("r1 recruits_for s1", people=40),
        link("a1 sub_agent_of r1", people=10),
        r1={"role": "recruiter"},
    )
    rows = _by_tier(net)
    assert rows[1]["coverage"] is None
    assert rows[1]["workers"] is None
    assert rows[1]["mapped"] == 40
    assert rows[2]["mapped"] == 10


def test_coverage_of_all_workplaces_adds_up_and_counts_unknown_headcounts_apart() -> None:
    net = chain(
        link("r1 recruits_for s1", people=50),
        link("r2 recruits_for s2", people=5),
        link("r1 provides_labour_to o3"),
        s1={"workers": 100},
        r1={"role": "recruiter"},
        r2={"role": "recruiter"},
    )
    table = net.coverage()
    assert set(table["node"].to_pylist()) == {"s1", "s2", "o3"}
    first = net.coverage_by_tier(table).to_pylist()[0]
    assert first["workplaces"] == 3
    assert first["workplaces_named"] == 3
    assert first["workplaces_without_workers"] == 2
    assert (first["workers"], first["mapped"], first["coverage"]) == (100, 50, 0.5)


def test_coverage_as_of_a_day_leaves_later_recruiters_out() -> None:
    assert _by_tier(berry_farm(), on=day("2022-06-01"))[1]["mapped"] == 0


def test_the_operators_recruiters_map_the_sites_workers() -> None:
    net = chain(link("o1 operates s1"), link("r1 recruits_for o1", share=0.5), s1={"workers": 10})
    assert _by_tier(net)[1]["mapped"] == 5


def test_risk_rolls_up_attenuated_by_tier_and_share() -> None:
    net = chain(link("s1 supplies o1", share=0.5), link("r1 recruits_for s1"))
    risk = np.zeros(3, np.float32)
    risk[net.position("r1")] = 1
    rolled = net.rollup(risk)
    assert rolled[net.position("s1")] == pytest.approx(0.85)
    assert rolled[net.position("o1")] == pytest.approx(0.85 * 0.85 * 0.5)


def test_a_roll_up_before_a_cycle_stops_at_the_depth() -> None:
    net = chain(link("o2 supplies o1"), link("o3 supplies o2"), link("o2 supplies o3"))
    rolled = net.rollup(np.ones(3, np.float32), attenuation=0.5, depth=3)
    assert rolled[net.position("o1")] == pytest.approx(1 + 0.5 + 0.25 + 0.125)


@pytest.mark.parametrize("risk", [[1.0], [0.0, -1.0], [0.0, float("nan")]])
def test_a_missing_or_negative_risk_is_refused(risk: list[float]) -> None:
    net = chain(link("s1 supplies o1"))
    with pytest.raises(GraphError, match="risk"):
        net.rollup(np.array(risk, np.float32))


def test_the_bare_arrays_say_what_the_trace_says() -> None:
    net = berry_farm()
    node, lane, tier, share = net.exposure("o9")
    ids = net.nodes["node"].to_pylist()
    found = {
        (ids[n], int(t), round(float(s), 5)) for n, t, s in zip(node, tier, share, strict=True)
    }
    rows = net.trace("o9").reached.to_pylist()
    assert found == {(r["node"], r["tier"], round(r["share"], 5)) for r in rows}
    assert set(lane.tolist()) == {0, 1}


def test_surroundings_count_steps_up_and_down() -> None:
    nodes, edges = berry_farm().neighbourhood("s1", steps=2)
    steps = {r["node"]: (r["lane"], r["step"]) for r in nodes.to_pylist()}
    assert steps == {
        "s1": ("goods", 0),
        "o9": ("goods", 1),
        "r1": ("labour", -1),
        "t1": ("labour", -1),
        "a1": ("labour", -2),
        "w2": ("labour", -2),
    }
    assert {r["edge"]: r["step"] for r in edges.to_pylist()} == {0: 1, 1: -1, 2: -2, 4: -2, 5: -1}
    assert "evidence" in edges.column_names
    assert "country" in nodes.column_names


def test_surroundings_as_of_a_day() -> None:
    nodes, _ = berry_farm().neighbourhood("s1", on=day("2022-06-01"))
    assert "r1" not in nodes["node"].to_pylist()


def test_workplaces_where_goods_and_labour_meet_come_first() -> None:
    net = chain(
        link("s1 supplies o9"),
        link("r1 recruits_for s2"),
        link("s3 supplies o9"),
        link("r1 recruits_for s3"),
        link("s4 supplies o9"),
        link("r2 recruits_for s4"),
        link("w1 recruits_for r2"),
        s1={"workers": 9000},
    )
    order = net.important_workplaces(3)["node"].to_pylist()
    assert order == ["s4", "s3", "s2"]


def test_views_of_several_days_do_not_mix() -> None:
    net = berry_farm()
    for _ in range(2):
        for year in range(2018, 2026):
            found = net.trace("s1", on=day(f"{year}-06-01")).reached["node"].to_pylist()
            assert ("r1" in found) == (year >= 2023)
