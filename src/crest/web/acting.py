"""Finds out for whom a request acts: the signed-in person in one of its organisations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from crest.access import facade as access
from crest.config import config
from crest.web.second_factor import used_a_second_factor

SESSION_KEY: Final = "acting_for"


class Acting:
    """Sets `request.actor`: an Actor, or None for nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the person's own language, acting for the organisation it chose."""
        request.actor = actor_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_of(request: HttpRequest) -> access.Actor | None:
    """The actor of a request's session."""
    person = request.user
    if not person.is_authenticated:
        return None
    return access.actor_for(
        person,
        on=timezone.localdate(),
        organisation=request.session.get(SESSION_KEY),
        confirmed=used_a_second_factor(request),
        second_factor_demanded=config().second_factor == "required",
    )
