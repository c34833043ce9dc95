"""Files as received, each under the hash of its content; a person's file name is never a path."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from crest.access import facade as access
from crest.config import config
from crest.engine.errors import OutputError

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in the store. `fresh`: it was not there before."""

    path: Path
    sha256: str
    size: int
    fresh: bool


def folder_of(owner_ref: str) -> Path:
    """The folder of one organisation's files."""
    return Path(config().home) / "files" / owner_ref


def path_of(owner_ref: str, sha256: str) -> Path:
    """Where the file with that content lies."""
    return folder_of(owner_ref) / sha256


def keep(chunks: Iterable[bytes], owner_ref: str) -> Kept:
    """Write a file into the store: whole or not at all.

    Raises Refused when it is larger than the installation takes, OutputError when the disk is full.
    """
    most = config().upload_megabytes * 1_000_000
    folder = folder_of(owner_ref)
    draft = folder / f".{secrets.token_hex(8)}"
    digest, size = hashlib.sha256(), 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with draft.open("xb") as file:
            access.hold(file)
            for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise too_large()
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        target = folder / digest.hexdigest()
        fresh = not target.exists()
        draft.replace(target)
        _sync(folder)
    except OSError as error:
        raise OutputError(
            "The file could not be kept: the disk of this server is full or cannot be written.",
            todo="Tell who runs this server; nothing was changed.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    return Kept(target, digest.hexdigest(), size, fresh)


@access.chore("evidence.sweep", every=dt.timedelta(minutes=10))
def sweep() -> int:
    """Take away the half files that a killed server left; how many."""
    store = Path(config().home) / "files"
    return access.sweep([*access.uploads().iterdir(), *store.glob("*/.*")])


def too_large() -> access.Refused:
    """What a person reads whose file is too large."""
    sentence = (
        f"The file is larger than {config().upload_megabytes} MB, the most this server takes."
    )
    todo = "Split the list, or save it as CSV or Parquet."
    return access.Refused(sentence, todo=todo, fields={"file": f"{sentence} {todo}"})


def shown_name(given: str) -> str:
    """A file's name for people: without folders, control characters and what separates evidence."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    clean = (
        "".join(ch if ch.isprintable() else " " for ch in last).replace(";", ",").replace("|", "-")
    )
    clean = " ".join(clean.encode("utf-8", "replace").decode().split())
    if len(clean) > _LONGEST:
        stem, dot, ending = clean.rpartition(".")
        clean = f"{stem[: _LONGEST - 10]}…{dot}{ending[:8]}" if dot else clean[:_LONGEST]
    return clean or "list"


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
