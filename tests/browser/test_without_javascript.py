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


def test_a_workplace_is_searched_and_its_chain_read_without_javascript(eyes: Any) -> None:
    page = eyes.look(who="analyst", java_script_enabled=False, viewport=PHONE)
    page.goto("/my-work/")
    page.fill("#find", "khlong saeng")
    page.locator("header .find button").click()
    expect(page.locator("h1")).to_have_text("Search")
    page.locator(".record a").first.click()
    expect(page.locator("h1")).to_contain_text("Khlong Saeng")
    page.get_by_role("link", name="See both chains").click()
    expect(page.locator(".steps").first).to_be_visible()


def test_a_pair_is_judged_and_taken_back_without_javascript(eyes: Any) -> None:
    page = eyes.look(who="analyst", java_script_enabled=False)
    page.goto("/review/")
    page.get_by_role("button", name="Different").click()
    last = page.locator("form.note")
    expect(last).to_contain_text("different")
    last.get_by_role("button", name="Undo").click()
    page.goto("/review/")
    expect(page.get_by_role("button", name="Different")).to_be_visible()


def test_a_request_is_written_without_javascript_and_faults_keep_what_was_typed(eyes: Any) -> None:
    page = eyes.look(who="analyst", java_script_enabled=False, viewport=PHONE)
    page.goto(f"/requests/new/{eyes.site.places['site']}/")
    page.fill("#f-purpose", "To know who recruits")
    page.locator("#f-due_on").fill("2001-01-01")
    page.locator("main form button:not(.quiet)").last.click()
    expect(page.locator("#f-purpose")).to_have_value("To know who recruits")
    expect(page.locator("[role=alert]").first).to_be_visible()
