"""The pages a newcomer reads: their links lead somewhere, their numbers and words are true."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from python_calamine import load_workbook

from crest.engine.tables.contracts import RELATIONS
from examples.test_shipped_example import row_counts

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        ROOT / "GLOSSARY.md",
        ROOT / "examples/README.md",
        *(ROOT / "docs/start").glob("*.md"),
        *(ROOT / "docs/how-to").glob("*.md"),
    ]
)
COMMANDS = {
    *("assess", "costs", "indicators", "repay", "rules", "import"),
    *("match", "map", "trace", "template", "doctor"),
}


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_console_blocks_hold_nothing_but_crest_commands(page: Path) -> None:
    text = re.sub(r"(?m)^ {3}", "", page.read_text(encoding="utf-8"))  # blocks inside lists
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    wrong = [line for line in lines if not re.match(rf"\$ crest ({'|'.join(COMMANDS)})\b", line)]
    assert not wrong
    inputs = {word for line in lines for word in line.split() if word.startswith("examples/")}
    missing = {word for word in inputs if not (ROOT / word).exists()}
    assert missing <= {"examples/no-such-folder"}


def rows_said() -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """What the README of the example says its lists hold, and what its worker files hold."""
    text = (ROOT / "examples/README.md").read_text(encoding="utf-8")
    lists, _, workers = text.partition("## The workers")
    table = re.compile(r"^\| (`[^|]+`) \|.*\| ([^|]+) \|$", re.MULTILINE)
    numbers = re.compile(r"(?<![\w-])\d+")
    said = [
        {
            ", ".join(re.findall("`([^`]+)`", row[1])): [
                int(number) for number in numbers.findall(row[2].replace(",", ""))
            ]
            for row in table.finditer(part)
        }
        for part in (lists, workers)
    ]
    return said[0], said[1]


def test_the_readme_of_the_example_counts_its_rows_right() -> None:
    counted: dict[str, list[int]] = {}
    for (source, _), rows in row_counts().items():
        counted.setdefault(source, []).append(rows)
    assert rows_said()[0] == counted


def test_the_readme_of_the_example_counts_what_workers_told() -> None:
    folder = ROOT / "examples/nordvik-retail/workers"
    counted: dict[str, list[int]] = {}
    for row in rows_said()[1]:
        counted[row] = []
        for name in row.split(", "):
            if name.endswith(".csv"):
                with (folder / name).open(encoding="utf-8", newline="") as lines:
                    counted[row].append(sum(1 for _ in csv.reader(lines)) - 1)
                continue
            book = load_workbook(str(folder / name))
            counted[row] += [
                len(book.get_sheet_by_name(sheet).to_python()) - 1 for sheet in book.sheet_names
            ]
    assert rows_said()[1] == counted


def test_the_glossary_explains_every_relation() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == sorted(RELATIONS)


def test_the_glossary_never_claims_a_crime_or_a_clean_bill() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").lower()
    assert not re.search(r"\b(victims?|compliant)\b", text)
