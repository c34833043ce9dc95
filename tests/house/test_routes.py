"""Every address declares who may use it, or is on a short list that says why not."""

from __future__ import annotations

import pytest

from crest.access.facade import PUBLIC, Permission
from crest.web.leaks.addresses import addresses

pytestmark = pytest.mark.house
KNOWN = {str(one) for one in Permission} | {PUBLIC}
# Open by their nature: what a person may read who has no account. Everything else asks.
OPEN = {
    "", "language/", "methods/", "methods/<str:code>/", "styleguide/", "api/v1/",
    "api/v1/openapi.json", "api/v1/<path:rest>",
    "invitation/<str:code>/", "r/", "r/<str:code>/",  # whoever holds the code of a letter
}  # fmt: skip


def test_every_address_declares_its_permission() -> None:
    silent = sorted({f"{one.method} {one.route}" for one in addresses() if one.needs not in KNOWN})
    assert not silent, f"no access.page(needs=…) and no access.Needs(…): {silent}"


def test_only_known_addresses_are_open_to_everybody() -> None:
    opened = {one.route for one in addresses() if one.needs == PUBLIC}
    assert not opened - OPEN, f"open to everybody without being on the list: {opened - OPEN}"


def test_the_walk_sees_pages_and_the_api() -> None:
    routes = {one.route for one in addresses()}
    assert {"my-work/", "api/v1/batches/<ref>"} <= routes
