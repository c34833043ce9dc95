"""Writes of consents: given and taken back, never changed."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.people.models import Consent, Person
from crest.people.records import HOW, ConsentLine
from crest.people.selectors import consent_line
from crest.people.services import typed as forms

P = access.Permission


@access.action("people:consent:give", needs=P.KEEP_PERSONS)
def give_consent(*, by: access.Actor, person: str, typed: Mapping[str, str]) -> ConsentLine:
    """Write down that a person agreed to one use. Raises Refused, NotFound."""
    row = Person.objects.owned_by(by).one(person)
    if row.state != Person.KEPT:
        raise access.Refused(_("This person was erased or merged with another."))
    consent = Consent(owner_id=by.organisation, person=row, **forms.consent(typed))
    consent.save()
    return consent_line(consent)


@access.action("people:consent:withdraw", needs=P.KEEP_PERSONS)
def withdraw_consent(*, by: access.Actor, consent: str, how: str) -> ConsentLine:
    """Write down that a consent was taken back, which counts from now on. Raises Refused."""
    row = Consent.objects.owned_by(by).select_for_update().one(consent)
    if how not in HOW:
        raise access.Refused(
            _("Say how it was taken back."), fields={"how": _("Choose one of the list.")}
        )
    if row.withdrawn_on is None:
        row.withdrawn_on, row.withdrawn_how = timezone.localdate(), how
        row.save()
    return consent_line(row)
