"""A sealed column holds nothing but sealed text, says nothing, and cannot be searched."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from crest.engine.errors import OutputError
from crest.seal import installation
from crest.seal.envelope import new_key
from crest.seal.errors import KeyGone, SealBroken
from crest.seal.field import Sealed, SealedField, put, read

pytestmark = pytest.mark.room
DAY = dt.date(2026, 3, 31)
KEY = new_key()


def row(ref: str, owner: int = 1) -> Any:
    return SimpleNamespace(
        owner_id=owner, ref=ref, name=None, _meta=SimpleNamespace(db_table="people_identity")
    )


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(installation, "folder", lambda: tmp_path / "vault")
    return tmp_path / "vault"


def test_two_rows_that_swap_their_sealed_texts_are_noticed() -> None:
    one, two = row("one"), row("two")
    put(one, "name", "First Invented", KEY)
    put(two, "name", "Second Invented", KEY)
    assert (read(one, "name", KEY), read(two, "name", KEY)) == ("First Invented", "Second Invented")
    one.name, two.name = two.name, one.name
    for swapped in (one, two):
        with pytest.raises(SealBroken):
            read(swapped, "name", KEY)


def test_an_empty_text_leaves_the_column_empty_and_is_no_fault() -> None:
    one = row("one")
    put(one, "name", "", KEY)
    assert one.name is None
    assert read(one, "name", KEY) == ""


def test_plain_text_is_never_written() -> None:
    field = SealedField()
    field.name = "name"
    for planted in ("Invented Name", b"Invented Name", Sealed(b"Invented Name of a worker, long")):
        with pytest.raises(SealBroken):
            field.get_db_prep_value(planted, connection)
    assert field.get_db_prep_value(None, connection) is None


def test_a_sealed_value_says_nothing_when_it_is_shown() -> None:
    one = row("one")
    put(one, "name", "Invented Name", KEY)
    assert f"{one.name}" == repr(one.name) == "Sealed(…)"


def test_a_sealed_column_can_only_be_asked_whether_it_is_empty() -> None:
    field = SealedField()
    field.name = "name"
    assert field.get_lookup("isnull") is not None
    for name in ("exact", "contains", "in", "gt"):
        assert field.get_lookup(name) is None


def test_a_period_has_one_key_in_a_file_of_its_owner(keys: Path) -> None:
    assert installation.periods() == ()
    assert installation.current(on=DAY) == "2026-03-31"
    key = installation.key_of("2026-03-31")
    assert installation.begin(on=DAY) == "2026-03-31"
    assert installation.key_of("2026-03-31") == key
    assert [path.name for path in keys.iterdir()] == ["2026-03-31.key"]
    assert (keys / "2026-03-31.key").stat().st_mode & 0o777 == 0o600


def test_a_destroyed_or_missing_key_is_said_to_be_gone(keys: Path) -> None:
    installation.begin(on=DAY)
    installation.begin(on=DAY + dt.timedelta(days=20))
    assert installation.retired(before=DAY + dt.timedelta(days=19)) == ()
    assert installation.retired(before=DAY + dt.timedelta(days=20)) == ("2026-03-31",)
    installation.destroy("2026-03-31")
    installation.destroy("2026-03-31")
    with pytest.raises(KeyGone):
        installation.key_of("2026-03-31")
    (keys / "2026-04-20.key").write_bytes(b"short")
    with pytest.raises(KeyGone):
        installation.key_of("2026-04-20")


def test_a_folder_that_cannot_be_written_is_said_plainly(keys: Path) -> None:
    keys.write_text("a file where the folder should be")
    with pytest.raises(OutputError, match="could not be written"):
        installation.begin(on=DAY)
