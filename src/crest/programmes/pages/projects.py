"""Projects: who pays for what, where, with whom, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.programmes import selectors
from crest.programmes.records import PARTS, ProjectCard, ProjectSheet
from crest.programmes.services import keeping, standing

FIELDS: Final = (
    "code", "title", "donor", "countries", "places", "begins_on", "ends_on", "aim",
)  # fmt: skip
Typed = dict[str, str]


@dataclass(frozen=True, slots=True)
class ProjectsContext:
    """The list of projects."""

    projects: tuple[ProjectCard, ...]
    can_manage: bool
    section: str = "programmes"


@dataclass(frozen=True, slots=True)
class FormContext:
    """The form of a project, new or known."""

    typed: Typed
    card: ProjectCard | None
    errors: dict[str, str] = field(default_factory=dict)
    seen: str = ""  # mark of the record as it stood when the form was opened
    meanwhile: bool = False  # somebody changed it since
    section: str = "programmes"
    status: int = 200


@dataclass(frozen=True, slots=True)
class ProjectContext:
    """One project. `wrong` names the form with errors."""

    sheet: ProjectSheet
    can_manage: bool
    parts: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    batches: tuple[tuple[str, str], ...]
    standing: tuple[tuple[str, str, str, str], ...]
    wrong: str = ""
    typed: Typed = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    section: str = "programmes"
    status: int = 200


@access.page("programmes/projects.html", needs=access.Permission.SEE_PROGRAMMES)
def projects(request: access.ActingRequest) -> ProjectsContext:
    """Which projects are there, and who pays for them?"""
    by = _by(request)
    return ProjectsContext(selectors.projects_of(by), keeping.MANAGE in by.may)


@access.page("programmes/form.html", needs=access.Permission.MANAGE_PROGRAMMES)
def new(request: access.ActingRequest) -> HttpResponse | FormContext:
    """Describe a new project."""
    typed = _typed(request)
    if request.method != "POST":
        return FormContext(typed, None)
    try:
        card = keeping.create_project(by=_by(request), typed=typed)
    except access.Refused as refusal:
        return FormContext(typed, None, refusal.fields, status=422)
    messages.success(request, _("The project was made. Add its partners and activities."))
    return redirect("project", card.ref)


@access.page("programmes/form.html", needs=access.Permission.MANAGE_PROGRAMMES)
def edit(request: access.ActingRequest, ref: str) -> HttpResponse | FormContext:
    """Change a project."""
    by = _by(request)
    sheet = selectors.project_sheet(by, ref)
    if not sheet.card.mine:
        raise access.NotFound("There is no such record here.", todo="Go back to the list.")
    known = _known(sheet)
    mark = _mark(known)
    if request.method != "POST":
        return FormContext(known, sheet.card, seen=mark)
    typed = _typed(request)
    if request.POST.get("seen", mark) != mark:
        told = {
            name: _("Meanwhile it says: %(value)s") % {"value": known[name] or _("nothing")}
            for name in FIELDS if typed[name] != known[name]
        }  # fmt: skip
        return FormContext(typed, sheet.card, told, seen=mark, meanwhile=True, status=409)
    try:
        keeping.edit_project(by=by, project=ref, typed=typed)
    except access.Refused as refusal:
        return FormContext(typed, sheet.card, refusal.fields, seen=mark, status=422)
    messages.success(request, _("Changed."))
    return redirect("project", ref)


def _mark(known: Typed) -> str:
    """Changes whenever a field does."""
    return blake2b(repr([known[name] for name in FIELDS]).encode(), digest_size=9).hexdigest()


@access.page("programmes/project.html", needs=access.Permission.SEE_PROGRAMMES)
def project(request: access.ActingRequest, ref: str) -> ProjectContext:
    """Who pays, with whom, where, what is done, what was reached, what stands on it?"""
    return _context(_by(request), ref)


@access.page("programmes/project.html", needs=access.Permission.MANAGE_PROGRAMMES)
@require_POST
def part(request: access.ActingRequest, ref: str, kind: str) -> HttpResponse | ProjectContext:
    """Add, change or take out a part of a project."""
    by, typed = (
        _by(request),
        {key: str(value).replace("\x00", "") for key, value in request.POST.items()},
    )
    if kind not in _ACTS:
        raise access.NotFound("There is no such page.", todo="Go back to the project.")
    try:
        _ACTS[kind](by, ref, typed)
    except access.Refused as refusal:
        errors = refusal.fields or {"form": refusal.sentence}
        return _context(by, ref, wrong=kind, typed=typed, errors=errors)
    messages.success(request, _("Kept."))
    return redirect("project", ref)


_ACTS: Final[dict[str, Callable[[access.Actor, str, Typed], Any]]] = {
    "partner": lambda by, ref, typed: keeping.add_partner(by=by, project=ref, typed=typed),
    "staff": lambda by, ref, typed: keeping.add_staff(by=by, project=ref, typed=typed),
    "activity": lambda by, ref, typed: keeping.keep_activity(
        by=by, project=ref, typed=typed, activity=typed.get("activity", "")
    ),
    "remove": lambda by, ref, typed: keeping.remove_part(  # noqa: ARG005 - all acts are called alike
        by=by, part=typed.get("part", ""), kind=typed.get("of", "")
    ),
    "stand": lambda by, ref, typed: standing.stand_behind(
        by=by, project=ref, noun="evidence:batch", record=typed.get("record", ""),
        partner=typed.get("partner", ""),
    ),
    "stand-no-more": lambda by, ref, typed: standing.stand_no_more(  # noqa: ARG005
        by=by, standing=typed.get("standing", "")
    ),
}  # fmt: skip


def _context(
    by: access.Actor, ref: str, *, wrong: str = "", typed: Typed | None = None,
    errors: dict[str, str] | None = None,
) -> ProjectContext:  # fmt: skip
    sheet = selectors.project_sheet(by, ref)
    can = sheet.card.mine and keeping.MANAGE in by.may
    sees = access.Permission.SEE_EVIDENCE in by.may
    batches = evidence.batches_of(by) if sees else ()
    names = {one.ref: one.name for one in batches}
    return ProjectContext(
        sheet=sheet,
        can_manage=can,
        parts=tuple((code, part_words(code)) for code in PARTS),
        people=selectors.people_of(by) if can else (),
        batches=tuple((one.ref, one.name) for one in batches if one.mine)[:200] if can else (),
        standing=tuple(
            (one.ref, one.noun, one.record, names.get(one.record, ""))
            for one in sheet.stands_behind
        ),
        wrong=wrong, typed=typed or {}, errors=errors or {}, status=422 if errors else 200,
    )  # fmt: skip


def part_words(code: str) -> str:
    """What a partner is, in words."""
    return {
        "donor": _("Donor"), "implementing": _("Implementing partner"),
        "technical": _("Technical partner"), "government": _("Government"),
        "employer": _("Employer"), "recruiter": _("Recruiter"),
        "trade_union": _("Trade union"), "community": _("Community organisation"),
    }.get(code, _("Other"))  # fmt: skip


def _typed(request: access.ActingRequest) -> Typed:
    return {name: request.POST.get(name, "") for name in FIELDS}


def _known(sheet: ProjectSheet) -> Typed:
    card = sheet.card
    return {
        "code": card.code, "title": card.title, "donor": card.donor, "aim": sheet.aim,
        "countries": ", ".join(card.countries), "places": "\n".join(sheet.places),
        "begins_on": card.begins_on.isoformat() if card.begins_on else "",
        "ends_on": card.ends_on.isoformat() if card.ends_on else "",
    }  # fmt: skip


def _by(request: access.ActingRequest) -> access.Actor:
    assert request.actor is not None  # noqa: S101 - the page needs a permission
    return request.actor
