from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pyarrow as pa
import pytest
from drawing_factories import edge, edges_table, node, nodes_table, seafood_chain, site
from hypothesis import given
from hypothesis import strategies as st

from crest.drawing import assets
from crest.drawing.geojson import map_geojson
from crest.drawing.map_data import middle_of, read_corridors
from crest.drawing.projection import equal_earth
from crest.drawing.world import world_map, zoom_map

pytestmark = pytest.mark.engine

SVG = "{http://www.w3.org/2000/svg}"
needs_atlas = pytest.mark.skipif(
    not (assets.FOLDER / "world-110m.json").is_file(),
    reason="the map shapes were not built: run npm ci and npm run build in frontend/",
)


@pytest.fixture
def no_assets(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Any:
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    assets.countries.cache_clear()
    middle_of.cache_clear()
    yield
    assets.countries.cache_clear()
    middle_of.cache_clear()


def parsed(text: str | None) -> ET.Element:
    assert text is not None
    return ET.fromstring(text)  # noqa: S314 - our own text


def test_equal_earth_keeps_areas_equal() -> None:
    # One square degree at the equator and at 60 degrees north, by the corners' plane area.
    def area(lat: float) -> float:
        x, y = equal_earth(np.array([0.0, 1.0, 1.0, 0.0]), np.array([lat, lat, lat + 1, lat + 1]))
        return 0.5 * abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))))

    def true(lat: float) -> float:
        return float(np.sin(np.radians(lat + 1)) - np.sin(np.radians(lat)))

    assert area(60.0) / area(0.0) == pytest.approx(true(60.0) / true(0.0), rel=1e-3)


def test_equal_earth_meets_its_published_extent() -> None:
    x, y = equal_earth(np.array([180.0, 0.0]), np.array([0.0, 90.0]))
    assert x[0] == pytest.approx(2.70663, abs=1e-4)
    assert y[1] == pytest.approx(1.31733, abs=1e-4)


def test_sites_recruiters_buyers_and_origins_have_their_own_shapes() -> None:
    svg = parsed(world_map(*seafood_chain()))
    shapes = {
        (mark.tag.removeprefix(SVG), (mark.get("class") or "").split()[1])
        for mark in svg.iter()
        if (mark.get("class") or "").startswith("mark")
    }
    assert shapes == {
        ("circle", "site"), ("path", "recruiter"), ("path", "buyer"), ("path", "origin"),
    }  # fmt: skip


def test_a_looked_up_place_is_hollow() -> None:
    # fmt: off
    rows = [site("A", "Given", "goods", 0, lat=13.0, lng=100.0, place_precision="given"),
            site("B", "Looked up", "goods", 0, lat=50.0, lng=10.0, place_precision="city")]
    # fmt: on
    marks = parsed(world_map(nodes_table(rows), edges_table([]))).iter(f"{SVG}circle")
    hollow = {
        title.startswith("Looked"): "looked-up" in str(mark.get("class"))
        for mark in marks
        if (title := mark.findtext(f"{SVG}title") or "")
    }
    assert hollow == {True: True, False: False}


def test_a_corridor_runs_from_where_workers_come_from_to_where_they_work() -> None:
    found = {(c.origin, c.destination): c.people for c in read_corridors(*seafood_chain())}
    assert found == {("MM", "TH"): 1240, ("KH", "TH"): 610, ("LA", "TH"): 90}


def test_without_origins_a_labour_link_across_a_border_is_a_corridor() -> None:
    rows = [node("R", "Recruiter", None, -1, role="recruiter", country="MX", lat=19.4, lng=-99.1),
            site("W", "Farm", None, 0, country="US", lat=36.0, lng=-119.0)]  # fmt: skip
    links = edges_table([edge("R", "W", "recruits_for", people=40)])
    corridors = read_corridors(nodes_table(rows), links)
    assert [(c.origin, c.destination, c.people) for c in corridors] == [("MX", "US", 40)]


