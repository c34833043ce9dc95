"""Who sees our records, for which purpose, until when; and whose we see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.access.pages.acting import acting
from crest.access.selectors import SharingRow, own_code, sharing_by, sharing_with
from crest.access.words import SHARED, pairs

P = access.Permission


@dataclass(frozen=True, slots=True)
class SharingLine:
    """An agreement with the words of what it covers."""

    row: SharingRow
    words: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class SharingContext:
    """Both directions and the form."""

    given: tuple[SharingLine, ...]
    received: tuple[SharingLine, ...]
    code: str
    kinds: tuple[tuple[str, Any], ...]
    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    status: int = 200
    section: str = "sharing"


@access.page("access/sharing.html", needs=P.SHARE_RECORDS)
def sharing(request: access.ActingRequest) -> SharingContext:
    """Who sees what of ours?"""
    return _context(acting(request), typed={"receiver": request.GET.get("to", "")})


@access.page("access/sharing.html", needs=P.SHARE_RECORDS)
@require_POST
def offer(request: access.ActingRequest) -> SharingContext | HttpResponse:
    """Share with another organisation."""
    by, post = acting(request), request.POST
    typed: dict[str, Any] = {
        name: post.get(name, "") for name in ("receiver", "purpose", "until")
    } | {"covers": post.getlist("covers")}  # fmt: skip
    try:
        made = access.offer_sharing(
            by=by, receiver=typed["receiver"], covers=typed["covers"], purpose=typed["purpose"],
            until=_day(typed["until"]),
        )  # fmt: skip
    except access.Refused as refused:
        return _context(by, typed=typed, refused=refused)
    messages.success(request, _("%s can read what you chose.") % made.receiver.name)
    return redirect("sharing")


@access.page("access/sharing.html", needs=P.SHARE_RECORDS)
@require_POST
def revoke(request: access.ActingRequest, ref: str) -> HttpResponse:
    """Stop sharing."""
    access.revoke_sharing(by=acting(request), ref=ref)
    messages.success(request, _("From now on nothing is shared by this agreement."))
    return redirect("sharing")


def _day(text: str) -> dt.date | None:
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise access.Refused(
            _("Nothing was shared."),
            fields={"until": _("Give the day as year-month-day, for example 2027-12-31.")},
        ) from error


def _context(
    by: access.Actor, *, typed: dict[str, Any] | None = None, refused: access.Refused | None = None
) -> SharingContext:
    return SharingContext(
        given=tuple(_line(row) for row in sharing_by(by)),
        received=tuple(_line(row) for row in sharing_with(by)),
        code=own_code(by), kinds=pairs(SHARED), typed=typed or {},
        errors=refused.fields if refused else {}, fault=str(refused) if refused else "",
        status=422 if refused else 200,
    )  # fmt: skip


def _line(row: SharingRow) -> SharingLine:
    return SharingLine(row, tuple(SHARED[one] for one in row.covers if one in SHARED))
