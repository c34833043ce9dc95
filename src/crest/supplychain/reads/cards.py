"""From rows to cards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import F

from crest.access.facade import Actor
from crest.supplychain.cards import ChannelCard, LinkCard, NodeCard, VerdictRow
from crest.supplychain.models import Change, Channel, Link, Node, Verdict

# Links with the most people, then the largest share, first; alike on every database.
MOST_FIRST: Final = (F("people").desc(nulls_last=True), F("share").desc(nulls_last=True), "pk")


def node_card(node: Node) -> NodeCard:
    """A node in short."""
    return NodeCard(
        ref=node.ref, crest_id=node.crest_id, kind=node.kind, name=node.name, role=node.role,
        country=node.country, region=node.region, workers=node.workers, records=node.records,
        state=node.state, claimed=node.claimed_by_id is not None,
        said_closed=node.state == "live" and node.facts.get("closed") == "yes",
        last_said_on=node.last_said_on, owner=node.owner_id, key=node.pk,
    )  # fmt: skip


def known_card(node: Node | None) -> NodeCard | None:
    """The card, where there is a node."""
    return node_card(node) if node is not None else None


def who_did(by: Actor, record: Verdict | Change) -> str:
    """The name of the person who did it, to its own organisation alone."""
    own = record.owner_id == by.organisation and record.done_by_id
    return str(record.done_by) if own else ""


def verdict_row(by: Actor, verdict: Verdict) -> VerdictRow:
    """What somebody said of a link, and when; who it was is told to its own organisation."""
    return VerdictRow(
        ref=verdict.ref, said=verdict.said, note=verdict.note,
        who=who_did(by, verdict), at=verdict.done_at,
        row=verdict.row.ref if verdict.row_id and verdict.row else "",
        undone=verdict.undone_at is not None,
    )  # fmt: skip


def link_card(
    link: Link,
    *,
    outwards: bool = True,
    rows: Iterable[str] = (),
    verdict: VerdictRow | None = None,
) -> LinkCard:
    """A link with both ends, which the caller has fetched."""
    return LinkCard(
        ref=link.ref, relation=link.relation, giver=node_card(link.giver),
        receiver=node_card(link.receiver), outwards=outwards, product=link.product,
        share=link.share, people=link.people, valid_from=link.valid_from, valid_to=link.valid_to,
        verification=link.verification, evidence=link.evidence, rows=tuple(rows),
        verdict=verdict,
    )  # fmt: skip


def channel_card(channel: Channel, *, verdict: VerdictRow | None = None) -> ChannelCard:
    """A labour channel with its hands, which the caller has fetched."""
    return ChannelCard(
        ref=channel.ref, workplace=known_card(channel.workplace),
        employer=known_card(channel.employer), recruiter=known_card(channel.recruiter),
        sub_agent=known_card(channel.sub_agent), origin=channel.origin,
        origin_region=channel.origin_region, destination=channel.destination,
        workers=channel.workers, valid_from=channel.valid_from, valid_to=channel.valid_to,
        verification=channel.verification,
        row=channel.row.ref if channel.row_id and channel.row else "",
        verdict=verdict,
    )  # fmt: skip


def rows_of_links(links: Iterable[Link], most: int = 2000) -> dict[int, list[str]]:
    """Public ids of the source rows of links the caller has narrowed already: one query."""
    ids = [link.pk for link in links][:most]
    through = Link.rows.through
    found: dict[int, list[str]] = {}
    for link, row in (
        through._default_manager.filter(link_id__in=ids)  # noqa: SLF001 - the joining table
        .order_by("link_id", "row_id")
        .values_list("link_id", "row__ref")
    ):
        found.setdefault(link, []).append(row)
    return found


def last_verdicts(by: Actor, *, links: Iterable[Link] = (), channels: Iterable[Channel] = ()) -> (
    tuple[dict[int, VerdictRow], dict[int, VerdictRow]]
):  # fmt: skip
    """The standing word on each link and each channel, by primary key."""
    standing = Verdict.objects.within(by).filter(undone_at=None).select_related("done_by", "row")
    standing = standing.order_by("done_at", "pk")
    of_links = {v.link_id: v for v in standing.filter(link__in=[one.pk for one in links])}
    of_channels = {
        v.channel_id: v for v in standing.filter(channel__in=[one.pk for one in channels])
    }
    return (
        {key: verdict_row(by, one) for key, one in of_links.items() if key is not None},
        {key: verdict_row(by, one) for key, one in of_channels.items() if key is not None},
    )
