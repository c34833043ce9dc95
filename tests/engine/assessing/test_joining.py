"""Journeys meet the chain: spellings end at one id, sites find their buyers."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from crest.engine.assessing.downstream import buyers_of, downstream_of
from crest.engine.assessing.joining import names_of, unnamed, ways_of, with_ids, with_ways
from crest.engine.graph import Chain
from crest.engine.intake import Lists
from crest.engine.mapping.chain import Mapped, map_lists
from crest.engine.tables.contracts import (
    CHANNELS,
    LINKS,
    ORGANISATIONS,
    PROBLEMS,
    SITES,
    conform,
)
from crest.engine.tables.recruitment import JOURNEYS

pytestmark = pytest.mark.engine


def _rows(schema: pa.Schema, rows: list[dict[str, object]]) -> pa.Table:
    numbered = [
        {"record": n, "source": "list.csv", "row": n + 1} | row for n, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(numbered, schema=schema)


def _journeys(rows: list[dict[str, object]]) -> pa.Table:
    told = [{"journey": f"J{n}", "worker": f"W{n}"} | row for n, row in enumerate(rows)]
    return _rows(JOURNEYS, told)


@pytest.fixture(scope="module")
def lists() -> Lists:
    sites = [
        {"name": "Sai Ngoen Garment", "country": "TH", "city": "Mae Sot", "sector": "apparel"},
        {"name": "Hua Hin Thread", "country": "TH", "city": "Hua Hin"},
    ]
    organisations = [
        {"name": "Ayar Gate Employment", "country": "MM", "role": "recruiter", "licence": "MM-77"},
        {"name": "Fjord Home", "country": "NO", "role": "buyer"},
    ]
    links = [
        {
            "relation": "supplies", "from_name": "Sai Ngoen Garment", "from_country": "TH",
            "to_name": "Fjord Home", "to_country": "NO", "product": "Shirts|Aprons",
        },
        {
            "relation": "supplies", "from_name": "Hua Hin Thread", "from_country": "TH",
            "to_name": "Sai Ngoen Garment", "to_country": "TH", "product": "Thread",
        },
    ]  # fmt: skip
    return Lists(
        sites=_rows(SITES, sites),
        organisations=_rows(ORGANISATIONS, organisations),
        links=_rows(LINKS, links),
        channels=CHANNELS.empty_table(),
        problems=PROBLEMS.empty_table(),
        mappings=(),
    )


@pytest.fixture(scope="module")
def journeys() -> pa.Table:
    here = {"site": "Sai Ngoen Garment", "destination": "TH", "origin": "MM"}
    return _journeys(
        [
            here | {"recruiter": "Ayar Gate Employment", "arrived_on": date(2024, 3, 1)},
            here | {"recruiter": "AYAR GATE EMPLOYMENT", "recruiter_licence": "MM-77"},
            here | {"sub_agent": "Ferry Stage contact", "site_country": "TH"},
            {"origin": "MM", "destination": "TH"},
        ]
    )


@pytest.fixture(scope="module")
def joined(lists: Lists, journeys: pa.Table) -> tuple[pa.Table, Mapped]:
    ways = ways_of(journeys)
    mapped = map_lists(with_ways(lists, ways))
    return with_ids(journeys, ways, mapped), mapped


def test_two_spellings_of_one_agency_end_at_one_id(joined: tuple[pa.Table, Mapped]) -> None:
    table, mapped = joined
    first, second = table["recruiter_id"].to_pylist()[:2]
    assert first == second
    assert names_of(mapped)[first] == "Ayar Gate Employment"


def test_a_journey_keeps_its_place_and_an_unnamed_end_stays_unknown(
    joined: tuple[pa.Table, Mapped], journeys: pa.Table
) -> None:
    table, _ = joined
    assert table["journey"].to_pylist() == journeys["journey"].to_pylist()
    assert table["recruiter_id"].to_pylist()[2:] == [None, None]
    assert unnamed(table) == {"site": 1, "employer": 4, "recruiter": 2, "sub_agent": 3}


def test_what_only_workers_say_is_a_link_that_nobody_verified(
    joined: tuple[pa.Table, Mapped],
) -> None:
    _, mapped = joined
    hiring = [e for e in mapped.edges.to_pylist() if e["relation"] == "recruits_for"]
    assert hiring
    assert {edge["verification"] for edge in hiring} == {"unverified"}
    assert all(edge["people"] is None for edge in hiring)


def test_the_same_way_told_by_many_is_one_channel(journeys: pa.Table) -> None:
    twice = pa.concat_tables([journeys, journeys])
    ways = ways_of(conform(twice, JOURNEYS))
    assert ways.num_rows == 4
    assert sorted(ways["told_by"].to_pylist()) == [2, 2, 2, 2]


def test_workers_find_the_buyers_and_products_they_work_for(
    joined: tuple[pa.Table, Mapped],
) -> None:
    _, mapped = joined
    chain = Chain.build(mapped.nodes, mapped.edges)
    names = names_of(mapped)
    assert [names[node] for node in buyers_of(chain)] == ["Fjord Home"]
    rows = downstream_of(chain, on=None).to_pylist()
    found = {(names[r["site_id"]], r["kind"], r["name"], r["steps"]) for r in rows}
    assert ("Sai Ngoen Garment", "buyer", "Fjord Home", 1) in found
    assert ("Sai Ngoen Garment", "product", "Aprons", 1) in found
    assert ("Hua Hin Thread", "product", "Shirts", 2) in found
