"""The reference page of settings says what the code says."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from crest.cli.settings_page import settings_page
from crest.config import Config

pytestmark = pytest.mark.cli
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


def test_the_page_is_what_the_settings_say_now() -> None:
    stale = "run: python -m crest.cli.settings_page docs/reference/settings.md"
    assert PAGE.read_text("utf-8") == settings_page(), stale


def test_every_setting_is_named_with_its_meaning() -> None:
    page = settings_page()
    for field in fields(Config):
        (line,) = [row for row in page.splitlines() if f"`CREST_{field.name.upper()}`" in row]
        assert len(line.split("|")[4].strip()) > 10
