from __future__ import annotations

import json
from datetime import date

import pytest

from crest.engine.tables.contracts import SITES

from .lists import codes, taken

pytestmark = pytest.mark.engine


def test_a_facility_list_becomes_sites() -> None:
    result = taken(
        ["country", "name", "address", "sector", "number_of_workers"],
        ["Thailand", "Blue Bay Seafood", "9 Rama 2 Rd, Samut Sakhon", "Seafood|Food", "1,200"],
        ["VIET NAM", "Red Lotus Garment", "Lot 4, Bien Hoa", "Apparel", "100-200"],
    )
    assert result.kind == "sites"
    assert result.records.schema.equals(SITES)
    assert result.records["country"].to_pylist() == ["TH", "VN"]
    assert result.records["sector"].to_pylist() == ["seafood|food", "apparel"]
    assert result.records["workers"].to_pylist() == [1200, 150]
    assert result.records["row"].to_pylist() == [1, 2]
    assert not result.problems.num_rows


def test_a_thai_list_is_read_without_configuration() -> None:
    result = taken(
        ["ชื่อโรงงาน", "ที่อยู่", "จังหวัด", "ประเทศ", "จำนวนคนงาน", "วันที่เริ่ม"],
        ["โรงงานปลาฟ้า", "9 ถ.พระราม 2", "สมุทรสาคร", "ไทย", "๓๐๐ คน", "31/3/2566"],
    )
    row = result.records.to_pylist()[0]
    assert (row["name"], row["country"], row["region"]) == ("โรงงานปลาฟ้า", "TH", "สมุทรสาคร")
    assert (row["workers"], row["valid_from"]) == (300, date(2023, 3, 31))


def test_columns_nobody_knows_are_kept() -> None:
    result = taken(
        ["Name", "Country", "Colour of the gate", 'Audit "grade"'],
        ["Blue Bay", "TH", "red\nand white", "A"],
        ["Red Lotus", "VN", None, None],
    )
    assert [json.loads(e) if e else None for e in result.records["extra"].to_pylist()] == [
        {"Colour of the gate": "red and white", 'Audit "grade"': "A"},
        None,
    ]


def test_a_value_that_fails_its_check_is_warned_of_and_kept() -> None:
    result = taken(
        ["name", "country", "LEI", "OS ID"], ["Blue Bay", "TH", "5493001KJTIIGC8Y1R13", "TH123"]
    )
    row = result.records.to_pylist()[0]
    assert row["lei"] is None
    assert row["os_id"] is None
    assert json.loads(row["extra"]) == {"LEI": "5493001KJTIIGC8Y1R13", "OS ID": "TH123"}
    assert sorted(codes(result)) == ["intake.identifier.lei", "intake.identifier.os_id"]


def test_an_unknown_country_leaves_the_row_a_record_with_a_warning() -> None:
    result = taken(["name", "country"], ["Blue Bay", "Atlantis"], ["Red Lotus", None])
    assert result.records["country"].to_pylist() == [None, None]
    assert result.records["country_given"].to_pylist() == ["Atlantis", None]
    assert codes(result) == ["intake.country.unknown", "intake.country.missing"]


def test_the_country_asked_for_fills_only_rows_that_state_none() -> None:
    result = taken(["name", "country"], ["A", "Viet Nam"], ["B", None], ["C", "?!"], country="TH")
    assert result.records["country"].to_pylist() == ["VN", "TH", None]


def test_na_is_namibia_in_a_country_column_and_nothing_elsewhere() -> None:
    result = taken(["name", "country", "city"], ["A", "NA", "NA"], ["B", "n/a", "Windhoek"])
    assert result.records["country"].to_pylist() == ["NA", None]
    assert result.records["city"].to_pylist() == [None, "Windhoek"]


def test_norway_stays_a_country() -> None:
    assert taken(["name", "country"], ["A", "NO"]).records["country"].to_pylist() == ["NO"]


