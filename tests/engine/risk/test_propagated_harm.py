"""Harm reaches a buyer through goods and labour; what nobody stated makes an interval."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.engine.graph import Chain, GraphError
from crest.engine.risk import propagate
from crest.engine.risk.tables import EXPOSURES
from crest.engine.rulebook.risk_rules import load_risk_book
from crest.engine.tables.contracts import EDGES, NODES

from .brute_force import Walker

pytestmark = pytest.mark.engine
LEAST = load_risk_book().chain.least_share
ROLES = {"r": "recruiter", "a": "sub_agent", "t": "transporter", "b": "buyer", "e": "employer"}


def link(text: str, **more: Any) -> dict[str, Any]:
    source, relation, target = text.split()
    blank = {"share": None, "people": None, "product": None}
    return {"source_node": source, "relation": relation, "target_node": target} | blank | more


def chain(*rows: dict[str, Any], **workers: int | None) -> Chain:
    """Nodes by their first letter: s site, o company, r recruiter, a sub-agent, b buyer."""
    names = dict.fromkeys(n for row in rows for n in (row["source_node"], row["target_node"]))
    nodes = [
        {
            "node": name,
            "kind": {"s": "site", "w": "origin"}.get(name[0], "organisation"),
            "role": ROLES.get(name[0]),
            "name": name.upper(),
            "workers": workers.get(name, 100 if name[0] == "s" else None),
            "records": 1,
        }
        for name in names
    ]
    edges = [{"edge": i, "evidence": "x:1"} | row for i, row in enumerate(rows)]
    return Chain.build(pa.Table.from_pylist(nodes, NODES), pa.Table.from_pylist(edges, EDGES))


def scores(**levels: tuple[int, float]) -> pa.Table:
    rows = [{"subject": n, "severity": s, "likelihood": p} for n, (s, p) in levels.items()]
    schema = pa.schema(
        [("subject", pa.string()), ("severity", pa.int64()), ("likelihood", pa.float64())]
    )
    return pa.Table.from_pylist(rows, schema)


def exposed(graph: Chain, told: pa.Table | None = None, **more: Any) -> dict[str, dict[str, Any]]:
    table = propagate(graph, scores() if told is None else told, **more)
    assert table.schema == EXPOSURES
    return {row["subject"]: row for row in table.to_pylist()}


NORDVIK = (
    link("a1 sub_agent_of r1", share=1.0),
    link("r1 recruits_for s1", share=0.5),
    link("r2 recruits_for s1", share=0.5),
    link("s1 supplies b1", share=0.4, product="frozen shrimp"),
    link("s2 supplies b1", share=0.6, product="frozen shrimp"),
)


def test_a_sub_agent_three_steps_away_is_named_with_the_way_to_the_product() -> None:
    found = exposed(chain(*NORDVIK), scores(a1=(4, 20.0), r1=(3, 10.0)))
    row = found["a1"]
    assert row["path"] == "A1 → R1 → S1 → B1, frozen shrimp, 3 steps away"
    assert (row["buyer"], row["product"], row["steps"]) == ("b1", "frozen shrimp", 3)
    # 100 workers, 40 % of the goods, half of them through r1, all of those through a1.
    assert row["harm_low"] == row["harm_high"] == pytest.approx(20.0)
    assert found["r1"]["harm_high"] == pytest.approx(100 * 0.4 * 0.5 * 3 / 4 * 10 / 20)
    assert (row["share_low"], row["share_high"]) == (pytest.approx(0.2), pytest.approx(0.2))


def test_who_harms_most_stands_first() -> None:
    told = scores(a1=(4, 20.0), r1=(3, 10.0), r2=(2, 2.0), s1=(1, 1.0), s2=(1, 1.0))
    table = propagate(chain(*NORDVIK), told)
    assert table["subject"].to_pylist()[0] == "a1"
    high = table["harm_high"].to_pylist()
    assert high == sorted(high, reverse=True)
    assert table["rank"].to_pylist() == list(range(1, 6))


def test_a_share_nobody_stated_is_an_interval_and_never_nothing() -> None:
    graph = chain(
        link("s1 supplies b1", share=0.7),
        link("s2 supplies b1"),
        link("s3 supplies b1"),
        link("s4 supplies s1", share=1.0),
        link("s5 supplies s1"),
    )
    found = exposed(graph)
    assert (found["s1"]["share_low"], found["s1"]["share_high"]) == pytest.approx((0.7, 0.7))
    assert (found["s2"]["share_low"], found["s2"]["share_high"]) == pytest.approx((0.0, 0.3))
    # Nothing is left over for s5, yet the link is there.
    assert found["s5"]["share_high"] == pytest.approx(0.7 * LEAST)
    assert "1 of 1 links on the way state no share" in found["s2"]["because"]


def test_an_unknown_headcount_may_be_that_of_the_larger_workplaces() -> None:
    graph = chain(
        link("s1 supplies b1", share=0.5),
        link("s2 supplies b1", share=0.5),
        s1=None,
        s2=400,
    )
    row = exposed(graph, scores(s1=(4, 20.0), s2=(4, 20.0)))["s1"]
    assert (row["harm_low"], row["harm_high"]) == pytest.approx((0.5, 200.0))
    assert "headcount is not known" in row["because"]


def test_who_was_never_scored_may_be_the_worst() -> None:
    row = exposed(chain(*NORDVIK))["r1"]
    assert (row["harm_low"], row["harm_high"]) == pytest.approx((5.0, 20.0))
    assert "nobody scored it" in row["because"]


def test_the_recruiters_of_an_operator_stand_behind_its_site() -> None:
    graph = chain(
        link("e1 operates s1"),
        link("r1 recruits_for e1", share=0.25),
        link("r2 recruits_for s1"),
        link("s1 supplies b1", share=1.0),
    )
    found = exposed(graph, scores(r1=(4, 20.0), r2=(4, 20.0)))
    assert found["r1"]["harm_low"] == found["r1"]["harm_high"] == pytest.approx(25.0)
    assert (found["r2"]["harm_low"], found["r2"]["harm_high"]) == pytest.approx((0.0, 75.0))


def test_silent_links_of_a_site_and_of_its_operator_share_one_rest() -> None:
    graph = chain(
        link("e1 operates s1"),
        link("r1 recruits_for e1"),
        link("r2 recruits_for s1"),
        link("r3 recruits_for s1", share=0.4),
        link("s1 supplies b1", share=1.0),
    )
    found = exposed(graph)
    assert found["r1"]["share_high"] == pytest.approx(0.6)
    assert found["r2"]["share_high"] == pytest.approx(0.6)
    assert found["r3"]["share_low"] == found["r3"]["share_high"] == pytest.approx(0.4)


def test_goods_of_a_company_may_all_come_from_one_of_its_sites() -> None:
    graph = chain(link("e1 operates s1"), link("e1 operates s2"), link("e1 supplies b1", share=1.0))
    found = exposed(graph)
    assert (found["s1"]["share_low"], found["s1"]["share_high"]) == (0.0, 1.0)


def test_each_product_has_its_own_ranking() -> None:
    graph = chain(
        link("s1 supplies b1", share=0.5, product="Shrimp"),
        link("s2 supplies b1", share=0.5, product="Chairs|shrimp"),
    )
    table = propagate(graph, scores())
    pairs = set(zip(table["product"].to_pylist(), table["subject"].to_pylist(), strict=True))
    assert pairs == {("Chairs", "s2"), ("Shrimp", "s1"), ("Shrimp", "s2")}
    assert propagate(graph, scores(), products=["Chairs"]).num_rows == 1


def test_links_that_have_ended_carry_no_harm() -> None:
    graph = chain(
        link("s1 supplies b1", share=0.5, valid_to=date(2022, 1, 1)),
        link("s2 supplies b1", share=0.5),
    )
    assert set(exposed(graph, on=date(2024, 1, 1))) == {"s2"}


def test_without_a_buyer_by_role_the_ends_of_the_goods_are_taken() -> None:
    graph = chain(link("s1 supplies o1", share=1.0))
    assert exposed(graph)["s1"]["buyer"] == "o1"
    with pytest.raises(GraphError):
        propagate(graph, scores(), buyers=["nobody"])
    assert propagate(chain(link("r1 recruits_for s1")), scores()).num_rows == 0


def test_only_the_worst_are_told_when_a_limit_is_set() -> None:
    rows = [link(f"s{i} supplies b1", share=i / 100) for i in range(1, 12)]
    table = propagate(chain(*rows), scores(), limit=3)
    assert table["subject"].to_pylist() == ["s11", "s10", "s9"]


NODES_DRAWN = ("s1", "s2", "s3", "r1", "r2", "a1", "b1")
_share = st.none() | st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0])
_row = st.builds(
    lambda source, relation, target, share: link(f"{source} {relation} {target}", share=share),
    st.sampled_from(NODES_DRAWN),
    st.sampled_from(["supplies", "subcontracts", "recruits_for", "sub_agent_of", "transports"]),
    st.sampled_from(NODES_DRAWN),
    _share,
)


@settings(max_examples=150)
@given(st.lists(_row, min_size=1, max_size=9), st.integers(1, 4))
def test_the_compiled_sweeps_and_the_walk_over_every_way_agree(
    rows: list[dict[str, Any]], depth: int
) -> None:
    rows = [*rows, link("s1 supplies b1", share=0.5)]
    heads = {node: 10.0 * (i + 1) for i, node in enumerate(NODES_DRAWN)}
    graph = chain(*rows, **{n: int(heads[n]) for n in NODES_DRAWN if n[0] == "s"})
    # Hands and buyers have no workforce that anybody stated: one at least, the usual at most.
    usual = float(
        np.quantile([h for n, h in heads.items() if n[0] == "s" and n in _ids(graph)], 0.75)
    )
    sure = scores(**dict.fromkeys(NODES_DRAWN, (4, 20.0)))
    found = exposed(graph, sure, buyers=["b1"], products=["x"], limit=None, depth=depth)
    for end, name in enumerate(("low", "high")):
        workers = {n: heads[n] if n[0] == "s" else (1.0, usual)[end] for n in NODES_DRAWN}
        sites, hands = Walker(rows, workers, LEAST).people("b1", depth, end)
        for node, row in found.items():
            wanted = max(sites.get(node, 0.0), hands.get(node, 0.0))
            assert row[f"harm_{name}"] == pytest.approx(wanted, rel=1e-5, abs=1e-6), (node, name)
    reached = {n for most in (sites, hands) for n, people in most.items() if people > 0}
    assert {node for node in reached if node[0] in "sra"} == set(found)


def _ids(graph: Chain) -> set[str]:
    return set(graph.node_ids.to_pylist())


ORDERED = ("w1", "a1", "a2", "r1", "r2", "o1", "e1", "s1", "s2", "s3", "b1")


@st.composite
def _onward(draw: Any) -> dict[str, Any]:
    source, target = sorted(
        draw(st.lists(st.integers(0, len(ORDERED) - 1), min_size=2, max_size=2, unique=True))
    )
    one, other = ORDERED[source], ORDERED[target]
    if one[0] in "oe" and other[0] == "s":
        relation = "operates"
    elif one[0] in "soe":
        relation = "supplies"
    else:
        relation = draw(st.sampled_from(["recruits_for", "transports"]))
    share = None if relation == "operates" else draw(_share)
    return link(f"{one} {relation} {other}", share=share)


@settings(max_examples=150)
@given(st.lists(_onward(), min_size=1, max_size=12))
def test_the_share_that_tracing_shows_lies_between_least_and_most(
    rows: list[dict[str, Any]],
) -> None:
    graph = chain(*rows, link("s1 supplies b1", share=0.5))
    found = exposed(graph, buyers=["b1"], limit=None)
    traced = graph.trace("b1").reached.to_pylist()
    judged = {row["node"]: row["share"] for row in traced if row["node"][0] in "sra"}
    assert set(found) <= set(judged)
    assert all(share < 1e-5 for node, share in judged.items() if node not in found)
    for row in traced:
        if row["node"] not in found:
            continue
        mine = found[row["node"]]
        assert row["share"] <= mine["share_high"] + 1e-5
        assert mine["steps"] <= row["tier"]
        # Round a circle a trace stops at its depth, while the hands are walked on from there.
        if not _supplies_itself(rows):
            stated = max(r["share_stated"] for r in traced if r["node"] == row["node"])
            assert mine["share_low"] <= stated + 1e-5


def _supplies_itself(rows: list[dict[str, Any]]) -> bool:
    """Whether one operator of a site supplies the other: the site then stands behind itself."""
    operated = {
        name: {
            r["target_node"]
            for r in rows
            if r["source_node"] == name and "operates" in r["relation"]
        }
        for name in ("o1", "e1")
    }
    between = any(r["source_node"] == "o1" and r["target_node"] == "e1" for r in rows)
    return between and bool(operated["o1"] & operated["e1"])


def test_goods_that_go_round_a_circle_are_not_shown_above_the_most_that_is_stated() -> None:
    graph = chain(
        link("e1 operates s1"),
        link("o1 operates s1"),
        link("o1 supplies e1", share=1.0),
        link("a2 transports o1", share=0.1),
        link("s1 supplies b1", share=0.5),
    )
    (shown,) = (r for r in graph.trace("b1").reached.to_pylist() if r["node"] == "a2")
    assert shown["share"] == pytest.approx(0.35)
    assert exposed(graph, buyers=["b1"])["a2"]["share_high"] >= shown["share"]
