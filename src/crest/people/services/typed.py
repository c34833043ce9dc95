"""What people type about a person and its consents: a sentence beside each wrong field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access.facade import Refused
from crest.people.records import HOW, IDENTITY, LANGUAGES, PURPOSES

OLDEST = 1900


def line(text: str) -> str:
    """A line of text without control characters and halves of letters."""
    clean = text.encode("utf-8", "ignore").decode()
    return " ".join("".join(ch if ch.isprintable() else " " for ch in clean).split())


def identity(typed: Mapping[str, str]) -> dict[str, str]:
    """Who a person is, as typed. Raises Refused."""
    said = {name: line(str(typed.get(name, ""))) for name in (*IDENTITY, "reference", "workplace")}
    errors = {name: _("200 letters at most.") for name, text in said.items() if len(text) > 200}  # noqa: PLR2004
    year, this = said["birth_year"], timezone.localdate().year
    if year and not (year.isascii() and year.isdigit() and OLDEST <= int(year[:5]) <= this):
        errors["birth_year"] = _("Write the year as 1998.")
    if not any(said[name] for name in ("name", "phone", "paper", "reference")):
        errors["name"] = _("Write a name, a telephone, a paper or a worker's number.")
    _refuse(errors)
    return said


def consent(typed: Mapping[str, str]) -> dict[str, object]:
    """A consent as typed. Raises Refused."""
    errors: dict[str, str] = {}
    said: dict[str, object] = {}
    for name, choices in (("purpose", PURPOSES), ("how", HOW), ("language", LANGUAGES)):
        said[name] = line(str(typed.get(name, "")))
        if said[name] not in choices:
            errors[name] = _("Choose one of the list.")
    scope, evidence = line(str(typed.get("scope", ""))), line(str(typed.get("evidence", "")))
    if not scope or len(scope) > 200:  # noqa: PLR2004
        errors["scope"] = _("Say for what and for whom, in 200 letters at most.")
    if len(evidence) > 120:  # noqa: PLR2004
        errors["evidence"] = _("120 letters at most.")
    day = day_of(str(typed.get("given_on", "")), "given_on", errors)
    _refuse(errors)
    return said | {"scope": scope, "evidence": evidence, "given_on": day}


def day_of(text: str, name: str, errors: dict[str, str]) -> dt.date | None:
    """A day that has come."""
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError:
        errors[name] = _("Write the day as 2026-03-31.")
        return None
    if day > timezone.localdate():
        errors[name] = _("This day has not come yet.")
    return day


def _refuse(errors: dict[str, str]) -> None:
    if errors:
        raise Refused(_("Please look at the marked fields again."), fields=errors)
