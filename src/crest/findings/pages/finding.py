"""One finding explained, and what is handed on from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.findings import rules
from crest.findings.records import FindingSheet, ProposalCard
from crest.findings.selectors.findings import finding_sheet, proposals_of
from crest.findings.services import handing
from crest.ui.listing import PER_PAGE, Listing, listed

STEP_STATES: Final[dict[str, Any]] = {
    "proposed": gettext_lazy("proposed"),
    "taken": gettext_lazy("taken"),
    "done": gettext_lazy("reported done"),
    "declined": gettext_lazy("declined"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """An action of the finding, and whether it was handed on already."""

    said: dict[str, Any]
    handed: ProposalCard | None


@dataclass(frozen=True, slots=True)
class FindingContext:
    """One finding with its reasons and steps."""

    sheet: FindingSheet
    steps: tuple[Step, ...]
    kind: str
    review_by: str
    mine: bool
    can_hand_on: bool
    section: str = "findings"
    error: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True)
class ProposalsContext:
    """Everything handed on, and what became of it."""

    proposals: Listing[ProposalCard]
    open_count: int
    section: str = "findings"
    errors: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    status: int = 200


@access.page("findings/finding.html", needs=access.Permission.SEE_FINDINGS)
def finding(request: access.ActingRequest, ref: str) -> FindingContext:
    """What is wrong, on what evidence, how severe, what is missing and what to do?"""
    return _context(_by(request), ref)


@access.page("findings/finding.html", needs=access.Permission.EVALUATE)
@require_POST
def hand_on(request: access.ActingRequest, ref: str) -> HttpResponse | FindingContext:
    """Hand an action on."""
    by = _by(request)
    try:
        handing.hand_on(
            by=by, finding=ref, action=request.POST.get("action", "")[:40],
            note=request.POST.get("note", ""),
        )  # fmt: skip
    except access.Refused as refusal:
        return _context(by, ref, error=refusal.sentence, status=422)
    messages.success(request, _("Handed on. You find it under “Handed on”."))
    return redirect("finding", ref)


@access.page("findings/proposals.html", needs=access.Permission.SEE_FINDINGS)
def handed(request: access.ActingRequest) -> ProposalsContext:
    """What was handed on, to whom, and what became of it?"""
    return _proposals(_by(request), request.GET)


@access.page("findings/proposals.html", needs=access.Permission.ANSWER_REQUEST)
@require_POST
def answer(request: access.ActingRequest, ref: str) -> HttpResponse | ProposalsContext:
    """Take, decline or report done."""
    by = _by(request)
    note = request.POST.get("note", "")
    try:
        handing.answer_proposal(
            by=by, proposal=ref, state=request.POST.get("state", "")[:12], note=note
        )
    except access.Refused as refusal:
        return _proposals(
            by, {}, errors={ref: refusal.fields.get("note", refusal.sentence)}, typed={ref: note}
        )
    messages.success(request, _("Your answer was written down."))
    return redirect("proposals")


def _proposals(
    by: access.Actor, asked: Mapping[str, Any], errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> ProposalsContext:  # fmt: skip
    cards = proposals_of(by)
    return ProposalsContext(
        proposals=listed(
            cards,
            asked,
            name="state",
            value=lambda card: card.state,
            words=STEP_STATES,
            everything=_("All"),
            per_page=max(1, len(cards)) if errors else PER_PAGE,
        ),
        open_count=sum(card.state in {"proposed", "taken"} for card in cards),
        errors=errors or {},
        typed=typed or {},
        status=422 if errors else 200,
    )


def _context(by: access.Actor, ref: str, *, error: str = "", status: int = 200) -> FindingContext:
    sheet = finding_sheet(by, ref)
    handed_on = {card.action: card for card in sheet.proposals}
    kind = rules.kind_of(sheet.card.rule)
    mine = not sheet.card.owner
    return FindingContext(
        sheet=sheet,
        steps=tuple(Step(one, handed_on.get(one["code"])) for one in sheet.actions),
        kind=rules.kind_title(sheet.card.rule),
        review_by=kind.review_by.isoformat() if kind else "",
        mine=mine,
        can_hand_on=mine and access.Permission.EVALUATE in by.may,
        error=error,
        status=status,
    )


def _by(request: access.ActingRequest) -> access.Actor:
    assert request.actor is not None  # noqa: S101 - the page needs a permission
    return request.actor
