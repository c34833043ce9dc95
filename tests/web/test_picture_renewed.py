"""A large picture is made anew beside the requests; nobody sees in it what is not shared now."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import factories
import pytest
from factories_atlas import node

from crest.supplychain.services.indexing import index_nodes
from crest.web.atlas import picture
from crest.web.atlas.picture import picture_of

pytestmark = [pytest.mark.web, pytest.mark.django_db(transaction=True)]
ON = dt.date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _own_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "_pictures", type(picture._pictures)())
    monkeypatch.setattr(picture, "_under_way", set())


def names(by: Any) -> set[str]:
    return set(picture_of(by, on=ON).places.name.to_pylist())


def renewed() -> None:
    for one in threading.enumerate():
        if one is not threading.current_thread() and one.daemon and "_renew" in one.name:
            one.join(20)


def test_a_small_picture_is_made_anew_at_once() -> None:
    home = factories.organisation()
    by = factories.actor(home)
    node(home, "First Mill")
    assert names(by) == {"First Mill"}
    node(home, "Second Mill")
    assert names(by) == {"First Mill", "Second Mill"}


def test_a_large_one_answers_from_before_the_change_until_the_new_one_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(picture, "_PATIENCE", 0.0)
    home = factories.organisation()
    by = factories.actor(home)
    node(home, "First Mill")
    names(by)
    node(home, "Second Mill")
    assert names(by) == {"First Mill"}
    renewed()
    assert names(by) == {"First Mill", "Second Mill"}


def test_what_is_not_shared_any_more_is_not_in_the_picture_from_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(picture, "_PATIENCE", 0.0)
    home, giver = factories.organisation(), factories.organisation()
    agreement = factories.shares(giver, home, "chain")
    node(home, "Own Mill")
    node(giver, "Their Mill")
    assert names(factories.actor(home)) == {"Own Mill", "Their Mill"}
    agreement.delete()
    assert names(factories.actor(home)) == {"Own Mill"}


def test_a_picture_that_cannot_be_made_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "_PATIENCE", 0.0)
    home = factories.organisation()
    by = factories.actor(home)
    one = node(home, "First Mill")
    names(by)
    made = picture._made
    monkeypatch.setattr(picture, "_made", lambda *_: 1 / 0)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    index_nodes(home.pk, [one.pk])
    assert names(by) == {"First Mill"}
    renewed()
    monkeypatch.setattr(picture, "_made", made)
    node(home, "Second Mill")
    names(by)
    renewed()
    assert names(by) == {"First Mill", "Second Mill"}
