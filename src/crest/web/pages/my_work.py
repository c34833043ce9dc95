"""What waits for the person who signed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.web.acting import SESSION_KEY


@dataclass(frozen=True, slots=True)
class MyWorkContext:
    """The organisations a person can act for."""

    organisations: tuple[access.OrganisationCard, ...]


@access.page("web/my_work.html", needs=access.Permission.SEE_OWN_ACCOUNT)
def my_work(request: access.ActingRequest) -> MyWorkContext:
    """What should I do next?"""
    return MyWorkContext(organisations=access.organisations_of(request.user))


@access.page("", needs=access.Permission.SEE_OWN_ACCOUNT)
@require_POST
def act_for(request: access.ActingRequest) -> HttpResponse:
    """Act for another of the person's organisations from here on."""
    mine = {card.ref for card in access.organisations_of(request.user)}
    chosen = request.POST.get("organisation", "")
    if chosen in mine:
        request.session[SESSION_KEY] = chosen
    return HttpResponseRedirect(reverse("my_work"))
