"""crest restore: a backup is opened and compared before anything of it is put in place."""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
import tempfile
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, cast

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from crest.access.backups import databases
from crest.access.backups.sealing import Opener, Secret
from crest.access.models.events import ChainHead, Event
from crest.access.trail import faults
from crest.config import config
from crest.engine.errors import InputError, OutputError

_MAY_BE_THERE: Final = frozenset({"static", "keys/session.key", "crest.sqlite3"})
_BLOCK: Final = 1 << 20


def restore(path: Path, secret: Secret) -> dict[str, Any]:
    """Make this empty installation what the backup holds; its manifest.

    Raises OutputError where an installation is already.
    """
    home = Path(config().home).resolve()
    _need_empty(home)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=home) as work:
        manifest = check(path, secret, Path(work))
        for part in sorted((Path(work) / "home").glob("*")):
            shutil.copytree(part, home / part.name, dirs_exist_ok=True) if part.is_dir() else (
                shutil.copy2(part, home / part.name)
            )
        databases.put_back(Path(work) / "database")  # last: without it nothing counts as restored
    return manifest


def check(path: Path, secret: Secret, work: Path) -> dict[str, Any]:
    """Open a backup in `work` and compare rows, audit trail and digests; its manifest.

    Raises InputError for the first thing that is not as it was.
    """
    manifest, digests = _unpack(path, secret, work)
    if digests != manifest["files"]:
        changed = sorted(set(digests.items()) ^ set(manifest["files"].items()))
        raise InputError(f"“{changed[0][0]}” is not what was backed up.")
    if manifest["vendor"] != connection.vendor:
        raise InputError(
            f"This backup is of {manifest['vendor']}, this installation uses {connection.vendor}.",
            todo="Set CREST_DATABASE accordingly.",
        )
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if set(manifest["migrations"]) - known:
        raise InputError(
            f"This backup was made by a newer CREST ({manifest['crest']}).", todo="Update first."
        )
    with databases.opened(work / "database"):
        _compare(manifest, work)
    return manifest


def _compare(manifest: dict[str, Any], work: Path) -> None:
    rows = databases.count_rows(databases.ALIAS)
    if rows != manifest["rows"]:
        table = min(set(rows.items()) ^ set(manifest["rows"].items()))[0]
        raise InputError(f"The table {table} has not the rows that were backed up.")
    if "access_event" not in rows:
        return
    kept = work / "home" / "keys" / "audit.key"
    text = config().audit_key or (kept.read_text("ascii") if kept.is_file() else "")
    events = Event.objects.using(databases.ALIAS).order_by("sequence")
    head = ChainHead.objects.using(databases.ALIAS).first()
    broken = list(islice(faults(events.iterator(), key=bytes.fromhex(text.strip())), 1))
    if (head.sequence if head else 0) != manifest["entries"] or events.count() != manifest[
        "entries"
    ]:
        broken.append("Entries are missing.")
    if broken:
        raise InputError(
            f"The audit trail in the backup does not hold. {broken[0]}",
            todo="Run crest audit verify; see docs/how-to/verify-the-audit-trail.md.",
        )


def _unpack(path: Path, secret: Secret, work: Path) -> tuple[dict[str, Any], dict[str, str]]:
    digests: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    with path.open("rb") as source:
        opener = Opener(source, secret)
        with tarfile.open(fileobj=cast("IO[bytes]", opener), mode="r|", bufsize=1 << 18) as tar:
            for entry in tar:
                data = tar.extractfile(entry)
                if data is None or not _is_ours(entry.name):
                    raise InputError("This backup holds something no backup of CREST holds.")
                if entry.name == "manifest.json":
                    manifest = json.loads(data.read())
                else:
                    digests[entry.name] = _copy(data, work / entry.name, entry.mode)
        while opener.read(_BLOCK):  # to the last chunk: only then the file is known to be whole
            pass
    if manifest is None:
        raise InputError("This backup was cut: its end is missing.")
    return manifest, digests


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return (
        name in {"database", "manifest.json"}
        or (parts[:1] == ("home",) and ".." not in parts and len(parts) > 1)
    )  # fmt: skip


def _copy(data: IO[bytes], target: Path, mode: int) -> str:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with target.open("wb") as out:
        while block := data.read(_BLOCK):
            digest.update(block)
            out.write(block)
    target.chmod(mode & 0o700)
    return digest.hexdigest()


def _need_empty(home: Path) -> None:
    there = [
        file.relative_to(home).as_posix() for file in home.rglob("*") if file.is_file()
    ]  # fmt: skip
    taken = [
        name for name in there
        if name not in _MAY_BE_THERE and name.split("/")[0] != "static"
        and not name.startswith((".", "crest.sqlite3-"))
    ]  # fmt: skip
    if taken or not databases.is_empty():
        raise OutputError(
            f"There is an installation in “{home}” already; a restore never overwrites one.",
            todo="Set CREST_HOME to an empty folder (and CREST_DATABASE to an empty database).",
        )
