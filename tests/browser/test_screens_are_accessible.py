"""Every screen: right status, nothing for axe to find, nothing cut off, in all its forms."""

from __future__ import annotations

from typing import Any

import pytest
from screens import SCREENS, Screen

pytestmark = [pytest.mark.browser, pytest.mark.web, pytest.mark.slow]

RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations'], runOnly: {type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}});
  return found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(
    n => n.target.join(' ') + ' ' + (n.any[0] || n.all[0] || n.none[0] || {message: ''}).message
  ).join(' | '));
}"""
WIDTHS = {360: 780, 1280: 900}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_screen_is_accessible_both_ways(
    eyes: Any, axe: str, screen: Screen, theme: str, width: int
) -> None:
    page = eyes.look(
        who=screen.who, color_scheme=theme, viewport={"width": width, "height": WIDTHS[width]}
    )
    answer = page.goto(screen.path.format(**eyes.site.places))
    assert answer.status == screen.status
    page.evaluate(axe)
    for direction in ("ltr", "rtl"):
        page.evaluate("way => { document.documentElement.dir = way }", direction)
        assert page.evaluate(RUN) == []
        inside = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert inside, f"{screen.name} is wider than the screen ({direction})"


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_screen_in_thai_says_so_and_fits_a_phone(eyes: Any, screen: Screen) -> None:
    page = eyes.look(who=screen.who, language="th", viewport={"width": 360, "height": 780})
    assert page.goto(screen.path.format(**eyes.site.places)).status == screen.status
    assert page.evaluate("document.documentElement.lang") == "th"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
