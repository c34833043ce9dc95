"""What the server writes to its log holds no password, token, code or secret."""

from __future__ import annotations

import json
import logging
import re

import factories
import pytest
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core import mail
from django.test import Client
from factories_supplychain import node

from crest.access import facade as access
from crest.web.api import buckets

pytestmark = pytest.mark.web
PASSWORD = "a-long-invented-pass-phrase-9481"  # noqa: S105 - looked for in the log


@pytest.fixture(autouse=True)
def _buckets() -> None:
    buckets.forget()


def test_no_secret_is_written_to_the_log(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    home = factories.organisation()
    boss = factories.signed_in(factories.person(home, access.Role.ADMINISTRATOR))
    nobody = Client(HTTP_HOST="localhost")
    secrets = {PASSWORD}
    # Signing in with a wrong password and a wrong code, joining by letter, making a token.
    nobody.post("/account/login/", {"login": "a@example.org", "password": PASSWORD})
    totp = generate_totp_secret()
    secrets.add(totp)
    session = boss.session
    session["mfa.totp.secret"] = totp
    session.save()
    boss.post("/account/2fa/totp/activate/", {"code": "483921"})
    boss.post("/settings/people/invite/", {"email": "new@example.org", "role": "viewer"})
    code = re.findall(r"/invitation/([^/\s]+)/", mail.outbox[-1].body)[0]
    secrets.add(code)
    nobody.post(f"/invitation/{code}/", {"name": "", "password": PASSWORD})  # a refusal is logged
    nobody.post(f"/invitation/{code}/", {"name": "New", "password": PASSWORD})
    nobody.get(f"/invitation/{code}/")  # used: 404
    page = boss.post("/settings/tokens/make/", {"label": "x", "days": "9",
                                                "scopes": ["see_own_account"]})  # fmt: skip
    token = re.findall(r"crest_[\w-]{30,}", page.content.decode())[0]
    secrets.add(token)
    program = Client(HTTP_HOST="localhost", headers={"authorization": f"Bearer {token}"})
    program.get("/api/v1/me")
    program.get("/api/v1/nothing", {"token": token})
    Client(HTTP_HOST="localhost", headers={"authorization": f"Bearer {token}x"}).get("/api/v1/me")
    asked = {"node": node(home).ref, "asks": ["profile"], "purpose": "law", "due_on": "2026-12-01"}
    made = boss.post("/api/v1/requests/sent", json.dumps(asked), content_type="application/json")
    if made.status_code == 201:
        letter = boss.post(f"/api/v1/requests/{made.json()['ref']}/renew").json()["code"]
        secrets |= {letter, letter.replace("-", "")}
        nobody.get(f"/r/{letter}/")
        nobody.get(f"/r/{letter[:-1]}2/")
        nobody.post("/r/", {"code": letter})
    # A fault in the middle of a request that holds a secret.
    monkeypatch.setattr("crest.access.pages.tokens.tokens_of", _broken)
    boss.raise_request_exception = False
    assert boss.post("/settings/tokens/make/", {"label": PASSWORD, "days": "1"}).status_code == 500
    written = caplog.text + "".join(capfd.readouterr())
    assert "request answered" in written
    assert not [one for one in secrets if one in written]


def _broken(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError("an invented fault")
