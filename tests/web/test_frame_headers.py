"""Headers of every class of route, to the byte: changing them is a decision, never an accident."""

from __future__ import annotations

import factories
import pytest
from django.test import Client
from django.urls import reverse

from crest.access import facade as access

pytestmark = pytest.mark.web

POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data: blob:; manifest-src 'self'; object-src 'none'; "
    "script-src 'self'; style-src 'self'; worker-src 'self' blob:"
)
PINNED = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
        "publickey-credentials-get=(self), publickey-credentials-create=(self)"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
OTHERS = {
    "Content-Language", "Content-Length", "Content-Security-Policy", "Content-Type", "Location",
    "Vary", "Expires",
}  # fmt: skip


def _client(*roles: access.Role) -> Client:
    if not roles:
        return Client(HTTP_HOST="localhost")
    return factories.signed_in(factories.person(factories.organisation(), *roles))


def _in_order(policy: str) -> str:
    """The library writes the directives in an order that changes with each process."""
    return "; ".join(sorted(policy.split("; ")))


CASES = {
    "a public page": ((), "get", "/", 200),
    "a public page under an address": ((), "get", "/methods/ilo-11/", 200),
    "signing in": ((), "get", "/account/login/", 200),
    "a page that leads to signing in": ((), "get", "/my-work/", 302),
    "a page of a person": ((access.Role.ANALYST,), "get", "/my-work/", 200),
    "a form": ((access.Role.ANALYST,), "post", "/language/", 302),
    "nothing there": ((), "get", "/no-such-page/", 404),
    "a method that is not offered": ((), "get", "/language/", 405),
}


@pytest.mark.parametrize("case", CASES)
def test_the_headers_of_a_route_are_pinned(case: str) -> None:
    roles, method, path, status = CASES[case]
    answer = getattr(_client(*roles), method)(path)
    assert answer.status_code == status
    said = {name: answer[name] for name in PINNED if name in answer}
    if "signing in" in case:  # the library of accounts says the same in more words
        assert "no-store" in said.pop("Cache-Control")
        assert said == {k: v for k, v in PINNED.items() if k != "Cache-Control"}
    else:
        assert said == PINNED
    assert _in_order(answer["Content-Security-Policy"]) == POLICY
    assert set(answer.headers) <= {*PINNED, *OTHERS, "Allow"}


def test_cookies_are_for_this_site_only_and_no_script_reads_them() -> None:
    answer = _client().get("/")
    for cookie in answer.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_the_address_of_signing_in_keeps_where_one_was_going() -> None:
    answer = _client().get("/my-work/")
    assert answer["Location"] == f"{reverse('account_login')}?next=/my-work/"
