"""Headers of the API's answers, to the byte: changing them is a decision, never an accident."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import factories
import pytest
from django.test import Client
from test_frame_headers import PINNED, POLICY

from crest.access import facade as access
from crest.config import config
from crest.web.api import buckets

pytestmark = pytest.mark.web
ROOT = "/api/v1/"
LENGTH, KIND = "Content-Length", "Content-Type"
COMMON = {**PINNED, KIND: "application/json", "Content-Security-Policy": POLICY}


@pytest.fixture(autouse=True)
def _buckets() -> None:
    buckets.forget()


def client(*roles: access.Role) -> Client:
    if not roles:
        return Client(HTTP_HOST="localhost")
    return factories.signed_in(factories.person(factories.organisation(), *roles))


def headers(answer: Any) -> dict[str, str]:
    """As sent, but for the length, the tag of this content, and the order of the policy."""
    found = dict(answer.items())
    assert int(found.pop(LENGTH)) == len(answer.content)
    policy = found["Content-Security-Policy"].split("; ")
    found["Content-Security-Policy"] = "; ".join(sorted(policy))
    if "ETag" in found:
        assert found.pop("ETag").strip('"').isalnum()
    found.pop("Content-Language", None)
    found.pop("Vary", None)
    return found


def test_200_is_pinned() -> None:
    answer = client(access.Role.ANALYST).get(f"{ROOT}me")
    assert (answer.status_code, "ETag" in answer) == (200, True)
    assert headers(answer) == {**COMMON, KIND: "application/json; charset=utf-8"}


@pytest.mark.parametrize(
    ("roles", "method", "path", "status", "more"),
    [
        ((), "get", "batches", 401, {"WWW-Authenticate": 'Bearer realm="crest"'}),
        ((access.Role.ANALYST,), "get", "no/such/thing", 404, {}),
        ((access.Role.ANALYST,), "get", "nodes/nothere", 404, {}),
        ((access.Role.ANALYST,), "get", "batches?limit=0", 422, {}),
        ((access.Role.VIEWER,), "get", "exports", 403, {}),
        ((access.Role.ANALYST,), "delete", "me", 405, {"Allow": "GET, HEAD, OPTIONS"}),
    ],
)
def test_refusals_are_pinned(
    roles: tuple[access.Role, ...], method: str, path: str, status: int, more: dict[str, str]
) -> None:
    answer = getattr(client(*roles), method)(ROOT + path)
    assert answer.status_code == status
    assert headers(answer) == COMMON | more


def test_429_is_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    few = replace(config(), api_per_minute=1)
    monkeypatch.setattr(buckets, "config", lambda: few)
    analyst = client(access.Role.ANALYST)
    analyst.get(f"{ROOT}me")
    answer = analyst.get(f"{ROOT}me")
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert headers(answer) == COMMON | {"Retry-After": answer["Retry-After"]}


def test_a_file_is_a_download_that_nobody_keeps() -> None:
    answer = client(access.Role.ANALYST).get(f"{ROOT}exports/sites.csv")
    assert b"".join(answer.streaming_content)
    found = dict(answer.items())
    assert found[KIND] == "text/csv; charset=utf-8"
    assert found["Content-Disposition"] == 'attachment; filename="crest-sites.csv"'
    assert {name: found[name] for name in PINNED} == PINNED
    assert "ETag" not in found
