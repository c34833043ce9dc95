"""Every bad row of a worker list is a record or a listed problem: file, row, column, what to do."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from crest.engine.errors import InputError
from crest.engine.journeys import read_recruitment
from examples.hostile_journeys import CASES, cost, journey

from .recruitment_tables import ON, codes, read, write

if TYPE_CHECKING:
    from examples.hostile_journeys import Case

pytestmark = pytest.mark.engine


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_row_is_told_and_never_lost(case: Case, tmp_path: Path) -> None:
    result = read_recruitment(case.write(tmp_path), on=ON)
    problems = result.problems.to_pylist()
    if case.listed is None:
        assert problems == []
    else:
        code, source, row, column = case.listed
        hits = [p for p in problems if p["code"] == code]
        assert [(p["source"], p["row"], p["column"]) for p in hits] == [(source, row, column)]
        assert hits[0]["severity"] == ("rejected" if case.rejected else "warning")
        assert case.says in hits[0]["sentence"]
        assert hits[0]["todo"]
    for name, values in case.values.items():
        assert [_plain(v) for v in result.tables[case.table][name].to_pylist()] == values
    for kind, count in case.counts.items():
        assert result.tables[kind].num_rows == count


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rows_in_are_records_or_rejected_rows(case: Case, tmp_path: Path) -> None:
    result = read_recruitment(case.write(tmp_path), on=ON)
    for name, rows in case.files.items():
        kind = name.removesuffix(".csv")
        records = result.tables[kind].num_rows
        out = {
            p["row"]
            for p in result.problems.to_pylist()
            if p["source"] == name and p["severity"] == "rejected"
        }
        assert records + len(out) == len(rows)


def test_ten_thousand_columns_are_refused_at_once_in_a_clear_sentence(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["worker", *(f"q{i}" for i in range(9_999))])
        writer.writerow(["W-1", *("1" for _ in range(9_999))])
    with pytest.raises(InputError, match="10,000 columns"):
        read_recruitment([path], on=ON)


def test_ten_thousand_columns_beside_a_good_list_are_one_rejected_file(tmp_path: Path) -> None:
    write(tmp_path / "journeys.csv", [journey()])
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"q{i}" for i in range(10_000)) + "\n" + "1," * 9_999 + "1\n")
    result = read(tmp_path)
    assert result.journeys.num_rows == 1
    refused = [p for p in result.problems.to_pylist() if p["source"] == "wide.csv"]
    assert [(p["severity"], p["row"]) for p in refused] == [("rejected", None)]


def test_two_thousand_columns_nobody_knows_are_kept_beside_the_journey(tmp_path: Path) -> None:
    unknown = {f"odd heading number {i}": "x" for i in range(1_900)}
    write(tmp_path / "journeys.csv", [journey() | unknown])
    result = read(tmp_path)
    assert result.journeys.num_rows == 1
    assert "odd heading number 1899" in result.journeys["extra"][0].as_py()


@pytest.mark.parametrize(
    "names",
    [
        ["Ma Aye Aye Mon", "Ko Zaw Lin", "U Tun Oo"],
        ["+66812345678", "0898765432", "+959791234567"],
        ["MB1234567", "MC9876543", "MD4567123"],
        ["aye@example.org", "zaw@example.org", "tun@example.org"],
        ["မအေးအေးမွန်", "ကိုဇော်လင်း", "ဦးထွန်းဦး"],
    ],
    ids=["names", "telephones", "passports", "addresses", "Burmese names"],
)
def test_references_that_name_people_are_replaced_and_never_shown(
    tmp_path: Path, names: list[str]
) -> None:
    write(tmp_path / "journeys.csv", [journey(worker=name) for name in names])
    write(tmp_path / "costs.csv", [cost(worker=names[1])])
    result = read(tmp_path)
    assert result.journeys["worker"].to_pylist() == ["person-0001", "person-0002", "person-0003"]
    assert result.costs["journey"].to_pylist() == ["person-0002"]
    assert "journeys.personal.reference" in codes(result)
    shown = str(result.problems.to_pylist()) + str(result.journeys.to_pylist())
    assert not [name for name in names if name in shown]


def test_running_numbers_are_no_passports(tmp_path: Path) -> None:
    rows = [journey(worker=f"MM{100_000 + 7 * i}") for i in range(20)]
    write(tmp_path / "journeys.csv", rows)
    result = read(tmp_path)
    assert result.journeys["worker"][0].as_py() == "MM100000"
    assert codes(result) == []


def test_a_worker_with_two_journeys_needs_them_named_in_the_costs(tmp_path: Path) -> None:
    two = [journey() | {"journey": name} for name in ("J-1", "J-2")]
    write(tmp_path / "journeys.csv", two)
    named, unnamed = cost() | {"journey": "J-2"}, cost(receipt="R-2") | {"journey": ""}
    write(tmp_path / "costs.csv", [named, unnamed])
    result = read(tmp_path)
    assert result.costs["journey"].to_pylist() == ["J-2"]
    assert codes(result) == ["journeys.cost.several-journeys"]


def test_every_missing_journey_is_counted_however_many(tmp_path: Path) -> None:
    write(tmp_path / "journeys.csv", [journey()])
    rows = [cost(worker=f"lost-{i}", receipt=f"R-{i}") for i in range(1_500)]
    write(tmp_path / "costs.csv", rows)
    result = read(tmp_path)
    assert codes(result) == ["journeys.cost.no-journey"] * 1_500
    assert result.costs.num_rows == 0


def test_every_code_is_explained_on_the_page_about_recruitment_files() -> None:
    root = Path(__file__).parents[3]
    page = (root / "docs/reference/recruitment-files.md").read_text("utf-8")
    code = re.compile(r'"(journeys\.[a-z]+\.[a-z-]+)"')
    sources = sorted((root / "src/crest/engine/journeys").glob("*.py"))
    used = {c for path in sources for c in code.findall(path.read_text("utf-8"))}
    used = {c for c in used if c.split(".")[1] not in {"actual_pay", "loan_rate"}}
    assert len(used) > 30
    assert not [c for c in sorted(used) if f"`.{c.split('.')[2]}`" not in page and c not in page]


@pytest.mark.parametrize("written", ["seafarer", " Seafarer", "SEAFARER "])
def test_an_occupation_is_one_word_however_it_is_written(tmp_path: Path, written: str) -> None:
    write(tmp_path / "workers.csv", [journey(occupation=written)])
    assert read(tmp_path).journeys["occupation"].to_pylist() == ["seafarer"]
