"""The short way of questions that only read: quick, and never a moment behind the tables of access.

Each case asks until the actor is remembered, changes one thing, and asks once more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import factories
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories_atlas import node

from crest.access import facade as access
from crest.access import standing
from crest.access.models import Agreement, Membership, Token
from crest.web import straight

pytestmark = pytest.mark.web
Change = Callable[[Any], object]


@pytest.fixture(autouse=True)
def _no_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crest.web.api.buckets.take", lambda *_args: None)


@pytest.fixture
def scene() -> Any:
    """An analyst whose organisation reads a mill of another by an agreement."""
    home, giver = factories.organisation(), factories.organisation()
    analyst = factories.person(home, access.Role.ANALYST)
    own, theirs = node(home, "Own Mill"), node(giver, "Their Mill")
    return SimpleNamespace(
        home=home, giver=giver, analyst=analyst, own=own, theirs=theirs,
        agreement=factories.shares(giver, home, "chain"),
        client=factories.signed_in(analyst),
    )  # fmt: skip


def status(client: Client, one: Any, **headers: str) -> int:
    return int(client.get(f"/atlas/places/{one.ref}/", headers=headers).status_code)


def remembered(scene: Any) -> None:
    for _ in range(4):
        assert status(scene.client, scene.theirs) == 200
    with CaptureQueriesContext(connection) as asked:
        assert status(scene.client, scene.theirs) == 200
    assert len(asked) == 2, "the short way: who asks, and the record"


CHANGES: dict[str, Change] = {
    "the session is ended elsewhere": lambda _: Session.objects.all().delete(),
    "the session runs out": lambda _: Session.objects.update(
        expire_date=timezone.now() - dt.timedelta(seconds=1)
    ),
    "the session acts for nobody": lambda _: Session.objects.update(session_data="forged"),
    "the password is changed": lambda s: (
        s.analyst.set_password("another long secret"), s.analyst.save(),
    ),
    "the account is closed": lambda s: type(s.analyst).objects.update(is_active=False),
    "the membership ends": lambda _: Membership.objects.update(ended_at=timezone.now()),
    "the membership is deleted": lambda _: Membership.objects.all().delete(),
    "the agreement is revoked": lambda _: Agreement.objects.everywhere("test").update(
        revoked_at=timezone.now()
    ),
    "the agreement is over": lambda _: Agreement.objects.everywhere("test").update(
        valid_to=dt.date(2026, 1, 2)
    ),
    "the agreement covers less": lambda _: Agreement.objects.everywhere("test").update(
        covers=["findings"]
    ),
    "the agreement is deleted": lambda _: Agreement.objects.everywhere("test").delete(),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_is_revoked_is_revoked_at_the_next_request(scene: Any, what: str) -> None:
    remembered(scene)
    CHANGES[what](scene)
    assert status(scene.client, scene.theirs) in {401, 403, 404}


def test_a_role_that_changes_is_another_actor(scene: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(scene)
    Membership.objects.update(role=access.Role.VIEWER)
    seen: list[Any] = []
    ordinary = access.actor_for

    def watched(*args: Any, **named: Any) -> Any:
        seen.append(1)
        return ordinary(*args, **named)

    monkeypatch.setattr(access, "actor_for", watched)
    status(scene.client, scene.theirs)
    assert seen, "made anew by the ordinary way"


def test_what_is_given_counts_at_the_next_request(scene: Any) -> None:
    other = factories.organisation()
    theirs = node(other, "A Third Mill")
    remembered(scene)
    assert status(scene.client, theirs) == 404
    factories.shares(other, scene.home, "chain")
    assert status(scene.client, theirs) == 200


def test_acting_for_another_organisation_counts_at_once(scene: Any) -> None:
    second = factories.organisation("Z Second Home")
    Membership.objects.create(person=scene.analyst, organisation=second, role=access.Role.ANALYST)
    remembered(scene)
    session = scene.client.session
    session["acting_for"] = second.ref
    session.save()
    assert status(scene.client, scene.theirs) == 404


def demand(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    for place in ("crest.web.straight.config", "crest.web.acting.config"):
        monkeypatch.setattr(place, lambda: SimpleNamespace(second_factor=what))


def test_a_second_factor_that_is_demanded_later_is_missed(
    scene: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    demand(monkeypatch, "offered")
    client = factories.signed_in(scene.analyst, second_factor=False)
    for _ in range(4):
        assert status(client, scene.own) == 200
    demand(monkeypatch, "required")
    assert status(client, scene.own) == 403


def test_a_day_later_an_agreement_that_ended_gives_nothing(
    scene: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = timezone.localdate()
    Agreement.objects.everywhere("test").update(valid_to=today)
    remembered(scene)
    tomorrow = timezone.now() + dt.timedelta(days=1)
    Session.objects.update(expire_date=tomorrow + dt.timedelta(days=2))
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert status(scene.client, scene.theirs) == 404


def test_an_actor_made_while_something_changed_is_not_kept(scene: Any) -> None:
    by = factories.actor(scene.home)
    standing.remember_actor(b"before", b"after", by)
    standing.remember_actor(b"gone", None, by)
    assert standing.actor_standing(b"before") is None
    assert standing.actor_standing(b"gone") is None


# ------------------------------------------------------------------------------------ tokens


@pytest.fixture
def token(scene: Any) -> Any:
    by = access.actor_for(
        scene.analyst, on=timezone.localdate(), confirmed=True, second_factor_demanded=False
    )
    assert by is not None
    _row, text = access.make_token(
        by=by, label="A program", scopes=[str(access.Permission.SEE_CHAIN)]
    )
    return lambda ref: int(
        Client(HTTP_HOST="localhost")
        .get(f"/api/v1/nodes/{ref}", headers={"Authorization": f"Bearer {text}"})
        .status_code
    )


TOKEN_CHANGES: dict[str, Change] = {
    "the token is revoked": lambda _: Token.objects.everywhere("test").update(
        revoked_at=timezone.now()
    ),
    "the token runs out": lambda _: Token.objects.everywhere("test").update(
        expires_at=timezone.now()
    ),
    "the token may less": lambda _: Token.objects.everywhere("test").update(scopes=[]),
    "the token is deleted": lambda _: Token.objects.everywhere("test").delete(),
    **{what: CHANGES[what] for what in CHANGES if "session" not in what and "password" not in what},
}  # fmt: skip


@pytest.mark.parametrize("what", TOKEN_CHANGES)
def test_a_token_loses_at_once_what_is_revoked(scene: Any, token: Any, what: str) -> None:
    assert [token(scene.theirs.ref) for _ in range(3)] == [200, 200, 200]
    TOKEN_CHANGES[what](scene)
    assert token(scene.theirs.ref) in {401, 403, 404}


# ----------------------------------------------------------------------- the same as ordinarily


@pytest.mark.parametrize(
    "path",
    ["/atlas/places/{ref}/", "/atlas/boxes/?within=-10,-10,10,10", "/atlas/tiles/0/0/0",
     "/atlas/boxes/", "/atlas/tiles/3/99/1", "/search/answers/?q=mill", "/atlas/places/none/",
     "/api/v1/nodes/{ref}", "/api/v1/nodes/none", "/api/v1/nowhere", "/api/v1/openapi.json",
     "/search/answers/?q=mill&page=2"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "th"])
def test_both_ways_answer_alike_to_the_header(
    scene: Any, path: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered(scene)
    path, headers = path.format(ref=scene.theirs.ref), {"Accept-Language": language}
    short = scene.client.get(path, headers=headers)
    monkeypatch.setattr(straight, "PLACES", ("/none/",))
    ordinary = scene.client.get(path, headers=headers)
    assert short.status_code == ordinary.status_code
    assert short.content == ordinary.content
    told = [
        {**answer.headers, "Content-Security-Policy": sorted(
            answer["Content-Security-Policy"].split("; "))}
        for answer in (short, ordinary)
    ]  # fmt: skip
    assert told[0] == told[1]


def test_a_wrong_host_is_refused_on_the_short_way_too(scene: Any) -> None:
    remembered(scene)
    path = f"/atlas/places/{scene.theirs.ref}/"
    assert scene.client.get(path, headers={"Host": "elsewhere.example"}).status_code == 400


def test_a_change_never_takes_the_short_way(scene: Any) -> None:
    remembered(scene)
    assert scene.client.post(f"/atlas/places/{scene.theirs.ref}/").status_code in {403, 405}


def test_a_connection_that_broke_is_made_anew_and_nobody_notices(
    scene: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered(scene)
    reads: list[str] = []
    standing_of = straight._standing

    def broken_once(key: str) -> bytes | None:
        reads.append(key)
        if len(reads) == 1:
            raise OperationalError("the connection was closed by the other side")
        return standing_of(key)

    closed: list[bool] = []
    monkeypatch.setattr(straight, "_standing", broken_once)
    monkeypatch.setattr(straight, "connection", SimpleNamespace(
        in_atomic_block=False, close=lambda: closed.append(True),
    ))  # fmt: skip
    assert status(scene.client, scene.theirs) == 200
    assert (len(reads), closed) == (2, [True])


@pytest.mark.parametrize("key", ["", "never met"], ids=["no session", "unknown"])
@pytest.mark.django_db
def test_the_ordinary_way_still_asks_whether_the_connection_stands(key: str) -> None:
    """It turns a broken connection into an answer, so it cannot be sent the same way again."""
    told: list[bool] = []

    def ordinary(_request: Any) -> HttpResponse:
        told.append(connection.health_check_done)
        return HttpResponse()

    request = RequestFactory().get("/atlas/tiles/0/0/0")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = key
    connection.health_check_done = False
    straight.Straight(ordinary)(request)
    assert told == [False]
