"""Writes of persons: who somebody is, that two are one, and that nobody shall know any more."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.people import aliases, keys
from crest.people.models import Alias, Identity, Person, VaultKey
from crest.people.records import IDENTITY, Erasure, PersonCard
from crest.people.selectors import cards
from crest.people.services import typed as forms
from crest.seal.field import put

P = access.Permission


@access.action("people:identity:record", needs=P.KEEP_PERSONS)
def record_identity(*, by: access.Actor, typed: Mapping[str, str], person: str = "") -> PersonCard:
    """Write down who somebody is; with `person`, anew. Raises Refused, NotFound."""
    said = forms.identity(typed)
    today = timezone.localdate()
    above = keys.key_of_organisation(by.organisation, VaultKey.DATA, on=today)
    index = keys.key_of_organisation(by.organisation, VaultKey.INDEX, on=today)
    if person:
        row = _kept(by, person)
        key = keys.key_of_person(row, above)
        Alias.objects.owned_by(by).filter(person=row, batch="").delete()
    else:
        row = Person(owner_id=by.organisation)
        key = keys.give_key(row, above)
    row.by_hand = True
    row.save()
    known = Identity.objects.owned_by(by).filter(person=row).first()
    identity = known or Identity(owner_id=by.organisation, person=row)
    for name in IDENTITY:
        put(identity, name, said[name], key)
    identity.save()
    found = aliases.aliases_of(row, said, within=said["workplace"], batch="", key=index)
    Alias.objects.bulk_create(found)
    return cards(by, [row])[0]


@access.action("people:person:merge", needs=P.KEEP_PERSONS)
def merge(*, by: access.Actor, person: str, into: str) -> PersonCard:
    """Say that two are one. Both identities stay, and it can be undone. Raises Refused."""
    gone, kept = _kept(by, person), _kept(by, into)
    if gone.pk == kept.pk:
        raise access.Refused(
            _("A person cannot be merged with itself."), fields={"into": _("Name another person.")}
        )
    gone.state, gone.merged_into = Person.MERGED, kept
    gone.save()
    return cards(by, [kept])[0]


@access.action("people:person:split", needs=P.KEEP_PERSONS)
def split(*, by: access.Actor, person: str) -> PersonCard:
    """Undo a merge: the person stands for itself again. Raises Refused."""
    row = Person.objects.owned_by(by).select_for_update().one(person)
    if row.state != Person.MERGED:
        raise access.Refused(_("This person was not merged with another."))
    row.state, row.merged_into = Person.KEPT, None
    row.save()
    return cards(by, [row])[0]


@access.action("people:person:erase", needs=P.ERASE_PERSONS)
def erase(*, by: access.Actor, person: str) -> Erasure:
    """Destroy the person's key, and all that tells who it is. The ref and its consents stay.

    Persons merged into this one go with it. Raises Refused when it is erased already.
    """
    row = _kept(by, person)
    shred([row, *Person.objects.owned_by(by).filter(merged_into=row)])
    now = timezone.now()
    last = timezone.localdate() + 2 * keys.half_life()
    return Erasure(row.ref, now, last)


def shred(rows: list[Person]) -> None:
    """Destroy the keys and identities of persons, in the caller's transaction."""
    for row in rows:
        row.state, row.wrapped, row.erased_at = Person.ERASED, None, timezone.now()
        row.save()
    because, ours = "erasing reaches all of a person", [row.pk for row in rows]
    Identity.objects.everywhere(because).filter(person__in=ours).delete()
    Alias.objects.everywhere(because).filter(person__in=ours).delete()
    transaction.on_commit(keys.forget_on_disk)


def _kept(by: access.Actor, ref: str) -> Person:
    row = Person.objects.owned_by(by).select_for_update().one(ref)
    if row.state != Person.KEPT:
        raise access.Refused(
            _("This person was erased or merged with another."), todo=_("Go back to the list.")
        )
    return row
