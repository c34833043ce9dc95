"""Tokens of programs: made for one purpose, shown once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.access.pages.acting import acting
from crest.access.selectors import TokenRow, tokens_of
from crest.access.services.tokens import NEVER
from crest.access.words import PERMISSIONS

P = access.Permission


@dataclass(frozen=True, slots=True)
class TokensContext:
    """Live tokens, the form, and a fresh token's text: the only time it is shown."""

    rows: tuple[tuple[TokenRow, tuple[Any, ...]], ...]
    scopes: tuple[tuple[str, Any], ...]
    fresh: str = ""
    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    status: int = 200
    section: str = "people"


@access.page("access/tokens.html", needs=P.USE_API)
def tokens(request: access.ActingRequest) -> TokensContext:
    """Which programs act in my name?"""
    return _context(acting(request), typed={"days": "90"})


@access.page("access/tokens.html", needs=P.USE_API)
@require_POST
def make(request: access.ActingRequest) -> TokensContext:
    """Make a token."""
    by, post = acting(request), request.POST
    typed: dict[str, Any] = {
        "label": post.get("label", ""), "days": post.get("days", ""),
        "scopes": post.getlist("scopes"),
    }  # fmt: skip
    days = int(typed["days"]) if typed["days"].isascii() and typed["days"].isdigit() else 0
    try:
        _row, text = access.make_token(
            by=by, label=typed["label"], scopes=typed["scopes"], days=min(days, 10_000)
        )
    except access.Refused as refused:
        return _context(by, typed=typed, refused=refused)
    return _context(by, typed={"days": "90"}, fresh=text)


@access.page("access/tokens.html", needs=P.SEE_OWN_ACCOUNT)
@require_POST
def revoke(request: access.ActingRequest, ref: str) -> HttpResponse:
    """End a token."""
    access.revoke_token(by=acting(request), ref=ref)
    messages.success(request, _("The token has ended."))
    return redirect("tokens")


def _context(
    by: access.Actor, *, typed: dict[str, Any], refused: access.Refused | None = None,
    fresh: str = "",
) -> TokensContext:  # fmt: skip
    rows = tokens_of(by, everybody=P.MANAGE_PEOPLE in by.may)
    return TokensContext(
        rows=tuple(
            (row, tuple(PERMISSIONS[P(one)] for one in row.scopes if one in set(P)))
            for row in rows
        ),
        scopes=tuple((str(one), PERMISSIONS[one]) for one in P if one in by.may - NEVER),
        fresh=fresh, typed=typed, errors=refused.fields if refused else {},
        fault=str(refused) if refused else "", status=422 if refused else 200,
    )  # fmt: skip
