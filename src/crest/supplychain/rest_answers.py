"""Answers to questions, for programs: a firm's steps, and what the asker makes of them."""

from __future__ import annotations

from typing import Literal

from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from crest.access import facade as access
from crest.supplychain.cards import RequestCard, SiteClaimCard
from crest.supplychain.models import Request
from crest.supplychain.reads import claims, requests
from crest.supplychain.services import accepting, answering, asking, claiming, codes

P = access.Permission
router = Router(tags=["Requests"])
ANSWER, ASK = access.Needs(P.ANSWER_REQUEST), access.Needs(P.ASK_SUPPLIERS)
Question = Literal["suppliers", "recruiters", "sub_agents", "profile"]


class Firm(Schema):
    """A firm an answer names. Which of the values count depends on the question."""

    question: Question
    name: str = Field("", max_length=200)
    country: str = Field("", max_length=200)
    product: str = Field("", max_length=200)
    share: str = Field("", max_length=200)
    licence: str = Field("", max_length=200)
    people: str = Field("", max_length=200)
    contact: str = Field("", max_length=254)


class Strike(Schema):
    """Which firm of which question, counted from nought."""

    question: Question
    at: int = Field(ge=0, le=1000)


class Say(Schema):
    """That there is none, that it is not told, or of the firm itself its figures."""

    question: Question
    state: Literal["none", "not_told", "some"]
    workers: str = Field("", max_length=200)
    address: str = Field("", max_length=500)


class Send(Schema):
    """Who answers, and that it may be sent."""

    who: str = Field(max_length=200)
    consent: bool


class Reuse(Schema):
    """An earlier answer of one's own firm, and that it may be sent."""

    earlier: str = Field(max_length=40)
    consent: bool


class Because(Schema):
    """What is missing or unclear."""

    because: str = Field(max_length=300)


class Code(Schema):
    """The code of a letter, however it is spaced."""

    code: str = Field(max_length=60)


class Earlier(Schema):
    """An answer one's firm gave before, which covers what is asked now."""

    ref: str
    asker: str
    answered_on: str


class OwnWords(Schema):
    """What a firm says of itself; what is left empty is not said."""

    name: str = Field("", max_length=300)
    address: str = Field("", max_length=500)
    region: str = Field("", max_length=120)
    sector: str = Field("", max_length=120)
    products: str = Field("", max_length=500)
    workers: str = Field("", max_length=20)


class ClaimSheet(Schema):
    """A firm's claim, and what it says of itself so far."""

    claim: SiteClaimCard
    says: dict[str, str]


@router.post("/requests/adopt", auth=ANSWER, response=RequestCard)
def adopt_request(request: access.ActingRequest, said: Code) -> object:
    """Take a letter one holds into one's account: it is answered there from now on."""
    by = access.acting(request)
    found = codes.request_of(said.code, now=timezone.now())
    answering.adopt_request(by=by, request=found.ref, code_holder=True)
    return requests.one_request(by=by, ref=found.ref)


@router.post("/requests/{ref}/open", auth=ANSWER, response=RequestCard)
def open_request(request: access.ActingRequest, ref: str) -> object:
    """Say that a request was read; who asked sees it."""
    return _card(answering.open_request(by=access.acting(request), request=ref))


@router.post("/requests/{ref}/firms", auth=ANSWER, response=RequestCard)
def add_firm(request: access.ActingRequest, ref: str, said: Firm) -> object:
    """Name one firm in an answer. Nothing is sent yet."""
    values = said.model_dump(exclude={"question"})
    made = answering.add_answer_row(
        by=access.acting(request), request=ref, question=said.question, values=values
    )
    return _card(made)


@router.post("/requests/{ref}/strike", auth=ANSWER, response=RequestCard)
def strike_firm(request: access.ActingRequest, ref: str, said: Strike) -> object:
    """Take one firm out of an answer that was not sent yet."""
    made = answering.remove_answer_row(
        by=access.acting(request), request=ref, question=said.question, at=said.at
    )
    return _card(made)


@router.post("/requests/{ref}/say", auth=ANSWER, response=RequestCard)
def answer_question(request: access.ActingRequest, ref: str, said: Say) -> object:
    """Answer one question: none, not told, or the figures of the firm itself."""
    made = answering.answer_question(
        by=access.acting(request), request=ref, question=said.question, state=said.state,
        values={"workers": said.workers, "address": said.address},
    )  # fmt: skip
    return _card(made)


