"""Answering a request, step by step: nothing typed is lost, nothing is shared without consent."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.supplychain.cards import RequestCard
from crest.supplychain.models import Request
from crest.supplychain.reads.requests import earlier_answers, request_card
from crest.supplychain.states import OPEN_REQUEST, REQUEST, is_over, step

ANSWER = access.Permission.ANSWER_REQUEST
MOST_ROWS: Final = 200
MOST_PEOPLE: Final = 2_000_000
WHOLE: Final = 100
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "suppliers": ("name", "country", "product", "share", "contact"),
    "recruiters": ("name", "country", "licence", "people", "contact"),
    "sub_agents": ("name", "country", "people", "contact"),
    "profile": ("workers", "address"),
}
_LONGEST: Final = {"address": 500, "contact": 254}


@access.action("supplychain:request:open", needs=ANSWER)
def open_request(*, by: access.Actor, request: str) -> Request:
    """The receiver has opened its letter for the first time."""
    found = answerable(by, request)
    if found.state == "sent":
        found.state, found.opened_at = step(REQUEST, found.state, "opened"), timezone.now()
        found.save()
    return found


@access.action("supplychain:request:write", needs=ANSWER)
def add_answer_row(
    *, by: access.Actor, request: str, question: str, values: dict[str, str]
) -> Request:
    """Add one firm to an answer. Raises Refused with a sentence per field."""
    found = answerable(by, request)
    kept = _cleaned(found, question, values)
    rows = _rows(found, question)
    if len(rows) >= MOST_ROWS:
        raise access.Refused(
            _("That is as many as one answer can hold."), todo=_("Send a list instead.")
        )
    if kept not in rows:
        rows = [*rows, kept]
    return _keep(found, question, {"state": "some", "rows": rows})


@access.action("supplychain:request:strike", needs=ANSWER)
def remove_answer_row(*, by: access.Actor, request: str, question: str, at: int) -> Request:
    """Take one firm out of an answer that was not sent yet."""
    found = answerable(by, request)
    rows = [row for number, row in enumerate(_rows(found, question)) if number != at]
    return _keep(found, question, {"state": "some" if rows else "", "rows": rows})


@access.action("supplychain:request:say", needs=ANSWER)
def answer_question(
    *, by: access.Actor, request: str, question: str, state: str,
    values: dict[str, str] | None = None,
) -> Request:  # fmt: skip
    """Say "none", "not told" or, of the firm itself, its figures."""
    found = answerable(by, request)
    if question == "profile" and state == "some":
        kept = _cleaned(found, question, values or {})
        return _keep(found, question, {"state": "some", "rows": [kept]})
    if state not in {"none", "not_told"}:
        raise access.Refused(_("Choose an answer."))
    return _keep(found, question, {"state": state, "rows": []})


@access.action("supplychain:request:answer", needs=ANSWER)
def answer_request(*, by: access.Actor, request: str, who: str, consent: bool) -> RequestCard:
    """Send the answer to the asker, with consent."""
    found = answerable(by, request)
    faults = {}
    if not consent:
        faults["consent"] = _("Without your consent nothing is sent.")
    if not who.strip():
        faults["who"] = _("Write your name, so that they know who answered.")
    said = found.answer or {}
    if not any(said.get(one, {}).get("state") for one in found.asks):
        faults["answer"] = _("No question is answered yet.")
    if faults:
        raise access.Refused(_("The answer was not sent."), fields=faults)
    now = timezone.now()
    found.state = step(REQUEST, found.state, "answered")
    found.answered_at = found.consented_at = now
    found.answer = {**said, "who": who.strip()[:200], "answered_on": now.date().isoformat()}
    found.save()
    return request_card(found)


@access.action("supplychain:request:reuse", needs=ANSWER)
def reuse_answer(*, by: access.Actor, request: str, earlier: str, consent: bool) -> RequestCard:
    """Send an earlier answer of one's own firm to another asker, with its date."""
    found = answerable(by, request)
    if not consent:
        raise access.Refused(
            _("The answer was not sent."),
            fields={"consent": _("Without your consent nothing is sent.")},
        )
    old = next((one for one in earlier_answers(by=by, request=found) if one.ref == earlier), None)
    if old is None:
        raise access.NotFound(_("There is no such earlier answer."))
    now = timezone.now()
    found.state = step(REQUEST, found.state, "answered")
    found.answered_at = found.consented_at = now
    found.answer = {k: v for k, v in old.answer.items() if k in {*found.asks, "who", "answered_on"}}
    found.reuses = old
    found.save()
    return request_card(found)


