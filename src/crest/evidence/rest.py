"""What programs may do with evidence: the verbs and reads of the facade, nothing of its own."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import FileResponse
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from crest.access import facade as access
from crest.evidence import selectors
from crest.evidence.models import Row
from crest.evidence.records import BatchCard, BatchSheet, ProblemLine, RowSheet
from crest.evidence.services import deciding, receiving

P = access.Permission
router = Router(tags=["Evidence"])
Limit = Annotated[int, Query(ge=1, le=access.MOST_AT_ONCE)]
After = Annotated[str, Query(max_length=40)]


class AboutFile(Schema):
    """What is said of a file that is sent."""

    title: str = Field("", max_length=200)
    said_by: str = Field("", max_length=200)
    published_on: dt.date | None = None
    licence: str = Field("", max_length=120)


class ListSaid(Schema):
    """One list of a file: its kind, and our field ("" for none) per column as given."""

    number: int = Field(ge=0, le=1000)
    kind: str = Field("", max_length=40)
    columns: dict[str, str] = Field(default_factory=dict)


class Mapping(Schema):
    """What a person says about the lists of a file."""

    lists: list[ListSaid] = Field(max_length=200)


class RowLine(Schema):
    """One row as given, in short."""

    ref: str
    sheet: str
    number: int
    kind: str
    rejected: bool
    values: dict[str, str]


@router.get("/batches", auth=access.Needs(P.SEE_EVIDENCE), response=access.Slice[BatchCard])
def batches(request: access.ActingRequest, after: After = "", limit: Limit = 50) -> object:
    """Received files, newest first."""
    by = access.acting(request)
    return access.slice_of_records(
        selectors.batches_of(by), key=lambda card: card.ref, after=after, limit=limit
    )


@router.post("/batches", auth=access.Needs(P.UPLOAD_EVIDENCE), response={201: BatchCard})
def send_file(
    request: access.ActingRequest, file: File[UploadedFile], about: Form[AboutFile]
) -> object:
    """Send a file. A large one is read in the background: ask again for its state."""
    return receiving.receive_file(
        by=access.acting(request),
        name=file.name or "",
        chunks=file.chunks(),
        about=receiving.About(
            about.title, about.said_by, about.published_on, about.licence
        ),
    )  # fmt: skip


@router.get("/batches/{ref}", auth=access.Needs(P.SEE_EVIDENCE), response=BatchSheet)
def batch(request: access.ActingRequest, ref: str) -> object:
    """A received file in full: its lists, columns, first rows and problems."""
    return selectors.preview_of(access.acting(request), ref)


@router.get(
    "/batches/{ref}/problems", auth=access.Needs(P.SEE_EVIDENCE), response=list[ProblemLine]
)
def problems(request: access.ActingRequest, ref: str, limit: Limit = 250) -> object:
    """What is wrong in a file, rejected rows first."""
    return list(selectors.problems_of(access.acting(request), ref, most=limit))


@router.get(
    "/batches/{ref}/rows", auth=access.Needs(P.SEE_EVIDENCE), response=access.Slice[RowLine]
)
def rows(request: access.ActingRequest, ref: str, after: After = "", limit: Limit = 50) -> object:
    """The rows of a file as given."""
    by = access.acting(request)
    selectors.preview_of(by, ref)
    found = Row.objects.within(by).filter(batch__ref=ref)
    return access.slice_of(found, _row_line, after=after, limit=limit)


@router.get("/rows/{ref}", auth=access.Needs(P.SEE_EVIDENCE), response=RowSheet)
def row(request: access.ActingRequest, ref: str) -> object:
    """One row as it was given, and what was said of it."""
    return selectors.row_sheet(access.acting(request), ref)


@router.get(
    "/batches/{ref}/file", auth=access.Needs(P.SEE_EVIDENCE),
    openapi_extra=access.a_file("application/octet-stream"),
)  # fmt: skip
def original(request: access.ActingRequest, ref: str) -> FileResponse:
    """The file as it was given. One about workers: not for everybody, and written down."""
    by = access.acting(request)
    card = selectors.preview_of(by, ref).card
    path = selectors.open_document(by=by, document=card.document)
    if not path.is_file():
        raise access.NotFound("The file is no longer kept.", todo="Ask for it again.")
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=card.name,
        content_type="application/octet-stream",
    )  # fmt: skip


@router.put("/batches/{ref}/mapping", auth=access.Needs(P.UPLOAD_EVIDENCE), response=BatchCard)
def correct_columns(request: access.ActingRequest, ref: str, said: Mapping) -> object:
    """Say what the lists and columns of a file are; it is read again."""
    corrections = tuple(
        deciding.Correction(one.number, one.kind, dict(one.columns)) for one in said.lists
    )
    return deciding.correct_columns(by=access.acting(request), batch=ref, corrections=corrections)


@router.post("/batches/{ref}/accept", auth=access.Needs(P.ACCEPT_EVIDENCE), response=BatchCard)
def accept(request: access.ActingRequest, ref: str) -> object:
    """Rely on a file from here on."""
    return deciding.accept_batch(by=access.acting(request), batch=ref)


@router.post("/batches/{ref}/undo", auth=access.Needs(P.ACCEPT_EVIDENCE), response=BatchCard)
def undo(request: access.ActingRequest, ref: str) -> object:
    """No longer rely on a file: what came of it is forgotten."""
    return deciding.undo_batch(by=access.acting(request), batch=ref)


@router.post("/batches/{ref}/drop", auth=access.Needs(P.UPLOAD_EVIDENCE), response=BatchCard)
def drop(request: access.ActingRequest, ref: str) -> object:
    """Put aside a file nobody relies on."""
    return deciding.drop_batch(by=access.acting(request), batch=ref)


def _row_line(row: Row) -> RowLine:
    return RowLine(
        ref=row.ref, sheet=row.sheet, number=row.number, kind=row.kind, rejected=row.rejected,
        values={name: str(value) for name, value in row.values.items()},
    )  # fmt: skip
