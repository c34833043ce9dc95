"""The keyboard reaches the content first, focus is seen, and paper has no menus."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.web, pytest.mark.slow]


def test_the_first_tab_offers_to_skip_to_the_content(eyes: Any) -> None:
    page = eyes.look(who="analyst")
    page.goto("/my-work/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_whatever_has_the_focus_shows_an_outline(eyes: Any) -> None:
    page = eyes.look()
    page.goto("/methods/")
    for _ in range(8):
        page.keyboard.press("Tab")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert width >= 2


def test_paper_shows_the_content_without_menus_on_white(eyes: Any) -> None:
    page = eyes.look(who="analyst", color_scheme="dark")
    page.goto("/methods/")
    page.emulate_media(media="print")
    for gone in (".aside", ".top", ".foot"):
        for part in page.locator(gone).all():
            assert not part.locator("a:visible").count()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


def test_every_target_is_large_enough_for_a_finger(eyes: Any) -> None:
    page = eyes.look(who="analyst", viewport={"width": 360, "height": 780})
    page.goto("/my-work/")
    page.locator(".menu > summary").click()
    small = page.evaluate("""() => [...document.querySelectorAll(
      'button, .button, summary, .side li a, input:not([type=hidden])')]
      .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
      .map(e => e.outerHTML.slice(0, 80))""")
    assert small == []
