"""crest backup: database, files, registry, keys, checkpoints in one sealed file, then checked."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, cast

from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from crest import __version__
from crest.access.backups import databases
from crest.access.backups.restoring import check
from crest.access.backups.sealing import Sealer, Secret
from crest.access.models.events import ChainHead
from crest.access.trail import Said, append
from crest.config import config
from crest.engine.errors import InputError, OutputError
from crest.seal.installation import folder as vault_folder

DATABASE: Final = "database"
MANIFEST: Final = "manifest.json"
LEFT_OUT: Final = frozenset({"static"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds."""

    path: Path
    size: int
    rows: int
    files: int
    entries: int


def back_up(path: Path, secret: Secret) -> Kept:
    """Write a backup to `path`, restore it into a temporary place and compare.

    Nothing is left at `path` unless the comparison held. Raises OutputError when `path` exists.
    """
    if path.exists():
        raise OutputError(f"“{path}” exists already.", todo="Choose another name.")
    if not path.parent.is_dir():
        raise OutputError(f"There is no folder “{path.parent}”.", todo="Make it first.")
    append(None, Said(tag="access:installation:back_up", subject=path.name), at=timezone.now())
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=config().home) as work:
            manifest = _write(partial, Path(work), secret)
            check(partial, secret, Path(work))
        os.link(partial, path)  # unlike a rename, it never replaces what came meanwhile
    except FileExistsError as error:
        raise OutputError(f"“{path}” exists already.", todo="Choose another name.") from error
    finally:
        partial.unlink(missing_ok=True)
    return Kept(
        path=path, size=path.stat().st_size, rows=sum(manifest["rows"].values()),
        files=len(manifest["files"]) - 1, entries=manifest["entries"],
    )  # fmt: skip


def _write(path: Path, work: Path, secret: Secret) -> dict[str, Any]:
    dump = work / DATABASE
    rows = databases.snapshot(dump)
    with databases.opened(dump):
        head = ChainHead.objects.using(databases.ALIAS).first()
        entries, mac = (head.sequence, head.mac) if head else (0, "")
        recorder = MigrationRecorder(connections[databases.ALIAS])
        applied = sorted(".".join(key) for key in recorder.applied_migrations())
    manifest: dict[str, Any] = {
        "crest": __version__, "vendor": connection.vendor, "rows": rows, "entries": entries,
        "head": mac, "migrations": applied, "files": {},
    }  # fmt: skip
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        sealer = Sealer(out, secret)
        with tarfile.open(fileobj=cast("IO[bytes]", sealer), mode="w|", bufsize=1 << 18) as tar:
            _add(tar, dump, DATABASE, manifest["files"])
            dump.unlink()
            for file, name in _of_home():
                _add(tar, file, name, manifest["files"])
            text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text))
        sealer.finish()
        out.flush()
        os.fsync(out.fileno())
    return manifest


def _of_home() -> Iterator[tuple[Path, str]]:
    """Every file of the home but the database itself and what is made anew."""
    home, vault = Path(config().home).resolve(), vault_folder().resolve()
    for file in sorted(home.rglob("*")):
        name = file.relative_to(home)
        embedded = len(name.parts) == 1 and name.name.startswith("crest.sqlite3")
        hidden = any(part.startswith(".") for part in name.parts)
        ours = file.is_file() and not file.is_symlink() and name.parts[0] not in LEFT_OUT
        # An erased name must become unreadable in old backups: the vault's keys are in none.
        ours = ours and not file.is_relative_to(vault)
        if ours and not embedded and not hidden:
            yield file, f"home/{name.as_posix()}"


def _add(tar: tarfile.TarFile, file: Path, name: str, digests: dict[str, str]) -> None:
    try:
        source = file.open("rb")
    except (
        FileNotFoundError
    ):  # taken away since the list was made; the database knows nothing of it
        return
    with source:
        entry = tarfile.TarInfo(name)
        entry.size = os.fstat(source.fileno()).st_size
        entry.mode = file.stat().st_mode & 0o700
        hashing = _Hashing(source)
        try:
            tar.addfile(entry, cast("IO[bytes]", hashing))
        except OSError as error:
            if error.errno is None:  # the file shrank while it was read
                raise InputError(
                    f"“{name}” changed while it was read.", todo="Try again."
                ) from error
            raise
    digests[name] = hashing.digest.hexdigest()


class _Hashing:
    """A file that remembers the digest of what was read of it."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        return data
