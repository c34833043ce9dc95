"""Pages: each declares its permission, makes one call and gives its template one frozen context."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access.actions import log_denial, require
from crest.access.errors import NotAllowed, NotFound
from crest.access.models.people import Person
from crest.access.permissions import Permission
from crest.access.records import Actor

PUBLIC: Final = "public"
View = Callable[..., Any]


class ActingRequest(HttpRequest):
    """A request after the middleware: it knows for whom it acts, or that it is nobody's."""

    actor: Actor | None
    user: Person


def page(template: str, *, needs: Permission | str) -> Callable[[View], View]:
    """Make a view a page. `needs` is a Permission, or PUBLIC.

    The view returns a dataclass (the template's context), or a response (after a form was kept).
    A person who is not signed in is led to sign in; one without the permission gets a plain 403;
    what is not there, or not within sight, is the same 404.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def show(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = request.actor
            if needs != PUBLIC and actor is None:
                return _to_sign_in(request)
            try:
                if isinstance(needs, Permission) and actor is not None:
                    if not actor.confirmed:
                        return _to_second_factor(request)
                    _require_page(actor, needs, request)
                answer = view(request, *args, **kwargs)
            except NotAllowed as denial:
                return render(request, "ui/not_allowed.html", {"denial": denial}, status=403)
            except NotFound as denial:
                return render(request, "ui/not_found.html", {"denial": denial}, status=404)
            if isinstance(answer, HttpResponseBase):
                return answer
            status = getattr(answer, "status", 200)
            return render(request, template, as_context(answer), status=status)

        show.needs = needs  # type: ignore[attr-defined]
        return show

    return wrap


def as_context(answer: Any) -> dict[str, Any]:
    """The fields of a context by name. Raises TypeError for anything but a dataclass."""
    if not is_dataclass(answer) or isinstance(answer, type):
        raise TypeError("a page answers with a dataclass or a response")
    return {field.name: getattr(answer, field.name) for field in fields(answer)}


def _to_second_factor(request: HttpRequest) -> HttpResponse:
    if not len(messages.get_messages(request)):  # several refused pages, one sentence
        messages.warning(
            request,
            _("Your role sees what others told, so a password alone is not enough: set up a "
              "second factor first. If you have one already, sign out and sign in with it."),
        )  # fmt: skip
    return redirect("mfa_index")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:  # signed in, but belongs to no organisation any more
        return render(request, "ui/no_organisation.html", status=403)
    return redirect_to_login(request.get_full_path(), "account_login")


def _require_page(actor: Actor, needs: Permission, request: HttpRequest) -> None:
    try:
        require(actor, needs)
    except NotAllowed as denial:
        match = request.resolver_match
        denial.tag = f"access:page:{match.url_name if match else ''}"  # type: ignore[attr-defined]
        log_denial(actor, denial)
        raise


def today() -> Any:
    """The day pages speak of, in the installation's time zone."""
    return timezone.localdate()
