"""Answering a request on a phone: one question at a time, with a letter's code or an account."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from crest.access import facade as access
from crest.supplychain.cards import RequestCard
from crest.supplychain.models import Request
from crest.supplychain.pages.answering_acts import act
from crest.supplychain.pages.asked import Faults, acting, faults_of, typed
from crest.supplychain.pages.requests import TITLES, answers_of
from crest.supplychain.reads.requests import earlier_answers, request_card
from crest.supplychain.services.answering import COLUMNS, adopt_request, open_request
from crest.supplychain.services.codes import TooManyTries, read_code, request_of, written
from crest.supplychain.states import OPEN_REQUEST, is_over

HELP: Final[dict[str, Any]] = {
    "suppliers": _lazy("Firms that sell you materials, parts or finished goods. One at a time."),
    "recruiters": _lazy("Also agencies in the workers' own country. One at a time."),
    "sub_agents": _lazy("Whoever finds workers for you, with or without a licence. One at a time."),
    "profile": _lazy("Count everybody who works there today, also through agencies."),
}
LABELS: Final[dict[str, Any]] = {
    "name": _lazy("Name of the firm"), "country": _lazy("Country"),
    "product": _lazy("What it supplies"), "share": _lazy("How much of it, in per cent"),
    "licence": _lazy("Licence number"), "people": _lazy("How many workers"),
    "contact": _lazy("Mail address of the firm, if it may be asked as well"),
    "workers": _lazy("People who work there"), "address": _lazy("Address"),
}  # fmt: skip
_TYPED: Final = (
    "do", "question", "at", "who", "consent", "earlier", "name", "country", "product", "share",
    "licence", "people", "contact", "workers", "address",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CodeContext:
    """Where one types the code of a letter."""

    given: str = ""
    faults: Faults = field(default_factory=Faults)
    status: int = 200
    section: str = "requests"


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """One step of the answer."""

    request_card: RequestCard
    base: str
    step: str
    steps: tuple[str, ...]
    number: int
    title: Any = ""
    help: Any = ""
    columns: tuple[tuple[str, Any], ...] = ()
    rows: tuple[dict[str, str], ...] = ()
    said: str = ""
    answers: tuple[tuple[Any, str, tuple[dict[str, str], ...]], ...] = ()
    earlier: tuple[tuple[str, str, str], ...] = ()
    by_letter: bool = True
    may_adopt: bool = False
    before: str = ""
    after: str = ""
    given: dict[str, str] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    status: int = 200
    section: str = "requests"


@access.page("supplychain/letter_code.html", needs=access.PUBLIC)
def letter_code(request: access.ActingRequest) -> CodeContext | HttpResponse:
    """Which letter did you get?"""
    given = typed(request.POST or request.GET, "code", most=60)["code"]
    if not given:
        return CodeContext()
    if code := read_code(given):
        return HttpResponseRedirect(reverse("letter", args=[written(code)]))
    sentence = _("A code has sixteen letters and digits, in groups of four.")
    return CodeContext(given, Faults(sentence, fields={"code": sentence}), 422)


@access.page("supplychain/answer.html", needs=access.PUBLIC)
def letter(request: access.ActingRequest, code: str) -> Any:
    """Answering with the code of a letter, without an account."""
    try:
        found = request_of(code, now=timezone.now())
    except TooManyTries as error:
        return _no_such_code(request, CodeContext(code, faults_of(error), 429))
    except access.NotFound as error:
        return _no_such_code(
            request, CodeContext(code, Faults(error.sentence, error.todo or ""), 404)
        )
    base = reverse("letter", args=[written(read_code(code))])
    by = replace(
        access.system_for(found.owner_id, on=timezone.localdate()),
        name="a letter", purpose=f"letter {found.ref}",
    )  # fmt: skip
    own = request.actor
    may_adopt = (
        own is not None and access.Permission.ANSWER_REQUEST in own.may
        and own.organisation != found.owner_id and found.to_organisation_id is None
    )  # fmt: skip
    if request.method == "POST" and request.POST.get("do") == "adopt" and own and may_adopt:
        adopt_request(by=own, request=found.ref, code_holder=True)
        return HttpResponseRedirect(reverse("request_answer", args=[found.ref]))
    return _steps(request, by, found.ref, base, may_adopt=may_adopt)


@access.page("supplychain/answer.html", needs=access.Permission.ANSWER_REQUEST)
def request_answer(request: access.ActingRequest, ref: str) -> Any:
    """Answering with an account."""
    by = acting(request)
    base = reverse("request_answer", args=[ref])
    rows = Request.objects.everywhere("sent to the actor's own organisation")
    rows.filter(to_organisation_id=by.organisation).one(ref)
    return _steps(request, by, ref, base)


def _no_such_code(request: access.ActingRequest, context: CodeContext) -> HttpResponse:
    """The page of codes, in place of the page of an answer."""
    values = {name: getattr(context, name) for name in ("given", "faults", "section")}
    return render(request, "supplychain/letter_code.html", values, status=context.status)


def _steps(
    request: access.ActingRequest, by: access.Actor, ref: str, base: str, *,
    may_adopt: bool = False,
) -> Any:  # fmt: skip
    rows = Request.objects.everywhere("the letter was opened by its code or by its receiver")
    found = rows.select_related("node", "owner").one(ref)
    if found.state not in OPEN_REQUEST or is_over(found.due_on, timezone.localdate()):
        return AnswerContext(
            request_card=request_card(found), base=base, step="ended", steps=(), number=0,
            answers=answers_of(request_card(found)), by_letter=bool(by.purpose),
            status=200 if found.state in {"answered", "accepted"} else 410,
        )  # fmt: skip
    if found.state == "sent":
        found = open_request(by=by, request=ref)
    step = request.GET.get("step", "")
    if request.method != "POST":
        return _context(by, found, base, step, may_adopt=may_adopt)
    given = typed(request.POST, *_TYPED, most=500)
    try:
        onwards = act(by, found, given)
    except access.Refused as error:
        shown = given["question"] or ("start" if given["do"] == "reuse" else "send")
        found.refresh_from_db()
        return replace(
            _context(by, found, base, shown, may_adopt=may_adopt), given=given,
            faults=faults_of(error), status=422,
        )  # fmt: skip
    return HttpResponseRedirect(f"{base}?step={onwards}" if onwards else base)


def _context(
    by: access.Actor, found: Request, base: str, step: str, *, may_adopt: bool
) -> AnswerContext:
    steps = ("start", *found.asks, "send")
    step = step if step in steps else "start"
    at = steps.index(step)
    said = (found.answer or {}).get(step, {}) if step in COLUMNS else {}
    card = request_card(found)
    earlier = (
        tuple((old.ref, old.owner.name, str(old.answer.get("answered_on", ""))) for old in
              earlier_answers(by=by, request=found))
        if step == "start" and not by.purpose else ()
    )  # fmt: skip
    return AnswerContext(
        request_card=card, base=base, step=step, steps=steps, number=at,
        title=TITLES.get(step, ""), help=HELP.get(step, ""),
        columns=tuple((name, LABELS[name]) for name in COLUMNS.get(step, ())),
        rows=tuple(said.get("rows", ())), said=str(said.get("state", "")),
        answers=answers_of(card), earlier=earlier, by_letter=bool(by.purpose),
        may_adopt=may_adopt, before=steps[at - 1] if at else "",
        after=steps[at + 1] if at + 1 < len(steps) else "",
        given=dict(said["rows"][0]) if step == "profile" and said.get("rows") else {},
    )  # fmt: skip
