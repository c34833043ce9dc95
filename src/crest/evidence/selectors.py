"""Reads of evidence, within what the actor may see. Files about workers: their owner only."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from crest.access import facade as access
from crest.engine.intake.headings import RECRUITMENT_KINDS
from crest.evidence import storage
from crest.evidence.bridge import ALL_KINDS, UNKNOWN, choices_of
from crest.evidence.models import Batch, Document, Row, RowProblem
from crest.evidence.records import (
    AcceptedDocument,
    BatchCard,
    BatchSheet,
    ColumnLine,
    ListPreview,
    ProblemLine,
    RowKey,
    RowSheet,
)
from crest.evidence.states import MOVES, BatchState

P = access.Permission
FIRST_ROWS: Final = 5
PROBLEMS_SHOWN: Final = 100


def batches_of(by: access.Actor) -> tuple[BatchCard, ...]:
    """Received files, newest first; files put aside are left out."""
    rows = _visible(by).exclude(state=BatchState.DROPPED).order_by("-made_at", "-pk")
    return tuple(batch_card(row, by) for row in rows)


def preview_of(by: access.Actor, ref: str, *, all_problems: bool = False) -> BatchSheet:
    """A received file in full: its lists, columns, first rows and problems. Raises NotFound."""
    row = _visible(by).one(ref)
    card = batch_card(row, by)
    problems = problems_of(by, ref, most=None if all_problems else PROBLEMS_SHOWN)
    count = RowProblem.objects.within(by).filter(batch=row).count()
    return BatchSheet(
        card=card,
        lists=_lists(by, row),
        kinds=ALL_KINDS,
        problems=problems,
        problem_count=count,
        can=_can(by, row) if card.mine else frozenset(),
    )


def problems_of(by: access.Actor, ref: str, *, most: int | None = None) -> tuple[ProblemLine, ...]:
    """What is wrong in a file, rejected rows first. Raises NotFound."""
    batch = _visible(by).one(ref)
    found = RowProblem.objects.within(by).filter(batch=batch)
    lines = list(found.order_by("severity", "sheet", "number", "pk")[:most])
    wanted: set[tuple[str, int | None]] = {
        (line.sheet, line.number) for line in lines if line.number is not None
    }
    refs = _row_refs(by, batch, wanted)
    return tuple(_problem_line(line, refs.get((line.sheet, line.number), "")) for line in lines)


def row_sheet(by: access.Actor, ref: str) -> RowSheet:
    """One row as it was given, and what was said of it. Raises NotFound."""
    row = Row.objects.within(by).one(ref)
    batch = _visible(by).filter(pk=row.batch_id).first()
    if batch is None:
        raise access.NotFound("There is no such row here.", todo="Go back and choose again.")
    ours = _fields_of(batch, row.sheet)
    problems = RowProblem.objects.within(by).filter(batch=batch, sheet=row.sheet, number=row.number)
    return RowSheet(
        ref=row.ref,
        batch=batch_card(batch, by),
        sheet=row.sheet,
        number=row.number,
        kind=row.kind,
        rejected=row.rejected,
        values=tuple((name, value, ours.get(name, "")) for name, value in row.values.items()),
        problems=tuple(_problem_line(line, "") for line in problems.order_by("pk")),
    )


def accepted_documents(by: access.Actor) -> tuple[AcceptedDocument, ...]:
    """The accepted files of the actor's organisation, in the order of acceptance, for the engine.

    Their paths are for work in the background; people read a file of workers by `open_document`.
    """
    rows = (
        Batch.objects.owned_by(by)
        .filter(state=BatchState.ACCEPTED)
        .select_related("document__source")
        .order_by("document_id", "pk")
    )
    owner = access.card_of(by.organisation).ref
    taken: dict[str, int] = {}
    return tuple(_accepted(row, owner, taken) for row in rows)


def row_keys(by: access.Actor, documents: tuple[AcceptedDocument, ...]) -> list[RowKey]:
    """Where each row of these documents stands, for claims that point at it."""
    source_of = {one.batch: one.source for one in documents}
    found = (
        Row.objects.owned_by(by)
        .filter(batch__ref__in=list(source_of))
        .values_list("pk", "batch__ref", "sheet", "number")
    )
    return [
        RowKey(pk, source_of[batch], sheet or None, number)
        for pk, batch, sheet, number in found.iterator(chunk_size=20_000)
    ]


def batch_card(row: Batch, by: access.Actor) -> BatchCard:
    """The card of a batch the actor may see."""
    document, counts = row.document, row.counts.get("lists", [])
    return BatchCard(
        ref=row.ref,
        document=document.ref,
        name=document.name,
        state=row.state,
        tier=document.tier,
        said_by=document.source.said_by,
        title=document.source.title,
        published_on=document.source.published_on,
        received_at=document.received_at,
        received_by=str(document.received_by or "") if row.owner_id == by.organisation else "",
        rows=sum(one["rows"] for one in counts),
        rejected=sum(one["rejected"] for one in counts),
        warnings=sum(one["warnings"] for one in counts),
        mine=row.owner_id == by.organisation,
        sentence=row.sentence,
        todo=row.todo,
        accepted_at=row.accepted_at,
        undone_at=row.undone_at,
        size=document.size,
    )


@access.reading("evidence:document:open", needs=P.SEE_EVIDENCE)
def open_document(*, by: access.Actor, document: str) -> Path:
    """The file itself. One about workers: for its owner's administrators and for those whose role
    lets them see workers' figures. Raises NotAllowed, NotFound."""
    row = Document.objects.within(by).one(document)
    if row.tier == Document.WORKERS:
        if row.owner_id != by.organisation:
            raise access.NotFound("There is no such file here.")
        if P.SEE_WORKER_FIGURES not in by.may and access.Role.ADMINISTRATOR not in by.roles:
            raise access.NotAllowed(
                "This file tells what single workers said.",
                todo="Ask an administrator or the protection officer of your organisation.",
            )
    return storage.path_of(access.card_of(row.owner_id).ref, row.sha256)


