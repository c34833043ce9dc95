"""A firm claims its record; the owner of the list decides; then the firm speaks for itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.supplychain.cards import SiteClaimCard
from crest.supplychain.pages.asked import Faults, acting, faults_of, typed
from crest.supplychain.reads.claims import claim_within, claimable
from crest.supplychain.services.claiming import OWN_WORDS, claim_node, decide_claim, say_of_itself


@dataclass(frozen=True, slots=True)
class ClaimNodeContext:
    """The record one says is one's own."""

    node: str
    name: str
    place: str
    given: dict[str, str] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    status: int = 200
    section: str = "organisations"


@dataclass(frozen=True, slots=True)
class SiteClaimContext:
    """A claim: what the firm says, what the owner of the list decided."""

    claim: SiteClaimCard
    decides: bool
    is_firm: bool
    values: dict[str, str]
    given: dict[str, str] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    status: int = 200
    section: str = "organisations"


@access.page("supplychain/claim_node.html", needs=access.Permission.ANSWER_REQUEST)
def claim(request: access.ActingRequest, ref: str) -> ClaimNodeContext | HttpResponse:
    """Is this us?"""
    by = acting(request)
    name, place = claimable(by=by, ref=ref)
    if request.method != "POST":
        return ClaimNodeContext(ref, name, place)
    given = typed(request.POST, "because", most=500)
    try:
        made = claim_node(by=by, node=ref, because=given["because"])
    except access.Refused as error:
        return ClaimNodeContext(ref, name, place, given, faults_of(error), 422)
    messages.success(request, _("Sent. Whoever keeps the list decides, and you will see it here."))
    return HttpResponseRedirect(reverse("site_claim", args=[made.ref]))


@access.page("supplychain/site_claim.html", needs=access.Permission.SEE_CHAIN)
def site_claim(request: access.ActingRequest, ref: str) -> SiteClaimContext | HttpResponse:
    """Does this firm stand behind this record?"""
    by = acting(request)
    card, owner, values = claim_within(by=by, ref=ref)
    decides = owner and access.Permission.EDIT_CHAIN in by.may
    if request.method != "POST":
        return SiteClaimContext(card, decides, not owner, values)
    given = typed(request.POST, "decision", "note", *OWN_WORDS, most=500)
    try:
        if owner:
            decide_claim(by=by, claim=ref, decision=given["decision"], note=given["note"])
        else:
            say_of_itself(by=by, claim=ref, values={name: given[name] for name in OWN_WORDS})
    except access.Refused as error:
        return SiteClaimContext(card, decides, not owner, values, given, faults_of(error), 422)
    messages.success(request, _("Kept."))
    return HttpResponseRedirect(reverse("site_claim", args=[ref]))
