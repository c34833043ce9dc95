"""Rules that every template and style sheet keeps, so that pages stay strict, safe and mirrored."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crest.ui.icons import ICONS

pytestmark = pytest.mark.web
SOURCE = Path(__file__).parents[2] / "src" / "crest"
TEMPLATES = sorted(path for path in SOURCE.rglob("*.html") if "templates" in path.parts)
BUILT = {"fonts", "islands"}  # made from node_modules, not written here
SHEETS = sorted(p for p in SOURCE.rglob("static/**/*.css") if not BUILT & set(p.parts))


def _found(pattern: str, files: list[Path]) -> list[str]:
    rule = re.compile(pattern, re.IGNORECASE)
    return [
        f"{path.relative_to(SOURCE)}:{number}: {line.strip()[:90]}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if rule.search(line)
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bstyle\s*=", r"\bon[a-z]+\s*=\s*[\"']", r"hx-on", r"<style", r"<script(?![^>]*\bsrc=)",
        r"javascript:", r"(src|href)\s*=\s*[\"'](https?:)?//", r"<script[^>]*>[^<]",
    ],
)  # fmt: skip
def test_templates_hold_nothing_that_the_policy_forbids(pattern: str) -> None:
    assert not _found(pattern, TEMPLATES)


def test_every_template_of_a_page_stands_in_the_frame() -> None:
    loose = [
        str(path.relative_to(SOURCE))
        for path in TEMPLATES
        if "<html" in path.read_text("utf-8")
        and path.name not in {"page.html", "server_fault.html", "unanswered.html"}
        and "print" not in path.name
    ]
    assert not loose


def test_sheets_use_logical_properties_so_that_pages_can_be_mirrored() -> None:
    side = "(left|right|top|bottom)"
    rule = rf"(?<![\w-])((margin|padding|border)-{side}|{side}\s*:|(float|text-align)\s*:\s*{side})"
    assert not _found(rule, SHEETS)


def test_sheets_fetch_nothing_from_elsewhere() -> None:
    assert not _found(r"@import|url\(\s*[\"']?(https?:)?//", SHEETS)


def test_every_named_icon_is_drawn() -> None:
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(r"{%\s*icon\s+[\"']([\w-]+)[\"']", path.read_text("utf-8"))
    }
    assert named <= set(ICONS)


def test_words_that_judge_people_are_not_used() -> None:
    assert not _found(r"\bvictims?\b|\bcompliant\b", TEMPLATES)


def test_every_picture_and_control_has_a_name() -> None:
    assert not _found(r"<img(?![^>]*\balt=)", TEMPLATES)
