"""Verbs of the person who runs the installation: the first administrator, organisations."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from crest.access.errors import Refused
from crest.access.models.organisations import Membership, Organisation
from crest.access.models.people import Person
from crest.access.permissions import Kind, Role
from crest.access.trail import Said, append


def make_administrator(
    email: str, *, password: str, name: str = "", organisation: str = "", kind: str = "buyer"
) -> str:
    """A person who runs the installation and administers one organisation; the address.

    For the command line only, where whoever calls it owns the database anyway. Somebody who is
    there already gets the new password: so a lost administrator is let in again.
    Raises Refused for an address, a password or a kind that cannot be used.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
        validate_password(password, Person(email=address, name=name))
    except ValidationError as error:
        raise Refused(" ".join(str(one) for one in error.messages)) from error
    if kind not in set(Kind):
        raise Refused(f"There is no kind “{kind}”.", todo=f"Choose one of: {', '.join(Kind)}.")
    with transaction.atomic():
        person = Person.objects.filter(email=address).first() or Person(email=address)
        person.set_password(password)
        person.name, person.is_active, person.runs_installation = name or person.name, True, True
        person.save()
        if organisation or not person.memberships.filter(ended_at=None).exists():
            home = _organisation(organisation or "This installation", Kind(kind))
            Membership.objects.get_or_create(
                person=person, organisation=home, role=Role.ADMINISTRATOR, ended_at=None
            )
        append(
            None, Said(tag="access:person:make_administrator", subject=str(person.pk)),
            at=timezone.now(),
        )  # fmt: skip
    return address


def _organisation(name: str, kind: Kind) -> Organisation:
    return Organisation.objects.filter(name=name).first() or Organisation.objects.create(
        name=name, kind=kind
    )
