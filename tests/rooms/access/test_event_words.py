"""The log speaks in words: every verb has a line in access/events.csv, in each language."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

import pytest
from django.utils.translation import override

import crest
from crest.access import facade as access
from crest.access.event_words import _table, words_of

pytestmark = pytest.mark.room
ROOMS = {"access", "evidence", "people", "supplychain", "programmes", "findings"}


def every_tag() -> set[str]:
    for module in walk_packages(crest.__path__, "crest."):
        parts = module.name.split(".")
        if parts[1] in ROOMS and "migrations" not in parts:
            import_module(module.name)
    return {tag for tag in access.VERBS if ":test:" not in tag}


def test_every_verb_has_words_in_every_language() -> None:
    table = _table()
    without = sorted(
        tag for tag in every_tag() if tag not in table or not all(table[tag].values())
    )  # fmt: skip
    assert not without, "add a line for each to src/crest/access/events.csv"


def test_no_two_verbs_have_the_same_words() -> None:
    for language in ("en", "th"):
        words = [line[language] for line in _table().values()]
        assert len(words) == len(set(words))


def test_words_are_in_the_readers_language_and_a_strange_tag_stays_readable() -> None:
    assert words_of("access:job:cancel") == "Asked work to stop"
    with override("th"):
        assert words_of("access:job:cancel") == "ขอให้หยุดงาน"
    assert words_of("room:noun:verb") == "room:noun:verb"
    assert "does not allow" in words_of("access:page:people")
