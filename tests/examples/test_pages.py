"""The pages a newcomer reads: their links lead somewhere, their numbers and words are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

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
COMMANDS = {"match", "map", "trace", "template", "doctor"}


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


def test_the_readme_of_the_example_counts_its_rows_right() -> None:
    text = (ROOT / "examples/README.md").read_text(encoding="utf-8")
    said = {
        row[1]: [int(number) for number in re.findall(r"(?<![\w-])\d+", row[2])]
        for row in re.finditer(r"^\| `([^`]+)` \|.*\| ([^|]+) \|$", text, re.MULTILINE)
    }
    counted: dict[str, list[int]] = {}
    for (source, _), rows in row_counts().items():
        counted.setdefault(source, []).append(rows)
    assert said == counted


def test_the_glossary_explains_every_relation() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == sorted(RELATIONS)


def test_the_glossary_never_claims_a_crime_or_a_clean_bill() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").lower()
    assert not re.search(r"\b(victims?|compliant)\b", text)
