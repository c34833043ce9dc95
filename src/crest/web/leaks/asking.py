"""Asks as people of one organisation for everything of all, and reads every answer for marks."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from allauth.account.internal.userkit import user_id_to_str
from django.apps import apps
from django.test import Client

from crest.access import facade as access
from crest.web.leaks.addresses import Address, addresses
from crest.web.leaks.marks import NAME, OWN, Mark, marks_in
from crest.web.leaks.planting import Planted

_METHODS: Final = "account_authentication_methods"
_BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"
_SEARCHED: Final = ("q", "query", "search", "name", "text")
_FAULT: Final = 500
_LEARNED: Final[dict[tuple[str, str], list[tuple[str, str]]]] = {}
SHAREABLE: Final = ("chain", "evidence", "findings", "figures", "answers", "programmes")


@dataclass(slots=True)
class Outcome:
    """What a round of asking came to."""

    requests: int = 0
    leaks: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    own_marks: int = 0  # marks one may see: proof that the answers hold records at all


class Field:
    """The planted organisations, who shares with whom, and signed-in browsers of their people."""

    def __init__(self, homes: list[Planted], shared: set[tuple[int, int, str]], seed: int) -> None:
        self.homes, self.shared = homes, shared
        self.chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
        self._browsers: dict[tuple[int, access.Role], Client] = {}

    def browser(self, home: int, role: access.Role) -> Client:
        """A signed-in browser, with its second factor."""
        key = (home, role)
        if key not in self._browsers:
            self._browsers[key] = signed_in(self.homes[home].people[role])
        return self._browsers[key]

    def may_see(self, viewer: int, mark: Mark) -> bool:
        """Whether an organisation may see a record with this mark."""
        if mark.kind == NAME:
            known = {one[:2] for one in self.shared}
            return mark.number == viewer or bool(
                {(mark.number, viewer), (viewer, mark.number)} & known
            )
        kinds = mark.kind.split("+")
        return mark.number == viewer or all(
            (mark.number, viewer, kind) in self.shared for kind in kinds
        )

    def value(self, route: tuple[str, str], home: int) -> str:
        """A public id of an organisation that fits a parameter of a route."""
        fits = self._fits(route)
        if not fits:
            return self.chance.choice(self._any(home))
        table, column = self.chance.choice(fits)
        return str(getattr(self.chance.choice(self.homes[home].rows[table]), column))

    def path(self, address: Address, home: int) -> str:
        """An address filled in with records of an organisation; numbers are small ones."""
        return address.filled(
            {
                name: str(self.chance.randint(1, 9))
                if kind == "int"
                else self.value((address.route, name), home)
                for kind, name in address.parameters
            }
        )

    def _any(self, home: int) -> list[str]:
        return [row.ref for rows in self.homes[home].rows.values() for row in rows]

    def _fits(self, route: tuple[str, str]) -> list[tuple[str, str]]:
        """Which records a route is about: found out once, by asking as the owner for its own.

        A route without a page of its own takes the ids of the longest one it begins with.
        """
        if route not in _LEARNED:
            address, name = route
            _LEARNED[route] = []
            pages = {one.route: one for one in addresses() if one.method == "GET"}
            if address in pages and len(pages[address].parameters) == 1:
                _LEARNED[route] = self._fitting(pages[address])
            if not _LEARNED[route]:
                stem = address.split(f"{name}>")[0]
                kin = [one for one in pages if one.startswith(stem) and len(one) < len(address)]
                for one in sorted(kin, key=lambda each: -len(each)):
                    _LEARNED[route] = _LEARNED[route] or self._fits((one, name))
        return _LEARNED[route]

    def _fitting(self, address: Address) -> list[tuple[str, str]]:
        name = address.parameters[0][1]
        for wanted in (["ref"], ["crest_id", "code", "subject"]):
            for table, rows in self.homes[0].rows.items():
                for column in wanted:
                    value = str(getattr(rows[0], column, ""))
                    if value and self._opens(address.filled({name: value})):
                        return [(table, column)]
        return []

    def _opens(self, path: str) -> bool:
        browser = self.browser(0, access.Role.ADMINISTRATOR)
        browser.raise_request_exception = False
        try:
            answer = browser.get(path)
        finally:
            browser.raise_request_exception = True
        content_of(answer)  # to its end: closing it oneself would close the database, too
        return answer.status_code == 200  # noqa: PLR2004


def ask(ground: Field, count: int, tell: Callable[[int], None] = lambda _done: None) -> Outcome:
    """So many requests, mostly for what belongs to others."""
    outcome = Outcome()
    asked = [one for one in addresses() if one.needs not in {"", "public"} or one.parameters]
    quiet = range(len(ground.homes) // 2, len(ground.homes))  # nobody of these changes anything
    for number in range(count):
        address = ground.chance.choice(asked)
        changing = address.method != "GET"
        viewer = ground.chance.randrange(quiet.start if changing else len(ground.homes))
        about = _about(ground, viewer, quiet if changing else range(len(ground.homes)))
        role = ground.chance.choice(_USUAL if ground.chance.random() < 0.8 else list(access.Role))  # noqa: PLR2004
        _ask_one(ground, address, viewer, about, role, outcome)
        if number % 500 == 0:
            tell(number)
    return outcome


_USUAL: Final = [access.Role.ADMINISTRATOR, access.Role.ANALYST, access.Role.PROTECTION_OFFICER]


def _about(ground: Field, viewer: int, among: range) -> int:
    """Whose record is asked for: another's, three times of four; never its own in a change."""
    if viewer not in among or ground.chance.random() < 0.75:  # noqa: PLR2004
        others = [one for one in among if one != viewer]
        return ground.chance.choice(others)
    return viewer


