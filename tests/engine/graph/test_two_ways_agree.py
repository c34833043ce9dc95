"""The compiled sweeps, the walk over every route and recursive SQL give the same answer."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crest.engine.graph import Chain
from crest.engine.graph.links import RANK_NAMES

from .by_hand import Walker
from .tables import chain, edges_table, link, nodes_table

NODES = ("s1", "s2", "s3", "o1", "o2", "o3", "r1", "w1")
MOVING = ("supplies", "subcontracts", "recruits_for", "sub_agent_of", "brokers", "transports")
DEPTH = 4
DAY = date(2023, 3, 15)

_day = st.none() | st.integers(-40, 40).map(lambda days: DAY + timedelta(days=days))
_share = st.none() | st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0])


@st.composite
def _row(draw: Any, relations: tuple[str, ...] = MOVING) -> dict[str, Any]:
    return {
        "source_node": draw(st.sampled_from(NODES)),
        "relation": draw(st.sampled_from(relations)),
        "target_node": draw(st.sampled_from(NODES[:-1])),
        "share": draw(_share),
        "people": draw(st.none() | st.sampled_from([0, 5, 20, 60])),
        "valid_from": draw(_day),
        "valid_to": draw(_day),
        "verification": draw(st.sampled_from([None, *RANK_NAMES])),
    }


@st.composite
def _control(draw: Any) -> dict[str, Any]:
    # Holders come before what they hold, so no circle of ownership arises.
    holder = draw(st.sampled_from(["o1", "o2", "o3"]))
    below = ["s1", "s2", "s3", *[o for o in ("o1", "o2", "o3") if o > holder]]
    return {
        "source_node": holder,
        "relation": draw(st.sampled_from(["operates", "owns"])),
        "target_node": draw(st.sampled_from(below)),
        "valid_from": draw(_day),
        "valid_to": draw(_day),
        "verification": draw(st.sampled_from([None, *RANK_NAMES])),
    }


_rows = st.tuples(st.lists(_row(), min_size=1, max_size=9), st.lists(_control(), max_size=4)).map(
    lambda both: both[0] + both[1]
)
_about = st.fixed_dictionaries(
    {
        name: st.fixed_dictionaries(
            {
                "workers": st.none() | st.sampled_from([0, 40, 100]),
                "role": st.sampled_from([None, "employer", "recruiter"]),
            }
        )
        for name in NODES
    }
)
_when = st.none() | st.just(DAY)
_often = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def _build(rows: list[dict[str, Any]], about: dict[str, dict[str, Any]]) -> Chain:
    return Chain.build(nodes_table({name: about[name] for name in NODES}), edges_table(rows))


def _answer(trace: Any) -> dict[tuple[str, str], tuple[int, float, int]]:
    return {
        (r["node"], r["lane"]): (r["tier"], r["share"], r["walks"])
        for r in trace.reached.to_pylist()
    }


@_often
@given(rows=_rows, about=_about, start=st.sampled_from(NODES[:6]), on=_when)
def test_a_sweep_finds_what_walking_every_route_finds(
    rows: list[dict[str, Any]], about: dict[str, dict[str, Any]], start: str, on: date | None
) -> None:
    expected = Walker(rows, about, on).walk(start, DEPTH).answer(start)
    trace = _build(rows, about).trace(start, on=on, max_tier=DEPTH)
    found = _answer(trace)
    assert found.keys() == expected.keys()
    for key, (tier, share, walks) in expected.items():
        assert found[key] == (tier, pytest.approx(share, abs=1e-5), walks)


@_often
@given(rows=_rows, about=_about, start=st.sampled_from(NODES[:6]))
def test_the_weakest_link_is_that_of_the_best_shortest_route(
    rows: list[dict[str, Any]], about: dict[str, dict[str, Any]], start: str
) -> None:
    rank = [RANK_NAMES.index(row["verification"] or "unverified") for row in rows]
    expected = Walker(rows, about).walk(start, DEPTH).best_weakest(start, rank)
    for row in _build(rows, about).trace(start, max_tier=DEPTH).reached.to_pylist():
        wanted = expected[row["node"], row["lane"]]
        assert RANK_NAMES.index(row["weakest_verification"]) == wanted
        assert rank[row["weakest_link"]] == wanted


@_often
@given(rows=_rows, about=_about, start=st.sampled_from(NODES[:6]))
def test_every_node_reached_upstream_reaches_back_downstream(
    rows: list[dict[str, Any]], about: dict[str, dict[str, Any]], start: str
) -> None:
    net = _build(rows, about)
    for (node, _), (tier, share, _) in _answer(net.trace(start, max_tier=DEPTH)).items():
        back = net.trace(node, direction="down", max_tier=DEPTH).reached.to_pylist()
        met = {r["node"]: r for r in back}[start]
        assert met["tier"] <= tier
        assert met["share"] >= share - 1e-5


@_often
@given(rows=_rows, about=_about, start=st.sampled_from(NODES[:6]))
def test_paths_lead_to_every_node_in_its_shortest_tier(
    rows: list[dict[str, Any]], about: dict[str, dict[str, Any]], start: str
) -> None:
    trace = _build(rows, about).trace(start, max_tier=DEPTH)
    nearest: dict[str, int] = {}
    for (node, _), (tier, _, _) in _answer(trace).items():
        nearest[node] = min(tier, nearest.get(node, 99))
    for node, tier in nearest.items():
        paths = trace.paths(node)
        assert paths[0].tiers == tier
        for path in paths:
            assert (path.nodes[0], path.nodes[-1]) == (start, node)
            assert len(set(path.nodes)) == len(path.nodes)
            for hop, ends in zip(path.hops, pairwise(path.nodes), strict=True):
                assert {hop.source_node, hop.target_node} == set(ends)


@_often
@given(rows=_rows, about=_about, risks=st.lists(st.integers(0, 9), min_size=8, max_size=8))
def test_the_roll_up_is_the_sum_over_every_route(
    rows: list[dict[str, Any]], about: dict[str, dict[str, Any]], risks: list[int]
) -> None:
    net = _build(rows, about)
    rolled = net.rollup(np.array(risks, np.float32), attenuation=0.5, depth=DEPTH)
    for at, node in enumerate(NODES):
        walker = Walker(rows, about).walk(node, DEPTH)
        expected = sum(
            0.5**tier * share * risks[NODES.index(met)]
            for met, _, tier, share, _ in walker.arrivals
        )
        assert rolled[at] == pytest.approx(expected, rel=1e-4, abs=1e-4)
        assert rolled[at] >= risks[at]


@_often
@given(rows=_rows, about=_about)
def test_the_closure_of_all_buyers_holds_the_trace_of_each(
    rows: list[dict[str, Any]], about: dict[str, dict[str, Any]]
) -> None:
    net = _build(rows, about)
    buyers = ["o1", "s1", "o2"]
    for buyer, batch in zip(buyers, net.closure(buyers, max_tier=DEPTH), strict=True):
        found = {
            (r["node"], r["lane"]): (r["tier"], pytest.approx(r["share"], abs=1e-6))
            for r in batch.to_pylist()
        }
        assert set(batch["buyer"].to_pylist()) <= {buyer}
        expected = _answer(net.trace(buyer, max_tier=DEPTH))
        assert found == {key: value[:2] for key, value in expected.items()}


SQL = """
with recursive
sums as (
  select target_node t, sum(coalesce(share, 0)) stated, count(*) - count(share) silent
  from edges group by all),
