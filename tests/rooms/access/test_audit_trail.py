"""Every way to falsify the audit trail that we know of is planted many times, and is seen."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection, transaction
from factories import actor, organisation

from crest.access import audit, checkpoints
from crest.access.keys import audit_key
from crest.access.models import ChainHead, Event
from crest.access.trail import START as FIRST
from crest.access.trail import Said, append, mac_of

pytestmark = pytest.mark.room
GUARD = import_module("crest.access.migrations.0003_events_only_grow")
START = dt.datetime(2026, 3, 31, 8, tzinfo=dt.UTC)
ENTRIES, SIGNED, TRIALS = 16, 11, 100


@pytest.fixture
def trail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sixteen entries of two people, the first eleven covered by signed copies."""
    monkeypatch.setattr(checkpoints, "folder", lambda: tmp_path)
    people = (actor(organisation("One")), actor(organisation("Two")))
    for number in range(ENTRIES):
        said = Said(tag=f"room:noun:verb{number % 3}", subject=f"record{number}", fields=("name",))
        append(people[number % 2], said, at=START + dt.timedelta(minutes=number))
        if number + 1 in {5, SIGNED}:
            checkpoints.checkpoint(now=START + dt.timedelta(hours=number))
    return tmp_path


@contextmanager
def planted() -> Iterator[None]:
    """What is done inside is undone after."""
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def columns(sequence: int) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at, tag, person, organisation, purpose, subject, fields, allowed, because, mac "
            "FROM access_event WHERE sequence = %s", [sequence],
        )  # fmt: skip
        return cursor.fetchone()


def edit(chance: random.Random) -> None:
    column, value = chance.choice([
        ("tag", "room:noun:other"), ("subject", "somebody else"), ("person", 987_654),
        ("organisation", 987_655), ("because", "no reason"), ("fields", '["other"]'),
        ("purpose", "curiosity"), ("mac", "f" * 64), ("mac", "ก" * 64),
    ])  # fmt: skip
    run(f"UPDATE access_event SET {column} = %s WHERE sequence = %s", value, at_random(chance))


def allow(chance: random.Random) -> None:
    run("UPDATE access_event SET allowed = %s WHERE sequence = %s", False, at_random(chance))


def delete(chance: random.Random) -> None:
    run("DELETE FROM access_event WHERE sequence = %s", chance.randint(1, ENTRIES - 1))


def delete_and_close_the_gap(chance: random.Random) -> None:
    gone = chance.randint(1, ENTRIES - 1)
    run("DELETE FROM access_event WHERE sequence = %s", gone)
    for number in range(gone + 1, ENTRIES + 1):
        run("UPDATE access_event SET sequence = %s WHERE sequence = %s", number - 1, number)
    run("UPDATE access_chainhead SET sequence = %s", ENTRIES - 1)


def swap(chance: random.Random) -> None:
    one, two = chance.sample(range(1, ENTRIES + 1), 2)
    for number, other in ((one, 900), (two, one), (900, two)):
        run("UPDATE access_event SET sequence = %s WHERE sequence = %s", other, number)


def retime(chance: random.Random) -> None:
    moved = START + dt.timedelta(days=chance.randint(1, 400), seconds=chance.randint(1, 80_000))
    run("UPDATE access_event SET at = %s WHERE sequence = %s", moved, at_random(chance))


def forge(chance: random.Random) -> None:
    copied = columns(at_random(chance))
    mac = hashlib.sha256(str(chance.random()).encode()).hexdigest()
    run(
        "INSERT INTO access_event (at, tag, person, organisation, purpose, subject, fields, "
        "allowed, because, mac, sequence) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        *copied[:-1], mac, ENTRIES + 1,
    )  # fmt: skip
    if chance.random() < 0.5:
        run("UPDATE access_chainhead SET sequence = %s, mac = %s", ENTRIES + 1, mac)


def rewrite_without_the_key(chance: random.Random) -> None:
    rewrite(chance, bytes(32))


def rewrite_with_the_key(chance: random.Random) -> None:
    rewrite(chance, audit_key(), upto=SIGNED)


def rewrite(chance: random.Random, key: bytes, *, upto: int = ENTRIES) -> None:
    changed, before = chance.randint(1, upto), FIRST
    for event in Event.objects.order_by("sequence"):
        if event.sequence == changed:
            event.subject = "rewritten"
        event.mac = before = mac_of(event, before, key)
        event.save()
    ChainHead.objects.update(mac=before)


