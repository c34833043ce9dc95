"""Taking in a file: kept whole, read once, its rows written down as given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.engine.errors import CrestError
from crest.engine.tables.kinds import file_kind
from crest.evidence import storage
from crest.evidence.models import Batch, Document, Source
from crest.evidence.records import BatchCard
from crest.evidence.selectors import batch_card
from crest.evidence.services.left import READ_WITHIN
from crest.evidence.services.reading import read_batch
from crest.evidence.states import BatchState

P = access.Permission
# A larger file is read by the worker, so that nobody waits for a page.
READ_AT_ONCE: Final = 1_500_000


@dataclass(frozen=True, slots=True)
class About:
    """What the person says about the file."""

    title: str = ""
    said_by: str = ""
    published_on: dt.date | None = None
    licence: str = ""


def receive_file(
    *, by: access.Actor, name: str, chunks: Iterable[bytes], about: About | None = None
) -> BatchCard:
    """Keep a file and read it (a large one is read by the worker).

    Raises NotAllowed; Refused, with a sentence for the field `file`, for a file that is too large,
    was received before, or is no list.
    """
    if P.UPLOAD_EVIDENCE not in by.may:
        _receive(by=by, name=name, kept=None, about=About())  # denied, and written down
    shown = storage.shown_name(name)
    owner = access.card_of(by.organisation).ref
    kept = storage.keep(chunks, owner)
    if left := _left_unread(by, kept):
        return read_batch(by=by, batch=left, refuse=True)
    try:
        file_kind(kept.path, shown)
        card = _receive(by=by, name=shown, kept=kept, about=about or About())
    except IntegrityError as error:  # the same file, sent twice at the same moment
        sentence = _("This very file is being received at this moment.")
        raise access.Refused(sentence, fields={"file": sentence}) from error
    except CrestError as error:
        _forget(kept, by)
        raise _beside_the_field(error) from error
    if kept.size > READ_AT_ONCE:
        return card
    return read_batch(by=by, batch=card.ref, refuse=True)


@access.action("evidence:file:receive", needs=P.UPLOAD_EVIDENCE)
def _receive(*, by: access.Actor, name: str, kept: storage.Kept | None, about: About) -> BatchCard:
    if kept is None:
        raise access.Refused("There is no file.")
    known = Document.objects.owned_by(by).filter(sha256=kept.sha256).first()
    if known is not None:
        _answer_if_known(by, known)
    document = known or _new_document(by, name, kept, about)
    batch = Batch(owner_id=by.organisation, document=document)
    batch.save()
    if kept.size > READ_AT_ONCE:
        access.start(
            by=by, task_name="evidence.read", subject=batch.ref,
            title=_("Reading %(name)s") % {"name": document.name},
        )  # fmt: skip
    return batch_card(batch, by)


def _left_unread(by: access.Actor, kept: storage.Kept) -> str:
    """A batch of this very file whose reading broke off: a full disk, a killed server."""
    if kept.size > READ_AT_ONCE:
        return ""  # the worker sees to it
    rows = Batch.objects.owned_by(by).filter(
        document__sha256=kept.sha256, state=BatchState.RECEIVED,
        turned_at__lt=timezone.now() - READ_WITHIN,
    )  # fmt: skip
    found = rows.first()
    return found.ref if found is not None else ""


def _answer_if_known(by: access.Actor, known: Document) -> None:
    """Refuse a file that is already here, in plain words; one put aside may come again."""
    batch = (
        Batch.objects.owned_by(by).filter(document=known).exclude(state=BatchState.DROPPED).first()
    )
    if batch is None:
        return
    sentence = _("This very file was received on %(day)s as “%(name)s”.") % {
        "day": timezone.localtime(known.received_at).date().isoformat(), "name": known.name,
    }  # fmt: skip
    todo = _("Look it up in the list of files; nothing was added.")
    raise access.Refused(sentence, todo=todo, fields={"file": f"{sentence} {todo}"})


def _new_document(by: access.Actor, name: str, kept: storage.Kept, about: About) -> Document:
    source = Source(
        owner_id=by.organisation,
        title=about.title.strip()[:200] or name,
        said_by=about.said_by.strip()[:200],
        published_on=about.published_on,
        licence=about.licence.strip()[:120],
    )
    source.save()
    document = Document(
        owner_id=by.organisation, source=source, name=name, sha256=kept.sha256, size=kept.size,
        received_by_id=by.person,
    )  # fmt: skip
    document.save()
    return document


def _forget(kept: storage.Kept, by: access.Actor) -> None:
    """Take a refused file off the disk unless something refers to it."""
    rows = Document.objects.owned_by(by).filter(sha256=kept.sha256)
    if kept.fresh and not rows.exists():
        kept.path.unlink(missing_ok=True)


def _beside_the_field(error: CrestError) -> CrestError:
    if isinstance(error, access.Refused | access.NotAllowed) or "file" in getattr(
        error, "fields", {}
    ):
        return error
    whole = f"{error.sentence} {error.todo}".strip()
    return access.Refused(error.sentence, todo=error.todo, fields={"file": whole})
