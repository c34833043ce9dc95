"""Files that pages load: pinned headers, kept long only where the name carries their content."""

from __future__ import annotations

import urllib.request
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.web]


def _headers(address: str) -> dict[str, str]:
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - our own server
        return {name.lower(): value for name, value in answer.headers.items()}


def test_files_are_for_this_site_only(site: Any) -> None:
    said = _headers(f"{site.address}/static/ui/crest.css")
    assert said["cache-control"] == "max-age=60, public"
    assert said["cross-origin-resource-policy"] == "same-origin"
    assert said["x-content-type-options"] == "nosniff"
    assert said["referrer-policy"] == "same-origin"
    assert "access-control-allow-origin" not in said


def test_fonts_named_by_their_content_are_kept_for_ever(site: Any) -> None:
    sheet = f"{site.address}/static/ui/fonts/fonts.css"
    try:
        with urllib.request.urlopen(sheet, timeout=20) as answer:  # noqa: S310 - our own server
            text = answer.read().decode()
    except urllib.error.HTTPError:
        pytest.skip("the fonts are not built: npm is not here")
    font = text.split('url("')[1].split('"')[0]
    said = _headers(f"{site.address}/static/ui/fonts/{font}")
    assert "immutable" in said["cache-control"]
    assert said["content-type"] == "font/woff2"
