"""Search: where is the factory, agency or place I mean?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np
from django.http import HttpResponse, HttpResponseBase
from pydantic_core import to_json

from crest.access import facade as access
from crest.findings import facade as findings
from crest.supplychain import facade as supplychain
from crest.web.atlas.answers import acting, answer
from crest.web.atlas.svg import node_href
from crest.web.frame import href_of
from crest.web.overview.words import KINDS, ROLES, one_of

PAGE: Final = 20
LONGEST: Final = 200
MOST: Final = 200  # results the search ranks


@dataclass(frozen=True, slots=True)
class Result:
    """One record that answers."""

    hit: supplychain.Hit
    href: str
    level: str
    what: Any  # what kind of record it is, in words


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The question, typed as it was, and its answers."""

    search_words: str
    results: tuple[Result, ...]
    total: int
    most: bool
    near: bool
    instead: tuple[tuple[str, str], ...]
    first: int
    page: int
    pages: int
    before: str
    after: str
    atlas_href: str
    section: str = "search"


@access.page("web/search.html", needs=access.Permission.SEE_CHAIN)
def search(request: access.ActingRequest) -> SearchPage:
    """Where is the factory, agency or place I mean?"""
    by = acting(request)
    words, page = _asked(request)
    found = supplychain.search_nodes(by, words, start=(page - 1) * PAGE, limit=PAGE)
    pages = max(1, -(-found.total // PAGE))
    levels = findings.levels_of(by, np.array([hit.node_id for hit in found.hits], np.int64))
    results = tuple(
        Result(hit, node_href(hit.ref), findings.LEVELS[level], _what(hit))
        for hit, level in zip(found.hits, levels, strict=True)
    )
    return SearchPage(
        search_words=words, results=results, total=found.total, most=found.total >= MOST,
        near=found.near, instead=found.instead, first=(page - 1) * PAGE + 1, page=page, pages=pages,
        before=_address(words, page - 1) if page > 1 else "",
        after=_address(words, page + 1) if page < pages else "",
        atlas_href=href_of("atlas"),
    )  # fmt: skip


@answer(access.Permission.SEE_CHAIN)
def answers(request: access.ActingRequest) -> HttpResponseBase:
    """The same answers for a script, best first, at most twenty."""
    words, page = _asked(request)
    found = supplychain.search_nodes(acting(request), words, start=(page - 1) * PAGE, limit=PAGE)
    records = [
        {"ref": hit.ref, "name": hit.name, "other_names": hit.other_names, "kind": hit.kind,
         "role": hit.role, "country": hit.country, "region": hit.region, "sector": hit.sector}
        for hit in found.hits
    ]  # fmt: skip
    body = {
        "total": found.total,
        "near": found.near,
        "instead": dict(found.instead),
        "records": records,
    }
    response = HttpResponse(to_json(body), content_type="application/json")
    response["Cache-Control"] = "private, no-store"
    return response


def _what(hit: supplychain.Hit) -> Any:
    return one_of(ROLES if hit.role else KINDS, hit.role or hit.kind)


def _asked(request: access.ActingRequest) -> tuple[str, int]:
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    page = request.GET.get("page", "")
    return words, min(max(1, int(page)), MOST // PAGE) if page.isdecimal() and len(page) < 5 else 1  # noqa: PLR2004


def _address(words: str, page: int) -> str:
    return "?" + urlencode({"q": words, "page": page})
