"""Writes pass one doorway: who may not leaves no trace but the denial."""

from __future__ import annotations

import pytest
from factories import actor, organisation

from crest.access import facade as access
from crest.access.keys import audit_key
from crest.access.models import Event, Job, Organisation
from crest.access.trail import faults

pytestmark = pytest.mark.room


@access.action("access:test:rename", needs=access.Permission.MANAGE_PEOPLE)
def rename(*, by: access.Actor, name: str) -> Organisation:
    found = Organisation.objects.get(pk=by.organisation)
    found.name = name
    found.save()
    return found


@access.action("access:test:break", needs=access.Permission.SEE_CHAIN)
def rename_and_ask_too_much(*, by: access.Actor, name: str) -> None:
    Organisation.objects.filter(pk=by.organisation).update(name=name)
    rename(by=by, name=name)


def test_who_may_leaves_one_event() -> None:
    home = organisation("Before")
    rename(by=actor(home, access.Role.ADMINISTRATOR), name="After")
    home.refresh_from_db()
    assert home.name == "After"
    event = Event.objects.get()
    assert (event.tag, event.subject, event.allowed) == ("access:test:rename", home.ref, True)


def test_who_may_not_changes_nothing_and_the_denial_is_written_down() -> None:
    home = organisation("Before")
    with pytest.raises(access.NotAllowed):
        rename(by=actor(home, access.Role.VIEWER), name="After")
    home.refresh_from_db()
    assert home.name == "Before"
    event = Event.objects.get()
    assert (event.tag, event.allowed) == ("access:test:rename", False)


def test_a_verb_refused_inside_a_verb_takes_the_outer_one_with_it() -> None:
    home = organisation("Before")
    with pytest.raises(access.NotAllowed):
        rename_and_ask_too_much(by=actor(home, access.Role.ANALYST), name="After")
    home.refresh_from_db()
    assert home.name == "Before"
    assert [(e.tag, e.allowed) for e in Event.objects.all()] == [("access:test:rename", False)]


def test_the_trail_holds_and_every_change_of_it_is_seen() -> None:
    by = actor(organisation(), access.Role.ADMINISTRATOR)
    for number in range(5):
        rename(by=by, name=f"Name {number}")
    events = list(Event.objects.order_by("sequence"))
    assert not list(faults(events, key=audit_key()))
    events[2].subject = "another"
    assert any("Entry 3" in sentence for sentence in faults(events, key=audit_key()))


def test_nothing_is_seen_until_an_actor_is_named() -> None:
    by = actor(organisation())
    Job(owner_id=by.organisation, task="t", subject="s", title="t").save()
    assert not Job.objects.all().exists()
    assert Job.objects.within(by).count() == 1
    assert not Job.objects.within(actor(organisation())).exists()
