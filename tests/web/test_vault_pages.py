"""The pages and the API of the vault: no name until somebody says why, and only for that answer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories import organisation, person, signed_in

from crest.access import facade as access
from crest.access.models import Event
from crest.people.models import Person
from crest.seal import installation

pytestmark = [pytest.mark.web, pytest.mark.django_db]
NAME = "Zaw Invented Canary"
CONSENT = {
    "purpose": "remedy", "scope": "repayment", "how": "in_person", "language": "my",
    "given_on": "2026-01-05",
}  # fmt: skip


@pytest.fixture(autouse=True)
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "folder", lambda: tmp_path / "vault")


@pytest.fixture
def home() -> Any:
    return organisation()


@pytest.fixture
def officer(home: Any) -> Client:
    return signed_in(person(home, access.Role.PROTECTION_OFFICER))


@pytest.fixture
def ref(officer: Client) -> str:
    answer = officer.post(reverse("vault_new"), {"name": NAME, "birth_year": "1998"})
    assert answer.status_code == 302
    return str(Person.objects.everywhere("the one that was made").get().ref)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_names_open_for_a_reason_and_close_again(officer: Client, ref: str) -> None:
    sheet = reverse("vault_person", args=[ref])
    for page in (reverse("vault"), sheet):
        assert NAME not in text(officer.get(page))
    refused = officer.post(reverse("vault_names", args=[ref]), {"why": ""})
    assert refused.status_code == 422
    assert NAME not in text(refused)
    opened = officer.post(reverse("vault_names", args=[ref]), {"why": "remedy", "case": "C-7"})
    assert NAME in text(opened)
    assert opened["Cache-Control"] == "no-store"
    assert NAME not in text(officer.get(sheet))
    assert Event.objects.filter(tag="people:names:open", purpose="remedy C-7").count() == 1


@pytest.mark.parametrize("role", [access.Role.ANALYST, access.Role.ADMINISTRATOR])
def test_analyst_and_administrator_get_nothing(home: Any, ref: str, role: access.Role) -> None:
    client = signed_in(person(home, role))
    for name in ("vault_person", "vault_erase"):
        assert client.get(reverse(name, args=[ref])).status_code == 403
    assert client.post(reverse("vault_names", args=[ref]), {"why": "remedy"}).status_code == 403
    assert client.get(reverse("vault")).status_code == 403
    assert reverse("vault") not in text(client.get(reverse("my_work")))


def test_a_consent_is_written_down_and_taken_back(officer: Client, ref: str) -> None:
    wrong = officer.post(reverse("vault_consent", args=[ref]), CONSENT | {"scope": ""})
    assert wrong.status_code == 422
    assert officer.post(reverse("vault_consent", args=[ref]), CONSENT).status_code == 302
    page = officer.get(reverse("vault_person", args=[ref]))
    line = page.context["sheet"].consents[0]
    back = {"consent": line.ref, "how": "by_phone"}
    assert officer.post(reverse("vault_withdraw", args=[ref]), back).status_code == 302
    assert "taken back" in text(officer.get(reverse("vault_person", args=[ref])))


def test_erasing_asks_once_more_and_leaves_the_reference(officer: Client, ref: str) -> None:
    address = reverse("vault_erase", args=[ref])
    assert officer.get(address).status_code == 200
    assert officer.post(address).status_code == 422
    assert officer.post(address, {"sure": "yes"}).status_code == 302
    assert officer.post(address, {"sure": "yes"}).status_code == 422
    assert "Erased" in text(officer.get(reverse("vault_person", args=[ref])))
    names = officer.post(reverse("vault_names", args=[ref]), {"why": "remedy"})
    assert (names.status_code, NAME in text(names)) == (422, False)


def test_a_number_nobody_has_is_said_beside_the_field(officer: Client, ref: str) -> None:
    assert ref
    answer = officer.post(reverse("vault_find"), {"reference": "W-404", "workplace": "Nowhere"})
    assert answer.status_code == 422
    assert "W-404" not in "".join(Event.objects.values_list("subject", flat=True))


def test_a_name_that_does_not_open_is_a_sentence_not_a_fault(officer: Client, ref: str) -> None:
    for period in installation.periods():
        installation.destroy(period)
    answer = officer.post(reverse("vault_names", args=[ref]), {"why": "remedy"})
    assert answer.status_code == 422
    assert "key" in text(answer)


def test_a_token_needs_its_own_scope_for_names(home: Any, ref: str) -> None:
    somebody = person(home, access.Role.PROTECTION_OFFICER)
    tokens = {}
    for scope in ("see_persons", "read_names"):
        by = access.actor_for(
            somebody, on=dt.date(2026, 3, 31), confirmed=True,
            second_factor_demanded=True,
        )  # fmt: skip
        assert by is not None
        tokens[scope] = access.make_token(by=by, label="program", scopes=[scope])[1]

    def ask(scope: str, method: str, path: str, **more: str) -> Any:
        return Client(HTTP_HOST="localhost").generic(
            method, f"/api/v1/persons{path}", '{"why": "remedy"}' if method == "POST" else "",
            content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {tokens[scope]}", **more,
        )  # fmt: skip

    listed = ask("see_persons", "GET", "")
    assert (listed.status_code, NAME in text(listed)) == (200, False)
    assert ask("see_persons", "POST", f"/{ref}/names").status_code == 403
    assert ask("read_names", "POST", f"/{ref}/names").json()["name"] == NAME
    kept = ask("read_names", "POST", f"/{ref}/names", HTTP_IDEMPOTENCY_KEY="once")
    assert (kept.status_code, NAME in text(kept)) == (409, False)