@router.post("/requests/{ref}/answer", auth=ANSWER, response=RequestCard)
def send_answer(request: access.ActingRequest, ref: str, said: Send) -> object:
    """Send the answer to who asked, with consent."""
    by = access.acting(request)
    return answering.answer_request(by=by, request=ref, who=said.who, consent=said.consent)


@router.get("/requests/{ref}/earlier", auth=ANSWER, response=list[Earlier])
def earlier_answers(request: access.ActingRequest, ref: str) -> object:
    """Earlier answers of one's own firm that cover what is asked now, newest first."""
    by = access.acting(request)
    found = answering.answerable(by, ref)
    return [
        Earlier(
            ref=old.ref, asker=old.owner.name, answered_on=str(old.answer.get("answered_on", ""))
        )
        for old in requests.earlier_answers(by=by, request=found)
    ]


@router.post("/requests/{ref}/reuse", auth=ANSWER, response=RequestCard)
def reuse_answer(request: access.ActingRequest, ref: str, said: Reuse) -> object:
    """Send an earlier answer again, with its date and with consent."""
    by = access.acting(request)
    return answering.reuse_answer(by=by, request=ref, earlier=said.earlier, consent=said.consent)


@router.post("/requests/{ref}/decline", auth=ANSWER, response=RequestCard)
def decline_request(request: access.ActingRequest, ref: str) -> object:
    """Do not answer; nothing typed is kept."""
    return answering.decline_request(by=access.acting(request), request=ref)


@router.post("/requests/{ref}/accept", auth=access.Needs(P.ACCEPT_EVIDENCE), response=RequestCard)
def accept_answer(request: access.ActingRequest, ref: str) -> object:
    """Take an answer as evidence; the chains are then worked out with it."""
    return accepting.accept_answer(by=access.acting(request), request=ref)


@router.post("/requests/{ref}/return", auth=ASK, response=RequestCard)
def return_answer(request: access.ActingRequest, ref: str, said: Because) -> object:
    """Send an answer back with a question."""
    by = access.acting(request)
    return asking.return_answer(by=by, request=ref, because=said.because)


@router.post(
    "/requests/{ref}/renew", auth=ASK, response=RequestCard, openapi_extra={"x-told-once": True}
)
def renew_code(request: access.ActingRequest, ref: str) -> object:
    """A new code for a letter, told now and kept nowhere; the old one opens nothing any more."""
    return asking.renew_code(by=access.acting(request), request=ref)


@router.get("/requests/{ref}/next", auth=ASK, response=list[requests.NextFirm])
def next_firms(request: access.ActingRequest, ref: str) -> object:
    """Firms an accepted answer names: whom to ask in turn, with this request as `parent`."""
    by = access.acting(request)
    accepted = Request.objects.owned_by(by).one(ref).state == "accepted"
    return list(requests.next_firms(by=by, ref=ref)) if accepted else []


@router.get("/site-claims", auth=access.Needs(P.EDIT_CHAIN), response=list[SiteClaimCard])
def open_claims(request: access.ActingRequest) -> object:
    """Claims of firms that wait for a decision, oldest first."""
    return list(claims.open_claims(by=access.acting(request)))


@router.get("/site-claims/{ref}", auth=access.Needs(P.SEE_CHAIN), response=ClaimSheet)
def site_claim(request: access.ActingRequest, ref: str) -> object:
    """A firm's claim, as the firm or the owner of the list sees it."""
    card, _owner, says = claims.claim_within(by=access.acting(request), ref=ref)
    return {"claim": card, "says": says}


@router.post("/site-claims/{ref}/say", auth=ANSWER, response=ClaimSheet)
def say_of_itself(request: access.ActingRequest, ref: str, said: OwnWords) -> object:
    """What a firm says of its own record, once its claim stands."""
    by = access.acting(request)
    claiming.say_of_itself(by=by, claim=ref, values=said.model_dump())
    card, _owner, says = claims.claim_within(by=by, ref=ref)
    return {"claim": card, "says": says}


def _card(found: Request) -> RequestCard:
    return requests.request_card(found)
