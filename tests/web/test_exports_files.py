"""What one may see can be taken along, by whom it is allowed, and read again by our own intake."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.test import Client
from factories import organisation, person, signed_in
from factories_atlas import node
from python_calamine import CalamineWorkbook

from crest.access import facade as access
from crest.access.models import Event, Organisation
from crest.engine.intake import Lists, read_lists
from crest.findings.models import Finding, Run
from crest.supplychain.models import Channel, Link

pytestmark = pytest.mark.web


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Each test in its own transaction."""


def chains(home: Organisation) -> None:
    """A factory, its supplier, its buyer, its recruiter."""
    mill = node(
        home,
        "Cotton Mill",
        country="KH",
        address="9 River Road",
        latitude=11.5564,
        longitude=104.9282,
        place_precision="given",
        sector="textiles",
        facts={"os_id": "CN2021250D1DTN7"},
    )
    factory = node(
        home,
        "โรงงาน สมบูรณ์",
        country="TH",
        address="=1+1 Street",
        workers=420,
        latitude=13.5475,
        longitude=100.2736,
        place_precision="given",
        sector="apparel",
        products=["shirts", "caps"],
        last_said_on=dt.date(2026, 2, 1),
    )
    buyer = node(home, "Nordic Buyer", country="SE", kind="organisation", role="buyer")
    agency = node(
        home,
        "+Sure Agency",
        country="MM",
        kind="organisation",
        role="recruiter",
        facts={"licence": "L-77", "licence_jurisdiction": "MM"},
    )
    Link(
        owner=home,
        relation="supplies",
        giver=mill,
        receiver=factory,
        product="yarn",
        share=0.4,
        verification="verified",
        evidence="a.csv:1",
    ).save()
    Link(owner=home, relation="supplies", giver=factory, receiver=buyer, product="shirts").save()
    Link(owner=home, relation="recruits_for", giver=agency, receiver=factory, people=80).save()
    Channel(
        owner=home,
        workplace=factory,
        recruiter=agency,
        origin="MM",
        destination="TH",
        workers=80,
        valid_from=dt.date(2025, 1, 1),
    ).save()


def reader(home: Organisation, role: access.Role = access.Role.ANALYST) -> Client:
    return signed_in(person(home, role))


def taken(client: Client, file: str, query: str = "") -> bytes:
    answer = client.get(f"/export/{file}{query}")
    assert answer.status_code == 200, answer.content[:300]
    return b"".join(answer.streaming_content)


def kept(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "json"])
def test_the_intake_reads_every_form_again_and_finds_the_same(tmp_path: Path, form: str) -> None:
    home = organisation()
    chains(home)
    client = reader(home)
    files = [
        kept(tmp_path, f"{name}.{form}", taken(client, f"{name}.{form}"))
        for name in ("sites", "organisations", "links", "channels")
    ]
    same(read_lists(files))


def test_the_intake_reads_the_workbook_of_both_chains(tmp_path: Path) -> None:
    home = organisation()
    chains(home)
    same(read_lists([kept(tmp_path, "chains.xlsx", taken(reader(home), "chains.xlsx"))]))


def same(lists: Lists) -> None:
    assert lists.problems.to_pylist() == []
    sites = {row["name"]: row for row in lists.sites.to_pylist()}
    assert set(sites) == {"Cotton Mill", "โรงงาน สมบูรณ์"}
    factory = sites["โรงงาน สมบูรณ์"]
    assert (factory["country"], factory["lat"], factory["lng"]) == ("TH", 13.5475, 100.2736)
    assert (factory["workers"], factory["sector"], factory["product"]) == (
        420,
        "apparel",
        "shirts|caps",
    )
    assert sites["Cotton Mill"]["os_id"] == "CN2021250D1DTN7"
    assert {
        (row["name"], row["role"], row["country"]) for row in lists.organisations.to_pylist()
    } == {
        ("Nordic Buyer", "buyer", "SE"),
        ("+Sure Agency", "recruiter", "MM"),
    }
    assert {row["licence"] for row in lists.organisations.to_pylist()} == {None, "L-77"}
    found = {
        (
            r["from_name"],
            r["relation"],
            r["to_name"],
            r["product"],
            r["share"],
            r["people"],
            r["verification"],
        )
        for r in lists.links.to_pylist()
    }
    assert ("Cotton Mill", "supplies", "โรงงาน สมบูรณ์", "yarn", 0.4, None, "verified") in found
    assert ("+Sure Agency", "recruits_for", "โรงงาน สมบูรณ์", None, None, 80, "declared") in found
    channel = lists.channels.to_pylist()[0]
    assert (
        channel["recruiter_name"],
        channel["origin"],
        channel["destination"],
        channel["workers"],
    ) == (
        "+Sure Agency",
        "MM",
        "TH",
        80,
    )
    assert channel["valid_from"] == dt.date(2025, 1, 1)
    assert {row["from_id"] for row in lists.links.to_pylist()} <= {
        row["local_id"] for row in (*lists.sites.to_pylist(), *lists.organisations.to_pylist())
    }


