"""Renamed, moved, merged, closed: facts with dates. All firms are invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from crest.engine.matching.history import derive_history
from crest.engine.matching.history_licences import read_licence, settle_licences
from crest.engine.tables.contracts import ORGANISATIONS, SITES, conform

Y20, Y22, Y24 = date(2020, 5, 1), date(2022, 5, 1), date(2024, 5, 1)
LISTS = {"2020.csv": Y20, "2022.csv": Y22, "2024.csv": Y24}
GATE = "88/2 Moo 4 Rama II Road, Samut Sakhon 74000"
QUAY = "5 Fish Port Lane, Songkhla 90000"


def sites(*rows: dict[str, Any]) -> pa.Table:
    numbered = [{"record": i, "row": i + 1, "country": "TH"} | row for i, row in enumerate(rows)]
    return conform(pa.Table.from_pylist(numbered, schema=_schema(SITES, numbered)), SITES)


def _schema(schema: pa.Schema, rows: list[dict[str, Any]]) -> pa.Schema:
    return pa.schema([field for field in schema if any(field.name in row for row in rows)])


def facts(table: pa.Table, fact: str, lists: dict[str, date] | None = None) -> list[dict[str, Any]]:
    ids = pa.array(["S-1"] * table.num_rows)
    found = derive_history(table, ids, "site", LISTS if lists is None else lists)
    return [row for row in found.to_pylist() if row["fact"] == fact]


def test_another_name_at_the_same_gate_later_is_a_renaming() -> None:
    table = sites(
        {"source": "2020.csv", "name": "Golden Prawn Co., Ltd.", "address": GATE},
        {"source": "2022.csv", "name": "Golden Prawn Company Limited", "address": GATE},
        {"source": "2024.csv", "name": "Oceanwide Delicacies PCL", "address": GATE},
    )
    assert facts(table, "renamed") == [
        {
            "entity": "S-1",
            "fact": "renamed",
            "from": "Golden Prawn Company Limited",
            "to": "Oceanwide Delicacies PCL",
            "since": Y24,
            "until": None,
            "evidence": "2020.csv:1; 2022.csv:2; 2024.csv:3",
        }
    ]
    assert facts(table, "moved") == []


def test_names_used_side_by_side_are_no_renaming() -> None:
    table = sites(
        {"source": "2020.csv", "name": "Golden Prawn", "address": GATE},
        {"source": "2022.csv", "name": "Oceanwide Delicacies", "address": GATE},
        {"source": "2024.csv", "name": "Golden Prawn", "address": GATE},
    )
    assert facts(table, "renamed") == []


def test_the_same_company_at_another_address_later_has_moved() -> None:
    table = sites(
        {"source": "2020.csv", "name": "Golden Prawn Co., Ltd.", "address": GATE},
        {"source": "2024.csv", "name": "Golden Prawn", "address": QUAY},
    )
    (moved,) = facts(table, "moved")
    assert (moved["from"], moved["to"], moved["since"]) == (GATE, QUAY, Y24)
    assert facts(table, "renamed") == []


def test_an_unknown_address_is_no_move_and_no_renaming() -> None:
    table = sites(
        {"source": "2020.csv", "name": "Golden Prawn", "address": GATE},
        {"source": "2022.csv", "name": "Golden Prawn", "address": None},
        {"source": "2024.csv", "name": "Oceanwide Delicacies", "address": None},
    )
    assert facts(table, "moved") == []
    assert facts(table, "renamed") == []


def test_undated_listings_only_say_that_they_exist() -> None:
    table = sites(
        {"source": "a.csv", "name": "Golden Prawn", "address": GATE},
        {"source": "b.csv", "name": "Oceanwide Delicacies", "address": GATE},
    )
    found = derive_history(table, pa.array(["S-1", "S-1"]), "site", {})
    assert found["fact"].to_pylist() == ["listing", "listing"]
    assert found["since"].null_count == 2


def test_the_company_at_the_site_changes_while_the_site_stays() -> None:
    table = sites(
        {"source": "2020.csv", "name": "Plant 7", "address": GATE, "company": "Prawn Holding"},
        {"source": "2022.csv", "name": "Plant 7", "address": GATE, "company": "PRAWN HOLDING"},
        {"source": "2024.csv", "name": "Plant 7", "address": GATE, "company": "Blue Quay Foods"},
    )
    told = [(row["to"], row["since"], row["until"]) for row in facts(table, "operator")]
    assert told == [("PRAWN HOLDING", Y20, Y22), ("Blue Quay Foods", Y24, None)]


def test_another_parent_group_later_is_a_merger() -> None:
    table = sites(
        {"source": "2020.csv", "name": "Plant 7", "parent": "Prawn Holding"},
        {"source": "2024.csv", "name": "Plant 7", "parent": "Blue Quay Group"},
    )
    (merged,) = facts(table, "merged")
    assert (merged["from"], merged["to"], merged["since"]) == (
        "Prawn Holding",
        "Blue Quay Group",
        Y24,
    )


def test_closed_holds_until_a_later_list_names_it_again() -> None:
    closed = [
        {"source": "2020.csv", "name": "Plant 7", "closed": False},
        {"source": "2022.csv", "name": "Plant 7", "closed": True},
    ]
    (fact,) = facts(sites(*closed), "closed")
    assert (fact["since"], fact["evidence"]) == (Y22, "2022.csv:2")
    assert facts(sites(*closed, {"source": "2024.csv", "name": "Plant 7"}), "closed") == []


def test_the_validity_in_the_row_counts_before_the_day_of_the_list() -> None:
    table = sites(
        {
            "source": "2024.csv",
            "name": "Golden Prawn",
            "address": GATE,
            "valid_from": date(2019, 1, 1),
            "valid_to": date(2021, 12, 31),
        },
        {
            "source": "2024.csv",
            "name": "Oceanwide Delicacies",
            "address": GATE,
            "valid_from": date(2022, 1, 1),
        },
    )
    (fact,) = facts(table, "renamed")
    assert fact["since"] == date(2022, 1, 1)
    listing = facts(table, "listing")[0]
    assert (listing["since"], listing["until"]) == (date(2019, 1, 1), date(2021, 12, 31))


def recruiters(*rows: dict[str, Any]) -> pa.Table:
    numbered = [
        {"record": i, "source": "r.csv", "row": i + 1, "country": "MM"} | row
        for i, row in enumerate(rows)
    ]
    schema = _schema(ORGANISATIONS, numbered)
    return conform(pa.Table.from_pylist(numbered, schema=schema), ORGANISATIONS)


TWENTY = [
    "Golden Bridge Overseas Employment Co., Ltd.",
    "GOLDEN BRIDGE OVERSEAS EMPLOYMENT COMPANY LIMITED",
    "Golden Bridge Overseas Employment",
    "Golden Bridge Employment Agency",
    "Golden-Bridge Overseas Emp. Co.",
    "GoldenBridge Overseas",
    "Golden Brigde Overseas Employment",
    "Golden Bridge O/S Employment Co Ltd",
    "Golden Bridge (Yangon)",
    "Golden Bridge Overseas Employment Agency Services",
    "M/S Golden Bridge Overseas",
    "Goldn Bridge Overseas Employment",
    "Golden Bridge",
    "golden bridge overseas",
    "Golden Bridge OEA",
    "The Golden Bridge Overseas Employment Co.",
    "Golden  Bridge   Overseas",
    "Golden Bridge Manpower",
    "Golden Bridge International Manpower",
    "Golden Bridge Overseas Empl. Co., Ltd. (Branch 2)",
]


def test_twenty_spellings_with_one_licence_are_one_recruiter() -> None:
    written = ["Licence No. 123/2018", "123-2018", "lic 123 / 2018", "No: 123.2018", "၁၂၃/၂၀၁၈"]
    rows = [{"name": name, "licence": written[i % 5]} for i, name in enumerate(TWENTY)]
    found = settle_licences(recruiters(*rows))
    parent = list(range(20))
    for a, b in zip(*found.same, strict=True):
        parent = [parent[a] if one == parent[b] else one for one in parent]
    assert len(set(parent)) == 1
    assert found.review.num_rows == 0


def test_the_same_number_in_another_jurisdiction_is_another_licence() -> None:
    found = settle_licences(
        recruiters(
            {"name": "Golden Bridge", "licence": "77", "licence_jurisdiction": "MM"},
            {"name": "Golden Bridge", "licence": "77", "licence_jurisdiction": "TH"},
        )
    )
    assert len(found.same[0]) == 0


@pytest.mark.parametrize(
    ("until", "since", "words"),
    [
        (date(2021, 1, 1), date(2020, 1, 1), "at the same time"),
        (date(2019, 1, 1), date(2020, 1, 1), "one after the other"),
    ],
)
def test_two_unrelated_holders_of_one_number_wait_for_a_person(
    until: date, since: date, words: str
) -> None:
    found = settle_licences(
        recruiters(
            {"name": "Golden Bridge", "licence": "77", "licence_to": until},
            {"name": "Mekong Star Recruitment", "licence": "77", "licence_from": since},
        )
    )
    assert len(found.same[0]) == 0
    (question,) = found.review.to_pylist()
    assert words in question["sentence"]


def test_a_new_number_that_follows_on_the_old_one_is_a_renewal() -> None:
    old = {"name": "Golden Bridge Overseas Co., Ltd.", "licence": "12/2018"}
    new = {"name": "Golden Bridge Overseas", "licence": "98/2021"}
    follows = recruiters(
        old | {"licence_from": date(2018, 6, 1), "licence_to": date(2021, 5, 31)},
        new | {"licence_from": date(2021, 6, 1), "licence_to": date(2024, 5, 31)},
    )
    found = settle_licences(follows)
    assert [side.tolist() for side in found.renewals] == [[0], [1]]
    assert [side.tolist() for side in found.same] == [[0], [1]]
    years_later = recruiters(
        old | {"licence_to": date(2019, 5, 31)}, new | {"licence_from": date(2021, 6, 1)}
    )
    assert len(settle_licences(years_later).same[0]) == 0


def test_no_number_or_no_jurisdiction_settles_nothing() -> None:
    found = settle_licences(
        recruiters(
            {"name": "A", "licence": "none"},
            {"name": "A", "licence": "none"},
            {"name": "A", "licence": "5", "country": None},
            {"name": "A", "licence": "5", "country": None},
        )
    )
    assert len(found.same[0]) == found.review.num_rows == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Licence No. 123/2560", "1232560"),
        ("ใบอนุญาตเลขที่ น.๑๒๓/๒๕๖๐", "n1232560"),
        ("POEA-013-LB-120115-R", "poea013lb120115r"),
        ("No 45", "45"),
        ("N45", "n45"),
        ("pending", None),
        (None, None),
    ],
)
def test_a_licence_number_is_read_without_its_label(text: str | None, number: str | None) -> None:
    assert read_licence(text) == number