def _ask_one(
    ground: Field, address: Address, viewer: int, about: int, role: access.Role, outcome: Outcome
) -> None:  # fmt: skip
    path = ground.path(address, about)
    browser = ground.browser(viewer, role)
    query = _query(ground, about)
    try:
        if address.method == "GET":
            response = browser.get(path, query)
        else:
            kind = "application/json" if address.api else "application/x-www-form-urlencoded"
            body = "{}" if address.api else ""
            response = browser.generic(address.method, path, body, content_type=kind)
        content = content_of(response)
    except Exception as error:  # noqa: BLE001 - a fault is an outcome here
        outcome.faults.append(f"{address.method} {address.route}: {type(error).__name__}: {error}")
        outcome.requests += 1
        return
    outcome.requests += 1
    outcome.statuses[response.status_code] += 1
    if response.status_code >= _FAULT:
        outcome.faults.append(f"{address.method} {address.route}: {response.status_code}")
    headers = " ".join(f"{name}: {value}" for name, value in response.items()).encode()
    asked = set(marks_in(path.encode()))  # an address may be shown again
    for mark in (*marks_in(content), *marks_in(headers)):
        if mark in asked:
            continue
        if ground.may_see(viewer, mark):
            outcome.own_marks += 1
        else:
            outcome.leaks.append(
                f"{address.method} {path} as {role} of {viewer}: {mark.kind} of {mark.number}"
            )


def signed_in(person: Any, *, second_factor: bool = True) -> Client:
    """A browser of a person."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(person, backend=_BACKEND)
    if second_factor:
        session = client.session
        session[_METHODS] = [{"method": "mfa", "at": 0}]
        session[f"{_METHODS}_user"] = user_id_to_str(person)
        session.save()
    return client


def _query(ground: Field, about: int) -> dict[str, str]:
    """Some requests search for the beginning of another's mark, or filter by another's id."""
    turn = ground.chance.random()
    beginning = Mark(about, ground.chance.choice([OWN, *SHAREABLE]), "00000000").beginning()
    if turn < 0.3:  # noqa: PLR2004
        return dict.fromkeys(_SEARCHED, beginning[:6])
    if turn < 0.4:  # noqa: PLR2004
        return {"after": ground.value(("", ""), about), "limit": "250"}
    return {}


def content_of(response: Any) -> bytes:
    """The whole answer, one that is sent in pieces included."""
    if response.streaming:
        return b"".join(response.streaming_content)
    return bytes(response.content)


def snapshot(homes: list[Planted]) -> dict[str, list[Any]]:
    """Every row of some organisations, to see afterwards that nobody changed them."""
    found = {}
    for table, rows in homes[0].rows.items():
        if rows:
            model = apps.get_model(table)
            mine = model.objects.everywhere("looking for changes by others")
            owners = [one.pk for one in homes]
            found[table] = list(mine.filter(owner_id__in=owners).order_by("pk").values_list())
    return found
