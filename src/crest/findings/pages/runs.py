"""Runs: what was reckoned when, what changed since, and how far the one under way is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.findings.drawings import Drawing, amounts_drawn
from crest.findings.models import Run
from crest.findings.records import RunCard
from crest.findings.selectors.runs import before_of, run_card_of, runs_of
from crest.findings.selectors.trends import Point, Trend, points, trend
from crest.findings.services.evaluating import evaluate
from crest.programmes import facade as programmes

NOUN = "findings:run"  # what programmes calls a run
CURRENCIES = ("USD", "EUR", "THB", "MYR", "SEK", "GBP", "JPY")


@dataclass(frozen=True, slots=True)
class RunsContext:
    """The list of runs with their sums over time."""

    runs: tuple[RunCard, ...]
    under_way: tuple[RunCard, ...]
    points: tuple[Point, ...]
    drawing: Drawing | None
    can_evaluate: bool
    today: str
    currencies: tuple[str, ...] = CURRENCIES
    section: str = "findings"
    errors: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class RunContext:
    """One run: its sums, what changed since the one before, its files."""

    run: RunCard
    trend: Trend
    can_evaluate: bool
    can_read_workers: bool
    standing: tuple[programmes.StandingCard, ...] = ()
    projects: tuple[programmes.ProjectCard, ...] = ()
    section: str = "findings"


@access.page("findings/runs.html", needs=access.Permission.SEE_FINDINGS)
def runs(request: access.ActingRequest) -> RunsContext:
    """What was reckoned when, and are the sums going up or down?"""
    return _context(_by(request))


@access.page("findings/runs.html", needs=access.Permission.EVALUATE)
@require_POST
def start(request: access.ActingRequest) -> HttpResponse | RunsContext:
    """Ask for a run."""
    by = _by(request)
    typed = {name: request.POST.get(name, "").strip()[:20] for name in ("on", "currency")}
    errors = {}
    on = _day(typed["on"])
    if on is None:
        errors["on"] = _("Write the day as 2026-03-31.")
    if typed["currency"] not in CURRENCIES:
        errors["currency"] = _("Choose one of the currencies.")
    if on is not None and not errors:
        try:
            card = evaluate(by=by, on=on, currency=typed["currency"])
        except access.Refused as refusal:
            errors["run"] = f"{refusal.sentence} {refusal.todo}"
        else:
            return redirect("run", card.ref)
    return _context(by, errors=errors, typed=typed)


@access.page("findings/run.html", needs=access.Permission.SEE_FINDINGS)
def run(request: access.ActingRequest, ref: str) -> RunContext:
    """How far is this run, what did it find, what is new since the one before?"""
    by = _by(request)
    card = run_card_of(by, ref)
    row = Run.objects.owned_by(by).one(ref)
    changed = trend(by, row, before_of(by, row)) if card.state == "done" else Trend(None)
    return RunContext(
        run=card,
        trend=changed,
        can_evaluate=access.Permission.EVALUATE in by.may,
        can_read_workers=access.Permission.SEE_WORKER_FIGURES in by.may,
        standing=programmes.standing_of(by, NOUN, ref),
        projects=tuple(one for one in programmes.projects_of(by) if one.mine)
        if access.Permission.MANAGE_PROGRAMMES in by.may
        else (),
    )


@access.page("", needs=access.Permission.EVALUATE)
@require_POST
def work(request: access.ActingRequest, ref: str) -> HttpResponse:
    """Stop the work of a run, or try it again."""
    by = _by(request)
    card = run_card_of(by, ref)
    if card.job is not None:
        try:
            if request.POST.get("do") == "stop":
                access.cancel(by=by, job_ref=card.job.ref)
                messages.info(request, _("The run was asked to stop."))
            else:
                access.retry(by=by, job_ref=card.job.ref)
        except access.Refused as refusal:
            messages.error(request, refusal.sentence)
    return redirect("run", ref)


@access.page("", needs=access.Permission.MANAGE_PROGRAMMES)
@require_POST
def stand(request: access.ActingRequest, ref: str) -> HttpResponse:
    """Say which project stands behind an own run."""
    by = _by(request)
    card = run_card_of(by, ref)
    project = request.POST.get("project", "").replace("\x00", "")[:14]
    programmes.stand_behind(by=by, project=project, noun=NOUN, record=card.ref)
    messages.success(request, _("Kept."))
    return redirect("run", ref)


def _context(
    by: access.Actor, errors: dict[str, str] | None = None, typed: dict[str, str] | None = None
) -> RunsContext:
    cards, sums = runs_of(by), points(by)
    return RunsContext(
        runs=cards,
        under_way=tuple(card for card in cards if card.job is not None and card.job.open),
        points=sums,
        drawing=amounts_drawn(sums),
        can_evaluate=access.Permission.EVALUATE in by.may,
        today=timezone.localdate().isoformat(),
        errors=errors or {},
        typed=typed or {},
        status=422 if errors else 200,
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _by(request: access.ActingRequest) -> access.Actor:
    assert request.actor is not None  # noqa: S101 - the page needs a permission
    return request.actor
