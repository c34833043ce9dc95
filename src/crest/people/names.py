"""The second door: names. Every look has a reason and a line in the log, or there is no look."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.people import aliases, keys
from crest.people.models import Alias, Identity, Person, VaultKey
from crest.people.records import IDENTITY, WHY, Names, PersonRef
from crest.people.services.typed import line
from crest.seal.errors import KeyGone, SealBroken
from crest.seal.field import read

P = access.Permission
# Reasons are logged, so no name may stand in them: a case number has a digit and no space.
CASE: Final = re.compile(r"(?=.*\d)[A-Za-z0-9./_-]{1,40}\Z")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why names are opened: a code, and the number of a case where there is one."""

    code: str
    case: str = ""

    def logged(self) -> str:
        """As it enters the log; nothing of it where it is no reason."""
        sound = self.code in WHY and (not self.case or CASE.match(self.case))
        return f"{self.code} {self.case}".strip() if sound else ""


@dataclass(frozen=True, slots=True)
class Called:
    """What a workplace's list calls a worker. It never enters the log."""

    reference: str
    workplace: str


def open_names(*, by: access.Actor, person: str, why: str, case: str = "") -> Names:
    """Who a person is. Raises NotAllowed, NotFound, Refused without a reason, KeyGone."""
    reason = Reason(line(why)[:40], line(case))
    return _open(by=replace(by, purpose=reason.logged()), person=person, reason=reason)


@access.reading("people:names:open", needs=P.READ_NAMES)
def _open(*, by: access.Actor, person: str, reason: Reason) -> Names:
    row = Person.objects.owned_by(by).one(person)
    _need_reason(reason)
    identity = Identity.objects.owned_by(by).filter(person=row).first()
    if row.state == Person.ERASED or identity is None:
        raise access.Refused(_("This person was erased: nothing is known of it any more."))
    above = keys.key_of_organisation(by.organisation, VaultKey.DATA, on=timezone.localdate())
    key = keys.key_of_person(row, above)
    return Names(row.ref, **{name: read(identity, name, key) for name in IDENTITY})


def find(*, by: access.Actor, reference: str, workplace: str = "") -> PersonRef:
    """The person whom a workplace's list calls by this number. Raises NotFound."""
    return _find(by=by, called=Called(line(reference), line(workplace)))


@access.reading("people:person:find", needs=P.READ_NAMES)
def _find(*, by: access.Actor, called: Called) -> PersonRef:
    key = keys.key_of_organisation(by.organisation, VaultKey.INDEX, on=timezone.localdate())
    index = aliases.index_of(
        aliases.REFERENCE, called.reference, called.workplace, owner=by.organisation, key=key
    )
    found = Alias.objects.owned_by(by).filter(kind=aliases.REFERENCE, index=index)
    row = found.select_related("person__merged_into").first() if index else None
    if row is None:
        raise access.NotFound(
            _("No list names such a worker."), todo=_("Write number and workplace as in the list.")
        )
    return PersonRef((row.person.merged_into or row.person).ref)


def _need_reason(reason: Reason) -> None:
    faults = {}
    if reason.code not in WHY:
        faults["why"] = _("Say why you need the names.")
    if reason.case and not CASE.match(reason.case):
        faults["case"] = _("A number only, without a name: it is written to the log.")
    if faults:
        raise access.Refused(_("Names are opened for a reason only."), fields=faults)


__all__ = ["CASE", "Called", "KeyGone", "Reason", "SealBroken", "find", "open_names"]
