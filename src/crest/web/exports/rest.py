"""Exports for programs: which files there are, and one of them, sent while it is read."""

from __future__ import annotations

from typing import Annotated

from django.http import StreamingHttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from crest.access import facade as access
from crest.web.atlas.filters import read_filters
from crest.web.atlas.picture import picture_of
from crest.web.atlas.views import passing_rows
from crest.web.exports.taking import SOURCES, TYPES, WHOLE, forms_of, take

P = access.Permission
router = Router(tags=["Exports"])
EXPORT = access.Needs(P.EXPORT_RECORDS)
Several = Annotated[list[Annotated[str, Query(max_length=120)]], Query(max_length=50)]
NONE: list[str] = []


class ExportFile(Schema):
    """A file that can be taken, and what is in it."""

    file: str
    title: str
    content_type: str


class Narrowed(Schema):
    """The atlas's filters; they narrow the file `nodes` alone."""

    level: Several = NONE
    kind: Several = NONE
    country: Several = NONE
    sector: Several = NONE
    role: Several = NONE
    verification: Several = NONE
    freshness: Several = NONE
    claimed: Several = NONE
    box: Annotated[str, Query(max_length=120)] = ""


@router.get("/exports", auth=EXPORT, response=list[ExportFile])
def export_files(request: access.ActingRequest) -> object:
    """Every file one may take: per kind of record, and whole chains in other systems' forms."""
    by = access.acting(request)
    found = [
        ExportFile(file=f"{one.name}.{form}", title=str(one.words), content_type=TYPES[form])
        for one in SOURCES.values()
        if one.needs in by.may
        for form in forms_of(one)
    ]
    whole = WHOLE if P.SEE_CHAIN in by.may else {}
    return found + [
        ExportFile(file=file, title=str(words), content_type=TYPES[file.rpartition(".")[2]])
        for file, words in whole.items()
    ]


@router.get("/exports/{file}", auth=EXPORT, openapi_extra=access.a_file(*TYPES.values()))
def take_export(
    request: access.ActingRequest,
    file: str,
    narrowed: Query[Narrowed],  # noqa: ARG001 - read below
) -> StreamingHttpResponse:
    """One file. Taking it is written down before it begins."""
    by, filters = access.acting(request), read_filters(request.GET)
    only = None
    if file.rpartition(".")[0] == "nodes" and (filters.chosen or filters.box):
        access.require(by, P.SEE_CHAIN)
        picture = picture_of(by, on=timezone.localdate())
        only = picture.places.node[passing_rows(picture, filters)[0]].tolist()
    taken = take(by=by, file=file, only=only)
    response = StreamingHttpResponse(taken.content, content_type=taken.content_type)
    response["Content-Disposition"] = f'attachment; filename="crest-{taken.file}"'
    return response
