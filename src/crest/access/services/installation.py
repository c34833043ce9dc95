"""Verbs of the person who runs the installation: the first administrator, organisations."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access.actions import action
from crest.access.delivery import MOST_TRIES
from crest.access.errors import Refused
from crest.access.models.events import Delivery
from crest.access.models.organisations import Membership, Organisation
from crest.access.models.people import Person
from crest.access.permissions import Kind, Permission, Role
from crest.access.records import Actor
from crest.access.services.people import send_invitation
from crest.access.trail import Said, append

_CODE = 2


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


@action("access:organisation:make", needs=Permission.RUN_INSTALLATION)
def make_organisation(
    *, by: Actor, name: str, kind: str, country: str, email: str, address: str
) -> Organisation:
    """A new organisation, whose first administrator is invited by letter."""
    faults = {}
    if not name.strip():
        faults["name"] = _("Give the organisation's name.")
    elif Organisation.objects.filter(name__iexact=name.strip()).exists():
        faults["name"] = _("There is an organisation of this name.")
    if kind not in set(Kind):
        faults["kind"] = _("Choose what it is.")
    if country and not (len(country.strip()) == _CODE and country.strip().isalpha()):
        faults["country"] = _("Give the country as two letters, for example TH.")
    if faults:
        raise Refused(_("The organisation was not made."), fields=faults)
    made = Organisation.objects.create(
        name=name.strip()[:200], kind=kind, country=country.strip().upper()
    )
    send_invitation(
        made, email=email, role=Role.ADMINISTRATOR, address=address, person=by.person
    )  # fmt: skip
    return made


@action("access:delivery:retry", needs=Permission.RUN_INSTALLATION)
def retry_deliveries(*, by: Actor) -> int:  # noqa: ARG001 - the doorway reads it
    """Let the worker try again what it had given up; how many steps."""
    left = Delivery.objects.filter(done_at=None, tries__gte=MOST_TRIES)
    return left.update(tries=0, due_at=None)


def _organisation(name: str, kind: Kind) -> Organisation:
    return Organisation.objects.filter(name=name).first() or Organisation.objects.create(
        name=name, kind=kind
    )
