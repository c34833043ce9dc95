"""One link, one labour channel: with their source rows and every word on them."""

from __future__ import annotations

from dataclasses import dataclass

from crest.access.facade import Actor
from crest.supplychain.cards import ChannelCard, LinkCard, VerdictRow
from crest.supplychain.models import Channel, Link, Verdict
from crest.supplychain.reads.cards import channel_card, link_card, rows_of_links, verdict_row


@dataclass(frozen=True, slots=True)
class LinkSheet:
    """A link with its whole history of words."""

    link: LinkCard
    verdicts: tuple[VerdictRow, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class ChannelSheet:
    """A labour channel with its whole history of words."""

    channel: ChannelCard
    verdicts: tuple[VerdictRow, ...]
    own: bool


def link_sheet(*, by: Actor, ref: str) -> LinkSheet:
    """A link. Raises NotFound."""
    link = Link.objects.within(by).select_related("giver", "receiver").one(ref)
    said = Verdict.objects.within(by).filter(link=link).select_related("done_by", "row")
    rows = rows_of_links([link])
    return LinkSheet(
        link=link_card(link, rows=rows.get(link.pk, ())),
        verdicts=tuple(verdict_row(by, one) for one in said.order_by("-done_at", "-pk")),
        own=link.owner_id == by.organisation,
    )


def channel_sheet(*, by: Actor, ref: str) -> ChannelSheet:
    """A labour channel. Raises NotFound."""
    rows = Channel.objects.within(by)
    rows = rows.select_related("workplace", "employer", "recruiter", "sub_agent", "row")
    channel = rows.one(ref)
    said = Verdict.objects.within(by).filter(channel=channel).select_related("done_by", "row")
    return ChannelSheet(
        channel=channel_card(channel),
        verdicts=tuple(verdict_row(by, one) for one in said.order_by("-done_at", "-pk")),
        own=channel.owner_id == by.organisation,
    )
