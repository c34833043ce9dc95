"""Sharing is offered by code, for a purpose, until a day, and ends at a word."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from factories import actor, again, organisation, person, signed_in

from crest.access import facade as access
from crest.access.models import Agreement, Event, Job

pytestmark = pytest.mark.room
R = access.Role
PAGES = (
    "/settings/people/", "/settings/sharing/", "/settings/tokens/", "/settings/audit/",
    "/settings/jobs/", "/settings/installation/",
)  # fmt: skip


def test_what_is_shared_is_read_until_it_is_stopped() -> None:
    giver, receiver = organisation("Giving Mill"), organisation("Reading Brand")
    mine, theirs = actor(giver, R.CONTRIBUTOR), actor(receiver)
    made = access.offer_sharing(
        by=mine, receiver=receiver.ref.upper(), covers=["chain", "answers"], purpose="sourcing",
        until=None,
    )  # fmt: skip
    on = timezone.localdate()
    assert again(theirs, on=on).sees("chain") == {giver.pk, receiver.pk}
    assert again(theirs, on=on).sees("findings") == {receiver.pk}
    access.revoke_sharing(by=mine, ref=made.ref)
    assert again(theirs, on=on).sees("chain") == {receiver.pk}


def test_sharing_ends_by_itself_after_its_day() -> None:
    giver, receiver = organisation(), organisation()
    today = timezone.localdate()
    access.offer_sharing(
        by=actor(giver, R.ADMINISTRATOR), receiver=receiver.ref, covers=["chain"], purpose="audit",
        until=today,
    )  # fmt: skip
    theirs = actor(receiver)
    assert giver.pk in again(theirs, on=today).sees("chain")
    assert giver.pk not in again(theirs, on=today + dt.timedelta(days=1)).sees("chain")


def test_only_the_giver_can_stop_it() -> None:
    giver, receiver = organisation(), organisation()
    made = access.offer_sharing(
        by=actor(giver, R.ADMINISTRATOR), receiver=receiver.ref, covers=["chain"], purpose="x",
        until=None,
    )  # fmt: skip
    with pytest.raises(access.NotFound):
        access.revoke_sharing(by=actor(receiver, R.ADMINISTRATOR), ref=made.ref)


def test_a_form_that_cannot_be_used_says_why_beside_each_field_and_keeps_what_was_typed() -> None:
    home = organisation()
    browser = signed_in(person(home, R.ADMINISTRATOR))
    answer = browser.post(
        "/settings/sharing/offer/",
        {"receiver": home.ref, "purpose": "kept words", "until": "2001-01-01"},
    )  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 422
    for words in ("kept words", "sharing code", "at least one kind", "has passed"):
        assert words in text
    assert text.count('aria-invalid="true"') == 2
    strange = browser.post("/settings/sharing/offer/", {"until": "tomorrow"})
    assert strange.status_code == 422
    assert not Agreement.objects.everywhere("test").exists()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", list(R))
def test_each_page_opens_only_for_roles_that_may(address: str, role: access.Role) -> None:
    needs = {
        "/settings/people/": access.Permission.MANAGE_PEOPLE,
        "/settings/sharing/": access.Permission.SHARE_RECORDS,
        "/settings/tokens/": access.Permission.USE_API,
        "/settings/audit/": access.Permission.SEE_AUDIT,
        "/settings/jobs/": access.Permission.SEE_OWN_ACCOUNT,
        "/settings/installation/": access.Permission.RUN_INSTALLATION,
    }[address]
    answer = signed_in(person(organisation(), role)).get(address)
    assert answer.status_code == (200 if needs in access.ROLE_MAY[role] else 403)


@pytest.mark.parametrize("address", PAGES)
def test_pages_ask_few_questions_of_the_database(
    address: str, django_assert_max_num_queries: object
) -> None:
    home = organisation()
    boss = person(home, R.ADMINISTRATOR, runs_installation=True)
    for _ in range(30):
        person(home, R.ANALYST)
        organisation()
    browser = signed_in(boss)
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert browser.get(address).status_code == 200


def test_the_log_shows_the_own_organisation_in_words_and_pages_through() -> None:
    home = organisation()
    boss = person(home, R.ADMINISTRATOR)
    by = actor(home, R.ADMINISTRATOR)
    foreign = actor(organisation(), R.ADMINISTRATOR)
    access.make_token(by=foreign, label="Foreign", scopes=["see_chain"], days=3)
    for number in range(60):
        access.make_token(by=by, label=f"Script {number}", scopes=["see_chain"], days=3)
    signed_in(person(home, R.VIEWER)).get("/settings/people/")
    browser = signed_in(boss)
    first = browser.get("/settings/audit/").content.decode()
    assert first.count("<tr>") == 51
    assert "Made a token for a program" in first
    assert "role does not allow" in first
    older = browser.get(f"/settings/audit/?before={Event.objects.count() - 50}").content.decode()
    assert older.count("<tr>") == 11
    only = browser.get("/settings/audit/?refused=1").content.decode()
    assert only.count("<tr>") == 2
    nothing = browser.get("/settings/audit/?until=2001-01-01").content.decode()
    assert "No entry fits" in nothing
    thai = browser.get("/settings/audit/", headers={"accept-language": "th"}).content.decode()
    assert "สร้างโทเคนสำหรับโปรแกรม" in thai


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, "2026-13-45", "0001-01-01", "%00", "๓"])
def test_strange_filters_of_the_log_filter_nothing(value: str) -> None:
    browser = signed_in(person(organisation(), R.ADMINISTRATOR))
    for name in ("who", "what", "since", "until", "before"):
        assert browser.get("/settings/audit/", {name: value}).status_code == 200


def test_work_is_watched_without_a_script_and_can_be_stopped_and_tried_again() -> None:
    home = organisation()
    browser = signed_in(person(home, R.ANALYST))
    row = Job(owner=home, task="t", subject="s", title="Comparing lists")
    row.save()
    page = browser.get("/settings/jobs/").content.decode()
    assert 'http-equiv="refresh"' in page
    assert browser.get(f"/settings/jobs/{row.ref}/").status_code == 200
    assert signed_in(person(organisation(), R.ANALYST)).get(
        f"/settings/jobs/{row.ref}/"
    ).status_code == 404  # fmt: skip
    browser.post(f"/settings/jobs/{row.ref}/cancel/")
    assert 'http-equiv="refresh"' not in browser.get("/settings/jobs/").content.decode()
    browser.post(f"/settings/jobs/{row.ref}/retry/")
    assert Job.objects.everywhere("test").get().state == Job.WAITING
    assert browser.post(f"/settings/jobs/{row.ref}/retry/").status_code == 422


def test_the_installation_says_when_something_needs_a_hand() -> None:
    home = organisation()
    browser = signed_in(person(home, R.ADMINISTRATOR, runs_installation=True))
    Job(owner=home, task="t", subject="s", title="Waits").save()
    Job.objects.everywhere("test").update(asked_at=timezone.now() - dt.timedelta(hours=1))
    page = browser.get("/settings/installation/").content.decode()
    assert "start crest worker" in page
    assert home.name in page
    wrong = browser.post("/settings/installation/make/", {"name": home.name, "country": "THA"})
    assert wrong.status_code == 422
    made = browser.post(
        "/settings/installation/make/",
        {"name": "New Union", "kind": "trade_union", "country": "th", "email": "u@example.org"},
    )
    assert made.status_code == 302
    assert "New Union" in browser.get("/settings/installation/").content.decode()
