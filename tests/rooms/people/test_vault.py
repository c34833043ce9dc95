"""The vault: names go in sealed, come out for a reason only, and can be destroyed for good."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from factories import actor, again, organisation, shares
from factories_evidence import accepted

from crest.access import facade as access
from crest.access.models import Event
from crest.evidence import facade as evidence
from crest.flows import worker_names
from crest.people import facade as people
from crest.people import keys, names
from crest.people.models import Alias, Identity, NameList, Person
from crest.seal import installation
from crest.seal.errors import KeyGone, SealBroken

pytestmark = pytest.mark.room
OFFICER = access.Role.PROTECTION_OFFICER
DAY = dt.date(2026, 3, 31)
TYPED = {
    "name": "Zaw Invented Canary", "phone": "+66 81 234 5678", "paper": "MZ 1234567",
    "birth_year": "1998", "reference": "W-77", "workplace": "Blue Heron Knitwear",
}  # fmt: skip
CONSENT = {
    "purpose": "referral", "scope": "the invented centre", "how": "in_person", "language": "my",
    "given_on": "2026-01-05",
}  # fmt: skip
NAMED = (
    "worker,journey,worker name,phone number,bank account,site,origin,destination,wage,"
    "wage_currency\n"
    "W-0001,J-0001,Mya Invented Canary,0812345678,999-1,Blue Heron,MM,TH,10400,THB\n"
    "W-0002,J-0002,Htet Invented Canary,0812345679,999-2,Blue Heron,MM,TH,10400,THB\n"
    "W-0003,J-0003,,,,Blue Heron,MM,TH,10400,THB\n"
)


@pytest.fixture(autouse=True)
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(installation, "folder", lambda: tmp_path / "vault")
    return tmp_path / "vault"


@pytest.fixture
def by() -> access.Actor:
    return actor(organisation(), OFFICER)


def whole_database() -> bytes:
    """Every cell of the room's tables, as the database has it."""
    found = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("people_", "access_event", "supplychain_", "findings_")):
                cursor.execute(f'SELECT * FROM "{table}"')
                for row in cursor.fetchall():
                    found += b"".join(
                        bytes(c) if isinstance(c, bytes | memoryview) else str(c).encode()
                        for c in row
                    )
    return found


def test_a_name_is_opened_for_a_reason_and_the_log_says_so_without_it(by: access.Actor) -> None:
    ref = people.record_identity(by=by, typed=TYPED).ref
    opened = names.open_names(by=by, person=ref, why="referral", case="C-2026-14")
    assert (opened.name, opened.birth_year) == ("Zaw Invented Canary", "1998")
    event = Event.objects.latest("sequence")
    assert (event.tag, event.subject, event.purpose) == (
        "people:names:open", ref, "referral C-2026-14",
    )  # fmt: skip
    assert event.fields == ["name", "phone", "paper", "birth_year"]
    assert b"Canary" not in whole_database()
    assert b"1234567" not in whole_database()


@pytest.mark.parametrize(
    ("why", "case", "field"),
    [("", "", "why"), ("curious", "", "why"), ("referral", "for Zaw 7", "case")],
)
def test_without_a_reason_nothing_is_opened(
    by: access.Actor, why: str, case: str, field: str
) -> None:
    ref = people.record_identity(by=by, typed=TYPED).ref
    before = Event.objects.count()
    with pytest.raises(access.Refused) as refused:
        names.open_names(by=by, person=ref, why=why, case=case)
    assert set(refused.value.fields) == {field}
    assert Event.objects.count() == before


@pytest.mark.parametrize("role", [one for one in access.Role if one is not OFFICER])
def test_no_other_role_opens_names_and_the_attempt_is_logged(
    by: access.Actor, role: access.Role
) -> None:
    ref = people.record_identity(by=by, typed=TYPED).ref
    home = access.card_of(by.organisation)
    assert home.ref
    other = actor(Person.objects.owned_by(by).one(ref).owner, role)
    with pytest.raises(access.NotAllowed):
        names.open_names(by=other, person=ref, why="referral")
    with pytest.raises(access.NotAllowed):
        people.persons_of(other)
    denied = Event.objects.latest("sequence")
    assert (denied.tag, denied.allowed, denied.subject) == ("people:names:open", False, ref)


def test_another_organisation_finds_nobody_even_where_everything_is_shared(
    by: access.Actor,
) -> None:
    ref = people.record_identity(by=by, typed=TYPED).ref
    other = organisation()
    officer = actor(other, OFFICER)
    shares(
        Person.objects.owned_by(by).one(ref).owner, other, "chain", "evidence", "findings",
        "answers",
    )  # fmt: skip
    officer = again(officer)
    for ask in (
        lambda: people.person_sheet(officer, ref),
        lambda: names.open_names(by=officer, person=ref, why="referral"),
        lambda: people.erase(by=officer, person=ref),
        lambda: names.find(by=officer, reference="W-77", workplace="Blue Heron Knitwear"),
    ):
        with pytest.raises(access.NotFound):
            ask()


