"""What programs may read of findings, and hand on."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from ninja import Query, Router, Schema, Status
from pydantic import Field

from crest.access import facade as access
from crest.findings.models import Exposure, Finding, Priority
from crest.findings.records import (
    ExposureRow,
    FindingCard,
    FindingSheet,
    GroupRow,
    PriorityCard,
    ProposalCard,
    RunCard,
    exposure_row,
    finding_card,
    priority_card,
)
from crest.findings.rest_corridors import router as corridors_router
from crest.findings.rest_files import router as files_router
from crest.findings.selectors import findings, risks, runs
from crest.findings.services import evaluating, handing

P = access.Permission
router = Router(tags=["Findings"])
router.add_router("", files_router)
router.add_router("", corridors_router)
SEE = access.Needs(P.SEE_FINDINGS)
Limit = Annotated[int, Query(ge=1, le=access.MOST_AT_ONCE)]
After = Annotated[str, Query(max_length=40)]
Word = Annotated[str, Query(max_length=80)]


class Ask(Schema):
    """Of which day and in which currency to reckon."""

    on: dt.date | None = None
    currency: str = Field("USD", pattern="^[A-Z]{3}$")


class HandOn(Schema):
    """The code of an action of the finding, and a word to it."""

    action: str = Field(max_length=60)
    note: str = Field("", max_length=500)


class Answer(Schema):
    """What becomes of a proposal; who declines says why."""

    state: str = Field(max_length=12)
    note: str = Field("", max_length=500)


@router.get("/runs", auth=SEE, response=access.Slice[RunCard])
def list_runs(request: access.ActingRequest, after: After = "", limit: Limit = 50) -> object:
    """The organisation's own runs, newest first."""
    cards = runs.runs_of(access.acting(request), most=500)
    return access.slice_of_records(cards, key=lambda one: one.ref, after=after, limit=limit)


@router.post("/runs", auth=access.Needs(P.EVALUATE), response={202: RunCard})
def evaluate(request: access.ActingRequest, asked: Ask) -> object:
    """Ask for a run over what the organisation relies on; it is reckoned in the background."""
    by = access.acting(request)
    return evaluating.evaluate(by=by, on=asked.on, currency=asked.currency)


@router.get("/runs/latest", auth=SEE, response={200: RunCard, 204: None})
def latest_run(request: access.ActingRequest) -> object:
    """The run that pages show; no content where there is none."""
    found = runs.latest_run(access.acting(request))
    return Status(200, found) if found else Status(204, None)


@router.get("/runs/{ref}", auth=SEE, response=RunCard)
def run(request: access.ActingRequest, ref: str) -> object:
    """One own run, with how far its work is."""
    return runs.run_card_of(access.acting(request), ref)


@router.get("/findings", auth=SEE, response=access.Slice[FindingCard])
def list_findings(
    request: access.ActingRequest, rule: Word = "",
    severity: Annotated[int | None, Query(ge=1, le=5)] = None, answer: Word = "",
    subject_kind: Word = "", country: Word = "", node: Word = "", words: Word = "",
    after: After = "", limit: Limit = 50,
) -> object:  # fmt: skip
    """Findings of the latest runs within sight, the gravest first; every filter narrows."""
    wanted = findings.Wanted(
        str(severity or ""), rule, subject_kind, country, answer, words, node
    )  # fmt: skip
    rows = Finding.objects.within(access.acting(request)).filter(run__latest=True)
    narrowed = wanted.narrowed(rows).select_related("node")
    return access.slice_of(
        narrowed, finding_card, after=after, limit=limit, order=("-severity", "pk")
    )


@router.get("/findings/{ref}", auth=SEE, response=FindingSheet)
def finding(request: access.ActingRequest, ref: str) -> object:
    """One finding in full, with reasons, actions and what was handed on."""
    return findings.finding_sheet(access.acting(request), ref)


@router.post("/findings/{ref}/hand-on", auth=access.Needs(P.EVALUATE), response=ProposalCard)
def hand_on(request: access.ActingRequest, ref: str, said: HandOn) -> object:
    """Hand an action of a finding on to whom it is for."""
    by = access.acting(request)
    return handing.hand_on(by=by, finding=ref, action=said.action, note=said.note)


@router.get("/priorities", auth=SEE, response=access.Slice[PriorityCard])
def list_priorities(
    request: access.ActingRequest, kind: Word = "", subject: Word = "", after: After = "",
    limit: Limit = 50,
) -> object:  # fmt: skip
    """Who to look at first, with every reason: the subjects of the latest runs."""
    rows = Priority.objects.within(access.acting(request)).filter(run__latest=True)
    rows = rows.filter(subject_kind=kind) if kind else rows
    rows = rows.filter(subject=subject) if subject else rows
    return access.slice_of(rows.select_related("node"), priority_card, after=after, limit=limit)


@router.get("/groups", auth=SEE, response=list[GroupRow])
def list_groups(
    request: access.ActingRequest, table: Word, kind: Word = "", subject: Word = ""
) -> object:
    """Published figures of groups; small groups come without numbers."""
    by = access.acting(request)
    return list(risks.groups(by, table, kind or None, subject or None))[:10_000]


@router.get("/exposures", auth=SEE, response=access.Slice[ExposureRow])
def list_exposures(
    request: access.ActingRequest, product: Word = "", subject: Word = "", after: After = "",
    limit: Limit = 50,
) -> object:  # fmt: skip
    """Who stands behind a product, and with how much of the harm."""
    rows = Exposure.objects.within(access.acting(request)).filter(run__latest=True)
    rows = rows.filter(product=product) if product else rows
    rows = rows.filter(subject=subject) if subject else rows
    return access.slice_of(rows.select_related("node"), exposure_row, after=after, limit=limit)


@router.get("/proposals", auth=SEE, response=access.Slice[ProposalCard])
def list_proposals(
    request: access.ActingRequest, state: Word = "", after: After = "", limit: Limit = 50
) -> object:
    """What was handed on, those due first at the top."""
    cards = findings.proposals_of(access.acting(request), state=(state,) if state else ())
    return access.slice_of_records(cards, key=lambda one: one.ref, after=after, limit=limit)


@router.post("/proposals/{ref}/answer", auth=access.Needs(P.ANSWER_REQUEST), response=ProposalCard)
def answer_proposal(request: access.ActingRequest, ref: str, said: Answer) -> object:
    """Take a proposal, decline it, or report it done."""
    by = access.acting(request)
    return handing.answer_proposal(by=by, proposal=ref, state=said.state, note=said.note)
