"""The short way of a question that a script or program asks and that only reads.

Sessions, forms, messages and accounts belong to pages. Such a question needs none of them: whose
session or token it is, what that actor may, and the answer. Whenever it is not certain who asks
(`crest.access.standing`), the request goes the ordinary way, and so do all others.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.middleware.locale import LocaleMiddleware
from django.urls import ResolverMatch, resolve
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from crest.access import facade as access
from crest.config import config

READING: Final = frozenset({"GET", "HEAD"})
PLACES: Final = ("/atlas/", "/search/answers/", "/api/")
NAMES: Final = frozenset({"atlas_boxes", "atlas_place", "atlas_tile", "search_answers"})
Next = Callable[[HttpRequest], HttpResponseBase]


class Straight:
    """Answers such questions by the short way; stands before the middleware of sessions."""

    def __init__(self, get_response: Next) -> None:
        self.ordinary = get_response
        # The same host check, language and headers as on the ordinary way, by the same classes.
        self.short: Any = LocaleMiddleware(CommonMiddleware(XFrameOptionsMiddleware(_answer)))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer at once where it is certain who asks."""
        if request.method not in READING or not request.path_info.startswith(PLACES):
            return self.ordinary(request)
        match = _asked(request)
        if match is None:
            return self.ordinary(request)
        if "HTTP_AUTHORIZATION" in request.META:
            # Only the gate of the API reads it, and it reads nothing else then.
            return self._short(request, match, None) if _of_api(match) else self.ordinary(request)
        try:
            return self._by_session(request, match)
        except (InterfaceError, OperationalError):
            if connection.in_atomic_block:
                raise
            connection.close()  # the next one is new, so a restarted database is not noticed
            return self._by_session(request, match)

    def _by_session(self, request: HttpRequest, match: ResolverMatch) -> HttpResponseBase:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not key:
            return self.ordinary(request)
        # Whether the connection still stands is seen by using it, not by asking before.
        connection.health_check_done = True  # type: ignore[attr-defined]
        before = _standing(key)
        actor = access.actor_standing(before) if before else None
        if actor is not None:
            return self._short(request, match, actor)
        # The ordinary way makes an answer of a broken connection, so there it is asked before.
        connection.health_check_done = False  # type: ignore[attr-defined]
        response = self.ordinary(request)
        made: access.Actor | None = getattr(request, "actor", None)
        if made is not None and made.person is not None:
            access.remember_session(key, made.person)
            if before is not None:
                access.remember_actor(before, _standing(key), made)
        return response

    def _short(
        self, request: HttpRequest, match: ResolverMatch, actor: access.Actor | None
    ) -> HttpResponseBase:
        request.resolver_match = match
        request.actor = actor  # type: ignore[attr-defined]
        sessions = import_module(settings.SESSION_ENGINE)
        request.session = sessions.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        request.user = SimpleLazyObject(lambda: get_user(request))  # type: ignore[assignment]
        response: HttpResponse = self.short(request)
        patch_vary_headers(response, ("Cookie",))
        return response


def _answer(request: HttpRequest) -> Any:
    match = request.resolver_match
    return match.func(request, *match.args, **match.kwargs) if match else HttpResponse(status=404)


def _asked(request: HttpRequest) -> ResolverMatch | None:
    try:
        match = resolve(request.path_info)
    except Http404:
        return None
    return match if match.url_name in NAMES or _of_api(match) else None


def _of_api(match: ResolverMatch) -> bool:
    return hasattr(match.func, "path_view")


def _standing(key: str) -> bytes | None:
    demanded = f"second factor {config().second_factor}"
    return access.standing_of_session(key, on=timezone.localdate(), rules=demanded)
