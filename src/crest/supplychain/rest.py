"""What programs may read and do with chains: the reads and verbs of the room, nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from ninja import Query, Router, Schema, Status
from pydantic import Field

from crest.access import facade as access
from crest.supplychain.cards import (
    ChainSheet,
    ChangeRow,
    ChannelCard,
    FieldSheet,
    LinkCard,
    NodeCard,
    NodeSheet,
    PairCard,
)
from crest.supplychain.finding import Hit, search_nodes
from crest.supplychain.models import Channel, Link, Node, Pair
from crest.supplychain.reads import chains, links, nodes, pairs, sheet
from crest.supplychain.reads.cards import channel_card, link_card, node_card
from crest.supplychain.records import ResolutionCard
from crest.supplychain.rest_requests import router as requests_router
from crest.supplychain.selectors import latest_resolution
from crest.supplychain.services import changing, claiming, doubting, judging, resolving

P = access.Permission
router = Router(tags=["Chains"])
router.add_router("", requests_router)
SEE, EDIT, JUDGE = (access.Needs(one) for one in (P.SEE_CHAIN, P.EDIT_CHAIN, P.JUDGE_PAIR))
Limit = Annotated[int, Query(ge=1, le=access.MOST_AT_ONCE)]
After = Annotated[str, Query(max_length=40)]
Word = Annotated[str, Query(max_length=40)]
Words = Annotated[str, Query(max_length=300)]
Reason = Annotated[str, Field(max_length=300)]
Refs = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=500)]


class Found(Schema):
    """What a search found, best first. `near`: by words like those asked for."""

    hits: list[Hit]
    total: int
    near: bool


class Rename(Schema):
    """A better name, why, and since when."""

    name: str = Field(max_length=300)
    why: Reason
    since: dt.date | None = None


class Merge(Schema):
    """The node that stays, and why the two are one."""

    into: str = Field(max_length=40)
    why: Reason


class Split(Schema):
    """The source rows that tell of another firm, its name, and why."""

    rows: Refs
    name: str = Field(max_length=300)
    why: Reason


class Move(Schema):
    """The source rows that tell of another node, which one, and why."""

    rows: Refs
    into: str = Field(max_length=40)
    why: Reason


class Close(Schema):
    """Closed since when, or reopened, and how one knows."""

    why: Reason
    since: dt.date | None = None
    reopened: bool = False


class Verification(Schema):
    """What was found of a link or channel, how one knows, and the source row that tells."""

    said: str = Field(max_length=10)
    note: str = Field(max_length=500)
    row: str = Field("", max_length=300)


class Judgement(Schema):
    """What two listings are, and why."""

    judgement: Literal["same", "different", "unsure"]
    why: Reason = ""


class Several(Schema):
    """Public ids of pairs."""

    pairs: Refs


class Claimed(Schema):
    """Why this node is us."""

    because: str = Field(max_length=500)


class Decision(Schema):
    """What the owner of the list says of a claim."""

    decision: str = Field(max_length=10)
    note: str = Field("", max_length=500)


class Done(Schema):
    """The public id of what was made or changed."""

    ref: str


@router.get("/nodes", auth=SEE, response=access.Slice[NodeCard])
def list_nodes(
    request: access.ActingRequest, words: Words = "", kind: Word = "", role: Word = "",
    country: Word = "", product: Words = "", state: Word = "live", since: dt.date | None = None,
    after: After = "", limit: Limit = 50,
) -> object:  # fmt: skip
    """Organisations and sites by name; every filter narrows."""
    by = access.acting(request)
    wanted = nodes.NodeFilter(words, kind, role, country, product, state, since)
    rows = nodes.nodes_within(by, wanted)
    return access.slice_of(rows, node_card, after=after, limit=limit, order=("name", "pk"))


@router.get("/nodes/{ref}", auth=SEE, response=NodeSheet)
def node(request: access.ActingRequest, ref: str) -> object:
    """An organisation or site with its values, links, channels and history."""
    return sheet.sheet_of(by=access.acting(request), ref=ref)


@router.get("/nodes/{ref}/claims", auth=SEE, response=list[FieldSheet])
def node_claims(request: access.ActingRequest, ref: str) -> object:
    """Per property the value that is shown and everything else that was said, with its row."""
    by = access.acting(request)
    return list(sheet.fields_of(by, Node.objects.within(by).one(ref)))


@router.get("/nodes/{ref}/changes", auth=SEE, response=list[ChangeRow])
def node_changes(request: access.ActingRequest, ref: str) -> object:
    """What people did to a node, newest first."""
    by = access.acting(request)
    row = Node.objects.within(by).one(ref)
    return list(sheet.changes_of(by, row, own=row.owner_id == by.organisation))


@router.get("/nodes/{ref}/chain", auth=SEE, response=ChainSheet)
def node_chain(request: access.ActingRequest, ref: str, on: dt.date | None = None) -> object:
    """Both chains of a workplace, of one day where `on` is given."""
    return chains.chain_of(by=access.acting(request), ref=ref, on=on)


@router.get("/search", auth=SEE, response=Found)
def search(
    request: access.ActingRequest, q: Words = "", limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> object:
    """Organisations and sites by words, in any script and in spite of slips."""
    found = search_nodes(access.acting(request), q, limit=limit)
    return Found(hits=list(found.hits), total=found.total, near=found.near)


@router.get("/links", auth=SEE, response=access.Slice[LinkCard])
def list_links(
    request: access.ActingRequest, relation: Word = "", after: After = "", limit: Limit = 50
) -> object:
    """Steps of chains."""
    rows = Link.objects.within(access.acting(request)).select_related("giver", "receiver")
    rows = rows.filter(relation=relation) if relation else rows
    return access.slice_of(rows, link_card, after=after, limit=limit)


@router.get("/links/{ref}", auth=SEE, response=links.LinkSheet)
def link(request: access.ActingRequest, ref: str) -> object:
    """A link with its source rows and every word on it."""
    return links.link_sheet(by=access.acting(request), ref=ref)


@router.post("/links/{ref}/verdict", auth=EDIT, response=Done)
def judge_link(request: access.ActingRequest, ref: str, said: Verification) -> object:
    """Confirm, dispute or deny a link."""
    by = access.acting(request)
    row = doubting.verify_link(by=by, link=ref, said=said.said, note=said.note, row=said.row)
    return Done(ref=row.ref)


@router.get("/channels", auth=SEE, response=access.Slice[ChannelCard])
def list_channels(
    request: access.ActingRequest, origin: Word = "", destination: Word = "", after: After = "",
    limit: Limit = 50,
) -> object:  # fmt: skip
    """How people came to workplaces: recruiter, sub-agent, origin and how many."""
    rows = Channel.objects.within(access.acting(request)).select_related(
        "workplace", "employer", "recruiter", "sub_agent", "row"
    )
    rows = rows.filter(origin=origin) if origin else rows
    rows = rows.filter(destination=destination) if destination else rows
    return access.slice_of(rows, channel_card, after=after, limit=limit)


@router.get("/channels/{ref}", auth=SEE, response=links.ChannelSheet)
def channel(request: access.ActingRequest, ref: str) -> object:
    """A labour channel with every word on it."""
    return links.channel_sheet(by=access.acting(request), ref=ref)


@router.post("/channels/{ref}/verdict", auth=EDIT, response=Done)
def judge_channel(request: access.ActingRequest, ref: str, said: Verification) -> object:
    """Confirm, dispute or deny a labour channel."""
    by = access.acting(request)
    row = doubting.verify_channel(by=by, channel=ref, said=said.said, note=said.note, row=said.row)
    return Done(ref=row.ref)


@router.post("/verdicts/{ref}/undo", auth=EDIT, response=Done)
def undo_verdict(request: access.ActingRequest, ref: str) -> object:
    """Take a word on a link or channel back."""
    return Done(ref=doubting.undo_verdict(by=access.acting(request), verdict=ref).ref)


@router.get("/pairs", auth=JUDGE, response=access.Slice[PairCard])
def list_pairs(
    request: access.ActingRequest,
    judgement: Literal["open", "same", "different", "unsure"] = "open",
    after: After = "",
    limit: Limit = 50,
) -> object:
    """Listings that may be one: those to be judged, or those that were; surest first."""
    rows = Pair.objects.owned_by(access.acting(request)).filter(judgement=judgement)
    rows = (rows.filter(asked=True) if judgement == "open" else rows).select_related("judged_by")
    order = ("-score", "pk")
    return access.slice_of(rows, pairs.pair_card, after=after, limit=limit, order=order)


@router.get("/pairs/{ref}", auth=JUDGE, response=PairCard)
def pair(request: access.ActingRequest, ref: str) -> object:
    """Two listings side by side, with reasons."""
    return pairs.one_pair(by=access.acting(request), ref=ref)


@router.post("/pairs/{ref}/judge", auth=JUDGE, response=PairCard)
def judge_pair(request: access.ActingRequest, ref: str, said: Judgement) -> object:
    """Say what two listings are."""
    by = access.acting(request)
    return judging.judge_pair(by=by, pair=ref, judgement=said.judgement, why=said.why)


@router.post("/pairs/{ref}/undo", auth=JUDGE, response=PairCard)
def undo_judgement(request: access.ActingRequest, ref: str) -> object:
    """Take a judgement back: the pair is asked again."""
    return judging.undo_judgement(by=access.acting(request), pair=ref)


@router.post("/judgements", auth=JUDGE, response=list[PairCard])
def judge_safe_pairs(request: access.ActingRequest, said: Several) -> object:
    """Say "the same" of several pairs that leave no doubt."""
    return list(judging.judge_safe_pairs(by=access.acting(request), pairs=said.pairs))


@router.post("/nodes/{ref}/rename", auth=EDIT, response=Done)
def rename_node(request: access.ActingRequest, ref: str, said: Rename) -> object:
    """Give a node a better name."""
    by = access.acting(request)
    made = changing.rename_node(by=by, node=ref, name=said.name, why=said.why, since=said.since)
    return Done(ref=made.ref)


@router.post("/nodes/{ref}/merge", auth=EDIT, response=Done)
def merge_nodes(request: access.ActingRequest, ref: str, said: Merge) -> object:
    """Make two nodes one."""
    by = access.acting(request)
    return Done(ref=changing.merge_nodes(by=by, node=ref, into=said.into, why=said.why).ref)


@router.post("/nodes/{ref}/split", auth=EDIT, response=Done)
def split_node(request: access.ActingRequest, ref: str, said: Split) -> object:
    """Make two of a node: the rows given become another."""
    by = access.acting(request)
    made = changing.split_node(by=by, node=ref, rows=said.rows, name=said.name, why=said.why)
    return Done(ref=made.ref)


@router.post("/nodes/{ref}/move", auth=EDIT, response=Done)
def move_node(request: access.ActingRequest, ref: str, said: Move) -> object:
    """Give source rows of a node to another."""
    by = access.acting(request)
    made = changing.move_node(by=by, node=ref, rows=said.rows, into=said.into, why=said.why)
    return Done(ref=made.ref)


@router.post("/nodes/{ref}/close", auth=EDIT, response=Done)
def close_node(request: access.ActingRequest, ref: str, said: Close) -> object:
    """Say that a workplace is closed, or open again."""
    made = changing.report_closed(
        by=access.acting(request), node=ref, why=said.why, since=said.since, reopened=said.reopened
    )
    return Done(ref=made.ref)


@router.post("/changes/{ref}/undo", auth=EDIT, response=Done)
def undo_change(request: access.ActingRequest, ref: str) -> object:
    """Undo what a person did to a node."""
    return Done(ref=changing.undo_change(by=access.acting(request), change=ref).ref)


@router.post("/nodes/{ref}/claim", auth=access.Needs(P.ANSWER_REQUEST), response=Done)
def claim_node(request: access.ActingRequest, ref: str, said: Claimed) -> object:
    """Say that a node is one's own firm."""
    by = access.acting(request)
    return Done(ref=claiming.claim_node(by=by, node=ref, because=said.because).ref)


@router.post("/site-claims/{ref}/decide", auth=EDIT, response=Done)
def decide_claim(request: access.ActingRequest, ref: str, said: Decision) -> object:
    """Agree with a firm that a node is itself, or not."""
    by = access.acting(request)
    made = claiming.decide_claim(by=by, claim=ref, decision=said.decision, note=said.note)
    return Done(ref=made.ref)


@router.get("/resolution", auth=SEE, response={200: ResolutionCard, 204: None})
def resolution(request: access.ActingRequest) -> object:
    """Which files stand behind the chains now, and what to know of them."""
    found = latest_resolution(access.acting(request))
    return Status(200, found) if found else Status(204, None)


@router.post("/resolution", auth=access.Needs(P.ACCEPT_EVIDENCE), response={202: Done})
def resolve(request: access.ActingRequest) -> object:
    """Resolve what was accepted once more, in the background; the job's public id."""
    return Done(ref=resolving.start_resolving(by=access.acting(request)))