def test_swapped_coordinates_are_exchanged_with_a_warning() -> None:
    result = taken(
        ["name", "country", "lat", "lng"],
        ["A", "TH", "100.27", "13.55"],
        ["B", "SE", "17.69", "65.32"],
        ["C", "TH", "13.55", "100.27"],
    )
    assert result.records["lat"].to_pylist() == [13.55, 65.32, 13.55]
    assert result.records["lng"].to_pylist() == [100.27, 17.69, 100.27]
    assert result.records["place_precision"].to_pylist() == ["given"] * 3
    assert codes(result) == ["intake.coordinates.swapped"] * 2


def test_a_point_outside_the_stated_country_is_not_used() -> None:
    result = taken(["name", "country", "lat", "lng"], ["A", "Moldova", "31.2", "29.9"])
    row = result.records.to_pylist()[0]
    assert row["lat"] is None
    assert row["place_precision"] is None
    assert json.loads(row["extra"]) == {"lat": "31.2", "lng": "29.9"}
    assert codes(result) == ["intake.coordinates.outside"]


def test_excel_serials_and_backward_periods() -> None:
    result = taken(
        ["name", "country", "valid from", "valid to"],
        ["A", "TH", "45000", "45100"],
        ["B", "TH", "2024-01-01", "2023-01-01"],
    )
    assert result.records["valid_from"].to_pylist() == [date(2023, 3, 15), None]
    assert codes(result) == ["intake.period.backwards"]


def test_invisible_characters_are_taken_out_with_a_warning() -> None:
    result = taken(["name", "country"], ["Blue\u200b\u202e Bay", "TH"])
    assert result.records["name"].to_pylist() == ["Blue Bay"]
    assert codes(result) == ["intake.cell.invisible"]


def test_the_same_id_twice_is_flagged_and_both_rows_stay() -> None:
    result = taken(
        ["id", "name", "country"],
        ["S1", "A", "TH"],
        ["S2", "B", "TH"],
        ["S1", "C", "TH"],
        ["S3", "D", "TH"],
    )
    assert result.records.num_rows == 4
    assert codes(result) == ["intake.id.duplicate"]
    assert result.problems["row"].to_pylist() == [3]


def test_a_row_that_names_no_site_is_a_listed_problem() -> None:
    result = taken(["name", "country", "workers"], [None, "TH", "5"], ["A", "TH", "5"])
    assert result.records["row"].to_pylist() == [2]
    assert codes(result) == ["intake.row.nameless"]
    assert result.problems["severity"].to_pylist() == ["rejected"]


def test_a_worksite_without_name_is_known_by_its_case_and_place() -> None:
    result = taken(
        ["CASE_NUMBER", "WORKSITE_CITY", "WORKSITE_STATE", "TOTAL_WORKERS", "BEGIN_DATE"],
        ["H-1", "Suffolk", "VIRGINIA", "12.0", "2021-03-21"],
    )
    row = result.records.to_pylist()[0]
    assert (row["join_key"], row["country"], row["workers"]) == ("H-1", "US", 12)


def test_a_buyer_column_also_gives_links() -> None:
    result = taken(
        ["name", "country", "address", "buyer"],
        ["Blue Bay", "TH", "9 Rama 2 Rd", "Nordhem; Fjordmat"],
        ["Red Lotus", "VN", "Lot 4", None],
    )
    assert result.kind == "sites"
    assert result.links["to_name"].to_pylist() == ["Nordhem", "Fjordmat"]
    assert result.links["from_name"].to_pylist() == ["Blue Bay", "Blue Bay"]
    assert result.links["relation"].to_pylist() == ["supplies", "supplies"]


def test_a_sheet_of_two_hundred_columns_keeps_them_all() -> None:
    header = ["name", "country", *(f"question {i}" for i in range(198))]
    result = taken(header, ["A", "TH", *("yes" for _ in range(198))])
    assert len(json.loads(result.records["extra"][0].as_py())) == 198


def test_a_cell_of_one_megabyte_is_still_a_record() -> None:
    result = taken(["name", "country", "note"], ["A", "TH", "x" * 1_000_000], ["B", "TH", None])
    assert result.records.num_rows == 2
    assert len(result.records["extra"][0].as_py()) > 1_000_000