def test_an_origin_that_leads_to_two_countries_does_not_guess_the_split() -> None:
    rows = [node("O", "Origin", None, -2, kind="origin", country="TH", lat=16.0, lng=103.0),
            node("R", "Agency", None, -1, role="recruiter", country="TH"),
            site("S", "Berries", None, 0, country="SE", lat=64.0, lng=20.0),
            site("F", "Marjat", None, 0, country="FI", lat=66.0, lng=26.0)]  # fmt: skip
    links = [edge("O", "R", "recruits_for", people=500), edge("R", "S", "recruits_for"),
             edge("R", "F", "recruits_for")]  # fmt: skip
    found = {c.destination: c.people for c in read_corridors(nodes_table(rows), edges_table(links))}
    assert found == {"SE": None, "FI": None}


def test_wider_corridors_carry_more_people() -> None:
    arcs = [
        path for path in parsed(world_map(*seafood_chain())).iter(f"{SVG}path")
        if path.get("class") == "arc"
    ]  # fmt: skip
    widths = [float(arc.get("stroke-width") or 0) for arc in arcs]
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == 3


@needs_atlas
def test_land_is_drawn_from_the_atlas() -> None:
    land = [p for p in parsed(world_map(*seafood_chain())).iter() if p.get("class") == "land"]
    assert len(land[0].get("d") or "") > 5_000


@needs_atlas
def test_no_coast_crosses_the_whole_map() -> None:
    for country in assets.countries("110m"):
        for ring in country.rings:
            assert np.abs(np.diff(ring[:, 0])).max() < 90, country.code


@needs_atlas
def test_the_middle_of_a_country_is_in_the_country() -> None:
    lng, lat = middle_of("VN") or (0.0, 0.0)
    assert 103 < lng < 109
    assert 9 < lat < 23


@pytest.mark.usefixtures("no_assets")
def test_without_the_atlas_the_places_are_still_there() -> None:
    svg = parsed(world_map(*seafood_chain()))
    assert not [p for p in svg.iter() if p.get("class") == "land"]
    assert [p for p in svg.iter() if (p.get("class") or "").startswith("mark")]


def test_the_region_with_most_places_gets_its_own_map() -> None:
    assert zoom_map(*seafood_chain()) is not None


def test_places_all_over_the_world_get_no_closer_map() -> None:
    rows = [site(f"{i}", f"Site {i}", None, 0, lat=-40.0 + 9 * i, lng=-170.0 + 34 * i)
            for i in range(10)]  # fmt: skip
    assert zoom_map(nodes_table(rows), edges_table([])) is None


def test_a_hundred_thousand_sites_share_marks() -> None:
    count = 100_000
    rng = np.random.default_rng(7)
    base = nodes_table([site("a", "A", None, 0, country="TH", place_precision="given")])
    big = pa.concat_tables([base] * 1).take(pa.array(np.zeros(count, np.int64)))
    for name, low, high in (("lat", -50.0, 70.0), ("lng", -170.0, 170.0)):
        at = big.schema.get_field_index(name)
        big = big.set_column(at, name, pa.array(rng.uniform(low, high, count)))
    text = world_map(big, edges_table([]))
    assert len(text) < 1_500_000


def test_the_geojson_says_how_each_place_was_found() -> None:
    found = map_geojson(*seafood_chain())
    points = [f for f in found["features"] if f["geometry"]["type"] == "Point"]
    assert {f["properties"]["place_precision"] for f in points} >= {"given", "city", "country"}
    lng, lat = next(f for f in points if f["id"] == "W")["geometry"]["coordinates"]
    assert (lng, lat) == (100.274, 13.547)
    assert json.loads(json.dumps(found)) == found


def test_the_geojson_counts_what_it_cannot_place() -> None:
    rows = [site("A", "A", None, 0), site("B", "B", None, 0, lat=95.0, lng=10.0)]
    found = map_geojson(nodes_table(rows), edges_table([]))
    assert found["features"] == []
    assert found["unplaced"] == 2


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_any_place_on_earth_can_be_drawn(lng: float, lat: float) -> None:
    rows = [site("A", "A", None, 0, lat=lat, lng=lng)]
    parsed(world_map(nodes_table(rows), edges_table([])))
