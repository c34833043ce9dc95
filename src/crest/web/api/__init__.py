"""The API under /api/v1/: what the pages offer, for programs."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from crest import __version__
from crest.access.rest import router as access_router
from crest.engine.errors import CrestError
from crest.evidence.rest import router as evidence_router
from crest.findings.rest import router as findings_router
from crest.people.rest import router as people_router
from crest.programmes.rest import router as programmes_router
from crest.supplychain.rest import router as supplychain_router
from crest.web.api.document import openapi
from crest.web.api.errors import handle
from crest.web.api.gate import nowhere, through_gate
from crest.web.api.reading import Reading
from crest.web.api.writing import Writing
from crest.web.atlas.rest import router as atlas_router
from crest.web.exports.rest import router as exports_router

ROOT = "api/v1/"
api = NinjaAPI(
    title="CREST",
    version=__version__,
    description="Goods and labour on one map. Every list is read by slices; every record has a "
    "mark (ETag); every refusal has a code. See docs/how-to/use-the-api.md.",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    parser=Reading(),
    renderer=Writing(),
)
for router in (
    access_router, evidence_router, people_router, supplychain_router, findings_router,
    programmes_router,
    atlas_router, exports_router,
):  # fmt: skip
    api.add_router("", router)
for kind in (
    CrestError, ValidationError, HttpError, Http404, RequestDataTooBig, SuspiciousOperation,
    MultiPartParserError, OperationalError, InterfaceError, RecursionError, Exception,
):  # fmt: skip
    api.add_exception_handler(kind, handle)


def operations() -> list[tuple[str, Any]]:
    """Every operation with its address below the root."""
    return [
        ("/".join(part for part in (bound.prefix.strip("/"), route.strip("/")) if part), one)
        for bound in api._get_bound_routers()  # noqa: SLF001 - ninja has no other way to list them
        for route, view in bound.path_operations.items()
        for one in view.operations
    ]


def _patterns() -> list[URLPattern]:
    found = [
        path(
            f"{ROOT}openapi.json",
            through_gate(openapi(api, ROOT), None, open_to_all=True),
            name="api_document",
        )
    ]
    for bound in api._get_bound_routers():  # noqa: SLF001
        for route, view in bound.path_operations.items():
            address = "/".join(part for part in (bound.prefix.strip("/"), route.strip("/")) if part)
            address = address.replace("{", "<").replace("}", ">")
            name = f"api_{view.operations[0].view_func.__name__}"
            found.append(path(ROOT + address, through_gate(view.get_view(), view), name=name))
    found.sort(key=lambda one: str(one.pattern).count("<"))  # a word is met before a parameter
    anywhere = through_gate(nowhere, None, open_to_all=True)
    return [*found, path(f"{ROOT}<path:rest>", anywhere, name="api_nowhere"), path(ROOT, anywhere)]


urlpatterns = _patterns()
