"""Real public files, read with no hand-holding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc
import pytest

from crest.engine.intake import read_lists

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from crest.engine.intake import Lists

pytestmark = [pytest.mark.engine, pytest.mark.shared_data]


def rejected(lists: Lists) -> pa.Table:
    return lists.problems.filter(pc.equal(lists.problems["severity"], "rejected"))


def test_the_fourteen_contributor_lists_are_sites(shared_data: Path) -> None:
    folder = shared_data / "osh-contributor-lists"
    lists = read_lists(sorted(folder.glob("*.csv")))
    assert len(lists.mappings) == 14
    assert {mapping.kind for mapping in lists.mappings} == {"sites"}
    assert lists.sites.num_rows == 963
    assert rejected(lists).num_rows == 0
    assert lists.sites["country"].null_count == 0
    assert lists.sites["lat"].null_count == 0
    assert pc.mean(pc.equal(lists.sites["place_precision"], "city")).as_py() > 0.8
    assert lists.sites["record"].to_pylist() == list(range(963))


def test_the_excel_list_says_the_same_as_its_csv(shared_data: Path) -> None:
    folder = shared_data / "osh-contributor-lists"
    columns = ["row", "name", "address", "country", "sector"]
    csv, xlsx = (
        read_lists([folder / name]).sites.select(columns).to_pylist()
        for name in ("12.csv", "12.xlsx")
    )
    assert [row["name"] for row in csv] == [row["name"] for row in xlsx]


def test_the_facilities_of_2022_keep_their_os_ids_and_points(shared_data: Path) -> None:
    lists = read_lists([shared_data / "osh-facilities-2022" / "facilities.csv"])
    assert lists.sites.num_rows == 5443
    assert lists.sites["os_id"].null_count == 0
    assert pc.mean(pc.equal(lists.sites["place_precision"], "given")).as_py() > 0.99
    assert set(lists.problems["code"].to_pylist()) <= {
        "intake.coordinates.outside",
        "intake.cell.invisible",
    }


@pytest.mark.slow
def test_the_labour_chain_of_the_united_states_joins_on_the_case(shared_data: Path) -> None:
    folder = shared_data / "us-h2-labour-chain"
    files = [
        folder / "H-2B_Appendix_A_FY2021.xlsx",
        folder / "H-2B_Appendix_C_recruiters_FY2020.csv",
        folder / "H-2B_Appendix_C_recruiters_FY2021.csv",
    ]
    lists = read_lists(files)
    assert (lists.sites.num_rows, lists.organisations.num_rows) == (63_958, 91_920)
    assert rejected(lists).num_rows == 3
    assert lists.organisations["role"].unique().to_pylist() == ["recruiter"]
    assert lists.organisations["local_id"].null_count == 2
    assert lists.sites["country"].unique().to_pylist() == ["US"]
    assert pc.max(lists.sites["workers"]).as_py() > 100
    cases = set(lists.sites["join_key"].to_pylist())
    assert len(cases & set(lists.organisations["join_key"].to_pylist())) > 500
