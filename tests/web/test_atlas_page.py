"""The atlas holds the same records in its list and on its map, and only what one may see."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from factories import organisation, person, signed_in
from factories_atlas import node

from crest.access import facade as access
from crest.access.models import Organisation
from crest.findings.models import Priority, Run

pytestmark = pytest.mark.web


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Each test in its own transaction."""


def reader(home: Organisation) -> Client:
    return signed_in(person(home, access.Role.ANALYST))


def places(home: Organisation) -> None:
    node(home, "Mill of Phnom", country="KH", latitude=11.55, longitude=104.92, sector="apparel")
    node(
        home,
        "Cannery of Samut",
        country="TH",
        latitude=13.55,
        longitude=100.27,
        sector="seafood|fishing",
    )
    node(home, "Agency of Yangon", country="MM", kind="organisation", role="recruiter")
    one = node(home, "Grave Works", country="TH", latitude=13.56, longitude=100.28)
    run = Run(owner=home, on=dt.date(2026, 3, 1), latest=True)
    run.save()
    Priority(
        owner=home,
        run=run,
        subject_kind="site",
        subject="x",
        name="Grave Works",
        node=one,
        level="high",
    ).save()


def test_list_and_map_hold_the_same_records() -> None:
    home = organisation()
    places(home)
    text = reader(home).get("/atlas/").content.decode()
    for name in ("Mill of Phnom", "Cannery of Samut", "Agency of Yangon", "Grave Works"):
        assert name in text
    assert "4 records" in text
    assert "1 record has no known position" in text
    assert text.index("Grave Works") < text.index("Agency of Yangon")  # gravest first
    assert 'class="mark step-high"' in text


def test_filters_are_counted_in_the_address_and_empty_stays_empty() -> None:
    home = organisation()
    places(home)
    client = reader(home)
    page = client.get("/atlas/", {"country": ["TH"], "level": "high"})
    assert [row.name for row in page.context["rows"]] == ["Grave Works"]
    counts = {f.name: {v.value: v.count for v in f.values} for f in page.context["facets"]}
    assert counts["country"] == {"TH": 1}
    assert counts["level"] == {"high": 1, "unknown": 1}
    empty = client.get("/atlas/", {"country": "ZZ"})
    assert empty.context["total"] == 0
    assert "No record fits all these filters" in empty.content.decode()
    seafood = client.get("/atlas/", {"sector": "fishing"})
    assert [row.name for row in seafood.context["rows"]] == ["Cannery of Samut"]


def test_others_are_neither_listed_nor_counted_nor_drawn() -> None:
    ours, theirs = organisation(), organisation()
    places(theirs)
    client = reader(ours)
    assert client.get("/atlas/").context["all_of_them"] == 0
    assert client.get("/atlas/tiles/0/0/0").json() == {"marks": []}
    assert client.get("/atlas/boxes/?within=-180,-85,180,85").json() == {"total": 0, "records": []}


def test_a_tile_counts_what_it_holds_and_is_kept_by_the_browser() -> None:
    home = organisation()
    places(home)
    client = reader(home)
    whole = client.get("/atlas/tiles/0/0/0")
    assert sum(mark[2] for mark in whole.json()["marks"]) == 3
    again = client.get("/atlas/tiles/0/0/0", headers={"If-None-Match": whole["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/atlas/tiles/3/9/0").status_code == 404


def test_a_box_gives_its_records_gravest_first() -> None:
    home = organisation()
    places(home)
    found = reader(home).get("/atlas/boxes/?within=100,13,101,14").json()
    assert [one["name"] for one in found["records"]] == ["Grave Works", "Cannery of Samut"]
    assert reader(home).get("/atlas/boxes/?within=nonsense").status_code == 422


def test_where_people_sleep_is_never_told_exactly() -> None:
    home = organisation()
    made = node(
        home, "House of Workers", role="dormitory", latitude=13.556789, longitude=100.274321
    )
    client = reader(home)
    one = client.get(f"/atlas/places/{made.ref}/").json()
    assert (one["lat"], one["lng"]) == (13.6, 100.3)
    text = client.get("/atlas/boxes/?within=100,13,101,14").content.decode()
    assert "13.556" not in text
    assert client.get("/atlas/tiles/14/12750/7560").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "?box=x",
        "?box=1,2,0,0",
        "?page=-1",
        "?page=9999999",
        "?colour=no",
        "?country=",
        "?box=100,13,101,14&page=2",
        "?colour=coverage",
        "?colour=freshness&order=name",
    ],
)
def test_odd_addresses_give_a_page(query: str) -> None:
    home = organisation()
    places(home)
    assert reader(home).get("/atlas/" + query).status_code == 200


def test_a_change_is_seen_at_once() -> None:
    home = organisation()
    client = reader(home)
    assert client.get("/atlas/").context["all_of_them"] == 0
    node(home, "New Mill", country="KH", latitude=11.5, longitude=104.9)
    assert client.get("/atlas/").context["all_of_them"] == 1
