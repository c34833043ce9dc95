"""Who the workers of an accepted list are: read for the vault, and copied nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
from django.utils import timezone

from crest.access import facade as access
from crest.engine.journeys.people import names_people
from crest.evidence import storage
from crest.evidence.bridge import ReadList, read_document
from crest.evidence.models import Batch, Document
from crest.evidence.records import NamedWorker, NamesInList

P = access.Permission
_PERSONAL, _WORKPLACE = "personal", ("site", "employer")


@access.reading("evidence:names:hand_over", needs=P.KEEP_PERSONS)
def names_in(*, by: access.Actor, batch: str) -> NamesInList:
    """What lists of workers in the batch say of who they are. Raises NotFound."""
    row = Batch.objects.owned_by(by).select_related("document").one(batch)
    if row.document.tier != Document.WORKERS:
        return NamesInList(row.ref, ())
    path = storage.path_of(access.card_of(by.organisation).ref, row.document.sha256)
    lists = read_document(
        path, row.document.name, row.columns.get("said", []), on=timezone.localdate()
    )
    workers = tuple(one for each in lists if each.kind == "journeys" for one in _of(each))
    return NamesInList(row.ref, workers)


def _of(one: ReadList) -> Iterator[NamedWorker]:
    fields = {header: field for header, field, _how in one.columns}
    personal = [header for header, field in fields.items() if field == _PERSONAL]
    places = [h for wanted in _WORKPLACE for h, field in fields.items() if field == wanted]
    numbers = [h for wanted in ("worker", "journey") for h, f in fields.items() if f == wanted]
    rows = [values for _number, values in one.values()]
    references = [_first(values, numbers) for values in rows]
    # A name that stands where a number should is a name.
    are_names = names_people(pa.array([one or None for one in references], pa.string()))
    if not personal and not are_names:
        return
    for values, reference in zip(rows, references, strict=True):
        cells = [(header, values[header]) for header in personal if values.get(header)]
        if are_names and reference:
            cells.insert(0, ("name", reference))
        yield NamedWorker(reference, _first(values, places), tuple(cells))


def _first(values: dict[str, str], headers: list[str]) -> str:
    return next((values[header] for header in headers if values.get(header)), "")
