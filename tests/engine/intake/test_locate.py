from __future__ import annotations

import pytest

from crest.engine.intake import locate
from crest.engine.intake.gazetteer import gazetteer
from crest.engine.rulebook.codelists import load_codelist
from crest.engine.rulebook.words import fold

from .lists import taken

pytestmark = pytest.mark.engine


def placed(
    country: str, city: str | None = None, region: str | None = None, address: str | None = None
) -> tuple[float | None, float | None, str | None]:
    records = taken(
        ["name", "country", "city", "province", "address"], ["A", country, city, region, address]
    ).records
    row = locate(records).to_pylist()[0]
    return row["lat"], row["lng"], row["place_precision"]


@pytest.mark.parametrize(
    ("country", "city", "region", "address", "near", "precision"),
    [
        ("TH", "Hat Yai", None, None, (7.0, 100.5), "city"),
        ("TH", "หาดใหญ่", None, None, (7.0, 100.5), "city"),
        ("TH", None, "สมุทรสาคร", None, (13.6, 100.3), "region"),
        (
            "CN",
            None,
            None,
            "Shujiu Village, Changping Town, Dongguan City, Guangdong Province",
            (23.0, 113.7),
            "city",
        ),
        ("CN", None, None, "广东省东莞市常平镇", (23.0, 113.7), "city"),
        ("BD", None, None, "12 Station Road, Savar, Dhaka 1341", (23.8, 90.3), "city"),
        ("VN", None, None, "Lô 4, KCN Amata, Biên Hòa, Đồng Nai", (10.9, 106.8), "city"),
        ("SE", "Sorsele", None, None, (65.5, 17.5), "city"),
        ("FI", None, "Lapland", None, (66.5, 25.7), "region"),
        ("US", "Vero Beach", "FLORIDA", None, (27.6, -80.4), "city"),
        ("US", None, None, "1 Main St, Springfield, IL 62701", (39.8, -89.6), "city"),
        ("MM", "ရန်ကုန်", None, None, (16.8, 96.15), "city"),
        ("KH", None, None, "no such place", (11.6, 104.9), "country"),
    ],
)
def test_a_place_is_found_offline_with_its_precision(  # noqa: PLR0917
    country: str,
    city: str | None,
    region: str | None,
    address: str | None,
    near: tuple[float, float],
    precision: str,
) -> None:
    lat, lng, how = placed(country, city, region, address)
    assert how == precision
    assert lat == pytest.approx(near[0], abs=0.5 if precision != "country" else 3)
    assert lng == pytest.approx(near[1], abs=0.5 if precision != "country" else 3)


def test_a_street_named_after_a_town_is_no_town() -> None:
    lat, _, how = placed("TH", address="9 Chiang Mai Road, Songkhla")
    assert how == "city"
    assert lat == pytest.approx(7.2, abs=0.2)


def test_given_coordinates_are_never_overwritten() -> None:
    records = taken(
        ["name", "country", "city", "lat", "lng"],
        ["A", "TH", "Hat Yai", "13.55", "100.27"],
        ["B", None, "Hat Yai", None, None],
    ).records
    rows = locate(records).to_pylist()
    assert (rows[0]["lat"], rows[0]["place_precision"]) == (13.55, "given")
    assert (rows[1]["lat"], rows[1]["place_precision"]) == (None, None)


def test_every_region_is_anchored_to_a_town_we_know() -> None:
    lost = [
        row["region"]
        for row in load_codelist("regions")
        if fold(row["region"]) not in gazetteer(row["country"]).regions
    ]
    assert lost == []
