"""The frame: doors that open, and none that lead nowhere."""

from __future__ import annotations

import factories
import pytest
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

from crest.access import facade as access
from crest.web.frame import DOORS, PUBLIC_DOORS

pytestmark = pytest.mark.web


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nobody_sees_only_public_doors_that_lead_somewhere() -> None:
    page = _page(Client(HTTP_HOST="localhost"), "/")
    assert 'class="side"' not in page
    for _words, route, _section in PUBLIC_DOORS:
        try:
            assert f'href="{reverse(route)}"' in page
        except NoReverseMatch:
            assert f"/{route}/" not in page


def test_the_side_navigation_shows_what_the_role_may_open_and_no_more() -> None:
    home = factories.organisation()
    page = _page(
        factories.signed_in(factories.person(home, access.Role.RESEARCHER)), reverse("my_work")
    )
    may = access.ROLE_MAY[access.Role.RESEARCHER]
    side = page.split('class="side"')[1].split("</nav>")[0]
    for door in DOORS:
        try:
            href = reverse(door.route)
        except NoReverseMatch:
            continue
        assert (f'href="{href}"' in side) == (door.needs in may), door.route


def test_each_door_asks_no_less_than_its_page() -> None:
    unlike = []
    for door in DOORS:
        try:
            view = resolve(reverse(door.route)).func
        except NoReverseMatch:
            continue
        if view.needs not in (door.needs, access.PUBLIC):
            unlike.append((door.route, str(door.needs), str(view.needs)))
    assert not unlike


def test_the_current_page_is_marked_in_the_navigation() -> None:
    client = factories.signed_in(factories.person(factories.organisation(), access.Role.ANALYST))
    page = _page(client, reverse("methods"))
    marked = page.split('aria-current="page"')
    assert len(marked) == 2
    assert marked[0].endswith(f'href="{reverse("methods")}" ')


def test_a_page_that_is_not_there_keeps_the_frame_and_says_so() -> None:
    answer = Client(HTTP_HOST="localhost").get("/no-such-page/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_without_built_fonts_the_page_asks_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crest.ui.templatetags.parts.fonts_are_built", lambda: False)
    assert "fonts.css" not in _page(Client(HTTP_HOST="localhost"), "/")


def test_with_built_fonts_the_page_links_their_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crest.ui.templatetags.parts.fonts_are_built", lambda: True)
    assert '/static/ui/fonts/fonts.css"' in _page(Client(HTTP_HOST="localhost"), "/")


def test_the_chosen_language_stays_and_leads_back_but_never_away() -> None:
    client = Client(HTTP_HOST="localhost")
    answer = client.post(reverse("choose_language"), {"language": "th", "next": "/methods/"})
    assert answer["Location"] == "/methods/"
    assert '<html lang="th"' in _page(client, "/methods/")
    away = client.post(
        reverse("choose_language"), {"language": "en", "next": "https://elsewhere.example/"}
    )
    assert away["Location"] == "/"


def test_thai_pages_say_that_a_machine_translated_them() -> None:
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="th")
    assert "แปลโดยเครื่อง" in _page(client, "/")
    assert "แปลโดยเครื่อง" not in _page(Client(HTTP_HOST="localhost"), "/")
