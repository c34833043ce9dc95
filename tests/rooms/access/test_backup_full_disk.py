"""A disk that fills while a backup is written leaves nothing half-made behind."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from factories import actor, organisation

from crest.access.backups import packing, sealing
from crest.access.backups.sealing import Sealer, Secret
from crest.access.trail import Said, append
from crest.cli.exits import OUTPUT, code_for, sentence_for

pytestmark = pytest.mark.room


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
    monkeypatch.setattr(sealing, "CHUNK", 1 << 12)
    with pytest.raises(OSError, match="No space") as caught:
        packing.back_up(tmp_path / "one.backup", Secret(b"a passphrase of the tests"))
    assert code_for(caught.value) == OUTPUT
    assert "disk is full" in sentence_for(caught.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.django_db(transaction=True)  # a backup waits for open transactions to end
def test_a_backup_in_process_holds_what_the_database_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a dump of PostgreSQL does not see the open transaction of a test")
    monkeypatch.setattr(sealing, "_COST", {"n": 1 << 10, "r": 8, "p": 1})
    append(actor(organisation()), Said(tag="room:noun:verb"), at=timezone.now())
    kept = packing.back_up(tmp_path / "one.backup", Secret(b"a passphrase of the tests"))
    assert kept.entries == 2  # the backup itself is an entry
