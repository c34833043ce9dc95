"""Everybody else of the example: what is shared with each, and that nothing more is."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
from example_site import Example, demo

from crest.access import facade as access
from crest.web.demo.cast import CAST

pytestmark = [pytest.mark.web, pytest.mark.browser, pytest.mark.slow]
OTHERS = (
    "admin@nordvik.example", "auditor@klarblick.example", "ministry@fairwork.example",
    "protection@riverside.example", "researcher@institute.example",
    "installation@nordvik.example", "reviewer@nordvik.example", "programmes@nordvik.example",
    "union@kaewfah.example",
)  # fmt: skip


@pytest.mark.parametrize("who", OTHERS)
def test_every_door_of_a_role_opens(visit: Any, who: str) -> None:
    came = visit(who, viewport={"width": 1280, "height": 900})
    doors = came.page.eval_on_selector_all(".side nav a", "all => all.map(a => a.pathname)")
    assert "/my-work/" in doors
    for door in doors:
        assert came.page.goto(door).status == 200, door
        assert came.fits(), door


@pytest.mark.parametrize("who", ["auditor@klarblick.example", "protection@riverside.example"])
def test_who_is_shared_chain_and_findings_reads_both_but_changes_nothing(
    visit: Any, who: str
) -> None:
    came = visit(who, viewport={"width": 1280, "height": 900})
    came.door("Findings")
    assert "Zwegabin Road Labour Group" in came.text()
    came.page.goto("/organisations/?q=Mek+Nam")
    came.page.locator("main th a").first.click()
    assert "Correct this record" not in came.text()


# Names of firms and workplaces of the example, one word of each that no country or product has.
FIRMS = (
    "Zwegabin",
    "Mek Nam",
    "MEK NAM",
    "Talay Chan",
    "Padauk",
    "May Tre",
    "Kenari",
    "Bayan Suria",
)


def test_a_ministry_reads_findings_but_no_chain(visit: Any) -> None:
    came = visit("ministry@fairwork.example", viewport={"width": 1280, "height": 900})
    came.door("Findings")
    assert "Zwegabin" in came.text()
    for address in ("/organisations/", "/chains/", "/products/", "/products/?q=basket"):
        assert came.page.goto(address).status == 200
        assert not [firm for firm in FIRMS if firm in came.text()], address
    # Behind which product a firm stands, and on which way, is the chain.
    assert came.page.goto("/products/Baskets/").status == 404


def test_a_researcher_reads_figures_of_groups_and_no_firm(visit: Any) -> None:
    came = visit("researcher@institute.example", viewport={"width": 1280, "height": 900})
    for address in ("/findings/", "/findings/priorities/", "/products/", "/atlas/", "/chains/"):
        assert came.page.goto(address).status == 403, address
    came.door("Corridors")
    assert "KH" in came.page.content()
    links = came.page.eval_on_selector_all("main th a", "all => all.map(a => a.pathname)")
    assert len(links) >= 5
    for link in links:
        assert came.page.goto(link).status == 200
        assert not [firm for firm in FIRMS if firm in came.text()], link


def test_the_example_names_an_account_for_each_role_and_says_it_is_invented(
    example: Example,
) -> None:
    assert len(example.passwords) == len(CAST)
    assert {part.role for part in CAST} == set(access.Role)
    for word in ("analyst", "supplier", "recruiter", "auditor", "ministry", "researcher"):
        assert word in example.said
    assert all(password in example.said for password in example.passwords.values())
    assert len(set(example.passwords.values())) == len(CAST)


def test_a_folder_that_is_no_example_is_left_alone(tmp_path: Any) -> None:
    (tmp_path / "precious.txt").write_text("mine", "utf-8")
    done = subprocess.run(
        demo("--reset", "--home", str(tmp_path)), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 3
    assert "nothing was changed" in done.stderr
    assert (tmp_path / "precious.txt").read_text("utf-8") == "mine"
