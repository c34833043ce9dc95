"""Hostile files and forms: answered in words, never a fault, and nothing leaves its folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from factories import organisation, person, signed_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crest.access import facade as access
from crest.config import config
from crest.evidence import storage
from crest.web.api import buckets, gate

pytestmark = pytest.mark.web
ROOT = "/api/v1/"
GOOD = b"Factory name,Country\nInvented Mill,TH\n"


@pytest.fixture
def analyst(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(buckets, "take", lambda *_args: None)
    return signed_in(person(organisation(), access.Role.ANALYST))


def send(client: Client, name: str, content: bytes) -> tuple[int, dict[str, object]]:
    file = SimpleUploadedFile("x", content)
    file._name = name
    response = client.post(f"{ROOT}batches", {"file": file})
    return response.status_code, response.json()


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/x.csv", "..\\..\\x.csv", "/etc/passwd.csv", "a\r\nb.csv"]
)
def test_a_name_is_never_a_path(analyst: Client, name: str) -> None:
    before = set(Path(config().home).rglob("*.csv"))
    status, made = send(analyst, name, GOOD + name.encode())
    assert status == 201
    assert not set("/\\\r\n") & set(str(made["name"]))
    assert set(Path(config().home).rglob("*.csv")) == before


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 2000, b"PK\x03\x04" + b"\xff" * 400, b"%PDF-1.7\n", b"\xff\xfe\x00"]
)
def test_what_is_no_list_is_said_beside_its_field(analyst: Client, content: bytes) -> None:
    status, said = send(analyst, "list.xlsx", content)
    assert status == 422
    assert "file" in dict(said["fields"])  # type: ignore[call-overload]


def test_a_file_that_is_too_large_is_not_taken(
    analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = replace(config(), upload_megabytes=1)
    monkeypatch.setattr(gate, "config", lambda: small)
    monkeypatch.setattr(storage, "config", lambda: small)
    assert send(analyst, "a.csv", GOOD + b"x" * 2_000_000)[0] == 413
    assert send(analyst, "a.csv", GOOD + b"x" * 1_050_000)[0] == 422


@settings(
    max_examples=25, derandomize=True, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(name=st.text(max_size=60), content=st.binary(max_size=300))
def test_no_drawn_file_is_a_fault(analyst: Client, name: str, content: bytes) -> None:
    status, _said = send(analyst, name.encode("utf-8", "replace").decode(), content)
    assert status in {201, 400, 422}


@settings(
    max_examples=40, derandomize=True, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(body=st.binary(max_size=200), path=st.sampled_from(["batches/x/mapping", "projects/x"]))
def test_no_drawn_body_is_a_fault(analyst: Client, body: bytes, path: str) -> None:
    response = analyst.put(f"{ROOT}{path}", body, content_type="application/json")
    assert response.status_code in {400, 403, 404, 415, 422}
