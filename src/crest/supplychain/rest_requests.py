"""Questions to firms, for programs: asked, read, withdrawn. Answers: `rest_answers.py`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated, Literal

from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from crest.access import facade as access
from crest.supplychain.cards import RequestCard
from crest.supplychain.reads import requests
from crest.supplychain.rest_answers import router as answers_router
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
    parent: str = Field("", max_length=40)


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
    """Ask a firm; `parent` is the answer that named it. With `to_email` its letter goes by mail.

    For a letter to print, ask for its code afterwards: `/requests/{ref}/renew`.
    """
    address = request.build_absolute_uri(reverse("letter_code"))
    made = asking.ask_firm(by=access.acting(request), **said.model_dump(), address=address)
    return replace(made, code="")  # the answer may be given again: it holds no secret


@router.get("/requests/{ref}", auth=access.Needs(P.ANSWER_REQUEST), response=RequestCard)
def one_request(request: access.ActingRequest, ref: str) -> object:
    """A request the organisation sent or was sent."""
    by = access.acting(request)
    return _shown(by, requests.one_request(by=by, ref=ref))


@router.post("/requests/{ref}/withdraw", auth=access.Needs(P.ASK_SUPPLIERS), response=RequestCard)
def withdraw_request(request: access.ActingRequest, ref: str) -> object:
    """Take a request back."""
    return asking.withdraw_request(by=access.acting(request), request=ref)


router.add_router("", answers_router)


def _shown(by: access.Actor, card: RequestCard) -> RequestCard:
    """What the asker may read: nothing of an answer that was not sent."""
    sent = card.state in {"answered", "accepted"} or (card.state == "returned" and card.consented)
    return card if sent or card.node.owner != by.organisation else replace(card, answer={})
