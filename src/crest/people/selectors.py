"""Reads of the vault: refs and consents, never a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from crest.access import facade as access
from crest.people.aliases import ALIKE
from crest.people.models import Alias, Consent, NameList, Person
from crest.people.records import (
    GIVEN,
    PURPOSES,
    UNKNOWN,
    WITHDRAWN,
    ConsentLine,
    ListCount,
    PersonCard,
    PersonRef,
    PersonSheet,
)

P = access.Permission


def persons_of(by: access.Actor, *, after: str = "", limit: int = 50) -> access.Slice[PersonCard]:
    """Persons of the organisation, newest first, without those merged into another."""
    access.require(by, P.SEE_PERSONS)
    rows = Person.objects.within(by).exclude(state=Person.MERGED)
    found = access.slice_of(rows, lambda row: row, after=after, limit=limit, order=("-pk",))
    return access.Slice(cards(by, found.items), found.next)


def person_sheet(by: access.Actor, ref: str) -> PersonSheet:
    """One person, without a name. Raises NotFound."""
    access.require(by, P.SEE_PERSONS)
    row = Person.objects.within(by).select_related("merged_into").one(ref)
    merged = Person.objects.within(by).filter(merged_into=row).order_by("pk")
    aliases = Alias.objects.within(by).filter(person=row)
    lists = aliases.exclude(batch="").values_list("batch", flat=True).distinct()
    return PersonSheet(
        card=cards(by, [row])[0],
        consents=tuple(consent_line(one) for one in _consents(by, [row]).get(row.pk, [])),
        lists=tuple(sorted(lists)),
        alike=_alike(by, row) if row.state == Person.KEPT else (),
        merged=tuple(PersonRef(one.ref) for one in merged),
    )


def may_use(by: access.Actor, ref: str, purpose: str) -> bool:
    """Whether the person consented to that use and did not take it back. Unknown is no."""
    row = Person.objects.within(by).one(ref)
    return row.state == Person.KEPT and dict(cards(by, [row])[0].consents)[purpose] == GIVEN


def lists_with_names(by: access.Actor) -> tuple[ListCount, ...]:
    """What became of the names in accepted lists, newest first."""
    access.require(by, P.SEE_PERSONS)
    return tuple(list_count(row) for row in NameList.objects.within(by).order_by("-pk")[:50])


def cards(by: access.Actor, rows: Iterable[Person]) -> list[PersonCard]:
    """The cards of persons, their consents read at once."""
    rows = list(rows)
    consents = _consents(by, rows)
    return [
        PersonCard(
            ref=row.ref, state=row.state, by_hand=row.by_hand, made_at=row.made_at,
            consents=_states(consents.get(row.pk, [])),
            merged_into=row.merged_into.ref if row.merged_into else "", erased_at=row.erased_at,
        )
        for row in rows
    ]  # fmt: skip


def consent_line(row: Consent) -> ConsentLine:
    """One consent."""
    return ConsentLine(
        row.ref, row.purpose, row.scope, row.how, row.language, row.evidence, row.given_on,
        row.withdrawn_on, row.withdrawn_how,
    )  # fmt: skip


def list_count(row: NameList) -> ListCount:
    """The counts of one list."""
    return ListCount(
        row.batch, row.rows, row.recorded, row.known, row.nameless, tuple(row.not_kept),
        row.undone_at is not None, row.ref,
    )  # fmt: skip


def _consents(by: access.Actor, rows: Iterable[Person]) -> dict[int, list[Consent]]:
    found: dict[int, list[Consent]] = defaultdict(list)
    wanted = Consent.objects.within(by).filter(person__in=[row.pk for row in rows])
    for one in wanted.order_by("given_on", "pk"):
        found[one.person_id].append(one)
    return found


def _states(consents: list[Consent]) -> tuple[tuple[str, str], ...]:
    states = dict.fromkeys(PURPOSES, UNKNOWN)
    for one in consents:  # a later one speaks for the purpose, whatever the earlier said
        if one.purpose not in states:
            continue
        states[one.purpose] = WITHDRAWN if one.withdrawn_on else GIVEN
    return tuple((purpose, states[purpose]) for purpose in PURPOSES)


def _alike(by: access.Actor, row: Person) -> tuple[PersonRef, ...]:
    own = Alias.objects.within(by).filter(person=row, kind__in=ALIKE).values_list("index")
    others = Alias.objects.within(by).filter(index__in=own, person__state=Person.KEPT)
    refs = others.exclude(person=row).values_list("person__ref", flat=True).distinct()
    return tuple(PersonRef(ref) for ref in sorted(refs)[:20])
