"""What a person decides about a read file: its columns, accept, undo, put aside."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.evidence.bridge import ALL_KINDS, UNKNOWN, choices_of
from crest.evidence.models import Batch
from crest.evidence.records import BatchCard
from crest.evidence.selectors import batch_card
from crest.evidence.services.reading import read_batch
from crest.evidence.services.receiving import READ_AT_ONCE
from crest.evidence.states import BatchEvent, after

P = access.Permission


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says about one list: its kind, and our field ("" for none) per column."""

    number: int
    kind: str
    columns: dict[str, str] = field(default_factory=dict)


def correct_columns(
    *, by: access.Actor, batch: str, corrections: tuple[Correction, ...]
) -> BatchCard:
    """Read the file again with what a person said about its columns.

    Raises Refused for a kind or field that does not exist (`fields` names the list).
    """
    card = _correct(by=by, batch=batch, corrections=corrections)
    if card.size > READ_AT_ONCE:
        return card
    return read_batch(by=by, batch=batch)


@access.action("evidence:batch:correct", needs=P.UPLOAD_EVIDENCE)
def _correct(*, by: access.Actor, batch: str, corrections: tuple[Correction, ...]) -> BatchCard:
    row = Batch.objects.owned_by(by).select_for_update().one(batch)
    row.state = after(row.state, BatchEvent.CORRECT)
    lists = row.columns.get("lists", [])
    said = {one.get("sheet") or "": one for one in row.columns.get("said", [])}
    for one in corrections:
        if not 0 <= one.number < len(lists):
            continue
        here = lists[one.number]
        said[here["sheet"]] = _checked(one, here)
    row.columns = {**row.columns, "said": list(said.values())}
    row.sentence = row.todo = ""
    row.save()
    card = batch_card(row, by)
    if card.size > READ_AT_ONCE:
        access.start(
            by=by, task_name="evidence.read", subject=row.ref,
            title=_("Reading %(name)s") % {"name": card.name},
        )  # fmt: skip
    return card


def _checked(one: Correction, here: dict[str, object]) -> dict[str, object]:
    """One correction in the engine's short form."""
    place = f"list-{one.number}"
    kind = one.kind or str(here["kind"])
    if kind == UNKNOWN:
        raise access.Refused(
            _("Say what kind of list this is."), fields={place: _("Choose a kind of list.")}
        )
    if kind not in ALL_KINDS:
        raise access.Refused(
            _("There is no such kind of list."), fields={place: _("Choose one of the kinds.")}
        )
    wrong = sorted(set(one.columns.values()) - set(choices_of(kind)) - {""})
    changed_kind = kind != here["kind"]
    columns = {
        header: wanted or None
        for header, wanted in one.columns.items()
        if not (changed_kind and wanted in wrong)
    }
    if wrong and not changed_kind:
        raise access.Refused(
            _("There is no such column in this kind of list."),
            fields={place: _("Lists of this kind have no “%(name)s”.") % {"name": wrong[0]}},
        )
    if changed_kind:  # what the columns were in another kind says nothing here
        columns = {}
    return {"sheet": here["sheet"] or None, "kind": kind, "columns": columns}


@access.action("evidence:batch:accept", needs=P.ACCEPT_EVIDENCE)
def accept_batch(*, by: access.Actor, batch: str) -> BatchCard:
    """Rely on a file from here on. Raises NotFound, and Refused where nothing in it can be used."""
    row = Batch.objects.owned_by(by).select_for_update().one(batch)
    card = batch_card(row, by)
    if row.state == "ready" and card.rows <= card.rejected:
        raise access.Refused(
            _("No row of this file can be used."),
            todo=_("Correct its columns, or put it aside."),
        )
    others = Batch.objects.owned_by(by).filter(document_id=row.document_id, state="accepted")
    if others.exclude(pk=row.pk).exists():
        raise access.Refused(_("The same file is already accepted."))
    row.state = after(row.state, BatchEvent.ACCEPT)
    row.accepted_at, row.accepted_by_id, row.undone_at = timezone.now(), by.person, None
    row.save()
    return batch_card(row, by)


@access.action("evidence:batch:undo", needs=P.ACCEPT_EVIDENCE)
def undo_batch(*, by: access.Actor, batch: str) -> BatchCard:
    """No longer rely on a file: what came of it is forgotten, exactly that. It can come back."""
    row = Batch.objects.owned_by(by).select_for_update().one(batch)
    row.state = after(row.state, BatchEvent.UNDO)
    row.undone_at = timezone.now()
    row.save()
    return batch_card(row, by)


@access.action("evidence:batch:drop", needs=P.UPLOAD_EVIDENCE)
def drop_batch(*, by: access.Actor, batch: str) -> BatchCard:
    """Put aside a file nobody relies on; the same file may then be received again."""
    row = Batch.objects.owned_by(by).select_for_update().one(batch)
    row.state = after(row.state, BatchEvent.DROP)
    row.save()
    return batch_card(row, by)
