"""Names of accepted lists on their way into the vault, and out again when a list is undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from django.utils import timezone

from crest.access import facade as access
from crest.people import aliases, keys
from crest.people.headings import meaning_of, said_of
from crest.people.models import Alias, Consent, Identity, NameList, Person, VaultKey
from crest.people.records import IDENTITY, ListCount
from crest.people.selectors import list_count
from crest.people.services.keeping import shred
from crest.seal.field import put

P = access.Permission
_PIECE = 1_000


class Named(Protocol):
    """A row of a list that speaks of one worker."""

    @property
    def reference(self) -> str:
        """The worker's number, as given."""
        ...

    @property
    def workplace(self) -> str:
        """Who gave the number."""
        ...

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Personal headings and texts."""
        ...


@dataclass(slots=True)
class _Intake:
    """One list being taken in: what was made so far, and who is known by which number."""

    owner: int
    batch: str
    data: bytes
    index: bytes
    known: dict[str, Person] = field(default_factory=dict)
    persons: list[Person] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("recorded", "known", "nameless"), 0)
    )


@access.action("people:list:record", needs=P.KEEP_PERSONS)
def record_list(*, by: access.Actor, batch: str, workers: Iterable[Named]) -> ListCount:
    """Take the names of a list into the vault. Once for a list, however often it is told.

    A worker known by number and workplace stays one person; what was written of it is not changed.
    Equal names join nobody: two people may have one name.
    """
    before = NameList.objects.owned_by(by).filter(batch=batch).first()
    if before is not None and before.undone_at is None:
        return list_count(before)
    today, rows = timezone.localdate(), list(workers)
    intake = _Intake(
        int(by.organisation), batch,
        keys.key_of_organisation(by.organisation, VaultKey.DATA, on=today),
        keys.key_of_organisation(by.organisation, VaultKey.INDEX, on=today),
    )  # fmt: skip
    not_kept = {head for row in rows for head, _text in row.cells if not meaning_of(head)}
    for one in rows:
        _take(intake, one)
    _save(intake)
    kept = before or NameList(owner_id=by.organisation, batch=batch)
    kept.rows, kept.not_kept, kept.undone_at = len(rows), sorted(not_kept), None
    for name, count in intake.counts.items():
        setattr(kept, name, count)
    kept.save()
    return list_count(kept)


@access.action("people:list:forget", needs=P.KEEP_PERSONS)
def forget_list(*, by: access.Actor, batch: str) -> ListCount | None:
    """Forget whom only this list named. Who was written down by hand, or consented, stays."""
    kept = NameList.objects.owned_by(by).filter(batch=batch, undone_at=None).first()
    if kept is None:
        return None
    mine = Alias.objects.owned_by(by).filter(batch=batch)
    named = list(mine.values_list("person_id", flat=True).distinct())
    mine.delete()
    for start in range(0, len(named), 500):
        part = named[start : start + 500]
        stay = set(
            Alias.objects.owned_by(by).filter(person__in=part).values_list("person", flat=True)
        )
        stay |= set(
            Consent.objects.owned_by(by).filter(person__in=part).values_list("person", flat=True)
        )
        rows = Person.objects.owned_by(by).filter(pk__in=set(part) - stay, by_hand=False)
        shred(list(rows))
    kept.undone_at = timezone.now()
    kept.save()
    return list_count(kept)


def _take(intake: _Intake, one: Named) -> None:
    said = said_of(one.cells)
    if not said:
        intake.counts["nameless"] += 1
        return
    index = aliases.index_of(
        aliases.REFERENCE, one.reference, one.workplace, owner=intake.owner, key=intake.index
    )
    person = _known(intake, index)
    if person is None:
        person = Person(owner_id=intake.owner)
        key = keys.give_key(person, intake.data)
        identity = Identity(owner_id=intake.owner, person=person)
        for name in IDENTITY:
            put(identity, name, said.get(name, ""), key)
        intake.persons.append(person)
        intake.identities.append(identity)
        intake.counts["recorded"] += 1
    else:
        intake.counts["known"] += 1
    if index:
        intake.known[index] = person
    called = said | {"reference": one.reference}
    intake.aliases += aliases.aliases_of(
        person, called, within=one.workplace, batch=intake.batch, key=intake.index
    )


def _known(intake: _Intake, index: str) -> Person | None:
    if not index:
        return None
    if index not in intake.known:
        because = "a worker known by number and workplace, of the same organisation"
        rows = Alias.objects.everywhere(because).filter(
            owner_id=intake.owner, kind=aliases.REFERENCE, index=index, person__state=Person.KEPT
        )
        found = rows.select_related("person").first()
        if found is None:
            return None
        intake.known[index] = found.person
    return intake.known[index]


def _save(intake: _Intake) -> None:
    Person.objects.bulk_create(intake.persons, batch_size=_PIECE)
    Identity.objects.bulk_create(intake.identities, batch_size=_PIECE)
    Alias.objects.bulk_create(intake.aliases, batch_size=_PIECE)
