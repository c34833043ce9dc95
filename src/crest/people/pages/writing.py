"""Forms of the vault: who somebody is, consents, merging, erasing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.people import names, selectors
from crest.people.pages import words
from crest.people.pages.vault import (
    PersonContext,
    PersonsContext,
    acting,
    person_context,
    persons_context,
    typed_of,
)
from crest.people.records import PersonCard
from crest.people.services import consents, keeping

P = access.Permission


@dataclass(frozen=True, slots=True)
class NewContext:
    """The form of a new worker: name, words, typed, error of each field."""

    fields: tuple[tuple[str, Any, str, str], ...]
    error: bool = False
    section: str = "vault"
    status: int = 200


@dataclass(frozen=True, slots=True)
class EraseContext:
    """What erasing means, before it is done."""

    card: PersonCard
    lists: tuple[str, ...]
    errors: dict[str, str] = field(default_factory=dict)
    section: str = "vault"
    status: int = 200


@access.page("people/new.html", needs=P.KEEP_PERSONS)
def new(request: access.ActingRequest) -> HttpResponse | NewContext:
    """Write down who a worker is."""
    if request.method != "POST":
        return _new({}, {})
    typed = typed_of(request)
    try:
        card = keeping.record_identity(by=acting(request), typed=typed)
    except access.Refused as refusal:
        return _new(typed, refusal.fields, status=422)
    messages.success(request, _("Written down and sealed."))
    return redirect("vault_person", card.ref)


@access.page("people/persons.html", needs=P.READ_NAMES)
@require_POST
def find(request: access.ActingRequest) -> HttpResponse | PersonsContext:
    """Which worker does a list call by this number?"""
    by, typed = acting(request), typed_of(request)
    try:
        found = names.find(
            by=by, reference=typed.get("reference", ""), workplace=typed.get("workplace", "")
        )
    except access.NotFound as denial:
        errors = {"reference": f"{denial.sentence} {denial.todo}"}
        return persons_context(by, typed=typed, errors=errors, status=422)
    return redirect("vault_person", found.ref)


@access.page("people/person.html", needs=P.KEEP_PERSONS)
@require_POST
def consent(request: access.ActingRequest, ref: str) -> HttpResponse | PersonContext:
    """Write down a consent."""
    typed = typed_of(request)
    return _done(
        request, ref, "consent",
        lambda by: consents.give_consent(by=by, person=ref, typed=typed),
        _("Consent written down."),
    )  # fmt: skip


@access.page("people/person.html", needs=P.KEEP_PERSONS)
@require_POST
def withdraw(request: access.ActingRequest, ref: str) -> HttpResponse | PersonContext:
    """Write down that a consent was taken back."""
    typed = typed_of(request)
    return _done(
        request, ref, "withdraw",
        lambda by: consents.withdraw_consent(
            by=by, consent=typed.get("consent", "")[:14], how=typed.get("how", "")
        ),
        _("It counts no more from now on."),
    )  # fmt: skip


@access.page("people/person.html", needs=P.KEEP_PERSONS)
@require_POST
def merge(request: access.ActingRequest, ref: str) -> HttpResponse | PersonContext:
    """Say that this worker and another are one."""
    into = typed_of(request).get("into", "").strip()[:14]
    return _done(
        request, ref, "merge", lambda by: keeping.merge(by=by, person=ref, into=into),
        _("Merged. It can be undone here."),
    )  # fmt: skip


@access.page("people/person.html", needs=P.KEEP_PERSONS)
@require_POST
def split(request: access.ActingRequest, ref: str) -> HttpResponse | PersonContext:
    """Undo a merge."""
    return _done(
        request, ref, "merge", lambda by: keeping.split(by=by, person=ref),
        _("The worker stands for itself again."),
    )  # fmt: skip


@access.page("people/erase.html", needs=P.ERASE_PERSONS)
def erase(request: access.ActingRequest, ref: str) -> HttpResponse | EraseContext:
    """Shall nobody know any more who this is?"""
    by = acting(request)
    sheet = selectors.person_sheet(by, ref)
    if request.method != "POST":
        return EraseContext(sheet.card, sheet.lists)
    if typed_of(request).get("sure") != "yes":
        errors = {"sure": _("Tick this if you are sure.")}
        return EraseContext(sheet.card, sheet.lists, errors, status=422)
    try:
        done = keeping.erase(by=by, person=ref)
    except access.Refused as refusal:
        return EraseContext(sheet.card, sheet.lists, {"form": refusal.sentence}, status=422)
    day = done.in_backups_from.isoformat()
    said = _("Erased. From %(day)s on no backup tells it either, if the vault's keys are renewed.")
    messages.success(request, said % {"day": day})
    return redirect("vault_person", ref)


def _done(
    request: access.ActingRequest, ref: str, form: str, do: Callable[[access.Actor], object],
    said: str,
) -> HttpResponse | PersonContext:  # fmt: skip
    by = acting(request)
    try:
        do(by)
    except access.Refused as refusal:
        errors = refusal.fields or {"form": refusal.sentence}
        typed = typed_of(request)
        return person_context(by, ref, wrong=form, typed=typed, errors=errors, status=422)
    messages.success(request, said)
    return redirect("vault_person", ref)


def _new(typed: dict[str, str], errors: dict[str, str], status: int = 200) -> NewContext:
    fields = tuple(
        (name, word, typed.get(name, ""), errors.get(name, ""))
        for name, word in words.IDENTITY.items()
    )
    return NewContext(fields, bool(errors), status=status)
