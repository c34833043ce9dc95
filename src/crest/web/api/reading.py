"""Reading what a program sent: strict, and never deeper or larger than a database can keep."""

from __future__ import annotations

import json
from typing import Any, Final, cast

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.operation import PathView
from ninja.parser import Parser

from crest.web.api.errors import unreadable

DEEPEST: Final = 20
LARGEST: Final = 2**53
_SURROGATES: Final = range(0xD800, 0xE000)


class Reading(Parser):
    """JSON without what no record can hold: NUL, halves of letters, infinity, huge numbers."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body as JSON. Raises ApiError."""
        try:
            found = json.loads(request.body, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise unreadable(_("Send JSON in UTF-8.")) from error
        need_clean(found)
        return cast("dict[str, Any]", found)

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Values of a query or form. Raises ApiError."""
        found = super().parse_querydict(data, list_fields, request)
        need_clean(found)
        return found


def need_clean(value: Any, depth: int = 0) -> None:
    """Raises ApiError for a value no record can hold."""
    if depth > DEEPEST:
        raise unreadable(_("The body is nested too deeply."))
    if isinstance(value, str):
        if not _clean(value):
            raise unreadable(_("A text holds a character that is none (NUL or half a letter)."))
    elif isinstance(value, dict):
        for name, inner in value.items():
            need_clean(name, depth + 1)
            need_clean(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            need_clean(inner, depth + 1)
    elif isinstance(value, int | float) and abs(value) > LARGEST:
        raise unreadable(_("A number is too large."))


def type_taken(path_view: PathView, method: str) -> str:
    """The media type of the body the operation of this method reads; empty where it reads none."""
    sources = {
        getattr(model, "__ninja_param_source__", "")
        for one in path_view.operations
        if method in one.methods
        for model in one.models
    }
    if sources & {"file", "form"}:
        return "multipart/form-data"
    return "application/json" if "body" in sources else ""


def told_once(operation: Any) -> bool:
    """Whether the operation's answer holds a secret, which must be kept nowhere."""
    return bool((operation.openapi_extra or {}).get("x-told-once"))


def _clean(text: str) -> bool:
    return "\x00" not in text and not any(ord(letter) in _SURROGATES for letter in text)


def _no_number(name: str) -> float:
    raise ValueError(name)
