"""A second factor counts from the moment it is set up, and no longer than it exists."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest

FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def used_a_second_factor(request: HttpRequest) -> bool:
    """Whether the signed-in person of this session gave one."""
    return any(
        one.get("method") == "mfa" for one in get_authentication_records(request, request.user)
    )


@receiver(authenticator_added)
def _just_set_up(request: HttpRequest, authenticator: Authenticator, **_more: Any) -> None:
    """Setting one up takes its code or its key: it was given just now."""
    if authenticator.type in FACTORS:
        record_authentication(
            request, authenticator.user, method="mfa", id=authenticator.pk, type=authenticator.type
        )


@receiver(authenticator_removed)
def _taken_away(request: HttpRequest, **_more: Any) -> None:
    """Without any factor left, this session counts as signed in by password alone."""
    if Authenticator.objects.filter(user=request.user, type__in=FACTORS).exists():
        return
    kept = [
        one for one in get_authentication_records(request, request.user)
        if one.get("method") != "mfa"
    ]  # fmt: skip
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept
