"""What waits for the person who signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.ui.roles import kind_words, role_words
from crest.web import work_lists
from crest.web.acting import SESSION_KEY
from crest.web.frame import href_of
from crest.web.work import WorkItem, work_for

P = access.Permission
K = access.Kind

# Where each kind of organisation starts, best first: the route, its icon, words, why.
_ATLAS = ("atlas", "globe", _("See the atlas"), _("Where risks are, by workplace and corridor."))
_CHAINS = (
    "chains", "chain", _("Follow a chain"), _("How people and goods reach a workplace."),
)  # fmt: skip
_FINDINGS = (
    "findings", "flag", _("Read the findings"),
    _("What is wrong, on what evidence, how grave, and what to do."),
)  # fmt: skip
_UPLOAD = (
    "batches", "upload", _("Upload a list"),
    _("Sites, suppliers, recruiters or costs, as you have them: CSV, Excel and others."),
)  # fmt: skip
_REQUESTS = (
    "requests", "letter", _("Answer a request"),
    _("Name your suppliers and recruiters once; share with many buyers."),
)  # fmt: skip
_SHARING = (
    "sharing", "share", _("See who sees your data"),
    _("Grant and take back what buyers may read."),
)  # fmt: skip
_SELF = (
    "organisations", "building", _("Open your own page"),
    _("What is said of you, by whom, and what you can put right."),
)  # fmt: skip
_PROGRAMMES = (
    "programmes", "people", _("Open your programmes"),
    _("Projects, partners, places and results."),
)  # fmt: skip
_METHODS = (
    "methods", "book", _("Check the methods"), _("How each score is made, and its sources."),
)  # fmt: skip
_PEOPLE = (
    "people", "key", _("Invite your colleagues"), _("Give each person the role it needs."),
)  # fmt: skip
_WORKPLACES = (K.EMPLOYER, K.RECRUITER, K.SUB_AGENT)
STARTS: Final = {
    "workplaces": (_REQUESTS, _SELF, _SHARING, _UPLOAD, _FINDINGS),
    "others": (_UPLOAD, _ATLAS, _CHAINS, _FINDINGS, _PROGRAMMES, _PEOPLE, _METHODS),
    "researcher": (_FINDINGS, _METHODS),
}


@dataclass(frozen=True, slots=True)
class Start:
    """One place to begin."""

    href: str
    icon: str
    words: Any
    why: Any


@dataclass(frozen=True, slots=True)
class MyWorkContext:
    """What waits, where to begin, and the organisations a person can act for."""

    organisations: tuple[access.OrganisationCard, ...]
    kind: Any
    roles: tuple[Any, ...]
    waiting: tuple[WorkItem, ...]
    starts: tuple[Start, ...]
    section: str = "work"


@access.page("web/my_work.html", needs=P.SEE_OWN_ACCOUNT)
def my_work(request: access.ActingRequest) -> MyWorkContext:
    """What should I do next?"""
    by = request.actor
    if by is None:  # the page decorator has led nobody this far
        raise access.NotFound("Nobody is signed in.")
    return MyWorkContext(
        organisations=access.organisations_of(request.user), kind=kind_words(by.kind),
        roles=tuple(role_words(role) for role in sorted(by.roles)), waiting=work_for(by),
        starts=starts_for(by),
    )  # fmt: skip


def starts_for(by: access.Actor) -> tuple[Start, ...]:
    """Where this person may begin: only doors that exist and open."""
    mine = "workplaces" if by.kind in _WORKPLACES else "others"
    mine = "researcher" if by.kind == K.RESEARCHER else mine
    doors = work_lists.open_doors(by)
    return tuple(
        Start(href, icon, words, why)
        for route, icon, words, why in STARTS[mine]
        if route in doors and (href := href_of(route))
    )


@access.page("", needs=P.SEE_OWN_ACCOUNT)
@require_POST
def act_for(request: access.ActingRequest) -> HttpResponse:
    """Act for another of the person's organisations from here on."""
    mine = {card.ref for card in access.organisations_of(request.user)}
    chosen = request.POST.get("organisation", "")
    if chosen in mine:
        request.session[SESSION_KEY] = chosen
    return HttpResponseRedirect(reverse("my_work"))
