"""What every page's frame needs: navigation of this actor, languages, marks of the installation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from crest.access import facade as access
from crest.config import config

P = access.Permission


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the side navigation."""

    group: Any
    words: Any
    route: str
    icon: str
    needs: access.Permission
    section: str


DOORS = (
    Door(_("Work"), _("My work"), "my_work", "home", P.SEE_OWN_ACCOUNT, "work"),
    Door(_("Work"), _("Search"), "search", "search", P.SEE_CHAIN, "search"),
    Door(_("Work"), _("Atlas"), "atlas", "globe", P.SEE_CHAIN, "atlas"),
    Door(_("Work"), _("Chains"), "chains", "chain", P.SEE_CHAIN, "chains"),
    Door(_("Work"), _("Organisations"), "organisations", "building", P.SEE_CHAIN, "organisations"),
    Door(_("Work"), _("Products"), "products", "box", P.SEE_CHAIN, "products"),
    Door(_("Work"), _("Corridors"), "corridors", "route", P.SEE_FINDINGS, "corridors"),
    Door(_("Evidence"), _("Import and match"), "batches", "upload", P.SEE_EVIDENCE, "evidence"),
    Door(_("Evidence"), _("Review queue"), "review", "compare", P.JUDGE_PAIR, "review"),
    Door(_("Evidence"), _("Requests"), "requests", "letter", P.ANSWER_REQUEST, "requests"),
    Door(_("Assure"), _("Findings"), "findings", "flag", P.SEE_FINDINGS, "findings"),
    Door(_("Assure"), _("Programmes"), "programmes", "people", P.SEE_PROGRAMMES, "programmes"),
    Door(_("Know"), _("Methods and sources"), "methods", "book", P.SEE_OWN_ACCOUNT, "methods"),
    Door(_("Settings"), _("People and access"), "people", "key", P.MANAGE_PEOPLE, "people"),
    Door(_("Settings"), _("Sharing"), "sharing", "share", P.SHARE_RECORDS, "sharing"),
    Door(
        _("Settings"),
        _("Installation"),
        "installation",
        "server",
        P.RUN_INSTALLATION,
        "installation",
    ),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the base templates."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "doors": _doors(actor),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "language": get_language() or config().language,
        "example": config().example,
    }


def _doors(actor: access.Actor | None) -> list[dict[str, Any]]:
    if actor is None:
        return []
    groups: dict[str, list[dict[str, Any]]] = {}
    for door in DOORS:
        if door.needs not in actor.may:
            continue
        try:
            href = reverse(door.route)
        except NoReverseMatch:  # a room that this installation does not have
            href = ""
        if href:
            groups.setdefault(str(door.group), []).append({"door": door, "href": href})
    return [{"group": name, "doors": doors} for name, doors in groups.items()]
