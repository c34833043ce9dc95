"""Claims by firms themselves, as the firm and the owner of the list see them."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.supplychain.cards import SiteClaimCard
from crest.supplychain.models import Claim, Node, Request, SiteClaim
from crest.supplychain.reads.sheet import site_claim_card


def claimable(*, by: access.Actor, ref: str) -> tuple[str, str]:
    """Name and place of a record the actor may claim. Raises NotFound."""
    node = Node.objects.within(by).filter(ref=ref).first()
    if node is None:
        asked = Request.objects.everywhere("requests sent to the actor's own organisation")
        request = (
            asked.filter(to_organisation_id=by.organisation, node__ref=ref)
            .select_related("node")
            .first()
        )
        if request is None:
            raise access.NotFound(_("There is no such record here."))
        node = request.node
    return node.name, ", ".join(part for part in (node.region, node.country) if part)


def claim_within(*, by: access.Actor, ref: str) -> tuple[SiteClaimCard, bool, dict[str, str]]:
    """A claim, whether the actor keeps the list, and what the firm said so far."""
    rows = SiteClaim.objects.everywhere("filtered to the list's owner or the firm itself")
    rows = rows.filter(Q(owner_id=by.organisation) | Q(claimant_id=by.organisation))
    found = rows.select_related("node", "claimant").one(ref)
    said = Claim.objects.everywhere("what the firm said of itself").filter(
        node=found.node, by_the_site=True, withdrawn_at=None
    )
    values = dict(said.values_list("field", "value"))
    return site_claim_card(found), found.owner_id == by.organisation, values


def open_claims(*, by: access.Actor) -> tuple[SiteClaimCard, ...]:
    """Claims that wait for the actor's decision, oldest first."""
    rows = SiteClaim.objects.owned_by(by).filter(state="pending").select_related("node", "claimant")
    return tuple(site_claim_card(row) for row in rows.order_by("asked_at", "pk")[:200])
