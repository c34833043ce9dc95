"""Tokens of programs: made, revoked, and turned into an actor."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access.actions import action
from crest.access.actors import actor_for
from crest.access.errors import Refused
from crest.access.models.tokens import Token
from crest.access.permissions import Permission
from crest.access.records import Actor
from crest.access.services.people import digest
from crest.access.standing import actor_standing, remember_actor, standing_of_token

PREFIX: Final = "crest_"
MOST_DAYS: Final = 366
NEVER: Final = frozenset({Permission.RUN_INSTALLATION, Permission.MANAGE_PEOPLE})


@action("access:token:make", needs=Permission.USE_API, subject=lambda made: made[0].ref)
def make_token(
    *, by: Actor, label: str, scopes: Iterable[str], days: int = 90
) -> tuple[Token, str]:
    """A token and its text, which is told only now. It may never do more than its person."""
    wanted, faults = set(scopes), {}
    if not label.strip():
        faults["label"] = _("Say which program uses it.")
    if not wanted or not wanted <= {str(one) for one in by.may - NEVER}:
        faults["scopes"] = _("Choose from what you may do yourself.")
    if not 1 <= days <= MOST_DAYS:
        faults["days"] = _("Choose between 1 and 366 days.")
    if faults or by.person is None:
        raise Refused(_("The token was not made."), fields=faults)
    text = PREFIX + secrets.token_urlsafe(32)
    row = Token(
        owner_id=by.organisation, person_id=by.person, label=label.strip()[:80],
        digest=digest(text), scopes=sorted(wanted),
        expires_at=timezone.now() + dt.timedelta(days=days),
    )  # fmt: skip
    row.save()
    return row, text


@action("access:token:revoke", needs=Permission.SEE_OWN_ACCOUNT)
def revoke_token(*, by: Actor, ref: str) -> Token:
    """End a token of one's own; an administrator may end anybody's in the organisation."""
    rows = Token.objects.owned_by(by)
    if Permission.MANAGE_PEOPLE not in by.may:
        rows = rows.filter(person_id=by.person or 0)
    row = rows.one(ref)
    row.revoked_at = row.revoked_at or timezone.now()
    row.save()
    return row


def actor_of_token(text: str, *, on: dt.date) -> Actor | None:
    """For whom a token acts; None when it is unknown, ended, or its person has left."""
    if not text.startswith(PREFIX):
        return None
    standing = standing_of_token(digest(text), on=on)
    if standing is None:
        return None
    by = actor_standing(standing)
    if by is None:
        by = _actor_of_row(text, on)
        if by is not None:
            remember_actor(standing, standing_of_token(digest(text), on=on), by)
    return by


def _actor_of_row(text: str, on: dt.date) -> Actor | None:
    rows = Token.objects.everywhere("who holds the token may use it")
    row = rows.select_related("person", "owner").filter(digest=digest(text)).first()
    if row is None or row.revoked_at or row.expires_at <= timezone.now():
        return None
    if not row.person.is_active:
        return None
    only = frozenset(Permission(one) for one in row.scopes if one in set(Permission)) - NEVER
    by = actor_for(
        row.person, on=on, organisation=row.owner.ref, confirmed=True, second_factor_demanded=False,
        only=only,
    )  # fmt: skip
    if by is None or by.organisation != row.owner_id:  # the person has left this organisation
        return None
    if row.last_used_on != on:
        rows.filter(pk=row.pk).update(last_used_on=on)
    return by
