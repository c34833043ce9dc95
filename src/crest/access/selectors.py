"""What people of an organisation may read about it: members, letters, tokens, agreements, log."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from crest.access.models.agreements import Agreement
from crest.access.models.events import Event
from crest.access.models.organisations import Invitation, Membership, Organisation
from crest.access.models.people import Person
from crest.access.models.tokens import Token
from crest.access.records import Actor


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A person's role."""

    membership: int
    name: str
    email: str
    role: str
    since: dt.datetime
    last_seen: dt.datetime | None
    is_self: bool


@dataclass(frozen=True, slots=True)
class LetterRow:
    """An invitation that was not accepted yet."""

    ref: str
    email: str
    role: str
    sent_at: dt.datetime
    expires_at: dt.datetime
    expired: bool


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token of a program."""

    ref: str
    label: str
    who: str
    scopes: tuple[str, ...]
    expires_at: dt.datetime
    last_used_on: dt.date | None
    live: bool


@dataclass(frozen=True, slots=True)
class SharingRow:
    """An agreement to share; `other` is the organisation on its other side."""

    ref: str
    other: str
    covers: tuple[str, ...]
    purpose: str
    valid_from: dt.date
    valid_to: dt.date | None
    live: bool


@dataclass(frozen=True, slots=True)
class LogRow:
    """One entry of the event log of an organisation."""

    sequence: int
    at: dt.datetime
    tag: str
    who: str
    subject: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What is asked of the event log."""

    who: int | None = None
    tag: str = ""
    refused: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
    record: str = ""  # public id


def members_of(by: Actor) -> tuple[MemberRow, ...]:
    """Live roles in the actor's organisation, by name."""
    rows = Membership.objects.filter(organisation_id=by.organisation, ended_at=None)
    found = (
        MemberRow(
            row.pk, str(row.person), row.person.email, row.role, row.since, row.person.last_login,
            row.person_id == by.person,
        )
        for row in rows.select_related("person")
    )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.role)))


def letters_of(by: Actor) -> tuple[LetterRow, ...]:
    """Invitations nobody has accepted yet, newest first."""
    rows = Invitation.objects.owned_by(by).filter(accepted_at=None, withdrawn_at=None)
    now = timezone.now()
    return tuple(
        LetterRow(row.ref, row.email, row.role, row.sent_at, row.expires_at, row.expires_at <= now)
        for row in rows.order_by("-pk")
    )


def tokens_of(by: Actor, *, everybody: bool = False) -> tuple[TokenRow, ...]:
    """The actor's own tokens that can still be used, or everybody's in its organisation."""
    now = timezone.now()
    rows = Token.objects.owned_by(by).filter(revoked_at=None).select_related("person")
    if not everybody:
        rows = rows.filter(person_id=by.person or 0)
    return tuple(
        TokenRow(
            row.ref, row.label, str(row.person), tuple(row.scopes), row.expires_at,
            row.last_used_on, row.expires_at > now,
        )
        for row in rows.order_by("-pk")
    )  # fmt: skip


def sharing_by(by: Actor) -> tuple[SharingRow, ...]:
    """Who sees the actor's organisation's records, newest first."""
    rows = Agreement.objects.owned_by(by).select_related("receiver").order_by("-pk")
    return tuple(_sharing(row, row.receiver.name) for row in rows)


def sharing_with(by: Actor) -> tuple[SharingRow, ...]:
    """Whose records the actor's organisation may read."""
    rows = Agreement.objects.everywhere("a receiver knows its agreements").filter(
        receiver_id=by.organisation
    )
    return tuple(
        _sharing(row, row.owner.name) for row in rows.select_related("owner").order_by("-pk")
    )


def own_code(by: Actor) -> str:
    """The sharing code others need to share with the actor's organisation."""
    return Organisation.objects.values_list("ref", flat=True).get(pk=by.organisation)


def log_of(
    by: Actor, asked: LogFilter, *, before: int | None = None, most: int = 50
) -> tuple[LogRow, ...]:
    """Entries of the actor's own organisation, newest first, before a number."""
    rows = Event.objects.filter(organisation=by.organisation)
    if asked.who is not None:
        rows = rows.filter(person=asked.who)
    if asked.tag:
        rows = rows.filter(tag=asked.tag)
    if asked.record:
        rows = rows.filter(subject=asked.record)
    if asked.refused:
        rows = rows.filter(allowed=False)
    zone = timezone.get_current_timezone()
    if asked.since:
        rows = rows.filter(at__gte=dt.datetime.combine(asked.since, dt.time(), zone))
    if asked.until:
        rows = rows.filter(at__lt=dt.datetime.combine(asked.until, dt.time.max, zone))
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    found = list(rows.order_by("-sequence")[:most])
    names = _names({event.person for event in found if event.person is not None})
    return tuple(
        LogRow(
            event.sequence, event.at, event.tag, names.get(event.person or 0, ""), event.subject,
            event.allowed,
        )
        for event in found
    )  # fmt: skip


def tags_of(by: Actor) -> tuple[str, ...]:
    """Kinds of entry that occur in the organisation's log."""
    rows = Event.objects.filter(organisation=by.organisation).order_by("tag")
    return tuple(rows.values_list("tag", flat=True).distinct())


def people_of_log(by: Actor) -> tuple[tuple[int, str], ...]:
    """People who ever had a role in the organisation, by name."""
    rows = Person.objects.filter(Q(memberships__organisation_id=by.organisation)).distinct()
    return tuple(sorted(((one.pk, str(one)) for one in rows), key=lambda one: one[1].casefold()))


def _names(keys: set[int]) -> dict[int, str]:
    return {one.pk: str(one) for one in Person.objects.filter(pk__in=keys)}


def _sharing(row: Agreement, other: str) -> SharingRow:
    today = timezone.localdate()
    ended = row.revoked_at is not None or (row.valid_to is not None and row.valid_to < today)
    return SharingRow(
        row.ref, other, tuple(row.covers), row.purpose, row.valid_from, row.valid_to, not ended
    )
