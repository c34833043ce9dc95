"""Everything that is known of one node."""

from __future__ import annotations

from typing import Final

from django.db.models import F, Q

from crest.access.facade import Actor, Permission
from crest.supplychain.cards import (
    ChangeRow,
    ChannelCard,
    FieldSheet,
    LinkCard,
    NodeSheet,
    SaidValue,
    SiteClaimCard,
)
from crest.supplychain.models import Change, Channel, Claim, Link, Node, SiteClaim
from crest.supplychain.reads.cards import (
    MOST_FIRST,
    channel_card,
    known_card,
    last_verdicts,
    link_card,
    node_card,
    rows_of_links,
    who_did,
)

MOST_LINKS: Final = 200
_ORDER: Final = (
    "name", "name_native", "role", "address", "city", "region", "country", "lat", "lng", "sector",
    "product", "workers", "company", "parent", "licence",
)  # fmt: skip
# Of these a node has one value at a time; different ones contradict each other.
_SINGLE: Final = frozenset({
    "country", "workers", "role", "licence_jurisdiction", "closed", "lei", "os_id", "parent",
})  # fmt: skip
_ASKED: Final = ("address", "country", "workers", "sector", "products")


def sheet_of(*, by: Actor, ref: str) -> NodeSheet:
    """A node with its values, links, channels and history. Raises NotFound."""
    node = Node.objects.within(by).select_related("merged_into").one(ref)
    own = node.owner_id == by.organisation
    links = list(_links(by, node))
    channels = list(_channels(by, node))
    of_links, of_channels = last_verdicts(by, links=links, channels=channels)
    rows = rows_of_links(links)
    cards = [
        link_card(
            one, outwards=one.giver_id == node.pk, rows=rows.get(one.pk, ()),
            verdict=of_links.get(one.pk),
        )
        for one in links[:MOST_LINKS]
    ]  # fmt: skip
    shown = tuple(channel_card(one, verdict=of_channels.get(one.pk)) for one in channels)
    return NodeSheet(
        card=node_card(node),
        other_names=tuple(node.other_names),
        address=node.address,
        place_precision=node.place_precision,
        products=tuple(node.products),
        fields=fields_of(by, node),
        gives=tuple(one for one in cards if one.outwards),
        receives=tuple(one for one in cards if not one.outwards),
        channels=shown,
        changes=changes_of(by, node, own=own),
        not_known=_not_known(node, cards, shown),
        merged_into=known_card(node.merged_into),
        site_claims=site_claims_of(by, node),
        own=own,
        hidden_links=max(0, len(links) - MOST_LINKS),
    )


def _links(by: Actor, node: Node) -> list[Link]:
    rows = Link.objects.within(by).filter(Q(giver=node) | Q(receiver=node))
    rows = rows.select_related("giver", "receiver")
    return list(rows.order_by("relation", *MOST_FIRST)[: MOST_LINKS * 5])


def _channels(by: Actor, node: Node) -> list[Channel]:
    hands = Q(workplace=node) | Q(employer=node) | Q(recruiter=node) | Q(sub_agent=node)
    rows = Channel.objects.within(by).filter(hands)
    rows = rows.select_related("workplace", "employer", "recruiter", "sub_agent", "row")
    return list(
        rows.order_by(
            F("valid_from").desc(nulls_last=True), F("workers").desc(nulls_last=True), "pk"
        )[:MOST_LINKS]
    )


def fields_of(by: Actor, node: Node) -> tuple[FieldSheet, ...]:
    """Per property the value shown, the site's own word first, and what others said."""
    rows = Claim.objects.within(by).filter(node=node, withdrawn_at=None).select_related("row")
    said: dict[str, list[Claim]] = {}
    for claim in rows.order_by("-chosen", "-by_the_site", "-said_on", "pk")[:2000]:
        said.setdefault(claim.field, []).append(claim)
    known = {name: at for at, name in enumerate(_ORDER)}
    names = sorted(said, key=lambda name: (known.get(name, len(known)), name))
    return tuple(_field(name, said[name]) for name in names)


def _field(name: str, claims: list[Claim]) -> FieldSheet:
    first = next((one for one in claims if one.by_the_site), claims[0])
    values = {one.value.casefold().strip() for one in claims}
    return FieldSheet(
        field=name,
        shown=_said(first),
        others=tuple(_said(one) for one in claims if one is not first),
        contradicts=name in _SINGLE and len(values) > 1,
    )


def _said(claim: Claim) -> SaidValue:
    return SaidValue(
        ref=claim.ref, value=claim.value, said_by=claim.said_by, said_on=claim.said_on,
        row=claim.row.ref if claim.row is not None else "", by_the_site=claim.by_the_site,
        chosen=claim.chosen,
    )  # fmt: skip


def changes_of(by: Actor, node: Node, *, own: bool) -> tuple[ChangeRow, ...]:
    """What people did to a node, newest first; the last standing change can be undone."""
    rows = Change.objects.within(by).filter(node=node).select_related("done_by")
    rows = rows.order_by("-done_at", "-pk")[:100]
    may = own and Permission.EDIT_CHAIN in by.may
    return tuple(
        ChangeRow(
            ref=row.ref, kind=row.kind, before=row.before, after=row.after, why=row.why,
            since=row.since, who=who_did(by, row), at=row.done_at,
            undone_at=row.undone_at,
            may_undo=may and row.undone_at is None and not row.from_lists
            and row.kind not in {"split_from", "claimed"},
            from_lists=row.from_lists,
        )
        for row in rows
    )  # fmt: skip


def site_claims_of(by: Actor, node: Node) -> tuple[SiteClaimCard, ...]:
    """Firms that say this node is themselves: seen by the list's owner and by the firm."""
    rows = SiteClaim.objects.everywhere("filtered to the list's owner or the firm itself")
    rows = rows.filter(Q(owner_id=by.organisation) | Q(claimant_id=by.organisation), node=node)
    return tuple(
        site_claim_card(row) for row in rows.select_related("claimant", "node").order_by("-pk")
    )


def site_claim_card(row: SiteClaim) -> SiteClaimCard:
    """A claim by a site, in short."""
    return SiteClaimCard(
        ref=row.ref, node=row.node.ref, node_name=row.node.name, claimant=row.claimant.name,
        because=row.because, state=row.state, note=row.note, asked_at=row.asked_at,
        decided_at=row.decided_at,
    )  # fmt: skip


def _not_known(
    node: Node, links: list[LinkCard], channels: tuple[ChannelCard, ...]
) -> tuple[str, ...]:
    """Names of what nobody said. Pages put them into words."""
    missing = [
        name for name in _ASKED
        if getattr(node, name) in (None, "", []) and not (name == "products" and node.role)
    ]  # fmt: skip
    if node.kind == Node.SITE or node.role == "employer":
        if not channels and not any(one.relation == "recruits_for" for one in links):
            missing.append("recruiters")
        if not any(one.relation == "supplies" and not one.outwards for one in links):
            missing.append("suppliers")
    if node.role == "recruiter":
        if not node.facts.get("licence"):
            missing.append("licence")
        if not any(one.relation == "sub_agent_of" for one in links):
            missing.append("sub_agents")
    if links and all(one.verification != "verified" for one in links):
        missing.append("verification")
    return tuple(missing)
