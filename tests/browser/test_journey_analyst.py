"""A sourcing analyst, new to CREST: who is behind three factories, what was paid, what to do."""

from __future__ import annotations

import os
from typing import Any

import pytest
from example_site import SHOTS

pytestmark = [pytest.mark.web, pytest.mark.browser, pytest.mark.slow]
ANALYST = "analyst@nordvik.example"
# What is typed, the workplace that is meant, and the agency its workers came through.
FACTORIES = (
    ("Talay Chan Frozen Foods Plant 1", "Talay Chan Frozen Foods Plant 1 Co., Ltd.", "Padauk Shwe"),
    ("Pla Thong Marine", "Pla Thong Marine Products Public Company Limited", "Padauk Shwe"),
    ("Mek Nam Aparel", "MEK NAM APPAREL CO., LTD.", "Thanlwin Star"),
)


def shots() -> str | None:
    return os.environ.get(SHOTS)


def test_from_the_first_page_to_who_took_it_what_was_paid_and_what_to_do(visit: Any) -> None:
    came = visit(ANALYST, viewport={"width": 1280, "height": 900})
    came.shoot("analyst-1-my-work", shots())
    came.door("Findings")
    answer = came.text()
    assert "is owed to workers" in answer
    assert "Zwegabin Road Labour Group" in answer
    came.shoot("analyst-2-findings", shots())
    came.page.locator("main a", has_text="Zwegabin Road Labour Group: bribes").first.click()
    finding = came.text()
    for word in (
        "all 177 workers paid", "Padauk Shwe Overseas Employment", "Thanlwin Star Employment",
        "What to do", "Stop all charging of workers now", "Repay what workers paid", "By when",
    ):  # fmt: skip
        assert word in finding, word
    came.shoot("analyst-3-finding", shots())
    assert came.fits()


@pytest.mark.parametrize(("typed", "site", "agency"), FACTORIES)
def test_a_factory_leads_to_its_agency_to_what_was_paid_and_to_the_row_that_says_so(
    visit: Any, typed: str, site: str, agency: str
) -> None:
    came = visit(ANALYST, viewport={"width": 1280, "height": 900})
    came.page.locator("#find").fill(typed)
    came.page.locator("#find").press("Enter")
    came.page.locator("main a", has_text=site).first.click()
    came.page.wait_for_url("**/organisations/**")
    page = came.text()
    assert "What was found" in page
    assert "Paid by them in all" in page
    assert "USD" in page
    came.shoot(f"analyst-4-{typed.split(maxsplit=1)[0]}", shots())
    source = came.page.locator("main a[href^='/evidence/row/']").first.get_attribute("href")
    came.page.locator("main a", has_text="See both chains").click()
    came.page.wait_for_url("**/chains/**")
    assert came.page.locator("main svg").count()
    assert agency in came.page.locator("main").text_content()
    came.shoot(f"analyst-5-chain-{typed.split(maxsplit=1)[0]}", shots())
    came.page.goto(source)
    assert "row" in came.text().lower()


def test_a_first_step_is_handed_on_from_the_finding(visit: Any) -> None:
    came = visit(ANALYST, viewport={"width": 1280, "height": 900})
    came.door("Findings")
    came.page.locator("main a", has_text="Zwegabin Road Labour Group: bribes").first.click()
    came.page.locator("main button", has_text="Hand on").first.click()
    came.page.wait_for_load_state()
    came.door("Findings")
    came.page.locator("main a", has_text="Handed on").first.click()
    assert "1 step is open" in came.text()
    assert "Zwegabin Road Labour Group" in came.text()
    came.shoot("analyst-6-handed-on", shots())


def test_every_door_of_the_analyst_opens(visit: Any) -> None:
    came = visit(ANALYST, viewport={"width": 1280, "height": 900})
    doors = came.page.eval_on_selector_all(".side nav a", "all => all.map(a => a.pathname)")
    assert len(doors) > 10
    for door in doors:
        assert came.page.goto(door).status == 200, door
        assert came.fits(), door
