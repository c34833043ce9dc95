"""The installation: its organisations and how it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.access.health import Health, OrganisationRow, health, organisations
from crest.access.pages.acting import acting
from crest.access.pages.people import invitation_address
from crest.access.words import KINDS, pairs

P = access.Permission


@dataclass(frozen=True, slots=True)
class InstallationContext:
    """Health, organisations and the form for a new one."""

    health: Health
    rows: tuple[tuple[OrganisationRow, Any], ...]
    kinds: tuple[tuple[str, Any], ...]
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    status: int = 200
    section: str = "installation"


@access.page("access/installation.html", needs=P.RUN_INSTALLATION)
def installation(request: access.ActingRequest) -> InstallationContext:  # noqa: ARG001
    """Is everything in order, and who is here?"""
    return _context()


@access.page("access/installation.html", needs=P.RUN_INSTALLATION)
@require_POST
def make(request: access.ActingRequest) -> InstallationContext | HttpResponse:
    """Open an account for an organisation."""
    typed = {name: request.POST.get(name, "") for name in ("name", "kind", "country", "email")}
    try:
        access.make_organisation(
            by=acting(request), **typed, address=invitation_address(request)
        )  # fmt: skip
    except access.Refused as refused:
        return _context(typed=typed, refused=refused)
    messages.success(request, _("%s is made; its administrator gets a letter.") % typed["name"])
    return redirect("installation")


@access.page("access/installation.html", needs=P.RUN_INSTALLATION)
@require_POST
def retry(request: access.ActingRequest) -> HttpResponse:
    """Let steps that were given up be tried again."""
    access.retry_deliveries(by=acting(request))
    messages.success(request, _("The worker tries them again."))
    return redirect("installation")


def _context(
    *, typed: dict[str, str] | None = None, refused: access.Refused | None = None
) -> InstallationContext:
    return InstallationContext(
        health=health(), rows=tuple((row, KINDS[row.kind]) for row in organisations()),
        kinds=pairs(KINDS), typed=typed or {}, errors=refused.fields if refused else {},
        fault=str(refused) if refused else "", status=422 if refused else 200,
    )  # fmt: skip
