"""What programs may do about people, letters of invitation, tokens and sharing agreements.

Managing people needs a person's own session: no token is ever allowed to (see services/tokens.py).
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from crest.access import facade as access
from crest.access.models import Agreement, Membership
from crest.access.selectors import (
    LetterRow,
    SharingRow,
    TokenRow,
    letters_of,
    sharing_with,
    tokens_of,
)

P = access.Permission
router = Router(tags=["People and sharing"])
Limit = Annotated[int, Query(ge=1, le=access.MOST_AT_ONCE)]
After = Annotated[str, Query(max_length=40)]
PEOPLE, SHARE, OWN = (
    access.Needs(one) for one in (P.MANAGE_PEOPLE, P.SHARE_RECORDS, P.SEE_OWN_ACCOUNT)
)


class AgreementLine(Schema):
    """Who shares what with whom, for which purpose, until when."""

    ref: str
    giver: str
    receiver: str
    covers: list[str]
    purpose: str
    valid_from: dt.date
    valid_to: dt.date | None
    revoked_at: dt.datetime | None


class PersonLine(Schema):
    """Somebody with roles in the organisation."""

    name: str
    email: str
    roles: list[str]


class Letter(Schema):
    """Whom to invite, and as what."""

    email: str = Field(max_length=254)
    role: access.Role


class Role(Schema):
    """Whose role, and which."""

    email: str = Field(max_length=254)
    role: access.Role


class Offer(Schema):
    """With whom (its sharing code) to share what, for which purpose, until when."""

    receiver: str = Field(max_length=40)
    covers: list[str] = Field(max_length=20)
    purpose: str = Field(max_length=200)
    until: dt.date | None = None


class Done(Schema):
    """The public id of what was made or changed."""

    ref: str


@router.get("/people", auth=PEOPLE, response=list[PersonLine])
def people(request: access.ActingRequest) -> object:
    """People with roles in the organisation."""
    rows = _roles(access.acting(request)).select_related("person")
    found: dict[int, PersonLine] = {}
    for row in rows.order_by("person__email", "role"):
        line = found.setdefault(
            row.person_id, PersonLine(name=row.person.name, email=row.person.email, roles=[])
        )
        line.roles.append(row.role)
    return list(found.values())


@router.post("/people/end", auth=PEOPLE, response=PersonLine)
def end_role(request: access.ActingRequest, said: Role) -> object:
    """End a person's role. The last administrator stays."""
    by = access.acting(request)
    email = said.email.strip().lower()
    row = _roles(by).filter(person__email=email, role=said.role).first()
    ended = access.end_membership(by=by, membership=row.pk if row else 0)
    left = _roles(by).filter(person_id=ended.person_id).order_by("role")
    return PersonLine(
        name=ended.person.name, email=email, roles=list(left.values_list("role", flat=True))
    )


@router.get("/invitations", auth=PEOPLE, response=list[LetterRow])
def invitations(request: access.ActingRequest) -> object:
    """Letters nobody has accepted yet, newest first."""
    return list(letters_of(access.acting(request)))


@router.post("/invitations", auth=PEOPLE, response={201: Done})
def send_invitation(request: access.ActingRequest, said: Letter) -> object:
    """Invite somebody by mail. The code stands in the letter alone."""
    made = access.invite(
        by=access.acting(request), email=said.email, role=said.role, address=letter_address(request)
    )
    return Done(ref=made.ref)


@router.post("/invitations/{ref}/withdraw", auth=PEOPLE, response=Done)
def withdraw_invitation(request: access.ActingRequest, ref: str) -> object:
    """Make the code of a letter worthless."""
    return Done(ref=access.withdraw_invitation(by=access.acting(request), ref=ref).ref)


@router.get("/agreements", auth=SHARE, response=access.Slice[AgreementLine])
def agreements(request: access.ActingRequest, after: After = "", limit: Limit = 50) -> object:
    """What the organisation shares with others."""
    rows = Agreement.objects.owned_by(access.acting(request)).select_related("owner", "receiver")
    return access.slice_of(rows, agreement_line, after=after, limit=limit, order=("-pk",))


@router.post("/agreements", auth=SHARE, response={201: AgreementLine})
def offer_sharing(request: access.ActingRequest, said: Offer) -> object:
    """Let another organisation read records of some kinds."""
    return agreement_line(
        access.offer_sharing(
            by=access.acting(request), receiver=said.receiver, covers=said.covers,
            purpose=said.purpose, until=said.until,
        )
    )  # fmt: skip


@router.get("/agreements/received", auth=SHARE, response=list[SharingRow])
def received_agreements(request: access.ActingRequest) -> object:
    """Whose records the organisation may read; `other` is who shares."""
    return list(sharing_with(access.acting(request)))


@router.post("/agreements/{ref}/revoke", auth=SHARE, response=AgreementLine)
def revoke_sharing(request: access.ActingRequest, ref: str) -> object:
    """Stop sharing from this moment on."""
    return agreement_line(access.revoke_sharing(by=access.acting(request), ref=ref))


@router.get("/tokens", auth=OWN, response=list[TokenRow])
def tokens(request: access.ActingRequest) -> object:
    """One's own tokens that are not revoked; of everybody, for who manages people."""
    by = access.acting(request)
    return list(tokens_of(by, everybody=P.MANAGE_PEOPLE in by.may))


@router.post("/tokens/{ref}/revoke", auth=OWN, response=Done)
def revoke_token(request: access.ActingRequest, ref: str) -> object:
    """End a token: also the one that asks."""
    return Done(ref=access.revoke_token(by=access.acting(request), ref=ref).ref)


def letter_address(request: HttpRequest) -> str:
    """The URL of the page that accepts an invitation, with {code} in it."""
    there = request.build_absolute_uri(reverse("invitation", args=["CODE"]))
    return there.replace("CODE", "{code}")


def agreement_line(row: Agreement) -> AgreementLine:
    """One agreement, with the names of both sides."""
    return AgreementLine(
        ref=row.ref, giver=row.owner.name, receiver=row.receiver.name, covers=row.covers,
        purpose=row.purpose, valid_from=row.valid_from, valid_to=row.valid_to,
        revoked_at=row.revoked_at,
    )  # fmt: skip


def _roles(by: access.Actor) -> models.QuerySet[Membership]:
    return Membership.objects.filter(organisation_id=by.organisation, ended_at=None)
