"""The style guide shows every part in every form."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from crest.ui.icons import ICONS

pytestmark = pytest.mark.web


@pytest.fixture
def page() -> str:
    """The style guide."""
    return Client(HTTP_HOST="localhost").get(reverse("styleguide")).content.decode()


def test_two_themes_and_two_directions_are_shown(page: str) -> None:
    for theme in ("light", "dark"):
        for direction in ("ltr", "rtl"):
            assert f'class="pane theme-{theme}" id="{theme}-{direction}" dir="{direction}"' in page


def test_every_script_of_the_fonts_is_shown_in_every_pane(page: str) -> None:
    for language in ("en", "th", "my", "km", "lo"):
        assert page.count(f'<p lang="{language}"') == 4


def test_every_icon_is_shown_by_name(page: str) -> None:
    for name in ICONS:
        assert f"<code>{name}</code>" in page


def test_no_id_stands_twice(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
