"""What every request to the API passes, before and after the operation it asks for.

In this order: who asks, how often, is the body of a kind the operation takes, was this request made
before, does the record still look as the caller saw it; afterwards: the mark of what was read.
"""

from __future__ import annotations

import copy
import functools
import hashlib
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import unquote

from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import ResolverMatch, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.operation import PathView

from crest.access import facade as access
from crest.config import config
from crest.web.api import buckets, kept
from crest.web.api.errors import (
    ChangedMeanwhile,
    NoFormToken,
    WrongMethod,
    WrongType,
    handle,
    no_such_path,
    not_signed_in,
    too_large,
    unreadable,
)
from crest.web.api.reading import told_once, type_taken

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_BEARER: Final = "bearer "
_OK: Final = 200
_ROOM_FOR_FORM: Final = 100_000  # what a form adds to the file it carries
Inner = Callable[..., HttpResponse]


def through_gate(inner: Inner, path_view: PathView | None, *, open_to_all: bool = False) -> Inner:
    """Wrap the view of one address. `path_view` has its operations by method."""

    @functools.wraps(inner)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        head = request.method == "HEAD"
        do = functools.partial(inner, request, *args, **kwargs)
        if head:
            request.method = "GET"
        try:
            response = _answer(request, do, path_view, open_to_all=open_to_all)
        except Exception as error:  # noqa: BLE001 - the one place that answers them all
            response = handle(request, error)
        return _without_content(response) if head else response

    gate.inner, gate.path_view = inner, path_view  # type: ignore[attr-defined]
    gate.csrf_exempt = True  # type: ignore[attr-defined]
    return gate


def _without_content(response: HttpResponse) -> HttpResponse:
    """The answer to HEAD; a file that is read while it is sent has no length to tell."""
    if response.streaming:
        bare = HttpResponse(status=response.status_code, headers=dict(response.items()))
        bare._resource_closers += response._resource_closers  # type: ignore[attr-defined]  # noqa: SLF001
        return bare
    response["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def nowhere(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:  # noqa: ARG001
    """The answer at an address the API does not have. Raises NoSuchPath."""
    raise no_such_path()


def _answer(
    request: HttpRequest, do: Callable[[], HttpResponse], path_view: PathView | None, *,
    open_to_all: bool,
) -> HttpResponse:  # fmt: skip
    _need_clean_address(request)
    methods = _methods_of(path_view)
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join(methods)})
    if path_view is not None and request.method not in methods:
        raise WrongMethod(
            _("This address does not take that method."),
            todo=_("It takes: %(methods)s.") % {"methods": ", ".join(methods)},
            headers={"Allow": ", ".join(methods)},
        )
    if open_to_all:
        return _with_tag(request, do())
    by, token = _who(request)
    request.actor = by  # type: ignore[attr-defined]
    buckets.take(by, token)
    if request.method in SAFE:
        return _with_tag(request, do())
    _need_readable_body(request, path_view)
    return _change(request, by, do, path_view)


def _who(request: HttpRequest) -> tuple[access.Actor, str]:
    """Who asks, and a name for its token. Raises NotSignedIn, NoFormToken."""
    said = request.headers.get("Authorization", "")
    if said:
        secret = said[len(_BEARER) :].strip() if said.lower().startswith(_BEARER) else ""
        by = access.actor_of_token(secret, on=timezone.localdate()) if secret else None
        if by is None:
            raise not_signed_in()
        return by, hashlib.sha256(secret.encode()).hexdigest()[:32]
    actor: access.Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise not_signed_in()
    if request.method not in SAFE and _no_form_token(request):
        raise NoFormToken(
            _("A change by session needs the form token of a page."),
            todo=_("Use a token for programs."),
        )
    return actor, ""


class _FormToken(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> Any:  # noqa: ARG002
        return HttpResponse(reason, status=403)


def _no_form_token(request: HttpRequest) -> bool:
    checker = _FormToken(lambda _request: HttpResponse())
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    checker.process_request(request)
    return checker.process_view(request, lambda _request: HttpResponse(), (), {}) is not None


def _change(
    request: HttpRequest, by: access.Actor, do: Callable[[], HttpResponse],
    path_view: PathView | None,
) -> HttpResponse:  # fmt: skip
    wanted = request.headers.get("If-Match", "").strip()
    if wanted:
        do = functools.partial(_if_unchanged, request, wanted, do)
    key = request.headers.get("Idempotency-Key", "").strip()
    if key and request.method == "POST":
        if path_view is not None and any(map(told_once, path_view.operations)):
            raise unreadable(_("This answer holds a secret and is told once: send no such key."))
        return kept.once(request, by, key, do)
    return do()


def _if_unchanged(
    request: HttpRequest, wanted: str, do: Callable[[], HttpResponse]
) -> HttpResponse:
    """Change a record only while it is as the caller last read it; nobody gets in between."""
    with transaction.atomic():
        _lock(request.path)
        now = _tag_now(request)
        if wanted != "*" and now not in _listed(wanted):
            raise ChangedMeanwhile(
                _("The record was changed meanwhile."), todo=_("Read it again, then decide.")
            )
        response = do()
        if response.status_code >= 500:  # noqa: PLR2004
            transaction.set_rollback(True)
    return response


def _lock(path: str) -> None:
    """One change at a time of one address. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(path.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _address(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Http404:
        return None


def _tag_now(request: HttpRequest) -> str:
    """The mark of the record a change is about: of its own address, else of the one above."""
    for path in (request.path, request.path.rstrip("/").rpartition("/")[0]):
        match = _address(path)
        view = getattr(match.func, "path_view", None) if match else None
        if match is None or view is None or "GET" not in _methods_of(view):
            continue
        reading = copy.copy(request)
        reading.method, reading.path, reading.resolver_match = "GET", path, match
        read: Inner = match.func.inner  # type: ignore[attr-defined]
        response = read(reading, *match.args, **match.kwargs)
        if response.status_code == _OK:
            return tag_of(response)
    raise unreadable(_("If-Match has no meaning here: this address has nothing to read."))


def tag_of(response: HttpResponse) -> str:
    """The mark of an answer: of its content alone."""
    return f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'


def _with_tag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code != _OK or response.streaming:
        return response
    tag = tag_of(response)
    if tag in _listed(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    response["ETag"] = tag
    return response


def _listed(header: str) -> set[str]:
    return {one.strip().removeprefix("W/") for one in header.split(",")}


def _methods_of(path_view: PathView | None) -> list[str]:
    found = {m for one in path_view.operations for m in one.methods} if path_view else {"GET"}
    return sorted(found | {"OPTIONS"} | ({"HEAD"} if "GET" in found else set()))


def _need_clean_address(request: HttpRequest) -> None:
    query = request.META.get("QUERY_STRING", "")
    if "\x00" in request.path or "%00" in query or "\x00" in unquote(query):
        raise unreadable(_("An address holds no NUL character."))


def _need_readable_body(request: HttpRequest, path_view: PathView | None) -> None:
    """Raises WrongType or TooLarge before anything is read."""
    takes = type_taken(path_view, str(request.method)) if path_view else ""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > config().upload_megabytes * 1_000_000 + _ROOM_FOR_FORM:
        raise too_large()
    if takes and (request.content_type or "").lower() != takes:
        raise WrongType(
            _("A body of this type is not taken here."), todo=_("Send %(type)s.") % {"type": takes}
        )
