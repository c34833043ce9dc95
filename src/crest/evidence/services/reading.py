"""Reading a received file into rows and problems: staged in pieces, valid at once or not at all.

Rows of a batch count only when its state says it was read. A reader that was killed leaves rows
that the next one removes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from crest.access import facade as access
from crest.engine.errors import CrestError
from crest.evidence import storage
from crest.evidence.bridge import UNKNOWN, ReadList, read_document
from crest.evidence.models import Batch, Document, Row, RowProblem, Source
from crest.evidence.records import BatchCard
from crest.evidence.selectors import batch_card
from crest.evidence.states import BatchEvent, BatchState, after

P = access.Permission
Tell = Callable[[str, int, int], None]
_PIECE = 5_000
_MOST_PROBLEMS = 20_000


@access.job("evidence.read")
def read_in_background(by: access.Actor, subject: str, watch: access.Watch) -> None:
    """Read a large file; a person watches."""
    read_batch(by=by, batch=subject, tell=watch)


def read_batch(
    *, by: access.Actor, batch: str, tell: Tell | None = None, refuse: bool = False
) -> BatchCard:
    """Read the file of a batch. Does nothing when it was read meanwhile.

    A file that cannot be read becomes an unreadable batch that says why; with `refuse` it is given
    back instead: the error is raised and the batch is gone. Raises NotFound.
    """
    row = Batch.objects.owned_by(by).one(batch)
    if row.state != BatchState.RECEIVED:
        return batch_card(row, by)
    document = Document.objects.owned_by(by).get(pk=row.document_id)
    say = tell or (lambda _step, _done, _total: None)
    path = storage.path_of(access.card_of(by.organisation).ref, document.sha256)
    try:
        lists = read_document(
            path, document.name, row.columns.get("said", []), on=timezone.localdate(),
            tell=lambda step: say(step, 0, 0),
        )  # fmt: skip
    except CrestError as error:
        if refuse:
            _take_back(by=by, batch=batch)
            raise access.Refused(
                error.sentence, todo=error.todo,
                fields={"file": f"{error.sentence} {error.todo}".strip()},
            ) from error  # fmt: skip
        return _fail(by=by, batch=batch, sentence=error.sentence, todo=error.todo)
    _stage_rows(row, lists, say)
    return _finish(by=by, batch=batch, lists=lists)


def _stage_rows(batch: Batch, lists: list[ReadList], say: Tell) -> None:
    """Write the rows in short transactions; what an earlier try left is removed first."""
    old = Row.objects.everywhere("rows of a batch that is being read").filter(batch=batch)
    while pks := list(old.values_list("pk", flat=True)[:_PIECE]):
        old.filter(pk__in=pks).delete()
    RowProblem.objects.everywhere("as above").filter(batch=batch).delete()
    total = sum(one.rows for one in lists if not one.of_workers)
    done = 0
    names = ("owner", "batch", "sheet", "number", "kind", "values", "rejected")
    for one in lists:
        if one.of_workers:
            continue
        for piece in _pieces(_row_values(batch, one)):
            with transaction.atomic():
                access.insert_many(Row, names, piece)
            done += len(piece)
            say("writing the rows down", done, total)
    kept = [line for one in lists for line in _problem_values(batch, one)]
    columns = (
        "owner", "batch", "sheet", "number", "column", "value", "code", "severity", "sentence",
        "todo",
    )  # fmt: skip
    for piece in _pieces(iter(kept[:_MOST_PROBLEMS])):
        with transaction.atomic():
            access.insert_many(RowProblem, columns, piece)


def _pieces(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    piece: list[tuple[Any, ...]] = []
    for row in rows:
        piece.append(row)
        if len(piece) == _PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def _row_values(batch: Batch, one: ReadList) -> Iterator[tuple[Any, ...]]:
    for number, values in one.values():
        yield (
            batch.owner_id, batch.pk, one.sheet[:120], number, one.kind, values,
            number in one.rejected,
        )  # fmt: skip


def _problem_values(batch: Batch, one: ReadList) -> Iterator[tuple[Any, ...]]:
    for line in one.problems.to_pylist():
        yield (
            batch.owner_id, batch.pk, one.sheet[:120], line["row"],
            _short(line["column"], 120), _short(line["value"], 300), line["code"],
            line["severity"], _clean(line["sentence"]), _clean(line["todo"]),
        )  # fmt: skip


def _short(text: str | None, most: int) -> str:
    return _clean(text)[:most]


def _clean(text: str | None) -> str:
    return (text or "").replace("\x00", "")


@access.action("evidence:batch:read", needs=P.UPLOAD_EVIDENCE)
def _finish(*, by: access.Actor, batch: str, lists: list[ReadList]) -> BatchCard:
    row = Batch.objects.owned_by(by).select_for_update().one(batch)
    known = [one for one in lists if one.kind != UNKNOWN]
    row.state = after(row.state, BatchEvent.READ if known else BatchEvent.FAIL)
    row.sentence = "" if known else (lists[0].because if lists else "The file holds no list.")
    row.todo = (
        ""
        if known
        else "Choose below what kind of list it is and read it again; then name its columns."
    )
    row.columns = {"said": row.columns.get("said", []), "lists": [_as_saved(one) for one in lists]}
    row.counts = {"lists": [_counted(one) for one in lists]}
    row.save()
    tier = Document.WORKERS if any(one.of_workers for one in lists) else Document.CHAIN
    Document.objects.owned_by(by).filter(pk=row.document_id).update(tier=tier)
    row.document.tier = tier
    return batch_card(row, by)


def _as_saved(one: ReadList) -> dict[str, Any]:
    return {
        "sheet": one.sheet,
        "kind": one.kind,
        "because": one.because,
        "columns": [[header, field, how] for header, field, how in one.columns],
    }


def _counted(one: ReadList) -> dict[str, int]:
    severities = one.problems["severity"].to_pylist()
    numbers = one.problems["row"].to_pylist()
    out = {n for n, said in zip(numbers, severities, strict=True) if said == "rejected" and n}
    return {
        "rows": one.rows + len(out - set(one.raw.rows.to_pylist())),
        "rejected": one.rows if one.kind == UNKNOWN else len(out),
        "warnings": severities.count("warning"),
    }


@access.action("evidence:batch:fail", needs=P.UPLOAD_EVIDENCE)
def _fail(*, by: access.Actor, batch: str, sentence: str, todo: str) -> BatchCard:
    row = Batch.objects.owned_by(by).select_for_update().one(batch)
    row.state = after(row.state, BatchEvent.FAIL)
    row.sentence, row.todo = _clean(sentence), _clean(todo)
    row.columns = {**row.columns, "lists": []}
    row.save()
    return batch_card(row, by)


@access.action("evidence:file:give-back", needs=P.UPLOAD_EVIDENCE)
def _take_back(*, by: access.Actor, batch: str) -> None:
    """A file that holds no list is not kept: neither the batch nor the document nor the file."""
    row = Batch.objects.owned_by(by).one(batch)
    document = Document.objects.owned_by(by).get(pk=row.document_id)
    row.delete()
    if Batch.objects.owned_by(by).filter(document=document).exists():
        return
    path = storage.path_of(access.card_of(by.organisation).ref, document.sha256)
    source = document.source_id
    document.delete()
    Source.objects.owned_by(by).filter(pk=source).delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
