"""Requests: what have we asked, what were we asked, by whom, by when?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import segno
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.engine.errors import CrestError
from crest.supplychain.cards import NodeCard, RequestCard, SiteClaimCard
from crest.supplychain.pages.asked import Faults, acting, day, faults_of, typed
from crest.supplychain.reads.claims import open_claims
from crest.supplychain.reads.nodes import own_node
from crest.supplychain.reads.requests import (
    NextFirm,
    next_firms,
    one_request,
    received_requests,
    sent_requests,
)
from crest.supplychain.services.accepting import accept_answer
from crest.supplychain.services.asking import (
    ASKS,
    ask_firm,
    renew_code,
    return_answer,
    withdraw_request,
)
from crest.supplychain.services.codes import written
from crest.supplychain.states import OPEN_REQUEST
from crest.supplychain.templatetags.chains import state_word
from crest.ui.listing import Listing, listed

P = access.Permission
_LETTERS: Final = "letters"  # codes of the letters made in this session, until they are shown
_DAYS: Final = 21
QUESTIONS: Final[dict[str, Any]] = {
    "suppliers": _lazy("Who supplies it"),
    "recruiters": _lazy("Which agencies bring workers to it"),
    "sub_agents": _lazy("Which sub-agents and brokers it works with"),
    "profile": _lazy("How many people work there, and where"),
}
TITLES: Final[dict[str, Any]] = {
    "suppliers": _lazy("Who supplies you?"),
    "recruiters": _lazy("Which agencies bring workers to you?"),
    "sub_agents": _lazy("Which sub-agents or brokers do you work with?"),
    "profile": _lazy("How many people work with you, and where?"),
}
_STATES: Final = ("sent", "opened", "answered", "returned", "accepted", "declined", "withdrawn")


@dataclass(frozen=True, slots=True)
class RequestsContext:
    """Both sides, and claims that wait for a decision."""

    received: Listing[RequestCard]
    sent: Listing[RequestCard]
    claims: tuple[SiteClaimCard, ...]
    may_ask: bool
    section: str = "requests"


@dataclass(frozen=True, slots=True)
class NewRequestContext:
    """The form for asking a firm."""

    node: NodeCard
    questions: dict[str, Any]
    chosen: tuple[str, ...]
    given: dict[str, str]
    parent: RequestCard | None
    to_account: bool
    faults: Faults = field(default_factory=Faults)
    status: int = 200
    section: str = "requests"


@dataclass(frozen=True, slots=True)
class RequestContext:
    """One request as its sender sees it."""

    request_card: RequestCard
    answers: tuple[tuple[Any, str, tuple[dict[str, str], ...]], ...]
    firms: tuple[NextFirm, ...]
    shown: bool
    is_open: bool
    may_accept: bool
    given: dict[str, str] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    status: int = 200
    section: str = "requests"


@dataclass(frozen=True, slots=True)
class LetterContext:
    """A letter to print, with its code once."""

    request_card: RequestCard
    code: str
    link: str
    picture: str
    page: str
    questions: tuple[Any, ...]
    section: str = "requests"


@access.page("supplychain/requests.html", needs=P.ANSWER_REQUEST)
def requests(request: access.ActingRequest) -> RequestsContext:
    """What have I been asked, by whom, by when?"""
    by = acting(request)
    may_ask = P.ASK_SUPPLIERS in by.may
    return RequestsContext(
        received=_listed(received_requests(by=by), request, "asked"),
        sent=_listed(sent_requests(by=by) if may_ask else (), request, "state"),
        claims=open_claims(by=by) if P.EDIT_CHAIN in by.may else (),
        may_ask=may_ask,
    )  # fmt: skip


def _listed(
    cards: tuple[RequestCard, ...], request: access.ActingRequest, name: str
) -> Listing[RequestCard]:
    words = {state: state_word(state) for state in _STATES}
    return listed(
        cards, request.GET, name=name, value=lambda card: card.state, words=words,
        everything=_lazy("All"),
    )  # fmt: skip


@access.page("supplychain/request_new.html", needs=P.ASK_SUPPLIERS)
def request_new(request: access.ActingRequest, ref: str) -> NewRequestContext | HttpResponse:
    """What do we want to know of this firm?"""
    by = acting(request)
    node, claimed = own_node(by=by, ref=ref)
    parent_ref = (request.POST or request.GET).get("parent", "")[:14]
    parent = one_request(by=by, ref=parent_ref) if parent_ref else None
    if request.method != "POST":
        due = timezone.localdate() + dt.timedelta(days=_DAYS)
        contact = request.GET.get("contact", "")[:254]
        given = {"due_on": due.isoformat(), "to_email": contact if "@" in contact else ""}
        start = ("recruiters", "sub_agents") if node.role == "recruiter" else ASKS
        return NewRequestContext(node, QUESTIONS, start, given, parent, claimed)
    given = typed(request.POST, "to_name", "to_email", "purpose", "message", "due_on", most=500)
    chosen = tuple(request.POST.getlist("asks"))
    try:
        made = ask_firm(
            by=by, node=ref, asks=chosen, due_on=_due(given["due_on"]), purpose=given["purpose"],
            to_name=given["to_name"], to_email=given["to_email"], message=given["message"],
            address=request.build_absolute_uri(reverse("letter_code")), parent=parent_ref,
        )  # fmt: skip
    except access.Refused as error:
        return NewRequestContext(
            node, QUESTIONS, chosen, given, parent, claimed, faults_of(error), 422
        )
    return _to_letter(request, made)


@access.page("supplychain/request.html", needs=P.ANSWER_REQUEST)
def request_page(request: access.ActingRequest, ref: str) -> RequestContext | HttpResponse:
    """What did they answer?"""
    by = acting(request)
    card = one_request(by=by, ref=ref)
    if card.node.owner != by.organisation:
        return HttpResponseRedirect(reverse("request_answer", args=[ref]))
    if request.method != "POST":
        return _request_context(by, card)
    given = typed(request.POST, "do", "because", most=300)
    try:
        _act(by, ref, given)
    except CrestError as error:
        refused = error if isinstance(error, access.Refused) else access.Refused(
            error.sentence, todo=error.todo or ""
        )  # fmt: skip
        if isinstance(error, access.NotAllowed | access.NotFound):
            raise
        return _request_context(by, card, given, faults_of(refused), 422)
    messages.success(request, _DONE[given["do"]])
    return HttpResponseRedirect(reverse("request", args=[ref]))


@access.page("supplychain/letter.html", needs=P.ASK_SUPPLIERS)
def letter(request: access.ActingRequest, ref: str) -> LetterContext | HttpResponse:
    """The letter to print or to send: the code is shown once."""
    by = acting(request)
    card = one_request(by=by, ref=ref)
    if card.node.owner != by.organisation:
        raise access.NotFound(_("There is no such request here."))
    codes = dict(request.session.get(_LETTERS, {}))
    code = codes.pop(ref, "")
    if code:
        request.session[_LETTERS] = codes
    page = request.build_absolute_uri(reverse("letter_code"))
    link = f"{page}{written(code.replace('-', ''))}/" if code else ""
    return LetterContext(
        request_card=card, code=code, link=link, picture=_picture(link) if link else "",
        page=page, questions=tuple(TITLES[one] for one in card.asks),
    )  # fmt: skip


@access.page("", needs=P.ASK_SUPPLIERS)
@require_POST
def renew(request: access.ActingRequest, ref: str) -> HttpResponse:
    """Make a new code; the old letter no longer opens anything."""
    try:
        made = renew_code(by=acting(request), request=ref)
    except access.Refused as error:
        messages.error(request, error.sentence)
        return HttpResponseRedirect(reverse("request", args=[ref]))
    return _to_letter(request, made)


def _to_letter(request: access.ActingRequest, made: RequestCard) -> HttpResponse:
    request.session[_LETTERS] = {**request.session.get(_LETTERS, {}), made.ref: made.code}
    return HttpResponseRedirect(reverse("request_letter", args=[made.ref]))


def _picture(link: str) -> str:
    return str(segno.make(link, error="m").svg_data_uri(scale=5, border=2))


def _due(text: str) -> dt.date | None:
    try:
        return day(text)
    except access.Refused as error:
        raise access.Refused(error.sentence, fields={"due_on": error.sentence}) from error


_DONE: Final[dict[str, Any]] = {
    "accept": _lazy("Accepted. The answer is now evidence, and the chains are matched with it."),
    "return": _lazy("Sent back with your question."),
    "withdraw": _lazy("Withdrawn. Its code opens nothing any more."),
}
_ACTS: Final[dict[str, Callable[[access.Actor, str, dict[str, str]], RequestCard]]] = {
    "accept": lambda by, ref, _given: accept_answer(by=by, request=ref),
    "return": lambda by, ref, given: return_answer(by=by, request=ref, because=given["because"]),
    "withdraw": lambda by, ref, _given: withdraw_request(by=by, request=ref),
}


def _act(by: access.Actor, ref: str, given: dict[str, str]) -> None:
    if given["do"] not in _ACTS:
        raise access.Refused(_("Choose what to do."))
    _ACTS[given["do"]](by, ref, given)


def _request_context(
    by: access.Actor, card: RequestCard, given: dict[str, str] | None = None,
    faults: Faults | None = None, status: int = 200,
) -> RequestContext:  # fmt: skip
    shown = card.consented and card.state in {"answered", "accepted", "returned"}
    return RequestContext(
        request_card=card,
        answers=answers_of(card) if shown else (),
        firms=next_firms(by=by, ref=card.ref) if card.state == "accepted" else (),
        shown=shown,
        is_open=card.state in OPEN_REQUEST,
        may_accept=P.ACCEPT_EVIDENCE in by.may,
        given=given or {},
        faults=faults or Faults(),
        status=status,
    )


def answers_of(card: RequestCard) -> tuple[tuple[Any, str, tuple[dict[str, str], ...]], ...]:
    """Per question its words, how it was answered, and the rows."""
    found: list[tuple[Any, str, tuple[dict[str, str], ...]]] = []
    for one in card.asks:
        said = card.answer.get(one)
        said = said if isinstance(said, dict) else {}
        found.append((QUESTIONS[one], str(said.get("state", "")), tuple(said.get("rows", ()))))
    return tuple(found)
