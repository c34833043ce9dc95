"""Background work of the organisation: watched, cancelled, tried again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.access.pages.acting import acting
from crest.access.watching import job_of
from crest.access.words import JOB_STATES

P = access.Permission


@dataclass(frozen=True, slots=True)
class JobsContext:
    """Work, newest first; the page asks again by itself while something is open."""

    rows: tuple[tuple[access.JobCard, Any], ...]
    watched: bool
    alone: bool = False
    fault: str = ""
    status: int = 200
    section: str = "work"


@access.page("access/jobs.html", needs=P.SEE_OWN_ACCOUNT)
def jobs(request: access.ActingRequest) -> JobsContext:
    """How far is the work I asked for?"""
    return _context(access.jobs_of(acting(request), most=50))


@access.page("access/jobs.html", needs=P.SEE_OWN_ACCOUNT)
def one(request: access.ActingRequest, ref: str) -> JobsContext:
    """How far is this piece of work?"""
    return _context((job_of(acting(request), ref),), alone=True)


@access.page("access/jobs.html", needs=P.SEE_OWN_ACCOUNT)
@require_POST
def cancel(request: access.ActingRequest, ref: str) -> HttpResponse:
    """Stop it."""
    access.cancel(by=acting(request), job_ref=ref)
    messages.success(request, _("The work was asked to stop."))
    return redirect("jobs")


@access.page("access/jobs.html", needs=P.SEE_OWN_ACCOUNT)
@require_POST
def retry(request: access.ActingRequest, ref: str) -> JobsContext | HttpResponse:
    """Try it once more."""
    by = acting(request)
    try:
        access.retry(by=by, job_ref=ref)
    except access.Refused as refused:
        return _context((job_of(by, ref),), alone=True, fault=str(refused))
    messages.success(request, _("The work waits to be tried again."))
    return redirect("jobs")


def _context(
    cards: tuple[access.JobCard, ...], *, alone: bool = False, fault: str = ""
) -> JobsContext:
    return JobsContext(
        rows=tuple((card, JOB_STATES[card.state]) for card in cards),
        watched=any(card.open for card in cards), alone=alone, fault=fault,
        status=422 if fault else 200,
    )  # fmt: skip
