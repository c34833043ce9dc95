"""Corridors and trends, read by programs: the same as on the pages, and nothing of others."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from factories import actor, organisation, person, signed_in
from factories_findings import finding_row, finished

from crest.access import facade as access
from crest.access.models import Organisation

pytestmark = pytest.mark.web
ROOT = "/api/v1/"


@pytest.fixture
def home() -> Organisation:
    return organisation("Nordvik Retail")


@pytest.fixture
def reader(home: Organisation) -> Client:
    return signed_in(person(home, access.Role.ANALYST))


def got(client: Client, path: str, status: int = 200) -> Any:
    response = client.get(f"{ROOT}{path}")
    assert response.status_code == status, response.content[:600]
    return response.json()


@pytest.mark.usefixtures("db")
def test_corridors_are_read_slice_by_slice_and_each_one_once(reader: Client) -> None:
    seen, after = [], ""
    while after is not None:
        part = got(reader, f"corridors?limit=7&after={after}")
        assert len(part["items"]) <= 7
        seen += [one["subject"] for one in part["items"]]
        after = part["next"]
    assert len(seen) == len(set(seen)) > 7
    assert "MM>TH" in seen
    got(reader, "corridors?after=XX>XX", 422)
    got(reader, "corridors?limit=251", 422)


@pytest.mark.usefixtures("db")
def test_a_corridor_is_told_with_its_law_and_has_a_mark(reader: Client) -> None:
    told = got(reader, "corridors/MM/TH")
    assert (told["origin"], told["destination"], told["group"]) == ("MM", "TH", None)
    assert told["figures"]
    assert all(one["sources"] for one in told["figures"])
    answer = reader.get(f"{ROOT}corridors/MM/TH")
    again = reader.get(f"{ROOT}corridors/MM/TH", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    got(reader, "corridors/mm/TH", 422)
    got(reader, "corridors/MM/T%00", 400)


@pytest.mark.usefixtures("db")
def test_what_changed_between_runs_is_told_to_their_owner_alone(
    reader: Client, home: Organisation
) -> None:
    by = actor(home)
    stays, gone, new = (finding_row() for _ in range(3))
    first = finished(by, stays, gone)
    second = finished(by, stays, new)
    told = got(reader, f"runs/{second.ref}/trend")
    assert [one["title"] for one in told["new"]] == [new["title"]]
    assert [one["title"] for one in told["gone"]] == [gone["title"]]
    assert told["same"] == 1
    assert got(reader, f"runs/{first.ref}/trend")["since"] is None
    assert [one["ref"] for one in got(reader, "runs/points")] == [first.ref, second.ref]
    stranger = signed_in(person(organisation("Baltic Outdoor"), access.Role.ANALYST))
    got(stranger, f"runs/{second.ref}/trend", 404)
    assert got(stranger, "runs/points") == []
