"""What a person says of a link or a labour channel: confirmed, disputed, denied. With reasons."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.supplychain.models import Channel, Claim, Link, Verdict
from crest.supplychain.states import VERDICTS


@access.action("supplychain:link:verify", needs=access.Permission.EDIT_CHAIN)
def verify_link(*, by: access.Actor, link: str, said: str, note: str, row: str = "") -> Link:
    """Confirm, dispute or deny a link, with a note and the source row that shows it."""
    found = Link.objects.owned_by(by).select_related("giver", "receiver").one(link)
    about = f"{found.relation}|{found.giver.crest_id}|{found.receiver.crest_id}"
    verdict = _verdict(by, said, note, row)
    verdict.kind, verdict.about, verdict.before = Verdict.LINK, about, found.verification
    verdict.link = found
    verdict.save()
    found.verification = VERDICTS[said]
    found.save(update_fields=["verification"])
    return found


@access.action("supplychain:channel:verify", needs=access.Permission.EDIT_CHAIN)
def verify_channel(
    *, by: access.Actor, channel: str, said: str, note: str, row: str = ""
) -> Channel:
    """Confirm, dispute or deny how workers came."""
    found = Channel.objects.owned_by(by).one(channel)
    verdict = _verdict(by, said, note, row)
    verdict.kind, verdict.about, verdict.before = Verdict.CHANNEL, found.ref, found.verification
    verdict.channel = found
    verdict.save()
    found.verification = VERDICTS[said]
    found.save(update_fields=["verification"])
    return found


@access.action("supplychain:verdict:undo", needs=access.Permission.EDIT_CHAIN)
def undo_verdict(*, by: access.Actor, verdict: str) -> Verdict:
    """Take a word back: the link is again as sure as it was before."""
    found = Verdict.objects.owned_by(by).select_related("link", "channel").one(verdict)
    if found.undone_at is not None:
        raise access.Refused(_("This was taken back already."))
    found.undone_at = timezone.now()
    found.save(update_fields=["undone_at"])
    subject: Link | Channel | None = found.link or found.channel
    if subject is not None:
        subject.verification = _standing(by, found) or found.before
        subject.save(update_fields=["verification"])
    return found


def _standing(by: access.Actor, taken_back: Verdict) -> str:
    """What the last standing word on the same subject makes of it."""
    rows = Verdict.objects.owned_by(by).filter(
        link=taken_back.link, channel=taken_back.channel, undone_at=None
    )
    last = rows.order_by("-done_at", "-pk").first()
    return VERDICTS[last.said] if last is not None else ""


def _verdict(by: access.Actor, said: str, note: str, row: str) -> Verdict:
    faults = {}
    if said not in VERDICTS:
        faults["said"] = _("Choose what you found.")
    if not note.strip():
        faults["note"] = _("Say how you know: a visit, a document, a call.")
    source = _row(by, row.strip()) if row.strip() else None
    if row.strip() and source is None:
        faults["row"] = _("There is no such source row within your sight.")
    if faults:
        raise access.Refused(_("Something is missing."), fields=faults)
    return Verdict(
        owner_id=by.organisation, said=said, note=note.strip()[:500], row_id=source,
        done_by_id=by.person,
    )  # fmt: skip


def _row(by: access.Actor, ref: str) -> int | None:
    ref = ref.rstrip("/").rsplit("/", 1)[-1]  # a pasted address of the row's page
    keys = (
        Link.objects.within(by).filter(rows__ref=ref).values_list("rows__pk", "rows__ref"),
        Claim.objects.within(by).filter(row__ref=ref).values_list("row_id", "row__ref"),
        Channel.objects.within(by).filter(row__ref=ref).values_list("row_id", "row__ref"),
    )
    for found in keys:
        for key, name in found:
            if name == ref:
                return int(key)
    return None
