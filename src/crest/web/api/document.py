"""The OpenAPI 3.1 document: what ninja writes, with what the gate adds to every operation."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from pydantic import TypeAdapter

from crest.web.api.errors import Problem

_STATUSES: Final = {
    "400": "The request cannot be read.",
    "401": "Neither a token nor a session.",
    "403": "Not allowed.",
    "404": "No such record within sight.",
    "405": "The address does not take this method.",
    "409": "Not possible in this state, or the Idempotency-Key was used for another request.",
    "412": "Changed meanwhile (If-Match).",
    "413": "Too large.",
    "415": "A body of another type is taken here.",
    "422": "Some values cannot be used; `fields` says which.",
    "429": "Too many requests; wait for Retry-After seconds.",
    "503": "Busy; try again.",
}
_CHANGES: Final = ("post", "put", "patch", "delete")
_REF: Final = "#/components/schemas/{model}"


def openapi(api: NinjaAPI, root: str) -> Callable[[HttpRequest], HttpResponse]:
    """The view that gives the document."""

    def show(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
        return JsonResponse(document(api, root))

    return show


@cache
def document(api: NinjaAPI, root: str) -> dict[str, Any]:
    """The whole document, made once."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=root))
    made["openapi"] = "3.1.0"
    made["jsonSchemaDialect"] = "https://json-schema.org/draft/2020-12/schema"
    made["servers"] = [{"url": "/"}]
    made["security"] = [{"token": []}, {"session": []}]
    parts = made["components"]
    parts.setdefault("schemas", {}).update(_problem_schemas())
    parts["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "crest_session"},
    }
    parts["responses"] = {
        f"E{status}": {
            "description": words,
            "content": {"application/json": {"schema": {"$ref": _REF.format(model="Problem")}}},
        }
        for status, words in _STATUSES.items()
    }
    needs = _needs(api, root)
    for address, item in made["paths"].items():
        for method, one in item.items():
            _finish(one, method, needs.get((address, method), ""))
    return made


def _finish(one: dict[str, Any], method: str, needs: str) -> None:
    one["x-needs"] = needs
    one["responses"] = {str(status): value for status, value in one["responses"].items()}
    for status in _STATUSES:
        one["responses"].setdefault(status, {"$ref": f"#/components/responses/E{status}"})
    for value in one["responses"].values():
        for kind in value.get("content", {}).values():
            kind["schema"].pop("title", None)
    if method == "get":
        one["responses"]["304"] = {"description": "Not changed (If-None-Match)."}
        _header(one, "If-None-Match", "The ETag of the answer the caller has.")
    if method in _CHANGES:
        _header(one, "If-Match", "Change only while the record has this ETag.")
    if method == "post":
        _header(one, "Idempotency-Key", "The same key and request again give the first answer.")


def _header(one: dict[str, Any], name: str, words: str) -> None:
    shape = {"type": "string", "maxLength": 120}
    one["parameters"].append(
        {"in": "header", "name": name, "required": False, "description": words, "schema": shape}
    )


def _needs(api: NinjaAPI, root: str) -> dict[tuple[str, str], str]:
    found = {}
    for bound in api._get_bound_routers():  # noqa: SLF001
        for route, view in bound.path_operations.items():
            for one in view.operations:
                for method in one.methods:
                    address = f"/{root}{(bound.prefix + '/' + route).strip('/')}".replace("//", "/")
                    address = re.sub(r"\{\w+:", "{", address)  # the document knows no converters
                    found[address, method.lower()] = permission_of(one)
    return found


def permission_of(operation: Any) -> str:
    """The permission an operation declares; empty where it declares none."""
    for one in operation.auth_callbacks:
        permission = getattr(one, "permission", None)
        if permission is not None:
            return str(permission)
    return ""


def _problem_schemas() -> dict[str, Any]:
    made = TypeAdapter(Problem).json_schema(ref_template=_REF, mode="serialization")
    inner = made.pop("$defs", {})
    return {"Problem": made, **inner}
