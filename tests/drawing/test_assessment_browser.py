"""The assessment report in a real browser: nothing scrolls sideways, no word is cut off."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from assessment_factories import invented_assessment
from test_browser import CHROMIUM, asked

from crest.drawing.assessment import write_assessment

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]

SIDEWAYS = """
for (const fold of document.querySelectorAll("details")) fold.open = true;
const seen = (one) => one.checkVisibility();
const found = [innerWidth, document.documentElement.scrollWidth,
  [...document.querySelectorAll(".at-wide")].filter(seen).length,
  [...document.querySelectorAll(".at-narrow")].filter(seen).length,
  [...document.querySelectorAll(".v")].filter((one) => seen(one)
    && one.getAttribute("lang") !== document.documentElement.lang).length,
  [...document.querySelectorAll(".card, .fold, .tiles > div")].filter((one) => seen(one)
    && one.scrollWidth > one.clientWidth + 1).length];
"""
LETTERS = """
for (const fold of document.querySelectorAll("details")) fold.open = true;
const found = [];
for (const chart of document.querySelectorAll("svg.chart")) {
  if (!chart.checkVisibility()) continue;
  const box = chart.viewBox.baseVal;
  for (const text of chart.querySelectorAll("text")) {
    if (!text.checkVisibility()) continue;
    const size = text.getBBox();
    const over = Math.max(size.x + size.width - box.width, -size.x,
      size.y + size.height - box.height - 2, -size.y - 2);
    if (over > 1) found.push([chart.getAttribute("aria-labelledby"), text.textContent, over]);
  }
}
"""
CASES = [
    ("en", "light", "1280,2000"),
    ("th", "dark", "1280,2000"),
    ("en", "dark", "360,800"),
    ("th", "light", "360,800"),
    ("en", "light", "820,1180"),
]


@pytest.mark.parametrize(("language", "theme", "size"), CASES)
def test_no_assessment_scrolls_sideways(
    tmp_path: Path, language: str, theme: str, size: str
) -> None:
    page = write_assessment(invented_assessment(), language=language, theme=theme)
    width, scrolled, wide, narrow, other, spilled = asked(page, SIDEWAYS, tmp_path, size=size)
    assert scrolled <= width
    assert (wide == 0) == (width <= 640)
    assert (narrow == 0) == (width > 640)
    assert other == 0
    assert spilled == 0


@pytest.mark.parametrize(("language", "theme", "size"), CASES[:4])
def test_every_word_of_every_chart_is_on_its_sheet(
    tmp_path: Path, language: str, theme: str, size: str
) -> None:
    page = write_assessment(invented_assessment(), language=language, theme=theme)
    assert asked(page, LETTERS, tmp_path, size=size) == []


def test_the_policy_blocks_nothing_the_assessment_needs(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(write_assessment(invented_assessment()), encoding="utf-8")
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
