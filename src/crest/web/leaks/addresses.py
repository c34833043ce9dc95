"""Every address of the installation, with what each declares, and how to fill it in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver

from crest.access import facade as access

# Routes of libraries, which do their own asking, and those that are open by their nature.
LIBRARY: Final = ("account/", "static/")
OPEN_API: Final = frozenset({"api_document", "api_nowhere"})
_PARAMETER: Final = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Address:
    """One route and method. `needs`: a permission, "public", or "" where nothing is declared."""

    route: str
    name: str
    method: str
    needs: str
    api: bool
    parameters: tuple[tuple[str, str], ...] = field(default=())  # converter, name

    def filled(self, values: dict[str, str]) -> str:
        """The path with its parameters."""
        return "/" + _PARAMETER.sub(lambda one: values[one[2]], self.route)


@cache
def addresses() -> tuple[Address, ...]:
    """All of them, in the order of the routes."""
    return tuple(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], before: str) -> Iterator[Address]:
    for one in patterns:
        route = before + str(one.pattern).lstrip("^")
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, route)
        elif isinstance(one, URLPattern) and not route.startswith(LIBRARY):
            yield from _of(one, route)


def _of(pattern: URLPattern, route: str) -> Iterator[Address]:
    view, name = pattern.callback, pattern.name or ""
    found = tuple((kind or "str", called) for kind, called in _PARAMETER.findall(route))
    path_view = getattr(view, "path_view", None)
    if path_view is not None:
        for operation in path_view.operations:
            for method in operation.methods:
                yield Address(route, name, method, _permission(operation), True, found)
        return
    needs = str(
        getattr(view, "needs", "public" if name in OPEN_API or hasattr(view, "inner") else "")
    )
    for method in ("GET", "POST"):
        yield Address(route, name, method, needs, hasattr(view, "inner"), found)


def _permission(operation: Any) -> str:
    for one in operation.auth_callbacks:
        permission = getattr(one, "permission", None)
        if isinstance(permission, access.Permission):
            return str(permission)
    return ""
