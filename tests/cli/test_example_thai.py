"""The report of the shipped example can be read in Thai from its first word to its last."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from assessed_example import Result

pytestmark = [pytest.mark.cli, pytest.mark.slow]
# Words in small Latin letters: six of them and hardly any Thai are an English sentence.
LATIN = re.compile(r"(?<![A-Za-z\u00c0-\u1ef9./_-])[a-z]{2,}(?![A-Za-z\u00c0-\u1ef9/_-])")
THAI = re.compile("[\u0e00-\u0e7f]")
MOST = 3
# What keeps its language: names, sources with the place in their text, codes, the owner's words.
KEPT_TAGS = frozenset({"script", "style", "code", "title"})
KEPT_CLASSES = frozenset({"cites", "source", "evidence", "notice", "name", "title", "path"})
KEPT_COLUMNS = ("แหล่งที่มา",)
VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})


class Texts(HTMLParser):
    """The texts a Thai reader sees: neither English spans nor what keeps its language."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[bool] = []
        self.found: list[str] = []
        self.head = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        kept = tag in KEPT_TAGS or bool(classes & KEPT_CLASSES)
        self.inside.append(kept or (tag != "html" and given.get("lang") == "en"))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.inside:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        text = data.strip()
        if not text or any(self.inside):
            return
        if THAI.search(text):
            self.head = text
        self.found.append("" if self.head.startswith(KEPT_COLUMNS) else text)


def is_english(text: str) -> bool:
    both = " / " in text and THAI.search(text)  # what is read aloud of a drawing, in both languages
    return not both and len(LATIN.findall(text)) > MOST and len(THAI.findall(text)) < len(text) / 5


def test_no_english_sentence_is_left_for_a_reader_of_thai(result: Result) -> None:
    page = Texts()
    page.feed((result.out / "report.html").read_text(encoding="utf-8"))
    assert len(page.found) > 1000
    sources = set(cites_of(result))
    left = {text for text in page.found if is_english(text)} - sources
    assert sorted(left) == []


def cites_of(result: Result) -> list[str]:
    """The citations of the rules in use, which keep the language of the text they name."""
    return [str(row["source"]) for row in result.parquet("groups/rules")]
