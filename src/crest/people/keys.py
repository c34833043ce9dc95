"""Keys of the vault: installation → organisation → person. Each opens only under the one above."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from crest.access import facade as access
from crest.config import config
from crest.people.models import Person, VaultKey
from crest.seal import installation
from crest.seal.envelope import new_key, unwrap, wrap
from crest.seal.errors import gone
from crest.seal.field import place_of

WHY = "the vault's own keys"


def key_of_organisation(owner: int, purpose: str, *, on: dt.date) -> bytes:
    """The organisation's key for a purpose; made where there is none. Raises KeyGone."""
    rows = VaultKey.objects.everywhere(WHY).filter(owner_id=owner, purpose=purpose)
    row = rows.first()
    if row is None:
        row = VaultKey(owner_id=owner, purpose=purpose, period=installation.current(on=on))
        _wrap_organisation(row, new_key())
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:  # another process made it meanwhile
            row = rows.get()
    return _unwrap_organisation(row)


def give_key(person: Person, above: bytes) -> bytes:
    """A key of its own for a new person, kept under the organisation's."""
    key = new_key()
    person.wrapped = wrap(key, above, place_of(person, "wrapped"))
    return key


def key_of_person(person: Person, above: bytes) -> bytes:
    """The person's key. Raises KeyGone when the person was erased."""
    if person.wrapped is None:
        raise gone("this person")
    return unwrap(bytes(person.wrapped), above, place_of(person, "wrapped"))


def half_life() -> dt.timedelta:
    """How long a period seals, and how long its key is kept afterwards."""
    return dt.timedelta(days=max(1, config().vault_days // 2))


def renew(*, on: dt.date) -> tuple[int, tuple[str, ...]]:
    """Begin a new period when one is due, and destroy keys of periods long ended.

    Every organisation gets a new key, and every person's key is sealed under it, so that a backup
    of an earlier period opens with that period's key only. Gives how many persons were sealed anew,
    and the periods whose keys were destroyed.
    """
    count = 0
    if dt.date.fromisoformat(installation.current(on=on)) + half_life() <= on:
        period = installation.begin(on=on)
        with transaction.atomic():
            count = sum(_renew_one(row, period) for row in _locked())
    old = tuple(
        one
        for one in installation.retired(before=on - half_life())
        if not VaultKey.objects.everywhere(WHY).filter(period=one).exists()
    )
    for one in old:
        installation.destroy(one)
    forget_on_disk()
    return count, old


@access.chore("people.renew-keys", every=access.DAY)
def renew_daily() -> None:
    """The worker's chore; doing it twice is doing it once."""
    renew(on=timezone.localdate())


def forget_on_disk() -> None:
    """SQLite keeps old pages in its log until this; PostgreSQL's vacuum does it by itself."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _locked() -> list[VaultKey]:
    return list(VaultKey.objects.everywhere(WHY).exclude(wrapped=None).select_for_update())


def _renew_one(row: VaultKey, period: str) -> int:
    old = _unwrap_organisation(row)
    row.period = period
    if row.purpose != VaultKey.DATA:  # an index must stay as it is to be found again
        _wrap_organisation(row, old)
        row.save()
        return 0
    fresh = new_key()
    _wrap_organisation(row, fresh)
    row.save()
    people = Person.objects.everywhere(WHY).filter(owner_id=row.owner_id).exclude(wrapped=None)
    count = 0
    for person in people.select_for_update().iterator(chunk_size=2_000):
        place = place_of(person, "wrapped")
        person.wrapped = wrap(unwrap(bytes(person.wrapped or b""), old, place), fresh, place)
        person.save(update_fields=["wrapped"])
        count += 1
    return count


def _wrap_organisation(row: VaultKey, key: bytes) -> None:
    row.wrapped = wrap(key, installation.key_of(row.period), place_of(row, "wrapped"))


def _unwrap_organisation(row: VaultKey) -> bytes:
    if row.wrapped is None:
        raise gone("this organisation")
    above = installation.key_of(row.period)
    return unwrap(bytes(row.wrapped), above, place_of(row, "wrapped"))
