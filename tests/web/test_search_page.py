"""The search page answers without any script and keeps what was typed."""

from __future__ import annotations

import pytest
from factories import organisation, person, signed_in
from factories_atlas import node

from crest.access import facade as access

pytestmark = pytest.mark.web


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Each test in its own transaction."""


def test_a_question_is_answered_and_kept() -> None:
    home = organisation()
    node(home, "Charoen Seafood", country="TH", region="Samut Sakhon")
    node(organisation(), "Charoen Seafood of Others")
    page = signed_in(person(home, access.Role.ANALYST)).get("/search/", {"q": "charoen <b>"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Charoen Seafood" in text
    assert "of Others" not in text
    assert 'value="charoen &lt;b&gt;"' in text


def test_near_words_are_said_to_be_near() -> None:
    home = organisation()
    node(home, "Bright River Garments", country="KH")
    text = (
        signed_in(person(home, access.Role.VIEWER))
        .get("/search/", {"q": "brihgt"})
        .content.decode()
    )
    assert "<s>brihgt</s> <strong>bright</strong>" in text


def test_nothing_found_leads_on() -> None:
    client = signed_in(person(organisation(), access.Role.VIEWER))
    assert "/atlas/" in client.get("/search/", {"q": "zzz"}).content.decode()
    assert client.get("/search/").status_code == 200


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=x", "?page=99999999999", "?q=%00%ff&page=-1", "?q=a&page=4"]
)
def test_odd_addresses_give_a_page(query: str) -> None:
    client = signed_in(person(organisation(), access.Role.VIEWER))
    assert client.get("/search/" + query).status_code == 200
    assert client.get("/search/answers/" + query).status_code == 200


def test_a_script_without_permission_gets_a_code() -> None:
    client = signed_in(person(organisation(), access.Role.RESEARCHER))
    assert client.get("/search/").status_code == 403
    refused = client.get("/search/answers/?q=a")
    assert (refused.status_code, refused.json()["code"]) == (403, "access.not_allowed")
