"""What every request to the API passes: who, how often, of which kind, twice, changed meanwhile."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from factories import organisation, person, signed_in

from crest.access import facade as access
from crest.config import config
from crest.evidence.models import Batch
from crest.web.api import buckets
from crest.web.models import KeptAnswer

pytestmark = pytest.mark.web
LIST = b"Factory name,Country\nInvented Mill,TH\n"
ROOT = "/api/v1/"


@pytest.fixture(autouse=True)
def _buckets() -> None:
    buckets.forget()


@pytest.fixture
def analyst() -> Client:
    return signed_in(person(organisation(), access.Role.ANALYST))


def sent(client: Client, content: bytes = LIST, name: str = "list.csv", **headers: str) -> Any:
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    return client.post(f"{ROOT}batches", {"file": file, "title": "A list"}, headers=headers)


def said(response: Any) -> str:
    assert set(response.json()) == {"code", "sentence", "todo", "fields", "place"}
    return str(response.json()["code"])


def test_nobody_gets_a_sentence_and_how_to_say_who_one_is() -> None:
    response = Client(HTTP_HOST="localhost").get(f"{ROOT}batches")
    assert (response.status_code, said(response)) == (401, "api.not_signed_in")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_file_is_sent_read_accepted_and_undone(analyst: Client) -> None:
    made = sent(analyst)
    assert made.status_code == 201
    ref = made.json()["ref"]
    assert analyst.get(f"{ROOT}batches").json()["items"][0]["ref"] == ref
    rows = analyst.get(f"{ROOT}batches/{ref}/rows").json()["items"]
    assert rows[0]["values"]["Factory name"] == "Invented Mill"
    assert analyst.get(f"{ROOT}rows/{rows[0]['ref']}").json()["number"] == 1
    assert analyst.post(f"{ROOT}batches/{ref}/accept").json()["state"] == "accepted"
    assert said(analyst.post(f"{ROOT}batches/{ref}/accept")) == "access.refused"
    assert analyst.post(f"{ROOT}batches/{ref}/undo").json()["state"] == "undone"


def test_what_was_read_has_a_mark_and_the_same_is_not_sent_twice(analyst: Client) -> None:
    ref = sent(analyst).json()["ref"]
    first = analyst.get(f"{ROOT}batches/{ref}")
    again = analyst.get(f"{ROOT}batches/{ref}", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_change_holds_only_while_the_record_is_as_it_was_read(analyst: Client) -> None:
    ref = sent(analyst).json()["ref"]
    seen = analyst.get(f"{ROOT}batches/{ref}")["ETag"]
    path = f"{ROOT}batches/{ref}/accept"
    assert analyst.post(path, headers={"if-match": seen}).status_code == 200
    late = analyst.post(f"{ROOT}batches/{ref}/undo", headers={"if-match": seen})
    assert (late.status_code, said(late)) == (412, "api.changed_meanwhile")
    assert Batch.objects.everywhere("test").get(ref=ref).state == "accepted"


def test_the_same_request_with_the_same_key_has_one_effect(analyst: Client) -> None:
    first = sent(analyst, **{"idempotency-key": "one"})
    again = sent(analyst, **{"idempotency-key": "one"})
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Idempotency-Replayed"] == "true"
    assert Batch.objects.everywhere("test").count() == 1
    other = sent(analyst, LIST + b"Another Mill,TH\n", **{"idempotency-key": "one"})
    assert (other.status_code, said(other)) == (409, "api.key_reused")


def test_a_refused_request_leaves_its_key_free(analyst: Client) -> None:
    refused = sent(analyst, b"", **{"idempotency-key": "one"})
    assert refused.status_code == 422
    assert "file" in refused.json()["fields"]
    assert not KeptAnswer.objects.everywhere("test").exists()
    assert sent(analyst, **{"idempotency-key": "one"}).status_code == 201


def test_a_key_of_one_organisation_means_nothing_to_another(analyst: Client) -> None:
    other = signed_in(person(organisation(), access.Role.ANALYST))
    refs = {sent(one, **{"idempotency-key": "k"}).json()["ref"] for one in (analyst, other)}
    assert len(refs) == 2


def test_who_asks_too_often_is_told_when_to_come_again(
    analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(config(), api_per_minute=12)
    monkeypatch.setattr(buckets, "config", lambda: few)
    answers = [analyst.get(f"{ROOT}me") for _ in range(14)]
    assert [one.status_code for one in answers[:12]] == [200] * 12
    assert said(answers[-1]) == "api.too_many"
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60


def test_a_change_by_session_needs_the_form_token() -> None:
    somebody = person(organisation(), access.Role.ANALYST)
    client = signed_in(somebody)
    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    strict.cookies = client.cookies
    response = strict.post(f"{ROOT}batches/abc/accept")
    assert (response.status_code, said(response)) == (403, "api.no_form_token")


def test_head_and_options_are_answered(analyst: Client) -> None:
    whole = analyst.get(f"{ROOT}me")
    head = analyst.head(f"{ROOT}me")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(whole.content))
    options = analyst.options(f"{ROOT}batches")
    assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    wrong = analyst.delete(f"{ROOT}batches")
    assert (wrong.status_code, said(wrong)) == (405, "api.wrong_method")
    assert wrong["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_an_address_of_no_operation_answers_in_the_same_form(analyst: Client) -> None:
    response = analyst.get(f"{ROOT}nothing/here")
    assert (response.status_code, said(response)) == (404, "api.no_such_path")


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "api.unreadable"),
        (b'{"lists": "\xff"}', "application/json", 400, "api.unreadable"),
        (b"[" * 100_000, "application/json", 400, "api.unreadable"),
        (b"[" * 30 + b"]" * 30, "application/json", 400, "api.unreadable"),
        (b'{"lists": [{"kind": "a\\u0000"}]}', "application/json", 400, "api.unreadable"),
        (b'{"lists": [{"kind": "\\ud800"}]}', "application/json", 400, "api.unreadable"),
        (b'{"lists": [{"number": 1e999}]}', "application/json", 400, "api.unreadable"),
        (b'{"lists": ' + b"9" * 5000 + b"}", "application/json", 400, "api.unreadable"),
        (b'{"lists": [{"number": -1}]}', "application/json", 422, "api.wrong_values"),
        (b'{"lists": 1}', "application/json", 422, "api.wrong_values"),
        (b"lists=1", "application/x-www-form-urlencoded", 415, "api.wrong_type"),
        (b" " * 5_000_001, "application/json", 413, "api.too_large"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_and_is_no_fault(
    analyst: Client, body: bytes, kind: str, status: int, code: str
) -> None:
    ref = sent(analyst).json()["ref"]
    response = analyst.put(f"{ROOT}batches/{ref}/mapping", body, content_type=kind)
    assert (response.status_code, said(response)) == (status, code)


def test_paging_goes_through_all_and_ends() -> None:
    client = signed_in(person(organisation(), access.Role.ANALYST))
    lines = b"".join(b"Mill %d,TH\n" % number for number in range(7))
    ref = sent(client, b"Factory name,Country\n" + lines).json()["ref"]
    seen, after = [], ""
    for _ in range(4):
        page = client.get(f"{ROOT}batches/{ref}/rows", {"limit": 3, "after": after}).json()
        seen += [row["number"] for row in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == [1, 2, 3, 4, 5, 6, 7]
    wrong = client.get(f"{ROOT}batches/{ref}/rows", {"after": "nowhere"})
    assert (wrong.status_code, said(wrong)) == (422, "access.refused")
    assert client.get(f"{ROOT}batches/{ref}/rows", {"limit": 251}).status_code == 422


def test_what_a_role_may_not_is_denied_and_written_down() -> None:
    from crest.access.models import Event  # noqa: PLC0415

    client = signed_in(person(organisation(), access.Role.VIEWER))
    response = sent(client)
    assert (response.status_code, said(response)) == (403, "access.not_allowed")
    assert Event.objects.filter(tag="access:api:api_batches", allowed=False).exists()


def test_without_its_second_factor_staff_gets_nothing() -> None:
    client = signed_in(person(organisation(), access.Role.ANALYST), second_factor=False)
    assert client.get(f"{ROOT}batches").status_code == 403


def test_the_document_is_openapi_31(client: Client) -> None:
    response = client.get(f"{ROOT}openapi.json", headers={"host": "localhost"})
    assert json.loads(response.content)["openapi"] == "3.1.0"
