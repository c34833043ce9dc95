"""Signing in tells nothing to strangers, locks out guessers only, asks staff for two factors."""

from __future__ import annotations

import logging
import re

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from factories import organisation, person, signed_in

from crest.access import facade as access
from crest.access.models import Person
from crest.config import Config
from crest.web import account
from crest.web.logging import NoValues

pytestmark = pytest.mark.room
PASSWORD = "a long enough secret"  # noqa: S105 - of invented people
NEW = "quite another secret 7"
LOGIN, RESET = "/account/login/", "/account/password/reset/"


@pytest.fixture(autouse=True)
def _no_old_counts() -> None:
    cache.clear()


def try_in(name: str, password: str, *, address: str = "192.0.2.7") -> Client:
    client = Client(HTTP_HOST="localhost", REMOTE_ADDR=address)
    client.answer = client.post(LOGIN, {"login": name, "password": password})  # type: ignore[attr-defined]
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def members(count: int) -> list[Person]:
    home = organisation()
    return [person(home, access.Role.CONTRIBUTOR) for _ in range(count)]


def test_the_right_password_opens_and_a_wrong_one_does_not() -> None:
    (somebody,) = members(1)
    assert not is_in(try_in(somebody.email, "wrong"))
    assert is_in(try_in(somebody.email.upper(), PASSWORD))


def test_two_hundred_people_behind_one_address_all_get_in_in_spite_of_typing_errors() -> None:
    for somebody in members(200):
        assert not is_in(try_in(somebody.email, "mistyped"))
        assert is_in(try_in(somebody.email, PASSWORD)), somebody.email


def test_a_guesser_is_locked_and_told_so_plainly() -> None:
    target, neighbour = members(2)
    for number in range(6):
        try_in(target.email, f"guess {number}")
    client = try_in(target.email, PASSWORD)
    assert not is_in(client)
    assert client.answer.status_code == 429  # type: ignore[attr-defined]
    assert "quarter of an hour" in client.answer.content.decode()  # type: ignore[attr-defined]
    assert is_in(try_in(neighbour.email, PASSWORD))  # the dormitory is not punished


def test_nobody_can_lock_another_person_out_from_afar() -> None:
    (somebody,) = members(1)
    for number in range(8):
        try_in(somebody.email, f"guess {number}", address="198.51.100.9")
    assert is_in(try_in(somebody.email, PASSWORD, address="192.0.2.7"))


@pytest.mark.parametrize(
    ("direct", "noted", "https", "place"),
    [
        ("127.0.0.1", "198.51.100.9, 203.0.113.5", True, "203.0.113.5"),
        ("127.0.0.1", "198.51.100.9", False, "127.0.0.1"),  # nobody speaks for visitors
        ("192.0.2.7", "198.51.100.9", True, "192.0.2.7"),  # a visitor wrote it
        ("127.0.0.1", "no address", True, "127.0.0.1"),
        ("127.0.0.1", "", True, "127.0.0.1"),
        ("::1", "2001:db8::5", True, "2001:db8::5"),
        ("", "", True, ""),
    ],
)
def test_the_place_of_a_visitor_is_what_our_own_web_server_noted(
    monkeypatch: pytest.MonkeyPatch,
    direct: str,
    noted: str,
    https: bool,  # noqa: FBT001
    place: str,
) -> None:
    monkeypatch.setattr(account, "config", lambda: Config(https=https))
    request = RequestFactory().get("/", REMOTE_ADDR=direct, HTTP_X_FORWARDED_FOR=noted)
    assert account.place_of(request) == place


def test_signing_in_does_not_tell_whether_an_account_exists() -> None:
    (somebody,) = members(1)
    there = try_in(somebody.email, "wrong").answer.content.decode()  # type: ignore[attr-defined]
    nobody = try_in("nobody@example.org", "wrong").answer.content.decode()  # type: ignore[attr-defined]
    assert without_marks(there, somebody.email) == without_marks(nobody, "nobody@example.org")


def test_a_forgotten_password_does_not_tell_whether_an_account_exists() -> None:
    (somebody,) = members(1)
    answers = []
    for address in (somebody.email, "nobody@example.org"):
        client = Client(HTTP_HOST="localhost")
        first = client.post(RESET, {"email": address})
        then = client.get(first["Location"])
        answers.append((first.status_code, first["Location"], without_marks(then, address)))
    assert answers[0] == answers[1]
    assert [letter.to for letter in mail.outbox] == [[somebody.email]]


