"""Asking a firm who stands behind it: by account, by mail or by a printed letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.supplychain.cards import RequestCard
from crest.supplychain.models import Node, Request
from crest.supplychain.reads.requests import request_card
from crest.supplychain.services.codes import NUMBER, digest, new_code, written
from crest.supplychain.states import OPEN_REQUEST, REQUEST, step

ASK = access.Permission.ASK_SUPPLIERS
ASKS: Final = ("suppliers", "recruiters", "sub_agents", "profile")
_DEEPEST: Final = 20


@access.action("supplychain:request:send", needs=ASK)
def ask_firm(
    *, by: access.Actor, node: str, asks: Sequence[str], due_on: dt.date | None,
    purpose: str, to_name: str = "", to_email: str = "", message: str = "",
    address: str = "", parent: str = "",
) -> RequestCard:  # fmt: skip
    """Ask a firm; the card's `code` is shown once and not kept.

    `address` is the installation's page for letters, to which a mail leads.
    """
    found = Node.objects.owned_by(by).select_related("claimed_by").one(node)
    above = Request.objects.owned_by(by).one(parent) if parent else None
    day = _checked(asks, due_on, purpose, to_email)
    code = new_code()
    made = Request(
        owner_id=by.organisation, node=found, to_organisation=found.claimed_by,
        to_name=to_name.strip()[:200], to_email=to_email.strip(), code_number=code[:NUMBER],
        code_digest=digest(code), asks=[one for one in ASKS if one in asks],
        message=message.strip()[:500], purpose=purpose.strip()[:200], parent=above,
        tier=min(above.tier + 1, _DEEPEST) if above is not None else 1, due_on=day,
    )  # fmt: skip
    made.save()
    if made.to_email:
        _mail(by, made, f"{address}{written(code)}/")
    return replace(request_card(made), code=written(code))


@access.action("supplychain:request:renew", needs=ASK)
def renew_code(*, by: access.Actor, request: str) -> RequestCard:
    """A new code for a letter; the old one no longer opens it."""
    found = _open(by, request)
    code = new_code()
    found.code_number, found.code_digest = code[:NUMBER], digest(code)
    found.wrong_codes, found.locked_until = 0, None
    found.save()
    return replace(request_card(found), code=written(code))


@access.action("supplychain:request:withdraw", needs=ASK)
def withdraw_request(*, by: access.Actor, request: str) -> RequestCard:
    """Take a request back: its code says so from now on, and nothing of an answer is kept."""
    found = Request.objects.owned_by(by).select_related("node", "owner").one(request)
    found.state = step(REQUEST, found.state, "withdrawn")
    found.withdrawn_at, found.answer = timezone.now(), {}
    found.save()
    return request_card(found)


@access.action("supplychain:request:return", needs=ASK)
def return_answer(*, by: access.Actor, request: str, because: str) -> RequestCard:
    """Send an answer back with a question."""
    found = Request.objects.owned_by(by).select_related("node", "owner").one(request)
    if not because.strip():
        raise access.Refused(
            _("Nothing was sent."), fields={"because": _("Say what is missing or unclear.")}
        )
    found.state = step(REQUEST, found.state, "returned")
    found.returned_because = because.strip()[:300]
    found.save()
    return request_card(found)


def _open(by: access.Actor, ref: str) -> Request:
    found = Request.objects.owned_by(by).select_related("node", "owner").one(ref)
    if found.state not in OPEN_REQUEST:
        raise access.Refused(_("This request is no longer open."))
    return found


def _checked(asks: Sequence[str], due_on: dt.date | None, purpose: str, email: str) -> dt.date:
    faults: dict[str, Any] = {}
    if not set(asks) & set(ASKS):
        faults["asks"] = _("Choose at least one question.")
    if due_on is None or due_on < timezone.localdate():
        faults["due_on"] = _("Choose a day from today on.")
    elif due_on > timezone.localdate() + dt.timedelta(days=730):
        faults["due_on"] = _("Choose a day within two years.")
    if not purpose.strip():
        faults["purpose"] = _("Say what the answer is for. The firm will read it.")
    if email.strip():
        try:
            validate_email(email.strip())
        except ValidationError:
            faults["to_email"] = _("This is no mail address. Write it like name@firm.example.")
    if faults or due_on is None:
        raise access.Refused(_("The request was not sent."), fields=faults)
    return due_on


def _mail(by: access.Actor, made: Request, link: str) -> None:
    """One letter, after the request is kept. The mail names no worker and holds no answer."""
    values = {
        "asker": by.organisation_name, "purpose": made.purpose, "day": made.due_on.isoformat(),
        "link": link,
    }  # fmt: skip
    subject = _("%(asker)s asks you about your suppliers and recruiters") % values
    body = _(
        "%(asker)s asks your firm some questions.\nFor what: %(purpose)s\n"
        "Please answer by: %(day)s\n\nOpen this page and answer, without an account:\n%(link)s\n\n"
        "Only %(asker)s sees the answer, and whoever you agree to. Do not pass this mail on: "
        "whoever has the link can answer for you."
    )
    to = made.to_email
    transaction.on_commit(
        lambda: send_mail(" ".join(subject.split()), body % values, None, [to], fail_silently=True)
    )