weighted as (
  select source_node s, target_node t,
    case when share is null then greatest(0, 1 - stated) / silent
         when stated > 1 + 1e-9 then share / stated else share end w
  from edges join sums on t = target_node),
walks as (
  select s node, w share, 1 tier from weighted where t = $start
  union all
  select s, share * w, tier + 1 from walks join weighted on t = node where tier < $depth)
select node, min(tier), least(1, sum(share)), count(*) from walks group by all
"""


@settings(max_examples=40, deadline=None, derandomize=True)
@given(rows=st.lists(_row(("supplies", "subcontracts")), min_size=1, max_size=12))
def test_recursive_sql_gives_the_same_answer(rows: list[dict[str, Any]]) -> None:
    plain = [
        row | {"target_node": row["target_node"].replace("w", "o")}
        for row in rows
        if row["source_node"] != row["target_node"] and row["source_node"][0] != "w"
    ]
    net = Chain.build(nodes_table({name: {} for name in NODES}), edges_table(plain))
    with duckdb.connect() as connection:
        connection.register("edges", net.edges)
        answer = connection.execute(SQL, {"start": "o1", "depth": DEPTH}).fetchall()
    expected = {
        (node, "goods"): (tier, pytest.approx(share, abs=1e-5), walks)
        for node, tier, share, walks in answer
        if node != "o1"
    }
    assert _answer(net.trace("o1", max_tier=DEPTH)) == expected


def test_a_long_chain_is_followed_to_the_limit_only() -> None:
    rows = [link(f"o{i + 1} supplies o{i}") for i in range(12)]
    net = chain(*rows)
    assert {r["tier"] for r in net.trace("o0").reached.to_pylist()} == set(range(1, 9))
    assert len(_answer(net.trace("o0", max_tier=12))) == 12
