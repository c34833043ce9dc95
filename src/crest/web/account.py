"""How signing in works here: by invitation only, and letters without anybody's data."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from crest.config import config


class Accounts(DefaultAccountAdapter):
    """People join by invitation; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never: an invitation makes the account."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names; the address is the name."""


def name_typed(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The address somebody tries to sign in with, for the lock: alike in whatever case."""
    given = credentials or {}
    typed = given.get("email") or given.get("login") or given.get("username")
    if not typed and request is not None:
        typed = request.POST.get("login", "")
    return str(typed or "").strip().lower()[:254]


def place_of(request: HttpRequest) -> str:
    """Where a request comes from, for the lock. Behind a web server on this machine that speaks
    https, its own note of the visitor counts: the last in X-Forwarded-For, which no visitor writes.
    """
    direct = str(request.META.get("REMOTE_ADDR") or "")
    noted = str(request.META.get("HTTP_X_FORWARDED_FOR") or "").rpartition(",")[2].strip()
    if not (config().https and noted and _is_here(direct)):
        return direct
    try:
        return str(ip_address(noted))
    except ValueError:
        return direct


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
