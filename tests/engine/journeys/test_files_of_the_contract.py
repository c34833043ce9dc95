"""Parquet in the contract's columns is taken as it is; the map sets worker lists aside."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from crest.engine.errors import InputError
from crest.engine.intake import read_lists
from crest.engine.journeys import read_recruitment
from crest.engine.journeys.contract_files import contract_kind
from crest.engine.tables.recruitment import RECRUITMENT_SCHEMAS

from .recruitment_tables import ON, codes, cost, journey, read, write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engine


def test_what_was_read_once_reads_back_from_parquet_as_the_same_records(tmp_path: Path) -> None:
    lists, ready = tmp_path / "lists", tmp_path / "ready"
    lists.mkdir()
    ready.mkdir()
    write(lists / "journeys.csv", [journey(), journey("W-2")])
    write(lists / "costs.csv", [cost(), cost("W-2", receipt="R-2")])
    first = read(lists)
    for kind, table in first.tables.items():
        pq.write_table(table, ready / f"{kind}.parquet")
    again = read(ready)
    assert codes(again) == []
    for kind, table in first.tables.items():
        assert again.tables[kind].equals(table), kind


def test_parquet_without_provenance_gets_the_name_of_its_file(tmp_path: Path) -> None:
    write(tmp_path / "journeys.csv", [journey()])
    table = read(tmp_path).journeys.drop_columns(["record", "source", "sheet", "row", "extra"])
    path = tmp_path / "j.parquet"
    pq.write_table(table, path)
    result = read_recruitment([path], on=ON)
    assert result.journeys["source"].to_pylist() == ["j.parquet"]
    assert result.journeys["row"].to_pylist() == [1]
    assert result.journeys["actual_pay"].to_pylist() == [Decimal(9000)]


def test_parquet_with_other_columns_is_read_like_any_list(tmp_path: Path) -> None:
    write(tmp_path / "journeys.csv", [journey()])
    table = read(tmp_path).journeys.select(["worker", "origin", "site"])
    path = tmp_path / "j.parquet"
    pq.write_table(table.rename_columns(["Worker ID", "nationality", "factory"]), path)
    result = read_recruitment([path], on=ON)
    assert contract_kind(pq.read_schema(path)) is None
    assert result.journeys["origin"].to_pylist() == ["MM"]


@pytest.mark.parametrize("kind", RECRUITMENT_SCHEMAS)
def test_every_table_of_the_contract_is_known_by_its_columns(kind: str) -> None:
    assert contract_kind(RECRUITMENT_SCHEMAS[kind]) == kind


def test_a_damaged_parquet_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "j.parquet"
    path.write_bytes(b"PAR1" + b"\0" * 40 + b"PAR1")
    with pytest.raises(InputError, match="damaged"):
        read_recruitment([path], on=ON)


def test_the_map_names_worker_lists_and_sets_them_aside(tmp_path: Path) -> None:
    site = {"name": "Tarn Fah", "address": "9 Rama 2", "country": "Thailand"}
    paths = [
        write(tmp_path / "sites.csv", [site]),
        write(tmp_path / "journeys.csv", [journey()]),
        write(tmp_path / "costs.csv", [cost()]),
    ]
    lists = read_lists(paths)
    assert lists.sites.num_rows == 1
    assert [mapping.kind for mapping in lists.mappings] == ["sites", "journeys", "costs"]
    aside = [p for p in lists.problems.to_pylist() if p["severity"] == "rejected"]
    assert aside == []
    named = {p["source"] for p in lists.problems.to_pylist()}
    assert named == {"journeys.csv", "costs.csv"}
