"""Whole files: several at once, unusable ones beside good ones, formats of other systems."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from crest.engine.errors import InputError
from crest.engine.intake import load_overrides, read_lists

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engine


def test_a_bad_file_is_listed_and_the_good_one_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text("name,country\nBlue Bay,TH\n")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "weather.csv").write_text("colour,temperature\nred,12\n")
    seen: list[tuple[str, float]] = []
    lists = read_lists(
        sorted(tmp_path.glob("*.csv")), progress=lambda step, done: seen.append((step, done))
    )
    assert lists.sites["name"].to_pylist() == ["Blue Bay"]
    bad = lists.problems.to_pylist()
    assert {row["source"] for row in bad if row["severity"] == "rejected"} == {
        "empty.csv",
        "weather.csv",
    }
    assert all(row["row"] is None and row["todo"] for row in bad)
    assert seen[-1] == ("locating places", 1.0)


def test_a_single_file_that_cannot_be_used_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "weather.csv"
    path.write_text("colour,temperature\nred,12\n")
    with pytest.raises(InputError, match="do not tell whether"):
        read_lists([path])


def test_record_numbers_run_on_per_kind(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text("name,country,buyer\nX,TH,Nordhem\nY,TH,\n")
    (tmp_path / "links.csv").write_text("from,relation,to\nX,supplies,Z\n")
    lists = read_lists(sorted(tmp_path.glob("*.csv")))
    assert lists.sites["record"].to_pylist() == [0, 1, 2, 3]
    assert lists.links["record"].to_pylist() == [0, 1, 2]
    assert lists.links["row"].to_pylist() == [1, 1, 1]


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "list.csv").write_text("name,country\nX,TH\n")
    lists = read_lists([tmp_path / "one" / "list.csv", tmp_path / "two" / "list.csv"])
    assert len(set(lists.sites["source"].to_pylist())) == 2


def test_a_supply_chain_data_exchange_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "exchange.json"
    path.write_text(
        json.dumps(
            {
                "locations": [
                    {
                        "guid": "l-1",
                        "name": "Blue Bay",
                        "location-identifier": "osid:CN2021250D1DTN7",
                        "products": ["Hats", "Caps"],
                        "coordinates": {"latitude": 33.79, "longitude": 119.28},
                        "address": {"town-name": "Huaian", "country": "CN"},
                        "responsible-recruiting": {"recruitment-fee": 200},
                    }
                ],
                "organizations": [
                    {
                        "guid": "o-1",
                        "organization-type": "retailer",
                        "organizational-identifier": "lei:3538002LJMRZ83SU0B85",
                    }
                ],
                "affiliations": [
                    {"from-guid": "l-1", "to-guid": "o-1", "affiliation-type": "is supplier of"}
                ],
            }
        )
    )
    lists = read_lists([path])
    site, link = lists.sites.to_pylist()[0], lists.links.to_pylist()[0]
    assert (site["os_id"], site["local_id"], site["country"]) == ("CN2021250D1DTN7", "l-1", "CN")
    assert (site["lat"], site["product"]) == (33.79, "Hats|Caps")
    assert "200" in site["extra"]
    assert lists.organisations["role"].to_pylist() == ["buyer"]
    assert (link["from_id"], link["relation"], link["to_id"]) == ("l-1", "supplies", "o-1")


def test_an_overriding_file_may_speak_of_one_source_only(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Werk A,Staat\nX,Thailand\n")
    (tmp_path / "b.csv").write_text("name,country\nY,TH\n")
    columns = tmp_path / "columns.yaml"
    columns.write_text("mappings:\n- {source: a.csv, kind: sites, columns: {Werk A: name}}\n")
    lists = read_lists([tmp_path / "a.csv", tmp_path / "b.csv"], overrides=load_overrides(columns))
    assert lists.sites["name"].to_pylist() == ["X", "Y"]
    assert lists.problems.num_rows == 0
