"""Joining by an invitation's code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect

from crest.access import facade as access
from crest.access.words import ROLES

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class InvitationContext:
    """What the code invites to, and how this visitor can join."""

    card: access.InvitationCard
    role: Any
    signed_in_as: str
    name: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    status: int = 200


@access.page("access/invitation.html", needs=access.PUBLIC)
def invitation(request: access.ActingRequest, code: str) -> InvitationContext | HttpResponse:
    """Who invites me, and how do I join?"""
    card = access.invitation_of(code)
    visitor = request.user if request.user.is_authenticated else None
    if request.method != "POST":
        return _context(card, visitor)
    try:
        joined = access.accept_invitation(
            code, person=visitor, name=request.POST.get("name", ""),
            password=request.POST.get("password", ""),
        )  # fmt: skip
    except access.Refused as refused:
        return _context(card, visitor, name=request.POST.get("name", ""), refused=refused)
    if visitor is None:
        login(request, joined, backend=BACKEND)
    return redirect("my_work")


def _context(
    card: access.InvitationCard, visitor: Any, *, name: str = "",
    refused: access.Refused | None = None,
) -> InvitationContext:  # fmt: skip
    return InvitationContext(
        card=card, role=ROLES[access.Role(card.role)],
        signed_in_as=visitor.email if visitor is not None else "", name=name,
        errors=refused.fields if refused else {}, fault=str(refused) if refused else "",
        status=422 if refused else 200,
    )  # fmt: skip
