"""One received file: what was understood, what is wrong, and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.evidence.pages.batches import acting
from crest.evidence.pages.words import HOW, STATES, field_words, kind_words, severity_words

P = access.Permission
MOST_SELECTS: Final = 80  # columns of one list that can be corrected on the page
_VERBS: Final = {
    "accept": evidence.accept_batch, "undo": evidence.undo_batch, "drop": evidence.drop_batch,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column with the choice a person has."""

    number: int
    header: str
    sample: str
    chosen: str
    words: Any
    how: Any


@dataclass(frozen=True, slots=True)
class ListContext:
    """One list of the file."""

    one: evidence.ListPreview
    kind: str
    kind_words: Any
    columns: tuple[ColumnChoice, ...]
    more_columns: int
    choices: tuple[tuple[str, Any], ...]
    rows: tuple[tuple[str, int, tuple[str, ...]], ...]
    headers: tuple[str, ...]
    error: str = ""


@dataclass(frozen=True, slots=True)
class ProblemContext:
    """One problem with the words of its gravity."""

    line: evidence.ProblemLine
    severity: Any


@dataclass(frozen=True, slots=True)
class BatchContext:
    """Everything about one file."""

    card: evidence.BatchCard
    state: Any
    mark: str
    lists: tuple[ListContext, ...]
    kinds: tuple[tuple[str, Any], ...]
    problems: tuple[ProblemContext, ...]
    problem_count: int
    can: frozenset[str]
    jobs: tuple[access.JobCard, ...]
    watched: bool
    usable: int
    can_open: bool
    errors: dict[str, str] = field(default_factory=dict)
    status: int = 200
    section: str = "evidence"


@access.page("evidence/batch.html", needs=P.SEE_EVIDENCE)
def batch(request: access.ActingRequest, ref: str) -> BatchContext:
    """Was my list understood, and what is wrong in it?"""
    return _context(acting(request), ref)


@access.page("evidence/batch.html", needs=P.UPLOAD_EVIDENCE)
@require_POST
def columns(request: access.ActingRequest, ref: str) -> BatchContext | HttpResponse:
    """Read it again with the columns I name."""
    by = acting(request)
    sheet = evidence.preview_of(by, ref)
    corrections = tuple(_correction(one, request.POST) for one in sheet.lists)
    try:
        evidence.correct_columns(by=by, batch=ref, corrections=corrections)
    except access.Refused as refused:
        told = refused.fields or {"columns": f"{refused.sentence} {refused.todo}".strip()}
        return _context(by, ref, typed=request.POST, errors=told)
    messages.success(request, _("The file was read again with your columns."))
    return redirect("batch", ref=ref)


@access.page("", needs=P.SEE_EVIDENCE)
@require_POST
def decide(request: access.ActingRequest, ref: str) -> HttpResponse:
    """Accept, undo, put aside, or read again what was left unread."""
    by, wanted = acting(request), request.POST.get("decision", "")
    try:
        if wanted == "read":
            evidence.read_batch(by=by, batch=ref)
        elif wanted in _VERBS:
            card = _VERBS[wanted](by=by, batch=ref)
            messages.success(request, _said(wanted, card))
        else:
            messages.error(request, _("Nothing was decided."))
    except access.Refused as refused:
        messages.error(request, f"{refused.sentence} {refused.todo}".strip())
    return redirect("batches") if wanted == "drop" else redirect("batch", ref=ref)


def _said(wanted: str, card: evidence.BatchCard) -> str:
    words = {
        "accept": _("“%(name)s” is accepted. Its records are now matched in the background."),
        "undo": _("“%(name)s” is undone. What came of it leaves the chains."),
        "drop": _("“%(name)s” was put aside."),
    }
    return words[wanted] % {"name": card.name}


def _context(
    by: access.Actor, ref: str, *, typed: Mapping[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> BatchContext:  # fmt: skip
    sheet = evidence.preview_of(by, ref)
    card = sheet.card
    words, mark = STATES[card.state]
    jobs = _jobs(by, card) if card.mine else ()
    told = errors or {}
    return BatchContext(
        card=card,
        state=words,
        mark=mark,
        lists=tuple(_list(one, typed or {}, told) for one in sheet.lists),
        kinds=tuple((kind, kind_words(kind)) for kind in sheet.kinds),
        problems=tuple(ProblemContext(line, severity_words(line)) for line in sheet.problems),
        problem_count=sheet.problem_count,
        can=sheet.can,
        jobs=jobs,
        watched=any(job.open for job in jobs),
        usable=max(0, card.rows - card.rejected),
        can_open=card.tier == "chain"
        or P.SEE_WORKER_FIGURES in by.may
        or access.Role.ADMINISTRATOR in by.roles,
        errors=told,
        status=422 if told else 200,
    )


def _jobs(by: access.Actor, card: evidence.BatchCard) -> tuple[access.JobCard, ...]:
    """The reading of this file, and the matching that its decision asked for."""
    found = list(access.jobs_of(by, task="evidence.read", subject=card.ref, most=1))
    if card.state in {"accepted", "undone"}:
        found += access.jobs_of(by, task="supplychain.resolve", most=1)
    return tuple(job for job in found if job.open or job.state == "failed")


def _list(
    one: evidence.ListPreview, typed: Mapping[str, str], errors: dict[str, str]
) -> ListContext:
    place = f"list-{one.number}"
    shown = [
        ColumnChoice(
            number=at, header=line.header, sample=line.sample,
            chosen=typed.get(f"{place}-col-{at}", line.field),
            words=field_words(line.field) if line.field else "", how=HOW.get(line.how, line.how),
        )
        for at, line in enumerate(one.columns[:MOST_SELECTS])
    ]  # fmt: skip
    choices = sorted(((name, field_words(name)) for name in one.choices), key=lambda c: str(c[1]))
    return ListContext(
        one=one,
        kind=typed.get(f"{place}-kind", one.kind),
        kind_words=kind_words(one.kind),
        columns=tuple(shown),
        more_columns=max(0, len(one.columns) - MOST_SELECTS),
        choices=tuple(choices),
        rows=tuple(
            (ref, number, cells[:MOST_SELECTS])
            for ref, number, cells in zip(
                one.row_refs, one.row_numbers, one.first_rows, strict=True
            )
        ),
        headers=tuple(line.header for line in one.columns[:MOST_SELECTS]),
        error=errors.get(place, ""),
    )


def _correction(one: evidence.ListPreview, posted: Mapping[str, str]) -> evidence.Correction:
    """What the form says of one list; a column that is not in it stays as it is."""
    place = f"list-{one.number}"
    chosen = {}
    for at, line in enumerate(one.columns[:MOST_SELECTS]):
        wanted = posted.get(f"{place}-col-{at}")
        if wanted is not None and (wanted != line.field or line.how == "override"):
            chosen[line.header] = wanted
    kind = posted.get(f"{place}-kind", "") or one.kind
    return evidence.Correction(number=one.number, kind=kind, columns=chosen)
