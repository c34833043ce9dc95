"""Invented organisations, people and actors for tests of the platform."""

from __future__ import annotations

import datetime as dt
import itertools

from allauth.account.internal.userkit import user_id_to_str
from django.test import Client

from crest.access import facade as access
from crest.access.actors import actor_for
from crest.access.models import Agreement, Membership, Organisation, Person

_numbers = itertools.count(1)
TODAY = dt.date(2026, 3, 31)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def organisation(name: str = "", kind: access.Kind = access.Kind.BUYER) -> Organisation:
    """An organisation with an account."""
    return Organisation.objects.create(name=name or f"Invented Firm {next(_numbers)}", kind=kind)


def person(home: Organisation, *roles: access.Role, runs_installation: bool = False) -> Person:
    """Somebody with roles in an organisation."""
    made = Person.objects.create_user(
        f"person{next(_numbers)}@example.org", "a long enough secret",
        name=f"Person {next(_numbers)}", runs_installation=runs_installation,
    )  # fmt: skip
    for role in roles:
        Membership.objects.create(person=made, organisation=home, role=role)
    return made


def actor(home: Organisation | None = None, *roles: access.Role) -> access.Actor:
    """An actor with these roles (an analyst where none is named)."""
    home = home or organisation()
    made = actor_for(
        person(home, *(roles or (access.Role.ANALYST,))), on=TODAY, confirmed=True,
        second_factor_demanded=True,
    )  # fmt: skip
    assert made is not None
    return made


def again(by: access.Actor, *, on: dt.date = TODAY) -> access.Actor:
    """The same actor, looked up anew: agreements made meanwhile count."""
    made = actor_for(
        Person.objects.get(pk=by.person), on=on, confirmed=True, second_factor_demanded=True
    )
    assert made is not None
    return made


def shares(giver: Organisation, receiver: Organisation, *kinds: str) -> Agreement:
    """A live agreement."""
    made = Agreement(
        owner=giver, receiver=receiver, covers=list(kinds), purpose="due diligence",
        valid_from=dt.date(2026, 1, 1),
    )  # fmt: skip
    made.save()
    return made


def signed_in(somebody: Person, *, second_factor: bool = True) -> Client:
    """A browser of that person, signed in, with its second factor where asked."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(somebody, backend=BACKEND)
    if second_factor:
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
        session["account_authentication_methods_user"] = user_id_to_str(somebody)
        session.save()
    return client
