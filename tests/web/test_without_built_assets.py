"""Where the front end was never built (no Node), every page still answers and maps are drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import organisation, person, signed_in
from factories_atlas import node
from factories_supplychain import nordvik

from crest.access import facade as access
from crest.ui.templatetags import parts
from crest.web.atlas import views

pytestmark = [pytest.mark.web, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def nothing_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As after a fresh checkout: neither fonts nor islands."""
    monkeypatch.setattr(views, "_MANIFEST", str(tmp_path / "none.json"))
    monkeypatch.setattr(parts, "FONT_SHEET", str(tmp_path / "none.css"))
    for kept in (views._built, parts.fonts_are_built):
        getattr(kept, "cache_clear", lambda: None)()
    yield
    for kept in (views._built, parts.fonts_are_built):
        getattr(kept, "cache_clear", lambda: None)()


def test_pages_answer_and_name_no_file_that_is_not_there() -> None:
    home = organisation()
    site = nordvik(home)["site"]
    client = signed_in(person(home, access.Role.ANALYST))
    for path in (
        "/", "/methods/", "/my-work/", "/search/?q=garment", "/atlas/", "/organisations/",
        f"/organisations/{site.ref}/", "/chains/", f"/chains/{site.ref}/", "/products/",
        "/corridors/", "/evidence/", "/evidence/upload/", "/review/", "/requests/", "/findings/",
        "/styleguide/", "/export/",
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200, path
        text = answer.content.decode()
        assert "fonts.css" not in text, path
        assert "ui/islands/" not in text, path


def test_the_atlas_and_the_chain_are_drawn_on_the_server() -> None:
    home = organisation()
    site = nordvik(home)["site"]
    node(home, "Placed Mill", country="TH", latitude=13.5, longitude=100.3, place_precision="given")
    client = signed_in(person(home, access.Role.ANALYST))
    atlas = client.get("/atlas/").content.decode()
    assert re.search(r'<svg[^>]*class="atlas"[^>]*role="group"', atlas)
    assert "Placed Mill" in atlas  # the list holds the same records
    assert 'class="chain' in client.get(f"/chains/{site.ref}/").content.decode()
