"""Sharing by consent: offered by who owns the records, for a purpose, until a day, revocable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access.actions import action
from crest.access.errors import Refused
from crest.access.models.agreements import SHAREABLE, Agreement
from crest.access.models.organisations import Organisation
from crest.access.permissions import Permission
from crest.access.records import Actor


@action("access:agreement:offer", needs=Permission.SHARE_RECORDS)
def share(
    *, by: Actor, receiver: str, covers: Iterable[str], purpose: str, until: dt.date | None
) -> Agreement:
    """Let another organisation, named by its sharing code, read records of some kinds."""
    kinds, today, faults = sorted(set(covers)), timezone.localdate(), {}
    code = receiver.strip().lower()
    other = Organisation.objects.filter(ref=code).exclude(pk=by.organisation).first()
    if other is None:
        faults["receiver"] = _("No other organisation has this sharing code.")
    if not kinds or not set(kinds) <= set(SHAREABLE):
        faults["covers"] = _("Choose at least one kind of record.")
    if not purpose.strip():
        faults["purpose"] = _("Say what the records may be used for.")
    if until is not None and until < today:
        faults["until"] = _("This day has passed.")
    if faults or other is None:
        raise Refused(_("Nothing was shared."), fields=faults)
    row = Agreement(
        owner_id=by.organisation, receiver=other, covers=kinds, purpose=purpose.strip()[:200],
        valid_from=today, valid_to=until,
    )  # fmt: skip
    row.save()
    return row


@action("access:agreement:revoke", needs=Permission.SHARE_RECORDS)
def revoke_sharing(*, by: Actor, ref: str) -> Agreement:
    """Stop sharing from this moment on."""
    row = Agreement.objects.owned_by(by).one(ref)
    row.revoked_at = row.revoked_at or timezone.now()
    row.save()
    return row