def test_the_system_can_put_names_in_and_never_read_them(by: access.Actor) -> None:
    system = access.system_for(int(by.organisation), on=DAY)
    ref = people.record_identity(by=by, typed=TYPED).ref
    with pytest.raises(access.NotAllowed):
        names.open_names(by=system, person=ref, why="referral")


def test_swapped_identities_of_two_persons_are_noticed(by: access.Actor) -> None:
    one = people.record_identity(by=by, typed=TYPED).ref
    two = people.record_identity(by=by, typed=TYPED | {"name": "Other Invented"}).ref
    first, second = (Identity.objects.owned_by(by).get(person__ref=ref) for ref in (one, two))
    first.name, second.name = second.name, first.name
    first.save()
    second.save()
    for ref in (one, two):
        with pytest.raises(SealBroken):
            names.open_names(by=by, person=ref, why="referral")


def test_unknown_is_not_consent_and_a_withdrawn_one_counts_no_more(by: access.Actor) -> None:
    ref = people.record_identity(by=by, typed=TYPED).ref
    assert not any(people.may_use(by, ref, one) for one in ("referral", "research"))
    consent = people.give_consent(by=by, person=ref, typed=CONSENT)
    assert people.may_use(by, ref, "referral")
    assert not people.may_use(by, ref, "research")
    people.withdraw_consent(by=by, consent=consent.ref, how="by_phone")
    assert not people.may_use(by, ref, "referral")
    line = people.person_sheet(by, ref).consents[0]
    assert (line.scope, line.withdrawn_how) == ("the invented centre", "by_phone")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("purpose", "anything"), ("scope", ""), ("how", ""), ("language", "xx"),
        ("given_on", "yesterday"), ("given_on", "2999-01-01"),
    ],
)  # fmt: skip
def test_a_consent_that_says_too_little_is_refused_beside_its_field(
    by: access.Actor, field: str, value: str
) -> None:
    ref = people.record_identity(by=by, typed=TYPED).ref
    with pytest.raises(access.Refused) as refused:
        people.give_consent(by=by, person=ref, typed=CONSENT | {field: value})
    assert set(refused.value.fields) == {field}


def test_two_records_of_one_person_are_merged_and_split_with_both_identities(
    by: access.Actor,
) -> None:
    one = people.record_identity(by=by, typed=TYPED).ref
    two = people.record_identity(by=by, typed=TYPED | {"reference": "W-78"}).ref
    assert [str(ref) for ref in people.person_sheet(by, one).alike] == [two]
    people.merge(by=by, person=two, into=one)
    assert [str(ref) for ref in people.person_sheet(by, one).merged] == [two]
    assert str(names.find(by=by, reference="w-78 ", workplace="BLUE heron knitwear")) == one
    assert [card.ref for card in people.persons_of(by).items] == [one]
    people.split(by=by, person=two)
    assert names.open_names(by=by, person=two, why="correction").name == TYPED["name"]


def test_an_erased_person_is_unreadable_even_from_the_rows_of_before(by: access.Actor) -> None:
    ref = people.record_identity(by=by, typed=TYPED).ref
    people.give_consent(by=by, person=ref, typed=CONSENT)
    old = Identity.objects.owned_by(by).get(person__ref=ref)
    erased = people.erase(by=by, person=ref)
    assert (erased.in_backups_from - erased.erased_at.date()).days in range(34, 37)
    old.save(force_insert=True)  # as a backup would bring it back
    with pytest.raises(access.Refused):
        names.open_names(by=by, person=ref, why="referral")
    with pytest.raises(KeyGone):
        keys.key_of_person(Person.objects.owned_by(by).one(ref), b"0" * 32)
    assert not Alias.objects.owned_by(by).exists()
    assert not people.may_use(by, ref, "referral")
    assert Event.objects.filter(tag="people:person:erase", subject=ref, allowed=True).exists()


def test_a_backup_of_before_cannot_be_read_once_its_period_is_over(by: access.Actor) -> None:
    ref = people.record_identity(by=by, typed=TYPED).ref
    first = installation.periods()[0]
    began = dt.date.fromisoformat(first)
    backup = {
        "person": bytes(Person.objects.owned_by(by).one(ref).wrapped or b""),
        "key": [bytes(row.wrapped or b"") for row in _vault_keys(by)],
    }
    half = keys.half_life()
    assert keys.renew(on=began + half) == (1, ())
    assert names.open_names(by=by, person=ref, why="referral").name == TYPED["name"]
    assert keys.renew(on=began + 2 * half)[1] == (first,)
    assert names.open_names(by=by, person=ref, why="referral").name == TYPED["name"]
    assert str(names.find(by=by, reference="W-77", workplace="Blue Heron Knitwear")) == ref
    people.erase(by=by, person=ref)
    with transaction.atomic():  # somebody restores the rows of the backup
        for row, wrapped in zip(_vault_keys(by), backup["key"], strict=True):
            row.wrapped, row.period = wrapped, first
            row.save()
        Person.objects.owned_by(by).filter(ref=ref).update(
            wrapped=backup["person"], state=Person.KEPT
        )
    with pytest.raises(KeyGone):
        keys.key_of_organisation(int(by.organisation), "data", on=DAY)


