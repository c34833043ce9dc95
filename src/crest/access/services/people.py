"""Verbs about people: inviting, joining, leaving."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access.actions import action
from crest.access.actors import system_for
from crest.access.errors import NotFound, Refused
from crest.access.models.organisations import Invitation, Membership, Organisation
from crest.access.models.people import Person
from crest.access.permissions import Permission, Role
from crest.access.records import Actor
from crest.access.trail import Said, append

VALID_FOR: Final = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """What an invitation says to the person who holds its code."""

    ref: str
    organisation: str
    email: str
    role: str
    known: bool  # the address has an account already: its owner signs in instead


@action("access:invitation:send", needs=Permission.MANAGE_PEOPLE)
def invite(*, by: Actor, email: str, role: str, address: str) -> Invitation:
    """Send a letter with a code that lets somebody join, once, within two weeks.

    `address` is the page's URL with {code} in it; only the code's digest is kept.
    """
    home = Organisation.objects.get(pk=by.organisation)
    return send_invitation(home, email=email, role=role, address=address, person=by.person)


def send_invitation(
    home: Organisation, *, email: str, role: str, address: str, person: int | None
) -> Invitation:
    """The letter itself, within a verb that was allowed. Raises Refused for unusable values."""
    email = email.strip().lower()
    faults = {}
    try:
        validate_email(email)
    except ValidationError:
        faults["email"] = _("This is no e-mail address.")
    if role not in set(Role):
        faults["role"] = _("Choose one of the roles.")
    here = Membership.objects.filter(
        organisation=home, person__email=email, role=role, ended_at=None
    )
    if not faults and here.exists():
        faults["email"] = _("This person has that role already.")
    if faults:
        raise Refused(_("The invitation was not sent."), fields=faults)
    code, now = secrets.token_urlsafe(24), timezone.now()
    older = Invitation.objects.everywhere("a new letter replaces older ones").filter(
        owner=home, email=email, accepted_at=None, withdrawn_at=None
    )
    older.update(withdrawn_at=now)
    row = Invitation(
        owner=home, email=email, role=role, code_digest=digest(code), invited_by_id=person,
        expires_at=now + VALID_FOR,
    )  # fmt: skip
    row.save()
    _send(row, home.name, address.replace("{code}", code))
    return row


@action("access:invitation:withdraw", needs=Permission.MANAGE_PEOPLE)
def withdraw_invitation(*, by: Actor, ref: str) -> Invitation:
    """Make an invitation's code worthless."""
    row = Invitation.objects.owned_by(by).one(ref)
    if row.accepted_at is not None:
        raise Refused(_("This invitation was accepted already."))
    row.withdrawn_at = row.withdrawn_at or timezone.now()
    row.save()
    return row


def invitation_of(code: str) -> InvitationCard:
    """What a code invites to. Raises NotFound for one that is used, withdrawn, expired or wrong."""
    row = _live(code)
    known = Person.objects.filter(email=row.email).exists()
    return InvitationCard(row.ref, row.owner.name, row.email, row.role, known)


def accept_invitation(
    code: str, *, person: Person | None = None, name: str = "", password: str = ""
) -> Person:
    """Join by a code: a signed-in person with that address, or a new one. A code is used once."""
    with transaction.atomic():
        row = _live(code, lock=True)
        if person is not None and person.email != row.email:
            raise Refused(_("This invitation is for another address than yours."))
        if person is None and Person.objects.filter(email=row.email).exists():
            raise Refused(_("Sign in first: this address has an account already."))
        joined = person or _new_person(row.email, name, password)
        now = timezone.now()
        row.accepted_at = now
        row.save()
        Membership.objects.get_or_create(
            person=joined, organisation_id=row.owner_id, role=row.role, ended_at=None
        )
        by = system_for(row.owner_id, on=timezone.localdate(), person=joined.pk)
        append(by, Said(tag="access:invitation:accept", subject=row.ref), at=now)
    return joined


@action("access:membership:end", needs=Permission.MANAGE_PEOPLE)
def end_membership(*, by: Actor, membership: int) -> Membership:
    """End a person's role. The last administrator stays: somebody must be able to invite."""
    mine = Membership.objects.select_for_update().filter(
        organisation_id=by.organisation, ended_at=None
    )
    row = mine.filter(pk=membership).first()
    if row is None:
        raise NotFound(_("There is no such role here."))
    others = mine.filter(role=Role.ADMINISTRATOR).exclude(pk=row.pk)
    if row.role == Role.ADMINISTRATOR and not others.exists():
        raise Refused(_("The last administrator cannot leave; invite another first."))
    row.ended_at = timezone.now()
    row.save()
    return row


def digest(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(code.strip().encode()).hexdigest()


def _live(code: str, *, lock: bool = False) -> Invitation:
    rows = Invitation.objects.everywhere("who holds the code may use it")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.select_related("owner").filter(code_digest=digest(code)).first()
    now = timezone.now()
    if row is None or row.accepted_at or row.withdrawn_at or row.expires_at <= now:
        raise NotFound(
            _("This invitation cannot be used: it was used, withdrawn, or is too old."),
            todo=_("Ask for a new one."),
        )
    return row


def _new_person(email: str, name: str, password: str) -> Person:
    fresh = Person(email=email, name=name.strip()[:120])
    faults = {} if fresh.name else {"name": _("Say how others should call you.")}
    try:
        validate_password(password, fresh)
    except ValidationError as error:
        faults["password"] = " ".join(error.messages)
    if faults:
        raise Refused(_("The account was not made yet."), fields=faults)
    fresh.set_password(password)
    fresh.save()
    return fresh


def _send(row: Invitation, organisation: str, link: str) -> None:
    """Raises Refused when the letter cannot be sent; the invitation is then not kept."""
    words = _(
        "%(organisation)s invites you to CREST, where workplaces, recruiters and what workers "
        "paid stand on one map.\n\nOpen this address to join (until %(until)s, once):\n%(link)s\n\n"
        "If you did not expect this letter, do nothing."
    ) % {"organisation": organisation, "until": row.expires_at.date(), "link": link}
    try:
        send_mail(
            _("Invitation to CREST"), words, None, [row.email], fail_silently=False
        )  # fmt: skip
    except OSError as error:
        raise Refused(
            _("The letter could not be sent, so nobody was invited."),
            todo=_("Ask who runs this server to check the mail settings."),
        ) from error
