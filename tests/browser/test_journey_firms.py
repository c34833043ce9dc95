"""A supplier and an agency on a phone: they answer, read their own page, and see nobody else's."""

from __future__ import annotations

import os
from typing import Any

import pytest
from example_site import SHOTS

pytestmark = [pytest.mark.web, pytest.mark.browser, pytest.mark.slow]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SUPPLIER, RECRUITER = "supplier@talaychan.example", "recruiter@padauk.example"
# Firms of the buyer's lists that neither has to do with.
STRANGERS = ("Mek Nam", "MEK NAM", "Hoa Mai", "Isan Berry", "Norrskogens")


def shots() -> str | None:
    return os.environ.get(SHOTS)


def open_step(came: Any, words: str) -> None:
    came.page.locator("main button, main a.button").filter(has_text=words).first.click()
    came.page.wait_for_load_state()
    assert came.fits(), words


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_a_supplier_answers_a_request_on_a_phone(visit: Any, *, scripts: bool) -> None:
    came = visit(SUPPLIER, **PHONE, java_script_enabled=scripts)
    came.page.locator("main a", has_text="Requests to answer").first.click()
    came.page.locator("main a").first.click()
    assert "Nordvik Hem & Mat (invented) asks you some questions" in came.text()
    came.shoot("supplier-1-asked", shots())
    open_step(came, "Begin")
    came.page.locator("input[name=name]").fill("Khlong Mai Peeling (invented)")
    came.page.locator("input[name=product]").fill("Peeled shrimp")
    open_step(came, "Keep and go on")
    came.page.locator("input[name=name]").fill("Sakhon Labour Bridge")
    came.page.locator("input[name=people]").fill("many")
    open_step(came, "Keep and go on")
    assert "Write a whole number" in came.text()
    assert came.page.locator("input[name=name]").input_value() == "Sakhon Labour Bridge"
    came.shoot("supplier-2-typed-wrong", shots())
    came.page.locator("input[name=people]").fill("260")
    open_step(came, "Keep and go on")
    came.page.locator("input[name=workers]").fill("1240")
    open_step(came, "Keep and go on")
    assert "Khlong Mai Peeling" in came.text()
    if not scripts:
        return  # it can be sent once only: then with scripts
    came.page.locator("input[name=who]").fill("Mali, plant office")
    open_step(came, "Agree and send")
    assert "Without your consent nothing is sent" in came.text()
    came.page.locator("input[name=consent]").check()
    open_step(came, "Agree and send")
    assert "Your answer was sent" in came.text()
    came.shoot("supplier-3-sent", shots())


@pytest.mark.parametrize("who", [SUPPLIER, RECRUITER])
def test_a_firm_sees_its_own_record_and_no_strangers(visit: Any, who: str) -> None:
    came = visit(who, **PHONE)
    doors = came.page.eval_on_selector_all("nav a", "all => all.map(a => a.pathname)")
    for door in doors:
        assert came.page.goto(door).status == 200, door
        assert came.fits(), door
        seen = came.page.locator("body").text_content()
        assert not [name for name in STRANGERS if name in seen], door
    came.page.goto("/organisations/")
    assert "1 record" in came.text()
    came.shoot(f"{who.split('@', maxsplit=1)[0]}-4-organisations", shots())


def test_a_recruiter_reads_its_own_page_and_what_was_found(visit: Any) -> None:
    came = visit(RECRUITER, **PHONE)
    came.page.goto("/organisations/")
    came.page.locator("main th a", has_text="Padauk Shwe").first.click()
    page = came.text()
    assert "Claimed by the firm itself" in page
    assert "Zwegabin Road Labour Group" in page  # its own sub-agent
    assert "What was found" in page
    assert came.fits()
    came.shoot("recruiter-1-own-page", shots())
    came.page.goto("/findings/")
    assert "Mek Nam" not in came.text()
    came.shoot("recruiter-2-findings", shots())


def test_a_search_of_a_firm_finds_no_strangers(visit: Any) -> None:
    came = visit(RECRUITER, **PHONE)
    for words in ("Mek Nam", "Norrskogens", "Isan Berry"):
        came.page.goto(f"/search/?q={words}")
        assert came.page.locator("main a[href^='/organisations/']").count() == 0
