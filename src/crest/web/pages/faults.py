"""What a person reads when something is not there, not theirs, or broke."""

from __future__ import annotations

import sys
from typing import Any, Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from crest.access import facade as access

AGAIN_AFTER: Final = "30"  # seconds


def _say(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    """The request itself cannot be read."""
    return _say(request, "ui/bad_request.html", 400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    """The form had no valid token, or the person may not."""
    return _say(request, "ui/not_allowed.html", 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    """No such page."""
    return _say(request, "ui/not_found.html", 404)


def server_fault(request: HttpRequest) -> HttpResponse:
    """Something broke; plain HTML without the database, because that may be what broke.

    A database that does not answer, or a full disk, is said as what it is.
    """
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        context = {"full": access.is_full(error)}
        answer = render(request, "ui/unanswered.html", context, status=503)
        answer["Retry-After"] = AGAIN_AFTER
        return answer
    return _say(request, "ui/server_fault.html", 500)
