"""What the buttons of an answer do; each gives the step to go to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.supplychain.models import Request
from crest.supplychain.services.answering import (
    COLUMNS,
    add_answer_row,
    answer_question,
    answer_request,
    decline_request,
    remove_answer_row,
    reuse_answer,
)


def act(by: access.Actor, found: Request, given: dict[str, str]) -> str:
    """Do what a button says; the step to show next. Raises Refused with what is wrong."""
    do, question, ref = given["do"], given["question"], found.ref
    if do in {"add", "none", "not_told", "profile", "strike", "next"}:
        if question not in found.asks:
            raise access.Refused(_("This was not asked."))
        return _question(by, found, given)
    if do == "send":
        answer_request(by=by, request=ref, who=given["who"], consent=given["consent"] == "yes")
        return ""
    if do == "reuse":
        consent = given["consent"] == "yes"
        reuse_answer(by=by, request=ref, earlier=given["earlier"], consent=consent)
        return ""
    if do == "decline":
        decline_request(by=by, request=ref)
        return ""
    raise access.Refused(_("Choose an answer."))


def _question(by: access.Actor, found: Request, given: dict[str, str]) -> str:
    do, question, ref = given["do"], given["question"], found.ref
    steps = [*found.asks, "send"]
    onwards = steps[steps.index(question) + 1]
    typed = {name: given[name] for name in COLUMNS[question]}
    if do == "strike":
        at = int(given["at"]) if given["at"].isdecimal() else -1
        remove_answer_row(by=by, request=ref, question=question, at=at)
        return question
    if do in {"none", "not_told"}:
        answer_question(by=by, request=ref, question=question, state=do)
        return onwards
    if question == "profile":
        answer_question(by=by, request=ref, question=question, state="some", values=typed)
        return onwards
    if do == "next" and not any(typed.values()):
        if not (found.answer or {}).get(question, {}).get("rows"):
            raise access.Refused(
                _("One thing needs your attention."),
                fields={"name": _("Write a name, or choose that there is none.")},
            )
        return onwards
    add_answer_row(by=by, request=ref, question=question, values=typed)
    return onwards if do == "next" else question
