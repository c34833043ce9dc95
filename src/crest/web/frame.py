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
    Door(_("Work"), _("Corridors"), "corridors", "route", P.SEE_FIGURES, "corridors"),
    Door(_("Evidence"), _("Import and match"), "batches", "upload", P.SEE_EVIDENCE, "evidence"),
    Door(_("Evidence"), _("Review queue"), "review", "compare", P.JUDGE_PAIR, "review"),
    Door(_("Evidence"), _("Requests"), "requests", "letter", P.ANSWER_REQUEST, "requests"),
    Door(_("Assure"), _("Findings"), "findings", "flag", P.SEE_FINDINGS, "findings"),
    Door(_("Assure"), _("Programmes"), "programmes", "people", P.SEE_PROGRAMMES, "programmes"),
    Door(_("Assure"), _("Workers"), "vault", "people", P.SEE_PERSONS, "vault"),
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


# What people see who have not signed in. A door without a route is left out, never a dead link.
PUBLIC_DOORS = (
    (_("Atlas"), "atlas", "atlas"),
    (_("Register"), "register", "register"),
    (_("Research"), "research", "research"),
    (_("Methods and data"), "methods", "methods"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the base templates."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "doors": _doors(actor),
        "public_doors": _public_doors() if actor is None else [],
        "search_url": href_of("search") if _may(actor, P.SEE_CHAIN) else "",
        "direction": "rtl" if get_language_bidi() else "ltr",
        "language": get_language() or config().language,
        "example": config().example,
    }


def href_of(route: str) -> str:
    """The address of a route; empty where this installation has no such room."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _may(actor: access.Actor | None, needs: access.Permission) -> bool:
    return actor is not None and needs in actor.may


def _public_doors() -> list[dict[str, Any]]:
    return [
        {"words": words, "href": href, "section": section}
        for words, route, section in PUBLIC_DOORS
        if (href := href_of(route))
    ]


def _doors(actor: access.Actor | None) -> list[dict[str, Any]]:
    if actor is None:
        return []
    groups: dict[str, list[dict[str, Any]]] = {}
    for door in DOORS:
        if door.needs in actor.may and (href := href_of(door.route)):
            groups.setdefault(str(door.group), []).append({"door": door, "href": href})
    return [{"group": name, "doors": doors} for name, doors in groups.items()]