def _visible(by: access.Actor) -> access.ScopedQuerySet[Batch]:
    own_or_chain = Q(owner_id=by.organisation) | Q(document__tier=Document.CHAIN)
    rows = Batch.objects.within(by).filter(own_or_chain)
    return rows.select_related("document__source", "document__received_by")


def _can(by: access.Actor, row: Batch) -> frozenset[str]:
    needs = {
        "correct": P.UPLOAD_EVIDENCE, "drop": P.UPLOAD_EVIDENCE, "accept": P.ACCEPT_EVIDENCE,
        "undo": P.ACCEPT_EVIDENCE,
    }  # fmt: skip
    possible = {str(event) for state, event in MOVES if state == row.state}
    return frozenset(one for one in possible if one in needs and needs[one] in by.may)


def _lists(by: access.Actor, batch: Batch) -> tuple[ListPreview, ...]:
    counts = batch.counts.get("lists", [])
    found = []
    for number, (saved, counted) in enumerate(
        zip(batch.columns.get("lists", []), counts, strict=False)
    ):
        of_workers = saved["kind"] in RECRUITMENT_KINDS
        rows = [] if of_workers else _first_rows(by, batch, saved["sheet"])
        headers = [header for header, _, _ in saved["columns"]]
        found.append(
            ListPreview(
                number=number,
                sheet=saved["sheet"],
                kind=saved["kind"],
                because=saved["because"],
                columns=tuple(
                    ColumnLine(header, field, how, _sample(rows, header))
                    for header, field, how in saved["columns"]
                ),
                choices=choices_of(saved["kind"]),
                first_rows=tuple(
                    tuple(row.values.get(header, "") for header in headers) for row in rows
                ),
                row_refs=tuple(row.ref for row in rows),
                row_numbers=tuple(row.number for row in rows),
                rows=counted["rows"],
                rejected=counted["rejected"],
                warnings=counted["warnings"],
                of_workers=of_workers,
            )
        )
    return tuple(found)


def _first_rows(by: access.Actor, batch: Batch, sheet: str) -> list[Row]:
    rows = Row.objects.within(by).filter(batch=batch, sheet=sheet[:120])
    return list(rows.order_by("number")[:FIRST_ROWS])


def _sample(rows: list[Row], header: str) -> str:
    return next((str(row.values[header]) for row in rows if row.values.get(header)), "")


def _row_refs(
    by: access.Actor, batch: Batch, wanted: set[tuple[str, int | None]]
) -> dict[tuple[str, int | None], str]:
    by_sheet: dict[str, list[int]] = defaultdict(list)
    for sheet, number in wanted:
        if number is not None:
            by_sheet[sheet].append(number)
    refs: dict[tuple[str, int | None], str] = {}
    for sheet, numbers in by_sheet.items():
        rows = Row.objects.within(by).filter(batch=batch, sheet=sheet)
        for start in range(0, len(numbers), 500):
            part = rows.filter(number__in=numbers[start : start + 500])
            refs |= {(sheet, number): ref for number, ref in part.values_list("number", "ref")}
    return refs


def _problem_line(line: RowProblem, ref: str) -> ProblemLine:
    return ProblemLine(
        sheet=line.sheet, number=line.number, column=line.column, value=line.value,
        severity=line.severity, sentence=line.sentence, todo=line.todo, row_ref=ref,
    )  # fmt: skip


def _fields_of(batch: Batch, sheet: str) -> dict[str, str]:
    for one in batch.columns.get("lists", []):
        if one["sheet"][:120] == sheet:
            return {header: field for header, field, _ in one["columns"]}
    return {}


def _accepted(row: Batch, owner: str, taken: dict[str, int]) -> AcceptedDocument:
    document = row.document
    source = document.source
    day = source.published_on or timezone.localtime(document.received_at).date()
    kinds: list[str] = [one["kind"] for one in row.columns.get("lists", [])]
    said: list[dict[str, Any]] = row.columns.get("said", [])
    return AcceptedDocument(
        ref=document.ref,
        batch=row.ref,
        source=_told_apart(document.name, taken),
        path=storage.path_of(owner, document.sha256),
        tier=document.tier,
        said_by=source.said_by or source.title,
        said_on=day,
        kinds=tuple(kind for kind in kinds if kind != UNKNOWN),
        said=tuple(said),
    )


def _told_apart(name: str, taken: dict[str, int]) -> str:
    """The name, numbered when another accepted file has it too."""
    stem, _dot, ending = name.rpartition(".")
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{stem} ({number}).{ending}" if stem else f"{ending} ({number})"
    taken[found] = number
    return found
