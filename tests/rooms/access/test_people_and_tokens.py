"""People join by letter and leave at once; programs act by tokens that may do less, never more."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from factories import actor, organisation, person, signed_in

from crest.access import facade as access
from crest.access.models import Invitation, Membership, Person, Token

pytestmark = pytest.mark.room
TODAY = dt.date(2026, 11, 23)
LINK = "http://localhost/invitation/{code}/"
NEW = "quite another secret 7"
P, R = access.Permission, access.Role


def invited(by: access.Actor, email: str = "new@example.org", role: str = "analyst") -> str:
    access.invite(by=by, email=email, role=role, address=LINK)
    found = re.search(r"/invitation/([^/]+)/", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_a_letter_lets_one_person_join_once_and_signs_it_in() -> None:
    home = organisation("Inviting Firm")
    code = invited(actor(home, R.ADMINISTRATOR), "New@Example.org")
    browser = Client(HTTP_HOST="localhost")
    assert "Inviting Firm" in browser.get(f"/invitation/{code}/").content.decode()
    weak = browser.post(f"/invitation/{code}/", {"name": "", "password": "short"})
    assert weak.status_code == 422
    assert "12 characters" in weak.content.decode()
    done = browser.post(f"/invitation/{code}/", {"name": "New Person", "password": NEW})
    assert done.status_code == 302
    joined = Person.objects.get(email="new@example.org")
    assert [row.role for row in joined.memberships.all()] == ["analyst"]
    assert browser.session["_auth_user_id"] == str(joined.pk)
    again = Client(HTTP_HOST="localhost").get(f"/invitation/{code}/")
    assert again.status_code == 404


def test_only_the_digest_of_a_code_is_kept() -> None:
    code = invited(actor(organisation(), R.ADMINISTRATOR))
    row = Invitation.objects.everywhere("test").get()
    assert code not in str(row.__dict__)


@pytest.mark.parametrize("why", ["withdrawn", "expired", "replaced", "wrong"])
def test_a_code_that_no_longer_holds_opens_nothing(why: str) -> None:
    by = actor(organisation(), R.ADMINISTRATOR)
    code = invited(by)
    rows = Invitation.objects.everywhere("test")
    if why == "withdrawn":
        access.withdraw_invitation(by=by, ref=rows.get().ref)
    elif why == "expired":
        rows.update(expires_at=timezone.now())
    elif why == "replaced":
        invited(by)
    else:
        code = code[:-1]
    with pytest.raises(access.NotFound):
        access.accept_invitation(code, name="Somebody", password=NEW)


def test_somebody_with_an_account_joins_with_it_and_with_no_other() -> None:
    there, other = person(organisation()), person(organisation())
    code = invited(actor(organisation(), R.ADMINISTRATOR), there.email)
    with pytest.raises(access.Refused):
        access.accept_invitation(code, name="Thief", password=NEW)
    with pytest.raises(access.Refused):
        access.accept_invitation(code, person=other)
    access.accept_invitation(code, person=there)
    assert Membership.objects.filter(person=there, role="analyst").count() == 1


def test_who_may_not_manage_people_sends_no_letter() -> None:
    with pytest.raises(access.NotAllowed):
        invited(actor(organisation(), R.ANALYST))
    assert not mail.outbox


def test_a_letter_that_cannot_be_sent_invites_nobody(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]
    with pytest.raises(access.Refused, match="could not be sent"):
        access.invite(
            by=actor(organisation(), R.ADMINISTRATOR), email="a@example.org", role="viewer",
            address=LINK,
        )  # fmt: skip
    assert not Invitation.objects.everywhere("test").exists()


def test_an_ended_role_closes_every_page_at_once() -> None:
    home = organisation()
    boss, leaver = person(home, R.ADMINISTRATOR), person(home, R.ANALYST)
    browser = signed_in(leaver)
    assert browser.get("/my-work/").status_code == 200
    key = leaver.memberships.get().pk
    assert signed_in(boss).post(f"/settings/people/end/{key}/").status_code == 302
    assert browser.get("/my-work/").status_code == 403


def test_the_last_administrator_and_people_of_others_stay() -> None:
    by = actor(organisation(), R.ADMINISTRATOR)
    mine = Membership.objects.get(person_id=by.person)
    with pytest.raises(access.Refused, match="last administrator"):
        access.end_membership(by=by, membership=mine.pk)
    foreign = person(organisation(), R.ANALYST).memberships.get()
    with pytest.raises(access.NotFound):
        access.end_membership(by=by, membership=foreign.pk)


def test_a_token_acts_for_its_person_within_its_scopes() -> None:
    by = actor(organisation(), R.ANALYST)
    row, text = access.make_token(by=by, label="Script", scopes=[P.SEE_CHAIN], days=30)
    assert text not in str(row.__dict__)
    acting = access.actor_of_token(text, on=TODAY)
    assert acting is not None
    assert (acting.organisation, acting.person, acting.may) == (
        by.organisation, by.person, frozenset({P.SEE_CHAIN}),
    )  # fmt: skip


def test_a_token_never_gets_more_than_its_person_has_now() -> None:
    home = organisation()
    by = actor(home, R.ANALYST)
    with pytest.raises(access.Refused):
        access.make_token(by=by, label="Script", scopes=[P.MANAGE_PEOPLE], days=30)
    _row, text = access.make_token(by=by, label="Script", scopes=[P.SEE_CHAIN, P.EVALUATE], days=30)
    Membership.objects.filter(person_id=by.person).update(role=R.VIEWER)
    acting = access.actor_of_token(text, on=TODAY)
    assert acting is not None
    assert acting.may == {P.SEE_CHAIN}


@pytest.mark.parametrize("why", ["revoked", "expired", "left", "switched off", "wrong"])
def test_a_token_that_no_longer_holds_is_nobodys(why: str) -> None:
    home = organisation()
    by = actor(home, R.ANALYST)
    row, text = access.make_token(by=by, label="Script", scopes=[P.SEE_CHAIN], days=30)
    tokens = Token.objects.everywhere("test")
    if why == "revoked":
        access.revoke_token(by=by, ref=row.ref)
    elif why == "expired":
        tokens.update(expires_at=timezone.now())
    elif why == "left":
        somebody = Person.objects.get(pk=by.person)
        Membership.objects.filter(person=somebody).update(ended_at=timezone.now())
        Membership.objects.create(person=somebody, organisation=organisation(), role=R.ANALYST)
    elif why == "switched off":
        Person.objects.filter(pk=by.person).update(is_active=False)
    else:
        text += "x"
    assert access.actor_of_token(text, on=TODAY) is None


def test_one_person_does_not_end_anothers_token_but_an_administrator_may() -> None:
    home = organisation()
    row, _text = access.make_token(
        by=actor(home, R.ANALYST), label="Script", scopes=[P.SEE_CHAIN], days=30
    )
    with pytest.raises(access.NotFound):
        access.revoke_token(by=actor(home, R.ANALYST), ref=row.ref)
    with pytest.raises(access.NotFound):
        access.revoke_token(by=actor(organisation(), R.ADMINISTRATOR), ref=row.ref)
    access.revoke_token(by=actor(home, R.ADMINISTRATOR), ref=row.ref)


def test_a_token_is_shown_once_on_its_page() -> None:
    browser = signed_in(person(organisation(), R.ANALYST))
    wrong = browser.post("/settings/tokens/make/", {"label": "Kept words", "days": "x"})
    assert wrong.status_code == 422
    assert "Kept words" in wrong.content.decode()
    made = browser.post(
        "/settings/tokens/make/", {"label": "Script", "days": "30", "scopes": ["see_chain"]}
    )
    found = re.search(r"crest_[\w-]{40,}", made.content.decode())
    assert found
    assert found[0] not in browser.get("/settings/tokens/").content.decode()
