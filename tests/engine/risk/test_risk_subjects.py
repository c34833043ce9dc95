"""What the chain and its workers say about the subjects of a risk table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from crest.engine.graph import Chain
from crest.engine.risk import Indices, inherent, subjects_of, with_workers_answers
from crest.engine.risk.tables import SUBJECTS
from crest.engine.tables.contracts import EDGES, NODES
from crest.engine.tables.engines import DuckEngine

pytestmark = pytest.mark.engine
ON = date(2024, 6, 1)
PEOPLE: list[dict[str, Any]] = [
    {"node": "w1", "kind": "origin", "country": "MM"},
    {"node": "a1", "role": "sub_agent", "country": "MM"},
    {"node": "r1", "role": "recruiter", "country": "MM", "licence": "12/2020", "workers": 5},
    {"node": "e1", "role": "employer", "country": "TH"},
    {"node": "s1", "kind": "site", "country": "TH", "sector": "seafood", "workers": 200},
    {"node": "s2", "kind": "site", "country": "TH", "sector": "food"},
    {"node": "b1", "role": "buyer", "country": "SE"},
]
LINKS: list[dict[str, Any]] = [
    {"source_node": "w1", "target_node": "a1", "relation": "origin_of", "people": 80},
    {"source_node": "a1", "target_node": "r1", "relation": "sub_agent_of", "people": 80},
    {"source_node": "r1", "target_node": "e1", "relation": "recruits_for", "people": 80},
    {"source_node": "r1", "target_node": "s1", "relation": "recruits_for", "people": 50},
    {"source_node": "e1", "target_node": "s2", "relation": "operates"},
    {"source_node": "s1", "target_node": "b1", "relation": "supplies", "product": "Shrimp|Squid"},
    {"source_node": "s2", "target_node": "b1", "relation": "supplies", "product": "shrimp"},
]


def found(
    people: list[dict[str, Any]] = PEOPLE, links: list[dict[str, Any]] = LINKS
) -> dict[str, dict[str, Any]]:
    blank = {"kind": "organisation", "records": 1}
    nodes = [blank | {"name": row["node"].upper()} | row for row in people]
    schema = pa.unify_schemas(
        [NODES, pa.schema([("licence", pa.string()), ("licence_to", pa.date32())])]
    )
    edges = [{"edge": i, "evidence": "x:1"} | row for i, row in enumerate(links)]
    chain = Chain.build(pa.Table.from_pylist(nodes, schema), pa.Table.from_pylist(edges, EDGES))
    return {row["subject"]: row for row in subjects_of(chain, on=ON).to_pylist()}


def test_sites_hands_corridors_and_products_are_subjects_and_buyers_are_not() -> None:
    kinds = {name: row["subject_kind"] for name, row in found().items()}
    assert kinds == {
        "s1": "site",
        "s2": "site",
        "r1": "recruiter",
        "a1": "sub_agent",
        "MM>TH": "corridor",
        "Shrimp": "product",
        "Squid": "product",
    }


def test_workers_origins_and_ends_are_known_along_the_whole_way() -> None:
    rows = found()
    assert rows["s1"]["origin"] == rows["s2"]["origin"] == rows["r1"]["origin"] == "MM"
    assert (rows["a1"]["origin"], rows["a1"]["destination"]) == ("MM", "TH")
    # What an agency passes on counts, not its office staff.
    assert (rows["r1"]["workers"], rows["s1"]["workers"], rows["s2"]["workers"]) == (130, 200, None)
    assert rows["s1"]["migrant_share"] == 0.25


def test_the_hands_behind_a_site_are_counted_its_operators_too() -> None:
    rows = found()
    assert [rows[name]["labour_tiers"] for name in ("s1", "s2", "r1", "a1")] == [2, 2, 1, 0]


def test_a_chain_that_does_not_end_at_home_may_be_longer() -> None:
    rows = found(links=LINKS[2:])
    assert rows["s1"]["labour_tiers"] is None
    assert rows["s1"]["sub_agents_unlicensed"] is None
    assert "MM>TH" not in rows


def test_a_sub_agent_without_a_licence_marks_everybody_before_it() -> None:
    rows = found()
    assert all(rows[name]["sub_agents_unlicensed"] for name in ("a1", "r1", "s1", "s2", "MM>TH"))


@pytest.mark.parametrize(
    ("last_day", "bad"), [(None, False), (date(2024, 6, 1), False), (date(2024, 5, 31), True)]
)
def test_a_licence_counts_until_its_last_day(last_day: date | None, bad: object) -> None:
    people = [dict(row) for row in PEOPLE]
    people[1] |= {"licence": "7/2019", "licence_to": last_day}
    assert found(people)["s1"]["sub_agents_unlicensed"] is bad


def test_a_product_is_made_where_its_makers_are() -> None:
    row = found()["Shrimp"]
    assert (row["country"], row["sector"], row["workers"]) == ("TH", "food|seafood", None)
    assert found()["Squid"]["workers"] == 200


def test_the_subjects_of_a_chain_can_be_scored_at_once() -> None:
    table = pa.Table.from_pylist(list(found().values()))
    rows = inherent(table, Indices(), on=ON).to_pylist()
    assert [row["subject"] for row in rows] == table["subject"].to_pylist()


def _said(facts: list[dict[str, Any]], **stated: Any) -> dict[str, Any]:
    site = {"subject_kind": "site", "subject": "s1", "name": "S1"} | stated
    schema = pa.schema(
        [
            ("site_id", pa.string()),
            ("papers_keeper", pa.string()),
            ("scheme", pa.string()),
            ("actual_hours", pa.float64()),
            ("origin", pa.string()),
            ("destination", pa.string()),
        ]
    )
    with DuckEngine() as engine:
        table = engine.put("facts", pa.Table.from_pylist(facts, schema))
        subjects = pa.Table.from_pylist([site])
        row: dict[str, Any] = with_workers_answers(subjects, engine, table).to_pylist()[0]
    return row


def _workers(number: int, **facts: Any) -> list[dict[str, Any]]:
    return [{"site_id": "s1", "origin": "MM", "destination": "TH"} | facts] * number


def test_one_worker_in_ten_whose_papers_are_kept_is_enough() -> None:
    kept = _workers(2, papers_keeper="employer")
    own = _workers(18, papers_keeper="worker")
    assert _said(kept + own)["papers_held"] is True
    assert _said(kept[:1] + own)["papers_held"] is False
    assert _said(kept[:1])["papers_held"] is True


def test_hours_that_enough_workers_state_are_known_to_be_short() -> None:
    assert _said(_workers(12, actual_hours=48.0))["long_hours"] is False
    assert _said(_workers(3, actual_hours=48.0))["long_hours"] is None
    silent = _workers(40)
    assert _said(_workers(12, actual_hours=48.0) + silent)["long_hours"] is None


def test_what_workers_say_against_a_statement_counts_and_their_no_does_not() -> None:
    tied = _workers(20, scheme="mou")
    free = _workers(20, scheme="free_movement")
    assert _said(tied, visa_tied=False)["visa_tied"] is True
    assert _said(free, visa_tied=True)["visa_tied"] is True
    assert _said(free)["visa_tied"] is False


def test_a_corridor_hears_the_workers_of_all_its_sites() -> None:
    row = _said(_workers(20, scheme="mou"), subject_kind="corridor", subject="MM>TH")
    assert row["visa_tied"] is True
    assert set(SUBJECTS.names) <= set(row)
