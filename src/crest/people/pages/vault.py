"""Workers by reference, one worker, and its names where somebody says why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.people import names as second_door
from crest.people import selectors
from crest.people.pages import words
from crest.people.records import IDENTITY, ConsentLine, ListCount, PersonCard, PersonSheet

P = access.Permission
Errors = dict[str, str]
Words = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class PersonsContext:
    """The list. `consents` of each: words of purpose, state and its word."""

    persons: tuple[tuple[PersonCard, Any, tuple[tuple[Any, str, Any], ...]], ...]
    next: str
    lists: tuple[ListCount, ...]
    purposes: tuple[Any, ...]
    may: frozenset[str]
    typed: dict[str, str] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    section: str = "vault"
    status: int = 200


@dataclass(frozen=True, slots=True)
class PersonContext:
    """One worker. `names`: only in the answer to a reason."""

    sheet: PersonSheet
    state: Any
    consents: tuple[tuple[ConsentLine, Any, Any, Any, Any], ...]
    states: tuple[tuple[Any, str, Any], ...]
    may: frozenset[str]
    whys: Words
    purposes: Words
    hows: Words
    languages: Words
    names: tuple[tuple[Any, str], ...] = ()
    opened: bool = False
    wrong: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    section: str = "vault"
    status: int = 200


@access.page("people/persons.html", needs=P.SEE_PERSONS)
def persons(request: access.ActingRequest) -> PersonsContext:
    """Which workers are known here, and what did each agree to?"""
    return persons_context(acting(request), after=request.GET.get("after", "")[:14])


@access.page("people/person.html", needs=P.SEE_PERSONS)
def person(request: access.ActingRequest, ref: str) -> PersonContext:
    """What did this worker agree to? Who it is stays closed."""
    return person_context(acting(request), ref)


@access.page("people/person.html", needs=P.READ_NAMES)
@require_POST
def opened(request: access.ActingRequest, ref: str) -> PersonContext:
    """Who is this worker? For this answer only."""
    by, typed = acting(request), typed_of(request)
    try:
        found = second_door.open_names(
            by=by, person=ref, why=typed.get("why", ""), case=typed.get("case", "")
        )
    except (access.Refused, second_door.SealBroken, second_door.KeyGone) as refusal:
        errors = getattr(refusal, "fields", {}) or {"form": refusal.sentence}
        return person_context(by, ref, wrong="names", typed=typed, errors=errors, status=422)
    shown = tuple((words.IDENTITY[name], found.told(name)) for name in IDENTITY)
    return person_context(by, ref, names=shown, opened=True)


def persons_context(by: access.Actor, *, after: str = "", **more: Any) -> PersonsContext:
    """The list, with what was typed wrong."""
    try:
        found = selectors.persons_of(by, after=after)
    except access.Refused:
        found = selectors.persons_of(by)
    rows = tuple(
        (card, words.STATES.get(card.state, card.state), states_of(card)) for card in found.items
    )
    return PersonsContext(
        rows, found.next or "", selectors.lists_with_names(by), tuple(words.PURPOSES.values()),
        may_of(by), **more,
    )  # fmt: skip


def person_context(by: access.Actor, ref: str, **more: Any) -> PersonContext:
    """One worker, with what was typed wrong."""
    sheet = selectors.person_sheet(by, ref)
    consents = tuple(
        (
            one, words.PURPOSES.get(one.purpose, one.purpose), words.HOW.get(one.how, one.how),
            words.LANGUAGES.get(one.language, one.language),
            words.HOW.get(one.withdrawn_how, one.withdrawn_how),
        )
        for one in sheet.consents
    )  # fmt: skip
    return PersonContext(
        sheet, words.STATES.get(sheet.card.state, sheet.card.state),
        consents, states_of(sheet.card), may_of(by),
        tuple(words.WHY.items()), tuple(words.PURPOSES.items()), tuple(words.HOW.items()),
        tuple(words.LANGUAGES.items()), **more,
    )  # fmt: skip


def states_of(card: PersonCard) -> tuple[tuple[Any, str, Any], ...]:
    """Each purpose, the state of consent to it, and its words."""
    return tuple((words.PURPOSES[one], state, words.STATES[state]) for one, state in card.consents)


def may_of(by: access.Actor) -> frozenset[str]:
    """What of the vault the actor may do."""
    return frozenset(str(one) for one in by.may)


def acting(request: access.ActingRequest) -> access.Actor:
    """Who asks, on a page that declares what it needs."""
    if request.actor is None:
        raise TypeError("the page must declare its permission")
    return request.actor


def typed_of(request: access.ActingRequest) -> dict[str, str]:
    """What was typed."""
    return {key: str(value).replace("\x00", "") for key, value in request.POST.items()}
