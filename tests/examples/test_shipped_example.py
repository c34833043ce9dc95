"""The shipped example: present, readable, plainly invented, and explained row by row."""

from __future__ import annotations

import csv
import io
import json
import re
import runpy
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
import yaml
from python_calamine import load_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDER = EXAMPLES / "nordvik-retail"
TRUTH = EXAMPLES / "nordvik-retail.truth.csv"
TEXTS = {
    "osh_garments_2025.csv": ("utf-8-sig", ","),
    "thai_factories_win874.csv": ("cp874", ","),
    "vietnam_suppliers_utf16.tsv": ("utf-16", "\t"),
    "svenska_leverantorer_latin1.csv": ("latin-1", ";"),
    "electronics_gb18030.csv": ("gb18030", ","),
    "agency_register.csv": ("utf-8", ","),
    "omts_suppliers.csv": ("utf-8", ","),
    "links.csv": ("utf-8", ","),
    "labour_channels.csv": ("utf-8", ","),
}
BOOKS = {"furniture_and_food_2024.xlsx": 3, "crest_workbook.xlsx": 0, "agency_survey.ods": 0}
OTHERS = {"audit_archive_2023.parquet", "seafood_sites.geojson", "scdex_locations.json"}


def text_rows(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    encoding, delimiter = TEXTS[name]
    text = (folder / name).read_bytes().decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def row_counts() -> dict[tuple[str, str], int]:
    """Count data rows per (file, sheet) without the generator."""
    counts = {(name, ""): len(text_rows(name)) for name in TEXTS}
    for name, above in BOOKS.items():
        book = load_workbook(str(FOLDER / name))
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python()
            counts[name, sheet] = len(rows) - above - 1
    counts["audit_archive_2023.parquet", ""] = pq.read_metadata(
        FOLDER / "audit_archive_2023.parquet"
    ).num_rows
    points = json.loads((FOLDER / "seafood_sites.geojson").read_text(encoding="utf-8"))
    counts["seafood_sites.geojson", ""] = len(points["features"])
    places = json.loads((FOLDER / "scdex_locations.json").read_text(encoding="utf-8"))
    counts["scdex_locations.json", "locations"] = len(places["locations"])
    return counts


def truth_rows() -> list[dict[str, str]]:
    with TRUTH.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def content(path: Path) -> Any:
    """Read what a file says, whatever library version packed it."""
    if path.suffix in {".xlsx", ".ods"}:
        with zipfile.ZipFile(path) as book:
            return {name: book.read(name) for name in book.namelist()}
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    return path.read_bytes()


@pytest.fixture
def example_writer(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    yield runpy.run_path(str(EXAMPLES / "make_example.py"))
    for name in [name for name in sys.modules if name.split(".")[0] == "invented"]:
        del sys.modules[name]


def test_the_folder_holds_exactly_the_lists_and_the_notice() -> None:
    held = {path.name for path in FOLDER.iterdir()}
    assert held == {*TEXTS, *BOOKS, *OTHERS, "NOTICE.txt", "about.yaml", "workers"}


def test_every_committed_file_is_what_the_script_writes(
    example_writer: dict[str, Any], tmp_path: Path
) -> None:
    example_writer["write_example"](tmp_path)
    everything = [*EXAMPLES.glob("*.csv"), *FOLDER.rglob("*")]
    committed = [path for path in everything if path.is_file()]
    for path in committed:
        again = tmp_path / path.relative_to(EXAMPLES)
        assert content(again) == content(path), f"{path.name} was changed by hand"
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == len(committed)


def test_every_page_of_the_example_can_say_that_it_is_invented() -> None:
    about = yaml.safe_load((FOLDER / "about.yaml").read_text(encoding="utf-8"))
    assert "invented" in about["title"]
    assert "do not exist" in about["notice"]
    assert "No real person" in (FOLDER / "NOTICE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_text_list_decodes_in_its_own_encoding(name: str) -> None:
    rows = text_rows(name)
    assert len(rows) > 10
    assert all(None not in row for row in rows), "a row is longer than its header"


@pytest.mark.parametrize(
    "name", ["thai_factories_win874.csv", "electronics_gb18030.csv", "vietnam_suppliers_utf16.tsv"]
)
def test_the_lists_in_other_encodings_are_no_utf8(name: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        (FOLDER / name).read_bytes().decode("utf-8")


def test_the_truth_names_every_row_of_every_list() -> None:
    known = {(line["source"], line["sheet"], int(line["row"])) for line in truth_rows()}
    expected = {
        (source, sheet, row)
        for (source, sheet), rows in row_counts().items()
        for row in range(1, rows + 1)
    }
    assert known == expected


def test_the_truth_knows_80_to_120_sites_seen_again_and_again() -> None:
    sites = [line["entity"] for line in truth_rows() if line["kind"] == "sites" and line["entity"]]
    assert 80 <= len(set(sites)) <= 120
    assert len(sites) > 2 * len(set(sites)) * 0.95


def spellings_of(entity: str) -> set[str]:
    """All names the links, channels, survey and register give this organisation."""
    cells: set[str] = set()
    books = {
        name: {
            sheet: load_workbook(str(FOLDER / name)).get_sheet_by_name(sheet).to_python()
            for sheet in load_workbook(str(FOLDER / name)).sheet_names
        }
        for name in BOOKS
    }
    columns = {"recruiter": ("Recruiter", "recruiter_name"), "": ("name", "Agency name")}
    columns |= {"from": ("from_name",), "to": ("to_name",)}
    for line in truth_rows():
        if line["entity"] != entity or line["end"] not in columns:
            continue
        at = int(line["row"])
        if line["source"] in TEXTS:
            row: dict[str, Any] = text_rows(line["source"])[at - 1]
        else:
            table = books[line["source"]][line["sheet"]]
            row = dict(zip(table[0], table[at], strict=True))
        cells |= {str(row[column]) for column in columns[line["end"]] if row.get(column)}
    return cells


def test_one_agency_is_spelled_twenty_ways() -> None:
    assert len(spellings_of("A-ISAN")) >= 20


def test_no_list_has_a_column_or_an_address_of_a_person() -> None:
    personal = re.compile(r"passport|date of birth|birthday|e-?mail|phone|@\w+\.\w", re.IGNORECASE)
    titles = re.compile(r"\b(Mr|Mrs|Ms|Dr|Khun)\b\.? [A-Z]")
    for name, (encoding, _) in TEXTS.items():
        text = (FOLDER / name).read_bytes().decode(encoding)
        assert not personal.search(text), name
        assert not titles.search(text), name


def test_the_planted_faults_are_there() -> None:
    garments = text_rows("osh_garments_2025.csv")
    assert [row["name"] for row in garments if float(row["lat"]) > 90], "no swapped lat/lng"
    assert any("Đồng Nai" in row["address"] and row["country"] == "Cambodia" for row in garments)
    assert sum(row == garments[0] for row in garments) == 2, "no exact repeat"
    assert any(not row["Quốc gia"] for row in text_rows("vietnam_suppliers_utf16.tsv"))
    assert any(not row["Namn"] for row in text_rows("svenska_leverantorer_latin1.csv"))
    links = text_rows("links.csv")
    assert any(row["relation"] == "subcontracts" and not row["share"] for row in links)
    ends: dict[tuple[str, str], dict[str, str]] = {}
    for line in truth_rows():
        if line["kind"] == "links":
            ends.setdefault((line["source"], line["row"]), {})[line["end"]] = line["entity"]
    pairs = {(end["from"], end["to"]) for end in ends.values()}
    assert any(start == end for start, end in pairs), "no self-link"
    assert {("BE06", "BE03"), ("BE03", "BE04"), ("BE04", "BE06")} <= pairs, "no cycle"
    book = load_workbook(str(FOLDER / "furniture_and_food_2024.xlsx"))
    names = [str(row[0]) for row in book.get_sheet_by_name("Furniture").to_python()]
    assert any(name.startswith("=") for name in names), "no formula-like name"


@pytest.mark.parametrize(
    ("script", "letters"),
    [
        ("Thai", "\u0e01-\u0e2e"),
        ("Burmese", "\u1000-\u102a"),
        ("Khmer", "\u1780-\u17b3"),
        ("Lao", "\u0e81-\u0eae"),
        ("Vietnamese", "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệ"),
    ],
)
def test_the_register_writes_agencies_in_their_own_script(script: str, letters: str) -> None:
    text = (FOLDER / "agency_register.csv").read_text(encoding="utf-8")
    assert re.search(f"[{letters}]", text), f"no {script} name"
