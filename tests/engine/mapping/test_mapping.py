"""From records and link rows to one chain: every row is accounted for, nothing is guessed."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from crest.engine.mapping.cards import entity_cards
from crest.engine.mapping.chain import Before, Mapped, map_lists
from crest.engine.mapping.routes import routes_table
from crest.engine.tables.contracts import (
    CHANNELS,
    EDGES,
    LINKS,
    NODES,
    ORGANISATIONS,
    PROBLEMS,
    SITES,
)

pytestmark = pytest.mark.engine


def rows(schema: pa.Schema, *given: dict[str, Any], source: str = "list.csv") -> pa.Table:
    filled = [{"record": at, "source": source, "row": at + 1} | row for at, row in enumerate(given)]
    return pa.Table.from_pylist(filled, schema=schema)


def lists(**tables: pa.Table) -> Any:
    empty = {
        "sites": SITES.empty_table(),
        "organisations": ORGANISATIONS.empty_table(),
        "links": LINKS.empty_table(),
        "channels": CHANNELS.empty_table(),
        "problems": PROBLEMS.empty_table(),
    }
    return SimpleNamespace(**(empty | tables))


SITE = {
    "name": "Tha Chin Frozen Prawns Co., Ltd.",
    "address": "99/1 Moo 4, Tambon Tha Chin",
    "city": "Samut Sakhon",
    "country": "TH",
    "workers": 800,
}
AGENCY = {
    "name": "Golden Bridge Recruitment Services",
    "country": "MM",
    "role": "recruiter",
    "licence": "123/2019",
    "licence_jurisdiction": "MM",
}


def node_named(mapped: Mapped, name: str) -> dict[str, Any]:
    found = [row for row in mapped.nodes.to_pylist() if name in row["name"]]
    assert len(found) == 1, [row["name"] for row in mapped.nodes.to_pylist()]
    return found[0]


def edge_of(mapped: Mapped, relation: str) -> dict[str, Any]:
    found = [row for row in mapped.edges.to_pylist() if row["relation"] == relation]
    assert len(found) == 1, mapped.edges.to_pylist()
    return found[0]


def test_a_channel_row_becomes_the_path_from_origin_to_workplace() -> None:
    channel = {
        "site_name": "THA CHIN FROZEN PRAWNS",
        "recruiter_name": "Golden Bridge Recruitment Services",
        "recruiter_country": "MM",
        "sub_agent_name": "Ko Example Village Broker",
        "sub_agent_country": "MM",
        "origin": "MM",
        "origin_region": "Sagaing",
        "destination": "TH",
        "workers": 120,
    }
    mapped = map_lists(
        lists(
            sites=rows(SITES, SITE),
            organisations=rows(ORGANISATIONS, AGENCY),
            channels=rows(CHANNELS, channel, source="channels.csv"),
        )
    )
    origin = edge_of(mapped, "origin_of")
    agent = edge_of(mapped, "sub_agent_of")
    recruits = edge_of(mapped, "recruits_for")
    assert origin["source_node"] == "P-MM-Sagaing"
    assert origin["target_node"] == agent["source_node"]
    assert agent["target_node"] == recruits["source_node"]
    assert recruits["source_node"] == node_named(mapped, "Golden Bridge")["node"]
    assert recruits["target_node"] == node_named(mapped, "Prawns")["node"]
    assert {origin["people"], agent["people"], recruits["people"]} == {120}
    assert recruits["evidence"] == "channels.csv:1"


def test_workers_through_two_sub_agents_add_up_but_repeated_rows_and_lists_do_not() -> None:
    through = {
        "site_name": SITE["name"],
        "recruiter_name": AGENCY["name"],
        "recruiter_country": "MM",
        "origin": "MM",
        "destination": "TH",
    }
    one = through | {"sub_agent_name": "Broker Upper Village", "workers": 120}
    two = through | {"sub_agent_name": "Lakeside Contact Office", "workers": 80}
    first = rows(CHANNELS, one, two, two, source="first.csv")
    again = rows(CHANNELS, through | {"workers": 150}, source="second.csv")
    mapped = map_lists(
        lists(
            sites=rows(SITES, SITE),
            organisations=rows(ORGANISATIONS, AGENCY),
            channels=pa.concat_tables([first, again]),
        )
    )
    assert edge_of(mapped, "recruits_for")["people"] == 200


def test_a_hand_that_nobody_names_is_skipped_and_not_invented() -> None:
    channel = {"site_name": SITE["name"], "origin": "KH", "destination": "TH", "workers": 5}
    mapped = map_lists(lists(sites=rows(SITES, SITE), channels=rows(CHANNELS, channel)))
    assert edge_of(mapped, "origin_of")["target_node"] == node_named(mapped, "Prawns")["node"]
    assert mapped.edges.num_rows == 1


def test_a_licence_settles_who_is_meant_whatever_the_spelling() -> None:
    link = {
        "relation": "recruits_for",
        "from_name": "G.B.R.S.",
        "from_licence": "123/2019",
        "from_country": "MM",
        "to_name": SITE["name"],
        "to_country": "TH",
    }
    mapped = map_lists(
        lists(
            sites=rows(SITES, SITE),
            organisations=rows(ORGANISATIONS, AGENCY),
            links=rows(LINKS, link),
        )
    )
    recruits = edge_of(mapped, "recruits_for")
    assert recruits["source_node"] == node_named(mapped, "Golden Bridge")["node"]


def test_a_name_that_no_list_describes_becomes_an_entity_of_its_own() -> None:
    link = {
        "relation": "supplies",
        "from_name": SITE["name"],
        "from_country": "TH",
        "to_name": "Nordhav Import AB",
        "to_country": "SE",
        "share": 0.4,
    }
    mapped = map_lists(lists(sites=rows(SITES, SITE), links=rows(LINKS, link)))
    buyer = node_named(mapped, "Nordhav")
    assert buyer["kind"] == "organisation"
    assert edge_of(mapped, "supplies")["target_node"] == buyer["node"]
    assert edge_of(mapped, "supplies")["share"] == 0.4


def test_rows_that_say_the_same_become_one_link_with_all_evidence() -> None:
    link = {
        "relation": "supplies",
        "from_name": SITE["name"],
        "from_country": "TH",
        "to_name": "Nordhav Import AB",
        "to_country": "SE",
    }
    sure = link | {"verification": "verified", "people": 3}
    mapped = map_lists(lists(sites=rows(SITES, SITE), links=rows(LINKS, link, sure)))
    supplies = edge_of(mapped, "supplies")
    assert supplies["evidence"] == "list.csv:1; list.csv:2"
    assert supplies["verification"] == "verified"
    assert supplies["people"] == 3


def test_a_link_without_an_end_and_a_link_of_a_thing_to_itself_are_listed() -> None:
    half = {"relation": "supplies", "from_name": SITE["name"], "from_country": "TH"}
    itself = half | {"to_name": "Tha Chin Frozen Prawns", "to_country": "TH"}
    mapped = map_lists(lists(sites=rows(SITES, SITE), links=rows(LINKS, half, itself)))
    assert mapped.edges.num_rows == 0
    codes = {(row["code"], row["row"]) for row in mapped.problems.to_pylist()}
    assert codes == {("link.end_missing", 1), ("link.of_itself", 2)}


def test_files_that_share_a_case_number_are_joined() -> None:
    worksite = {"city": "Suffolk", "region": "VIRGINIA", "country": "US", "join_key": "H-1"}
    other = worksite | {"city": "Chowan", "join_key": "H-2"}
    recruiter = AGENCY | {"country": "MX", "licence": None, "join_key": "H-1"}
    mapped = map_lists(
        lists(
            sites=rows(SITES, worksite, worksite, other, source="worksites.xlsx"),
            organisations=rows(ORGANISATIONS, recruiter, source="recruiters.csv"),
        )
    )
    recruits = edge_of(mapped, "recruits_for")
    assert recruits["target_node"] == node_named(mapped, "Suffolk")["node"]
    assert "recruiters.csv:1" in recruits["evidence"]
    assert mapped.resolved[0].matches["outcome"].to_pylist() == ["match", "match", "new"]


def test_a_firm_named_in_hundreds_of_rows_is_one_firm_and_no_alarm() -> None:
    again = [AGENCY | {"licence": None, "local_id": str(n)} for n in range(300)]
    other = AGENCY | {"name": "Golden Bridge Recruitment Service", "licence": None}
    mapped = map_lists(lists(organisations=rows(ORGANISATIONS, *again, other)))
    matches = mapped.resolved[1].matches
    assert set(matches["outcome"].to_pylist()) == {"match"}
    assert mapped.nodes["records"].to_pylist() == [301]
    assert not mapped.statements


def test_an_agency_that_writes_from_many_branches_is_one_unless_licences_say_two() -> None:
    towns = ["Monterrey", "Tepic", "Guadalajara", "Puebla"]
    branches = [
        {"name": "Asesores Del Norte, S.A.", "city": town, "country": "MX", "address": f"{n} Sur"}
        for n, town in enumerate(towns)
    ]
    one = map_lists(lists(organisations=rows(ORGANISATIONS, *branches)))
    assert one.nodes.num_rows == 1
    licensed = [branch | {"licence": f"L-{n}"} for n, branch in enumerate(branches)]
    apart = map_lists(lists(organisations=rows(ORGANISATIONS, *licensed)))
    assert apart.nodes.num_rows > 1


def test_goods_of_a_firm_and_labour_of_its_site_meet_and_the_inference_is_stated() -> None:
    firm = {"name": "Tha Chin Frozen Prawns", "country": "TH", "role": "company"}
    mapped = map_lists(lists(sites=rows(SITES, SITE), organisations=rows(ORGANISATIONS, firm)))
    operates = edge_of(mapped, "operates")
    assert operates["verification"] == "unverified"
    assert "inferred" in operates["evidence"]
    assert any("no row says so" in said for said in mapped.statements)
    said = SITE | {"company": "Tha Chin Frozen Prawns"}
    known = map_lists(lists(sites=rows(SITES, said), organisations=rows(ORGANISATIONS, firm)))
    assert edge_of(known, "operates")["evidence"] == "list.csv:1", "a row says who operates it"


def test_workers_arrive_at_the_site_even_when_a_firm_bears_exactly_that_name() -> None:
    firm = {"name": "Tha Chin Frozen Prawns", "country": "TH", "role": "company"}
    channel = {"site_name": "Tha Chin Frozen Prawns", "origin": "MM", "destination": "TH"}
    mapped = map_lists(
        lists(
            sites=rows(SITES, SITE),
            organisations=rows(ORGANISATIONS, firm),
            channels=rows(CHANNELS, channel),
        )
    )
    assert edge_of(mapped, "origin_of")["target_node"].startswith("S-")


def test_a_second_run_gives_the_same_ids_and_a_new_list_keeps_them() -> None:
    first = map_lists(lists(sites=rows(SITES, SITE)))
    before = Before(identities={one.kind: one.identities for one in first.resolved})
    again = SITE | {"name": "Tha Chin Frozen Prawn Company Limited"}
    second = map_lists(lists(sites=rows(SITES, SITE, again)), before=before)
    assert second.nodes["node"].to_pylist() == first.nodes["node"].to_pylist()


def test_a_card_shows_what_most_rows_say_and_keeps_the_other_spellings() -> None:
    given = rows(
        SITES,
        {"name": "Alpha Mill", "workers": 10, "valid_from": dt.date(2020, 1, 1)},
        {"name": "ALPHA MILL LTD", "workers": 90, "valid_from": dt.date(2024, 1, 1)},
        {"name": "Alpha Mill", "workers": 500},
    )
    card = entity_cards(given, pa.array(["S-1"] * 3), kind="site").to_pylist()[0]
    assert card["name"] == "Alpha Mill"
    assert card["also_known_as"] == "ALPHA MILL LTD"
    assert card["workers"] == 90, "the newest dated statement counts"
    assert card["records"] == 3


def test_routes_end_where_a_cycle_closes() -> None:
    nodes = pa.Table.from_pylist(
        [{"node": n, "kind": "site", "name": n.upper(), "records": 1} for n in "abc"],
        schema=NODES,
    )
    edges = pa.Table.from_pylist(
        [
            {"edge": 0, "source_node": "a", "target_node": "b", "relation": "supplies"},
            {"edge": 1, "source_node": "b", "target_node": "c", "relation": "supplies"},
            {"edge": 2, "source_node": "c", "target_node": "b", "relation": "supplies"},
        ],
        schema=pa.schema([f.with_nullable(True) for f in EDGES]),
    )
    routes, cut = routes_table(nodes, edges)
    assert routes["names"].to_pylist() == ["A → B → C"]
    assert not cut
