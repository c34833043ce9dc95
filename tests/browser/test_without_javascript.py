"""With JavaScript off the pages still lead, and forms still work."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.web, pytest.mark.slow]

PHONE = {"width": 360, "height": 780}


def test_somebody_signs_in_and_out_without_javascript(eyes: Any) -> None:
    page = eyes.look(java_script_enabled=False)
    page.goto("/my-work/")
    page.fill("input[name=login]", "analyst@example.org")
    page.fill("input[name=password]", "a long enough secret")
    page.locator("main form button").first.click()
    expect(page.locator("h1")).to_have_text("My work")
    page.locator(".me > summary").click()
    page.locator(".me button").click()
    expect(page.locator("header").get_by_role("link", name="Sign in")).to_be_visible()


def test_the_language_is_changed_without_javascript_and_stays(eyes: Any) -> None:
    page = eyes.look(java_script_enabled=False)
    page.goto("/methods/")
    page.get_by_role("button", name="ไทย").click()
    expect(page.locator("html")).to_have_attribute("lang", "th")
    assert page.url.endswith("/methods/")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "th")


def test_the_menu_is_closed_on_a_phone_and_opens_without_javascript(eyes: Any) -> None:
    page = eyes.look(who="analyst", java_script_enabled=False, viewport=PHONE)
    page.goto("/my-work/")
    expect(page.locator(".side nav")).to_be_hidden()
    page.locator(".menu > summary").click()
    expect(page.locator(".side nav")).to_be_visible()


def test_the_menu_is_always_there_on_a_wide_screen(eyes: Any) -> None:
    page = eyes.look(who="analyst", java_script_enabled=False)
    page.goto("/my-work/")
    expect(page.locator(".side nav")).to_be_visible()
    expect(page.locator(".menu")).to_be_hidden()


def test_the_chain_of_the_first_page_is_read_as_steps_on_a_phone(eyes: Any) -> None:
    page = eyes.look(java_script_enabled=False, viewport=PHONE)
    page.goto("/")
    expect(page.locator(".chain-figure > .wide")).to_be_hidden()
    expect(page.locator(".steps").first).to_be_visible()


def test_the_first_page_is_drawn_without_javascript(eyes: Any) -> None:
    page = eyes.look(java_script_enabled=False)
    page.goto("/")
    expect(page.locator("svg.chain .centre")).to_be_visible()
    expect(page.locator("svg.world .land")).to_be_visible()
    expect(page.locator(".ask li")).to_have_count(6)