@access.action("supplychain:request:decline", needs=ANSWER)
def decline_request(*, by: access.Actor, request: str) -> RequestCard:
    """The firm does not answer. Nothing typed is kept."""
    found = answerable(by, request)
    found.state, found.answer = step(REQUEST, found.state, "declined"), {}
    found.answered_at = timezone.now()
    found.save()
    return request_card(found)


@access.action("supplychain:request:adopt", needs=ANSWER)
def adopt_request(*, by: access.Actor, request: str, code_holder: bool) -> Request:
    """A firm with an account takes a letter it holds into its account."""
    rows = Request.objects.everywhere("whoever holds the letter's code may take it up")
    found = rows.one(request)
    if not code_holder or found.to_organisation_id not in {None, by.organisation}:
        raise access.NotFound(_("There is no such request here."))
    if found.owner_id != by.organisation:
        found.to_organisation_id = by.organisation
        found.save(update_fields=["to_organisation"])
    return found


def answerable(by: access.Actor, ref: str) -> Request:
    """A request this actor may answer now: sent to its firm, or opened by its code.

    Raises NotFound, and Refused where it is too late or was taken back.
    """
    rows = Request.objects.everywhere("filtered to the receiver, or opened by the letter's code")
    found = rows.select_related("node", "owner").filter(ref=ref).first()
    holds_code = by.purpose == f"letter {ref}"
    if found is None or not (holds_code or found.to_organisation_id == by.organisation):
        raise access.NotFound(_("There is no such request here."))
    if found.state not in OPEN_REQUEST:
        raise access.Refused(_("This request can no longer be answered."))
    if is_over(found.due_on, timezone.localdate()):
        raise access.Refused(_("It is too late to answer this request."))
    return found


def _rows(found: Request, question: str) -> list[dict[str, Any]]:
    if question not in found.asks:
        raise access.Refused(_("This was not asked."))
    return list((found.answer or {}).get(question, {}).get("rows", []))


def _keep(found: Request, question: str, said: dict[str, Any]) -> Request:
    if question not in found.asks:
        raise access.Refused(_("This was not asked."))
    found.answer = {**(found.answer or {}), question: said}
    found.save(update_fields=["answer"])
    return found


def _cleaned(found: Request, question: str, values: dict[str, str]) -> dict[str, str]:
    if question not in found.asks:
        raise access.Refused(_("This was not asked."))
    kept = {
        name: " ".join(values.get(name, "").split())[: _LONGEST.get(name, 200)]
        for name in COLUMNS[question]
    }
    faults = {}
    if "name" in kept and not kept["name"]:
        faults["name"] = _("Write the name of the firm.")
    for name in ("people", "workers"):
        if kept.get(name) and not _is_count(kept[name]):
            faults[name] = _("Write a whole number, such as 40.")
    if kept.get("share") and not _is_share(kept["share"]):
        faults["share"] = _("Write a number from 0 to 100.")
    if question == "profile" and not any(kept.values()):
        faults["workers"] = _("Write at least one of the two.")
    if faults:
        raise access.Refused(_("One thing needs your attention."), fields=faults)
    return {name: value for name, value in kept.items() if value}


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= MOST_PEOPLE


def _is_share(text: str) -> bool:
    text = text.removesuffix("%").strip().replace(",", ".")
    whole, _dot, part = text.partition(".")
    digits = whole + part
    return digits.isascii() and digits.isdigit() and 0 <= float(text or -1) <= WHOLE
