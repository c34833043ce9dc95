"""Giving a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crest.access import facade as access
from crest.config import config
from crest.engine.errors import CrestError
from crest.evidence import facade as evidence
from crest.evidence.pages.batches import acting

P = access.Permission
_LONGEST = {"title": 200, "said_by": 200, "licence": 120}


@dataclass(frozen=True, slots=True)
class UploadContext:
    """The form: what was typed, and what is wrong beside each field."""

    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    most: int = 0
    status: int = 200
    section: str = "evidence"


@access.page("evidence/upload.html", needs=P.UPLOAD_EVIDENCE)
@require_http_methods(["GET", "POST"])
def upload(request: access.ActingRequest) -> UploadContext | HttpResponse:
    """Which list do I give, and who says so?"""
    if request.method != "POST":
        return _form({}, {})
    typed = {
        name: request.POST.get(name, "").replace("\x00", "").strip()
        for name in (*_LONGEST, "published_on")
    }
    about, errors = _checked(typed)
    file: Any = request.FILES.get("file")
    if file is None:
        errors["file"] = _("Choose a file.")
    if errors:
        return _form(typed, errors)
    try:
        card = evidence.receive_file(
            by=acting(request), name=str(file.name), chunks=file.chunks(), about=about
        )
    except access.NotAllowed:
        raise
    except CrestError as error:
        told = getattr(error, "fields", None)
        return _form(typed, told or {"file": f"{error.sentence} {error.todo}".strip()})
    return redirect("batch", ref=card.ref)


def _form(typed: dict[str, str], errors: dict[str, str]) -> UploadContext:
    return UploadContext(typed, errors, config().upload_megabytes, 422 if errors else 200)


def _checked(typed: dict[str, str]) -> tuple[evidence.About, dict[str, str]]:
    errors = {
        name: _("At most %(most)s characters.") % {"most": most}
        for name, most in _LONGEST.items()
        if len(typed[name]) > most
    }
    day: dt.date | None = None
    if typed["published_on"]:
        try:
            day = dt.date.fromisoformat(typed["published_on"])
        except ValueError:
            errors["published_on"] = _("Write the day as 2026-03-31.")
    about = evidence.About(
        title=typed["title"], said_by=typed["said_by"], licence=typed["licence"], published_on=day
    )
    return about, errors