def test_a_clock_that_ran_ahead_neither_locks_names_nor_stops_the_renewals(
    by: access.Actor,
) -> None:
    ref = people.record_identity(by=by, typed=TYPED).ref
    first = installation.periods()[0]
    began, half = dt.date.fromisoformat(first), keys.half_life()
    assert keys.renew(on=began + dt.timedelta(days=365)) == (1, ())  # the clock is wrong here
    assert names.open_names(by=by, person=ref, why="referral").name == TYPED["name"]
    assert keys.renew(on=began + dt.timedelta(days=1)) == (0, ())
    assert keys.renew(on=began + half) == (1, ())
    assert keys.renew(on=began + half) == (0, ())
    assert keys.renew(on=began + 2 * half) == (1, (first,))
    assert keys.renew(on=began - dt.timedelta(days=365)) == (0, ())
    assert names.open_names(by=by, person=ref, why="referral").name == TYPED["name"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_renews_the_keys_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    by = actor(organisation(), OFFICER)
    people.record_identity(by=by, typed=TYPED)
    first = installation.periods()[0]
    later = timezone.now() + keys.half_life()
    monkeypatch.setattr(timezone, "now", lambda: later)
    access.work(once=True)
    assert installation.periods() == (first, timezone.localdate(later).isoformat())
    assert {row.period for row in _vault_keys(by)} == {installation.periods()[-1]}


def _vault_keys(by: access.Actor) -> Any:
    return keys.VaultKey.objects.owned_by(by).order_by("pk")


def test_names_of_an_accepted_list_lie_in_the_vault_and_every_row_is_accounted_for() -> None:
    analyst = actor(organisation(), access.Role.ANALYST)
    card = accepted(analyst, NAMED, "journeys.csv")
    system = access.system_for(int(analyst.organisation), on=DAY)
    worker_names.keep_names(card.ref, by=system)
    worker_names.keep_names(card.ref, by=system)  # told twice, done once
    counted = NameList.objects.owned_by(analyst).get()
    assert (counted.rows, counted.recorded, counted.known, counted.nameless) == (3, 2, 0, 1)
    assert counted.not_kept == ["bank account"]
    officer = actor(counted.owner, OFFICER)
    found = names.find(by=officer, reference="W-0001", workplace="Blue Heron")
    opened = names.open_names(by=officer, person=str(found), why="remedy")
    assert (opened.name, opened.phone) == ("Mya Invented Canary", "0812345678")
    assert b"Canary" not in whole_database()


def test_an_undone_list_takes_its_names_along_but_not_who_consented() -> None:
    analyst = actor(organisation(), access.Role.ANALYST)
    card = accepted(analyst, NAMED, "journeys.csv")
    system = access.system_for(int(analyst.organisation), on=DAY)
    worker_names.keep_names(card.ref, by=system)
    officer = actor(NameList.objects.owned_by(analyst).get().owner, OFFICER)
    stays = str(names.find(by=officer, reference="W-0002", workplace="Blue Heron"))
    people.give_consent(by=officer, person=stays, typed=CONSENT)
    evidence.undo_batch(by=analyst, batch=card.ref)
    worker_names.forget_names(card.ref, by=system)
    assert names.open_names(by=officer, person=stays, why="remedy").name == "Htet Invented Canary"
    with pytest.raises(access.NotFound):
        names.find(by=officer, reference="W-0001", workplace="Blue Heron")
    states = sorted(one.state for one in people.persons_of(officer).items)
    assert states == ["erased", "kept"]
    assert people.lists_with_names(officer)[0].undone


def test_a_program_finds_a_worker_by_number_and_the_number_enters_no_log(by: access.Actor) -> None:
    ref = str(people.record_identity(by=by, typed=TYPED).ref)
    _row, text = access.make_token(
        by=by, label="desk", scopes=["read_names", "see_own_account"], days=1
    )
    client = Client(HTTP_HOST="localhost", headers={"authorization": f"Bearer {text}"})
    asked = {"reference": "W-77", "workplace": "Blue Heron Knitwear"}
    found = client.post("/api/v1/persons/find", asked, content_type="application/json")
    assert (found.status_code, found.json()) == (200, {"ref": ref})
    entry = Event.objects.filter(tag="people:person:find").get()
    assert "W-77" not in str(vars(entry))
    asked["reference"] = "W-0"
    unknown = client.post("/api/v1/persons/find", asked, content_type="application/json")
    assert unknown.status_code == 404