def cut_the_tail(chance: random.Random) -> None:
    """The cutter also mends the head, so that only the signed copies can tell."""
    last = chance.randint(1, SIGNED - 1)
    run("DELETE FROM access_event WHERE sequence > %s", last)
    run("UPDATE access_chainhead SET sequence = %s, mac = %s", last, columns(last)[-1])


def cut_a_young_tail(chance: random.Random) -> None:
    """What no copy covers yet is told by the head alone."""
    run("DELETE FROM access_event WHERE sequence > %s", chance.randint(SIGNED, ENTRIES - 1))


def cut_everything(chance: random.Random) -> None:  # noqa: ARG001
    run("DELETE FROM access_event")
    run("DELETE FROM access_chainhead")


def cut_the_checkpoints(chance: random.Random) -> None:  # noqa: ARG001
    run("DELETE FROM access_checkpoint WHERE sequence = %s", SIGNED)


def at_random(chance: random.Random) -> int:
    return chance.randint(1, ENTRIES)


FAULTS = [
    edit, allow, delete, delete_and_close_the_gap, swap, retime, forge, rewrite_without_the_key,
    rewrite_with_the_key, cut_the_tail, cut_a_young_tail, cut_everything, cut_the_checkpoints,
]  # fmt: skip


@pytest.mark.usefixtures("trail")
def test_an_untouched_trail_is_whole() -> None:
    verdict = audit.verify()
    assert verdict.faults == ()
    assert (verdict.entries, verdict.checkpoints, verdict.covered) == (ENTRIES, 2, SIGNED)


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_each_planted_fault_is_seen_every_time(fault: Callable[[random.Random], None]) -> None:
    chance = random.Random(20_260_331)  # noqa: S311 - the same faults on every run
    unseen = 0
    for _ in range(TRIALS):
        with planted():
            fault(chance)
            unseen += not audit.verify().faults
    assert unseen == 0
    assert not audit.verify().faults


def test_a_copy_that_was_changed_or_lost_is_seen(trail: Path) -> None:
    copies = sorted(trail.glob("checkpoint-*.json"))
    kept = copies[0].read_text()
    copies[0].write_text(kept.replace('"sequence": 5', '"sequence": 4'))
    assert any("signature" in sentence for sentence in audit.verify().faults)
    copies[0].write_text("not json")
    assert any("cannot be read" in sentence for sentence in audit.verify().faults)
    copies[0].unlink()
    assert any("missing" in sentence for sentence in audit.verify().faults)


@pytest.mark.usefixtures("trail")
def test_a_key_put_in_place_of_ours_does_not_make_its_signatures_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    foreign = Ed25519PrivateKey.generate()
    monkeypatch.setattr(checkpoints, "checkpoint_key", lambda: foreign)
    checkpoints.checkpoint(now=START + dt.timedelta(days=1))
    assert any("signature" in sentence for sentence in audit.verify().faults)


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE access_event SET subject = 'x' WHERE sequence = 3",
        "DELETE FROM access_event WHERE sequence = 3",
        "DELETE FROM access_event",
        "UPDATE access_checkpoint SET sequence = 1",
        "DELETE FROM access_checkpoint",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(sql: str) -> None:
    put_the_guard_back()
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        run(sql)


@pytest.mark.usefixtures("trail")
def test_a_replacing_insert_does_not_slip_past_the_guard() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    put_the_guard_back()
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        run(
            "INSERT OR REPLACE INTO access_event SELECT sequence, at, 'x:y:z', person, "
            "organisation, purpose, subject, fields, allowed, because, mac FROM access_event "
            "WHERE sequence = 3"
        )


def put_the_guard_back() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(GUARD.POSTGRESQL_FUNCTION)
        for table in GUARD.TABLES:
            postgresql = connection.vendor == "postgresql"
            for sql in (GUARD.postgresql_on if postgresql else GUARD.sqlite_on)(table):
                cursor.execute(sql)


@pytest.mark.usefixtures("trail")
def test_a_checkpoint_is_due_each_hour_and_only_when_something_happened() -> None:
    now = START + dt.timedelta(days=2)
    assert checkpoints.checkpoint_if_due(now=now) is not None
    append(None, Said(tag="room:noun:verb"), at=now)
    assert checkpoints.checkpoint_if_due(now=now + dt.timedelta(minutes=59)) is None
    assert checkpoints.checkpoint_if_due(now=now + dt.timedelta(minutes=61)) is not None
    assert checkpoints.checkpoint_if_due(now=now + dt.timedelta(hours=9)) is None
    append(None, Said(tag="room:noun:verb"), at=now)
    assert checkpoints.checkpoint_if_due(now=now - dt.timedelta(days=9)) is not None  # clock jumped