def test_the_intake_reads_the_forms_of_other_systems(tmp_path: Path) -> None:
    home = organisation()
    chains(home)
    client = reader(home)
    osh = read_lists([kept(tmp_path, "osh.csv", taken(client, "open-supply-hub.csv"))])
    assert {row["name"] for row in osh.sites.to_pylist()} == {"Cotton Mill", "โรงงาน สมบูรณ์"}
    assert {row["sector"] for row in osh.sites.to_pylist()} == {"textiles", "apparel"}
    exchange = read_lists([kept(tmp_path, "x.json", taken(client, "sc-dex.json"))])
    assert {row["name"] for row in exchange.sites.to_pylist()} == {"Cotton Mill", "โรงงาน สมบูรณ์"}
    assert {row["role"] for row in exchange.organisations.to_pylist()} == {"buyer", "recruiter"}
    assert sorted(row["relation"] for row in exchange.links.to_pylist()) == [
        "recruits_for",
        "supplies",
        "supplies",
    ]
    rows = list(
        csv.DictReader(io.StringIO(taken(client, "omts-suppliers.csv").decode("utf-8-sig")))
    )
    assert [(row["supplier_name"], row["tier"], row["parent_supplier"]) for row in rows] == [
        ("Cotton Mill", "2", "โรงงาน สมบูรณ์"),
        ("โรงงาน สมบูรณ์", "1", "Nordic Buyer"),
    ]
    omts = read_lists([kept(tmp_path, "omts.csv", taken(client, "omts-suppliers.csv"))])
    assert {"Cotton Mill", "โรงงาน สมบูรณ์"} <= {row["from_name"] for row in omts.links.to_pylist()}


def test_no_cell_runs_as_a_formula() -> None:
    home = organisation()
    chains(home)
    client = reader(home)
    text = taken(client, "sites.csv").decode("utf-8-sig")
    assert "'=1+1 Street" in text
    book = CalamineWorkbook.from_filelike(io.BytesIO(taken(client, "sites.xlsx")))
    assert any("=1+1 Street" in map(str, row) for row in book.get_sheet_by_index(0).to_python())


def test_geojson_and_parquet_hold_the_records() -> None:
    home = organisation()
    chains(home)
    client = reader(home)
    collection = json.loads(taken(client, "nodes.geojson"))
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == 4
    assert sum(one["geometry"] is not None for one in collection["features"]) == 2
    table = pq.read_table(io.BytesIO(taken(client, "links.parquet")))
    assert table.num_rows == 3


def test_a_choice_of_the_atlas_is_taken_alone() -> None:
    home = organisation()
    chains(home)
    client = reader(home)
    rows = json.loads(taken(client, "nodes.json", "?country=TH"))
    assert [row["name"] for row in rows] == ["โรงงาน สมบูรณ์"]
    assert "the 1 record you chose" in client.get("/export/?country=TH").content.decode()


def test_only_ones_own_and_only_by_those_who_may() -> None:
    ours, theirs = organisation(), organisation()
    chains(theirs)
    assert json.loads(taken(reader(ours), "nodes.json")) == []
    assert reader(ours, access.Role.VIEWER).get("/export/").status_code == 403
    assert reader(ours, access.Role.VIEWER).get("/export/nodes.csv").status_code == 403
    assert reader(ours).get("/export/passwords.csv").status_code == 404
    assert reader(ours).get("/export/links.geojson").status_code == 404


def test_every_taking_is_written_down() -> None:
    home = organisation()
    taken(reader(home), "nodes.csv")
    event = Event.objects.filter(tag="web:export:take").get()
    assert (event.subject, event.allowed) == ("nodes.csv", True)


def test_findings_of_the_latest_run_only() -> None:
    home = organisation()
    for latest, title in ((False, "Old finding"), (True, "New finding")):
        run = Run(owner=home, on=dt.date(2026, 1, 1), latest=latest)
        run.save()
        Finding(
            owner=home,
            run=run,
            code="F1",
            rule="R1",
            title=title,
            subject_kind="site",
            subject="x",
            subject_name="X",
            answer="yes",
            severity=3,
            because="b",
            confidence="general",
        ).save()
    assert [row["title"] for row in json.loads(taken(reader(home), "findings.json"))] == [
        "New finding"
    ]
    assert json.loads(taken(reader(home), "groups.json")) == []


def test_too_many_rows_for_a_workbook_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    home = organisation()
    chains(home)
    monkeypatch.setattr("crest.web.exports.taking.MOST_IN_A_WORKBOOK", 1)
    answer = reader(home).get("/export/nodes.xlsx")
    assert answer.status_code == 422
    assert "too many for a workbook" in answer.content.decode()


def test_where_people_sleep_leaves_only_roughly() -> None:
    home = organisation()
    node(
        home,
        "House of Workers",
        role="dormitory",
        latitude=13.556789,
        longitude=100.274321,
        place_precision="given",
    )
    for file in ("nodes.csv", "nodes.geojson", "open-supply-hub.csv", "sc-dex.json"):
        assert b"13.556" not in taken(reader(home), file)
