"""Who belongs to the organisation, with which roles, and who was invited."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.access.pages.acting import acting
from crest.access.selectors import LetterRow, MemberRow, letters_of, members_of
from crest.access.words import PERMISSIONS, ROLES, pairs

P = access.Permission


@dataclass(frozen=True, slots=True)
class PeopleContext:
    """Members, open letters and the form."""

    members: tuple[tuple[MemberRow, Any], ...]
    letters: tuple[tuple[LetterRow, Any], ...]
    roles: tuple[tuple[str, Any, tuple[Any, ...]], ...]
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    status: int = 200
    section: str = "people"


@access.page("access/people.html", needs=P.MANAGE_PEOPLE)
def people(request: access.ActingRequest) -> PeopleContext:
    """Who may act for us, and as what?"""
    return _context(acting(request))


@access.page("access/people.html", needs=P.MANAGE_PEOPLE)
@require_POST
def invite(request: access.ActingRequest) -> PeopleContext | HttpResponse:
    """Let somebody join."""
    by, typed = acting(request), {name: request.POST.get(name, "") for name in ("email", "role")}
    try:
        access.invite(by=by, **typed, address=invitation_address(request))
    except access.Refused as refused:
        return _context(by, typed=typed, refused=refused)
    messages.success(request, _("The letter is on its way to %s.") % typed["email"])
    return redirect("people")


@access.page("access/people.html", needs=P.MANAGE_PEOPLE)
@require_POST
def withdraw(request: access.ActingRequest, ref: str) -> PeopleContext | HttpResponse:
    """Make a letter worthless."""
    by = acting(request)
    try:
        access.withdraw_invitation(by=by, ref=ref)
    except access.Refused as refused:
        return _context(by, refused=refused)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("people")


@access.page("access/people.html", needs=P.MANAGE_PEOPLE)
@require_POST
def end(request: access.ActingRequest, membership: int) -> PeopleContext | HttpResponse:
    """End somebody's role."""
    by = acting(request)
    try:
        access.end_membership(by=by, membership=membership)
    except access.Refused as refused:
        return _context(by, refused=refused)
    messages.success(request, _("The role has ended."))
    return redirect("people")


def invitation_address(request: access.ActingRequest) -> str:
    """The URL of the page that accepts an invitation, with {code} in it."""
    there = request.build_absolute_uri(reverse("invitation", args=["CODE"]))
    return there.replace("CODE", "{code}")


def _context(
    by: access.Actor, *, typed: dict[str, str] | None = None, refused: access.Refused | None = None
) -> PeopleContext:
    return PeopleContext(
        members=tuple((row, ROLES[access.Role(row.role)]) for row in members_of(by)),
        letters=tuple((row, ROLES[access.Role(row.role)]) for row in letters_of(by)),
        roles=tuple(
            (value, word, tuple(PERMISSIONS[one] for one in P if one in access.ROLE_MAY[role]))
            for (value, word), role in zip(pairs(ROLES), ROLES, strict=True)
        ),
        typed=typed or {}, errors=refused.fields if refused else {},
        fault=str(refused) if refused else "", status=422 if refused else 200,
    )  # fmt: skip
