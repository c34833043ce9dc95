"""Exports: how do I take what I may see with me?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crest.access import facade as access
from crest.web.atlas.answers import acting
from crest.web.atlas.filters import read_filters
from crest.web.atlas.picture import picture_of
from crest.web.atlas.views import passing_rows
from crest.web.exports.taking import SOURCES, WHOLE, forms_of, take
from crest.web.frame import href_of


@dataclass(frozen=True, slots=True)
class Offer:
    """One kind of record and its files."""

    words: Any
    files: tuple[tuple[str, str], ...]  # form, address


@dataclass(frozen=True, slots=True)
class ExportsPage:
    """What can be taken; of a choice made in the atlas, or of everything."""

    offers: tuple[Offer, ...]
    whole: tuple[tuple[Any, str], ...]
    chosen: int | None
    atlas_href: str
    everything_href: str
    refused: access.Refused | None = None
    section: str = "exports"
    status: int = 200


@access.page("web/exports.html", needs=access.Permission.EXPORT_RECORDS)
def exports(request: access.ActingRequest) -> ExportsPage:
    """How do I take what I may see with me?"""
    return _page(request)


@require_safe
@access.page("web/exports.html", needs=access.Permission.EXPORT_RECORDS)
def download(request: access.ActingRequest, file: str) -> HttpResponseBase:
    """One file, sent while it is read."""
    by, filters = acting(request), read_filters(request.GET)
    only = None
    if file.rpartition(".")[0] == "nodes" and (filters.chosen or filters.box):
        picture = picture_of(by, on=timezone.localdate())
        only = picture.places.node[passing_rows(picture, filters)[0]].tolist()
    try:
        taken = take(by=by, file=file, only=only)
    except access.Refused as refused:
        page = {**_fields(_page(request)), "refused": refused}
        return render(request, "web/exports.html", page, status=422)
    response = StreamingHttpResponse(taken.content, content_type=taken.content_type)
    response["Content-Disposition"] = f'attachment; filename="crest-{taken.file}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: access.ActingRequest) -> ExportsPage:
    by, filters = acting(request), read_filters(request.GET)
    narrowed = bool(filters.chosen or filters.box) and access.Permission.SEE_CHAIN in by.may
    chosen = passing_rows(picture_of(by, on=timezone.localdate()), filters)[1] if narrowed else None
    query = filters.address() if narrowed else ""
    here = href_of("exports")
    offers = tuple(
        Offer(one.words, tuple((form, f"{here}{one.name}.{form}{query}") for form in forms_of(one)))
        for one in SOURCES.values()
        if one.needs in by.may and (not narrowed or one.name == "nodes")
    )
    whole = () if narrowed or access.Permission.SEE_CHAIN not in by.may else WHOLE.items()
    return ExportsPage(
        offers=offers,
        whole=tuple((words, f"{here}{file}") for file, words in whole),
        chosen=chosen,
        atlas_href=href_of("atlas") + (query or ""),
        everything_href=here,
    )


def _fields(page: ExportsPage) -> dict[str, Any]:
    return {name: getattr(page, name) for name in page.__slots__}
