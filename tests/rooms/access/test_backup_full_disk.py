"""A disk that fills while a backup is written leaves nothing half-made behind."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from factories import organisation

from crest.access.backups import databases, packing, sealing
from crest.access.backups.sealing import Sealer, Secret
from crest.cli.exits import OUTPUT, code_for, sentence_for
from crest.engine.errors import OutputError

pytestmark = pytest.mark.room


def _copied(path: Path) -> dict[str, int]:
    """A copy that sees the open transaction of the test."""
    with closing(sqlite3.connect(path)) as copy:
        copy.executescript("\n".join(connection.connection.iterdump()))
    return databases.count_rows()


def test_a_backup_waits_for_a_locked_database_but_not_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads beside writers")
    monkeypatch.setattr(databases, "PATIENCE", 0.3)
    organisation()  # the transaction of the test holds it
    with pytest.raises(OutputError, match="locked for"):
        databases.snapshot(tmp_path / "copy")


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_full_disk_is_said_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a dump of PostgreSQL does not see the open transaction of a test")
    monkeypatch.setattr(sealing, "_COST", {"n": 1 << 10, "r": 8, "p": 1})
    sealed = Sealer._seal

    def full(self: Sealer, plain: bytes, **more: Any) -> None:
        if self.number >= after:
            raise OSError(errno.ENOSPC, "No space left on device")
        sealed(self, plain, **more)

    monkeypatch.setattr(Sealer, "_seal", full)
    monkeypatch.setattr(databases, "snapshot", _copied)
    monkeypatch.setattr(databases, "opened", lambda _: nullcontext())
    monkeypatch.setattr(databases, "ALIAS", "default")
    monkeypatch.setattr(sealing, "CHUNK", 1 << 12)
    with pytest.raises(OSError, match="No space") as caught:
        packing.back_up(tmp_path / "one.backup", Secret(b"a passphrase of the tests"))
    assert code_for(caught.value) == OUTPUT
    assert "disk is full" in sentence_for(caught.value)
    assert not list(tmp_path.iterdir())
