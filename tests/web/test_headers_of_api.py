"""Headers of the API's answers, to the byte: changing them is a decision, never an accident."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import factories
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from test_frame_headers import PINNED, POLICY

from crest.access import facade as access
from crest.config import config
from crest.web.api import buckets

pytestmark = pytest.mark.web
ROOT = "/api/v1/"
LENGTH, KIND = "Content-Length", "Content-Type"
COMMON = {
    **PINNED, KIND: "application/json", "Content-Security-Policy": POLICY,
    "Content-Language": "en", "Vary": "Accept-Language, Cookie",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _buckets() -> None:
    buckets.forget()


def client(*roles: access.Role) -> Client:
    if not roles:
        return Client(HTTP_HOST="localhost")
    return factories.signed_in(factories.person(factories.organisation(), *roles))


def headers(answer: Any) -> dict[str, str]:
    """As sent, but for the length and the tag of this content."""
    found = dict(answer.items())
    assert int(found.pop(LENGTH)) == len(answer.content)
    if "ETag" in found:
        assert found.pop("ETag").strip('"').isalnum()
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


@pytest.mark.parametrize(("asked", "language"), [("th", "th"), ("en", "en"), ("xx", "en")])
def test_the_language_is_the_one_asked_for(asked: str, language: str) -> None:
    answer = client().get(f"{ROOT}batches", headers={"Accept-Language": asked})
    expected = COMMON | {"WWW-Authenticate": 'Bearer realm="crest"', "Content-Language": language}
    assert headers(answer) == expected


def test_what_is_made_is_pinned_and_what_did_not_change_has_no_type() -> None:
    analyst = client(access.Role.ANALYST)
    file = SimpleUploadedFile("list.csv", b"Factory name,Country\nInvented Mill,TH\n")
    made = analyst.post(f"{ROOT}batches", {"file": file})
    assert made.status_code == 201
    assert headers(made) == {**COMMON, KIND: "application/json; charset=utf-8"}
    read = analyst.get(f"{ROOT}me")
    same = analyst.get(f"{ROOT}me", headers={"If-None-Match": read["ETag"]})
    assert (same.status_code, same["ETag"], same.content) == (304, read["ETag"], b"")
    found = dict(same.items())
    assert found == {
        name: text for name, text in COMMON.items() if name != KIND
    } | {"ETag": read["ETag"], LENGTH: "0"}  # fmt: skip


def test_a_file_is_a_download_that_nobody_keeps() -> None:
    answer = client(access.Role.ANALYST).get(f"{ROOT}exports/sites.csv")
    assert b"".join(answer.streaming_content)
    assert dict(answer.items()) == COMMON | {
        KIND: "text/csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="crest-sites.csv"',
    }
