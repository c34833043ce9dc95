"""What only a browser knows: real letter widths, sideways scrolling, blocked styles."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from drawing_factories import invented_report, seafood_chain

from crest.drawing.chain import two_lanes
from crest.drawing.report import write_report

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]

TEXTS = """
const found = [];
for (const box of document.querySelectorAll("g.node, g.centre")) {
  const frame = [...box.querySelectorAll("rect")].at(-1).getBBox();
  for (const text of box.querySelectorAll("text")) {
    const size = text.getBBox();
    const over = Math.max(
      size.x + size.width - frame.x - frame.width, frame.x - size.x,
      size.y + size.height - frame.y - frame.height, frame.y - size.y);
    found.push([text.textContent, over]);
  }
}
"""
SIDEWAYS = """
const found = [innerWidth, document.documentElement.scrollWidth,
  getComputedStyle(document.querySelector(".wide")).display,
  getComputedStyle(document.querySelector(".narrow")).display,
  [...document.querySelectorAll("span.v")].filter((span) => span.checkVisibility()
    && span.lang !== document.documentElement.lang).length];
"""


def asked(page: str, question: str, folder: Path, *, size: str = "1280,2000") -> Any:
    """The value of `found` after the question ran on the page in a real browser."""
    answer = f'{question}document.title = "FOUND" + JSON.stringify(found) + "END";'
    without_policy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    path = folder / "page.html"
    path.write_text(without_policy + f"<script>{answer}</script>", encoding="utf-8")
    done = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", f"--user-data-dir={folder / 'profile'}", f"--window-size={size}",
            "--dump-dom", path.as_uri(),
        ],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    found = re.search(r"<title>FOUND(.*?)END</title>", done.stdout, re.DOTALL)
    assert found, done.stderr[-2000:]
    return json.loads(found[1].replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&"))


@pytest.mark.parametrize("language", ["en", "th"])
def test_real_letters_stay_in_their_boxes(tmp_path: Path, language: str) -> None:
    svg = two_lanes(*seafood_chain(), workplace="W", languages=(language,))
    page = f"<!doctype html><meta charset=utf-8><title></title>{svg}"
    texts = asked(page, TEXTS, tmp_path)
    assert len(texts) > 30
    assert [text for text in texts if text[1] > 0.5] == []


@pytest.mark.parametrize(
    ("language", "theme", "size"),
    [("en", "light", "1280,2000"), ("th", "dark", "1280,2000"), ("en", "dark", "360,800"),
     ("th", "light", "360,800")],
)  # fmt: skip
def test_no_page_scrolls_sideways(tmp_path: Path, language: str, theme: str, size: str) -> None:
    page = write_report(invented_report(), language=language, theme=theme)
    width, scrolled, wide, narrow, other_language = asked(page, SIDEWAYS, tmp_path, size=size)
    assert scrolled <= width
    assert (wide == "none") == (width < 768)
    assert (narrow == "none") == (width >= 768)
    assert other_language == 0


def test_the_policy_blocks_nothing_the_page_needs(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(write_report(invented_report()), encoding="utf-8")
    done = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--enable-logging=stderr", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom",
            path.as_uri(),
        ],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert "Content Security Policy" not in done.stderr
    assert "Uncaught" not in done.stderr