def without_marks(page: object, address: str) -> str:
    """A page without what differs on every request anyway."""
    text = page if isinstance(page, str) else page.content.decode()  # type: ignore[attr-defined]
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    return text.replace(address, "ADDRESS")


def test_a_session_is_not_the_one_from_before_signing_in() -> None:
    (somebody,) = members(1)
    client = Client(HTTP_HOST="localhost")
    client.post("/language/", {"language": "th", "next": "/"})
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    client.post(LOGIN, {"login": somebody.email, "password": PASSWORD})
    assert client.session.session_key != before


def test_a_new_password_ends_every_other_session() -> None:
    (somebody,) = members(1)
    here, elsewhere = try_in(somebody.email, PASSWORD), try_in(somebody.email, PASSWORD)
    assert elsewhere.get("/my-work/").status_code == 200
    done = here.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )
    assert done.status_code == 302
    assert elsewhere.get("/my-work/").status_code == 302
    assert here.get("/my-work/").status_code in {200, 302}
    assert not is_in(try_in(somebody.email, PASSWORD))


def test_nobody_signs_up_by_themselves() -> None:
    client = Client(HTTP_HOST="localhost")
    client.post("/account/signup/", {"email": "new@example.org", "password1": NEW})
    assert not Person.objects.filter(email="new@example.org").exists()


STAFF_PAGES = ("/my-work/", "/settings/people/", "/settings/audit/", "/settings/jobs/")


@pytest.mark.parametrize("address", STAFF_PAGES)
def test_staff_without_a_second_factor_is_led_to_set_it_up(address: str) -> None:
    client = signed_in(person(organisation(), access.Role.ADMINISTRATOR), second_factor=False)
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/")
    assert "second factor" in client.get("/account/2fa/").content.decode()


def test_staff_without_a_second_factor_changes_nothing() -> None:
    client = signed_in(person(organisation(), access.Role.ADMINISTRATOR), second_factor=False)
    client.post("/settings/people/invite/", {"email": "x@example.org", "role": "viewer"})
    assert not mail.outbox


def test_who_answers_for_its_own_firm_needs_no_second_factor() -> None:
    client = signed_in(person(organisation(), access.Role.CONTRIBUTOR), second_factor=False)
    assert client.get("/my-work/").status_code == 200


@pytest.mark.django_db(transaction=True)  # what follows a commit must happen within the request
def test_setting_up_an_authenticator_app_opens_the_pages_and_removing_it_closes_them() -> None:
    somebody = person(organisation(), access.Role.ADMINISTRATOR)
    client = try_in(somebody.email, PASSWORD)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    done = client.post("/account/2fa/totp/activate/", {"code": code})
    assert done.status_code == 302
    assert client.get("/settings/people/").status_code == 200
    client.post("/account/2fa/totp/deactivate/")
    assert client.get("/settings/people/").status_code == 302


def test_a_second_factor_of_one_person_does_not_count_for_the_next_in_the_same_browser() -> None:
    home = organisation()
    one, two = person(home, access.Role.ADMINISTRATOR), person(home, access.Role.ADMINISTRATOR)
    client = signed_in(one)
    session = client.session
    session["account_authentication_methods_user"] = "another"
    session.save()
    assert client.get("/settings/people/").status_code == 302
    assert signed_in(two).get("/settings/people/").status_code == 200


def test_nothing_typed_reaches_the_log(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = "Somchai-0812345678"  # noqa: S105 - of nobody
    (somebody,) = members(1)
    with caplog.at_level(logging.DEBUG):
        try_in(f"{secret}@example.org", secret)
        try_in(somebody.email, secret)
        client = try_in(somebody.email, PASSWORD)
        client.get(f"/no-such-page/{secret}/?q={secret}")
        client.get(f"/settings/audit/?who={secret}&since={secret}")
        client.post(RESET, {"email": f"{secret}@example.org"})
        client.get(f"/invitation/{secret}/")
        client.get("/", headers={"host": f"{secret}.example.org"})
    handler = logging.StreamHandler()
    handler.addFilter(NoValues())
    kept = [
        record.getMessage() for record in caplog.records
        if handler.filter(record) and record.levelno >= logging.WARNING
    ]  # fmt: skip
    assert not [line for line in kept if secret in line]
    out, err = capfd.readouterr()
    assert secret not in out + err
