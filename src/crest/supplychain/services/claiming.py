"""A firm says "this is us": asked by its own account, decided by the owner of the list."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.supplychain.models import Change, Claim, Node, Request, SiteClaim
from crest.supplychain.services.holding import show_own_word
from crest.supplychain.services.indexing import index_nodes
from crest.supplychain.states import SITE_CLAIM, step

# What a firm may say of itself once its claim stands.
OWN_WORDS: Final = ("name", "address", "region", "sector", "products", "workers")
_LONGEST: Final = {"name": 300, "region": 120, "sector": 120}
MOST_WORKERS: Final = 2_000_000


@access.action("supplychain:node:claim", needs=access.Permission.ANSWER_REQUEST)
def claim_node(*, by: access.Actor, node: str, because: str) -> SiteClaim:
    """Say that a node is one's own firm. The owner of the list decides."""
    found = _within_sight(by, node)
    if not because.strip():
        raise access.Refused(
            _("Nothing was sent."),
            fields={"because": _("Say how it can be seen that this is your firm.")},
        )
    if found.owner_id == by.organisation:
        raise access.Refused(_("This is a record of your own list."))
    known = SiteClaim.objects.everywhere("a firm's own claims").filter(
        node=found, claimant_id=by.organisation, state__in=("pending", "approved")
    )
    if known.exists():
        raise access.Refused(_("You have claimed this record already."))
    made = SiteClaim(
        owner_id=found.owner_id, node=found, claimant_id=by.organisation,
        because=because.strip()[:500],
    )  # fmt: skip
    made.save()
    return made


@access.action("supplychain:claim:decide", needs=access.Permission.EDIT_CHAIN)
def decide_claim(*, by: access.Actor, claim: str, decision: str, note: str = "") -> SiteClaim:
    """Approve, deny or revoke a claim on a node of one's own list."""
    found = SiteClaim.objects.owned_by(by).select_related("node", "claimant").one(claim)
    if decision != "approved" and not note.strip():
        raise access.Refused(
            _("Nothing was decided."), fields={"note": _("Say why, so that the firm can answer.")}
        )
    if decision == "approved" and found.node.claimed_by_id is not None:
        raise access.Refused(
            _("Another firm's claim on this record stands."), todo=_("Revoke that one first.")
        )
    found.state = step(SITE_CLAIM, found.state, decision)
    found.note, found.decided_by_id, found.decided_at = (
        note.strip()[:500], by.person, timezone.now(),
    )  # fmt: skip
    found.save()
    if decision == "approved":
        found.node.claimed_by = found.claimant
        found.node.save(update_fields=["claimed_by"])
        _write_down(by, found)
    elif decision == "revoked":
        found.node.claimed_by = None
        found.node.save(update_fields=["claimed_by"])
        words = Claim.objects.owned_by(by).filter(node=found.node, by_the_site=True)
        words.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    index_nodes(found.node.owner_id, [found.node_id])
    return found


@access.action("supplychain:node:say", needs=access.Permission.ANSWER_REQUEST)
def say_of_itself(*, by: access.Actor, claim: str, values: dict[str, str]) -> SiteClaim:
    """What a firm says of its own record: ranks first, and is labelled as its own word."""
    rows = SiteClaim.objects.everywhere("a firm's own claims").filter(claimant_id=by.organisation)
    found = rows.select_related("node", "claimant").one(claim)
    if found.state != "approved":
        raise access.Refused(_("Your claim has not been approved."))
    faults = {}
    if (workers := values.get("workers", "").strip()) and not workers.isdecimal():
        faults["workers"] = _("Write a whole number, such as 420.")
    elif workers and int(workers) > MOST_WORKERS:
        faults["workers"] = _("That is more than any workplace has.")
    if faults:
        raise access.Refused(_("Nothing was kept."), fields=faults)
    for name in OWN_WORDS:
        if value := " ".join(values.get(name, "").split())[: _LONGEST.get(name, 500)]:
            _say(found, name, value)
    return found


def _say(claim: SiteClaim, name: str, value: str) -> None:
    because = "a firm writes about itself into the list where its claim was approved"
    rows = Claim.objects.everywhere(because).filter(node=claim.node, field=name, withdrawn_at=None)
    rows.filter(by_the_site=True).update(withdrawn_at=timezone.now())
    rows.update(chosen=False)
    Claim(
        owner_id=claim.owner_id, node=claim.node, field=name, value=value, by_the_site=True,
        said_by=claim.claimant.name, said_on=timezone.localdate(), chosen=True,
    ).save()  # fmt: skip
    show_own_word(claim.node, name, value)


def _write_down(by: access.Actor, claim: SiteClaim) -> None:
    Change(
        owner_id=by.organisation, node=claim.node, kind="claimed", done_by_id=by.person,
        after={"name": claim.claimant.name}, why=claim.because[:300],
    ).save()  # fmt: skip


def _within_sight(by: access.Actor, ref: str) -> Node:
    """A node shared with the actor, or one it was asked about."""
    seen = Node.objects.within(by).filter(ref=ref).first()
    if seen is not None:
        return seen
    asked = Request.objects.everywhere("requests sent to the actor's own organisation").filter(
        to_organisation_id=by.organisation, node__ref=ref
    )
    request = asked.select_related("node").first()
    if request is None:
        raise access.NotFound(_("There is no such record here."))
    return request.node
