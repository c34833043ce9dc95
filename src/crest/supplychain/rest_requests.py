"""Questions to firms, for programs: asked, read, withdrawn. Answers are given on pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated, Literal

from ninja import Query, Router, Schema
from pydantic import Field

from crest.access import facade as access
from crest.supplychain.cards import RequestCard
from crest.supplychain.reads import requests
from crest.supplychain.services import asking

P = access.Permission
router = Router(tags=["Requests"])
Limit = Annotated[int, Query(ge=1, le=access.MOST_AT_ONCE)]
After = Annotated[str, Query(max_length=40)]


class Ask(Schema):
    """Whom to ask what, until when, and what for."""

    node: str = Field(max_length=40)
    asks: list[Literal["suppliers", "recruiters", "sub_agents", "profile"]] = Field(max_length=4)
    due_on: dt.date | None = None
    purpose: str = Field(max_length=200)
    to_name: str = Field("", max_length=200)
    to_email: str = Field("", max_length=254)
    message: str = Field("", max_length=500)


@router.get(
    "/requests/sent", auth=access.Needs(P.ASK_SUPPLIERS), response=access.Slice[RequestCard]
)
def sent_requests(
    request: access.ActingRequest, state: Annotated[str, Query(max_length=12)] = "",
    after: After = "", limit: Limit = 50,
) -> object:  # fmt: skip
    """What the organisation asked, newest first."""
    by = access.acting(request)
    cards = tuple(_shown(by, one) for one in requests.sent_requests(by=by, state=state))
    return access.slice_of_records(cards, key=lambda one: one.ref, after=after, limit=limit)


@router.get(
    "/requests/received", auth=access.Needs(P.ANSWER_REQUEST), response=access.Slice[RequestCard]
)
def received_requests(
    request: access.ActingRequest, after: After = "", limit: Limit = 50
) -> object:
    """What the organisation was asked, the nearest day first."""
    cards = requests.received_requests(by=access.acting(request))
    return access.slice_of_records(cards, key=lambda one: one.ref, after=after, limit=limit)


@router.post("/requests/sent", auth=access.Needs(P.ASK_SUPPLIERS), response={201: RequestCard})
def ask_firm(request: access.ActingRequest, said: Ask) -> object:
    """Ask a firm. Its letter is sent by mail, or printed from its page, where a code is made."""
    made = asking.ask_firm(by=access.acting(request), **said.model_dump())
    return replace(made, code="")  # a code is shown to a person once, and kept nowhere


@router.get("/requests/{ref}", auth=access.Needs(P.ANSWER_REQUEST), response=RequestCard)
def one_request(request: access.ActingRequest, ref: str) -> object:
    """A request the organisation sent or was sent."""
    by = access.acting(request)
    return _shown(by, requests.one_request(by=by, ref=ref))


@router.post("/requests/{ref}/withdraw", auth=access.Needs(P.ASK_SUPPLIERS), response=RequestCard)
def withdraw_request(request: access.ActingRequest, ref: str) -> object:
    """Take a request back."""
    return asking.withdraw_request(by=access.acting(request), request=ref)


def _shown(by: access.Actor, card: RequestCard) -> RequestCard:
    """What the asker may read: nothing of an answer that was not sent."""
    sent = card.state in {"answered", "accepted"}
    return card if sent or card.node.owner != by.organisation else replace(card, answer={})
