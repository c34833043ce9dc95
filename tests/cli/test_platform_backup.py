"""A backup is one sealed file from which the same installation comes back, or none is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from platform_home import PASSWORD, crest, empty_database

pytestmark = [pytest.mark.cli, pytest.mark.room, pytest.mark.slow]
WORDS = "a passphrase of the tests\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("platform")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with empty_database("crest_backed_up") as address:
        yield address


@pytest.fixture(scope="module")
def kept(place: Path, database: str) -> Path:
    """A backup of an installation with one person, one file and a signed trail."""
    home = place / "home"
    assert crest(home, "migrate", database=database).returncode == 0
    made = crest(home, "createadmin", "a@example.org", typed=PASSWORD + "\n", database=database)
    assert made.returncode == 0, made.stderr
    (home / "files").mkdir()
    (home / "files" / "list.csv").write_text("name\nInvented Mill\n")
    assert crest(home, "audit", "checkpoint", database=database).returncode == 0
    done = crest(home, "backup", str(place / "one.backup"), typed=WORDS, database=database)
    assert done.returncode == 0, done.stderr
    assert "restoring it gave the same again" in done.stdout
    return place / "one.backup"


def test_what_was_backed_up_comes_back_whole(place: Path, kept: Path) -> None:
    home = place / "restored"
    with empty_database("crest_restored") as database:
        done = crest(home, "restore", str(kept), typed=WORDS, database=database)
        assert done.returncode == 0, done.stderr
        assert (home / "files" / "list.csv").read_text() == "name\nInvented Mill\n"
        assert crest(home, "migrate", database=database).returncode == 0
        checked = crest(home, "audit", "verify", database=database)
        assert checked.returncode == 0, checked.stderr + checked.stdout
        assert "Signed copies cover it" in checked.stdout
        again = crest(home, "restore", str(kept), typed=WORDS, database=database)
        assert again.returncode == 4
        assert "never overwrites" in again.stderr


def test_only_its_owner_reads_it_and_nothing_half_made_lies_beside_it(kept: Path) -> None:
    assert kept.stat().st_mode & 0o077 == 0
    assert [path.name for path in kept.parent.glob("*backup*")] == [kept.name]
    assert not list(kept.parent.glob(".*"))
    assert b"example.org" not in kept.read_bytes()


def test_an_existing_file_is_never_overwritten(place: Path, kept: Path, database: str) -> None:
    before = kept.read_bytes()
    done = crest(place / "home", "backup", str(kept), typed=WORDS, database=database)
    assert done.returncode == 4
    assert "exists already" in done.stderr
    assert kept.read_bytes() == before


def _damaged(kept: Path, to: Path, damage: str) -> Path:
    data = bytearray(kept.read_bytes())
    if damage == "flipped":
        data[len(data) // 2] ^= 1
    else:
        del data[-200:]
    to.write_bytes(data)
    return to


@pytest.mark.parametrize("damage", ["flipped", "cut"])
def test_a_damaged_file_restores_nothing(place: Path, kept: Path, damage: str) -> None:
    home = place / f"from_{damage}"
    with empty_database(f"crest_{damage}") as database:
        damaged = _damaged(kept, place / f"{damage}.copy", damage)
        done = crest(home, "restore", str(damaged), typed=WORDS, database=database)
        assert done.returncode == 3
        assert "damaged" in done.stderr or "cut" in done.stderr
        assert not (home / "files").exists()
        assert "crest migrate" in crest(home, "audit", "verify", database=database).stderr


def test_a_wrong_passphrase_restores_nothing(place: Path, kept: Path) -> None:
    home = place / "wrong"
    with empty_database("crest_wrong") as database:
        done = crest(home, "restore", str(kept), typed="another passphrase\n", database=database)
        assert done.returncode == 3
        assert "wrong" in done.stderr
        assert not (home / "files").exists()


def test_a_backup_with_a_broken_trail_is_refused(place: Path, kept: Path, database: str) -> None:  # noqa: ARG001
    if database:
        pytest.skip("the same check; the trail is broken through a file of SQLite here")
    home = place / "home"
    with sqlite3.connect(home / "crest.sqlite3") as direct:
        direct.execute("DROP TRIGGER access_event_no_update")
        direct.execute("UPDATE access_event SET subject = 'changed' WHERE sequence = 1")
    direct.close()
    done = crest(home, "backup", str(place / "broken.backup"), typed=WORDS)
    assert done.returncode == 3
    assert "does not hold" in done.stderr
    assert not (place / "broken.backup").exists()
