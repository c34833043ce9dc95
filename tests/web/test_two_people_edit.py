"""Two people change one project: the later one is told, and neither loses what was typed."""

from __future__ import annotations

import re

import pytest
from factories import organisation, person, signed_in

from crest.access import facade as access

pytestmark = [pytest.mark.web, pytest.mark.django_db]
NEW = {"code": "P-1", "title": "First title", "donor": "", "countries": "TH", "places": "",
       "begins_on": "", "ends_on": "", "aim": ""}  # fmt: skip


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def test_the_later_writer_is_told_and_decides() -> None:
    home = organisation()
    one, two = (signed_in(person(home, access.Role.ADMINISTRATOR)) for _ in range(2))
    address = one.post("/programmes/new/", NEW)["Location"] + "edit/"
    mine, theirs = (seen_in(who.get(address).content.decode()) for who in (one, two))
    assert two.post(address, {**NEW, "title": "Their title", "seen": theirs}).status_code == 302
    told = one.post(address, {**NEW, "title": "My title", "seen": mine})
    page = told.content.decode()
    assert told.status_code == 409
    assert 'value="My title"' in page, "what was typed stays"
    assert "Meanwhile it says: Their title" in page
    assert "Their title" in one.get(address).content.decode(), "nothing was overwritten"
    again = one.post(address, {**NEW, "title": "My title", "seen": seen_in(page)})
    assert again.status_code == 302
    assert "My title" in two.get(address).content.decode()
