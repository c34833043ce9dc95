"""Every address, role, record and way of signing in: nothing is allowed but what is declared."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from crest.access import facade as access
from crest.web.leaks.addresses import Address, addresses
from crest.web.leaks.asking import content_of, signed_in
from crest.web.leaks.ground import prepare

pytestmark = [pytest.mark.web, pytest.mark.slow]
ALLOWED = range(200, 300)
DENIED = {403, 405, 415}  # 415: a body of another type is refused before anything else is looked at
# Where an address that names no record answers everybody who may ask at all.
ABOUT_NOTHING = frozenset({
    "products/<str:name>/", "atlas/tiles/<int:z>/<int:x>/<int:y>",
    "api/v1/atlas/tiles/<int:z>/<int:x>/<int:y>",
})  # fmt: skip


@pytest.fixture
def ground(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("crest.web.api.buckets.take", lambda *_args: None)
    return prepare(organisations=4, seed=11)


def answer(client: Client, ground: Any, address: Address, home: int) -> int:
    path = ground.path(address, home)
    if address.method == "GET":
        response = client.get(path)
    else:
        kind = "application/json" if address.api else "application/x-www-form-urlencoded"
        response = client.generic(
            address.method, path, "{}" if address.api else "", content_type=kind
        )
    content_of(response)
    return int(response.status_code)


def declared() -> list[Address]:
    return [one for one in addresses() if one.needs != access.PUBLIC]


def test_nobody_without_an_account_gets_anything(ground: Any) -> None:
    nobody = Client(HTTP_HOST="localhost")
    wrong = {
        f"{one.method} {one.route}": status
        for one in declared()
        if (status := answer(nobody, ground, one, 0)) not in DENIED | {302, 401, 404}
    }
    assert not wrong


def test_staff_without_its_second_factor_gets_nothing(ground: Any) -> None:
    for role in (access.Role.ADMINISTRATOR, access.Role.PROTECTION_OFFICER):
        client = signed_in(ground.homes[0].people[role], second_factor=False)
        allowed = [
            f"{one.method} {one.route}"
            for one in declared()
            if answer(client, ground, one, 0) in ALLOWED
        ]
        assert not allowed, role


@pytest.mark.parametrize("role", list(access.Role))
def test_a_role_gets_what_is_declared_and_nothing_else(ground: Any, role: access.Role) -> None:
    client = signed_in(ground.homes[0].people[role])
    may = {str(one) for one in access.ROLE_MAY[role]}
    unexpected, refused = [], []
    for one in declared():
        status = answer(client, ground, one, 0)
        if one.needs not in may and status not in DENIED:
            unexpected.append(f"{one.method} {one.route}: {status} without {one.needs}")
        if one.method == "GET" and one.needs in may and status in {401, 403}:
            refused.append(f"{one.method} {one.route}: {status} with {one.needs}")
    assert not unexpected
    assert not refused


def test_records_of_others_are_not_there_for_any_role(ground: Any) -> None:
    """Organisation 1 gives; whoever has no agreement with it gets nothing of it by any address."""
    friends = {receiver for giver, receiver, _kind in ground.shared if giver == 1}
    viewer = next(one for one in (0, 2, 3) if one not in friends)
    for role in (access.Role.ADMINISTRATOR, access.Role.PROTECTION_OFFICER):
        client = signed_in(ground.homes[viewer].people[role])
        allowed = [
            f"{one.method} {one.route}"
            for one in declared()
            if one.parameters
            and one.route not in ABOUT_NOTHING
            and answer(client, ground, one, 1) in ALLOWED
        ]
        assert not allowed, role


def test_what_is_shared_can_be_read_and_not_changed(ground: Any) -> None:
    giver, receiver, _kind = min(ground.shared)
    client = signed_in(ground.homes[receiver].people[access.Role.ADMINISTRATOR])
    changed = [
        f"{one.method} {one.route}"
        for one in declared()
        if one.parameters
        and one.api
        and one.method != "GET"
        and answer(client, ground, one, giver) in ALLOWED
    ]
    assert not changed
