"""Signed statements of the audit trail's state, copied off the database.

Whoever can write to the database, even with the key of the chain, cannot cut the chain's tail
unseen: a checkpoint on another disk says how long it was and where it ended.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import transaction
from django.utils import timezone

from crest.access.keys import checkpoint_key
from crest.access.models.events import ChainHead, Checkpoint
from crest.config import config

EVERY: Final = dt.timedelta(hours=1)
_PUBLIC: Final = "checkpoint.pub"


@dataclass(frozen=True, slots=True)
class Statement:
    """Where the chain stood at a time, signed."""

    sequence: int
    mac: str
    at: str
    signature: str

    def signed_by(self, key: Ed25519PublicKey) -> bool:
        """Whether the key's owner signed exactly this."""
        try:
            key.verify(bytes.fromhex(self.signature), _message(self.sequence, self.mac, self.at))
        except (InvalidSignature, ValueError):
            return False
        return True


def folder() -> Path:
    """Where the copies lie."""
    return Path(config().checkpoint_folder or Path(config().home) / "checkpoints")


def checkpoint(*, now: dt.datetime) -> Statement | None:
    """Sign where the chain stands and keep it twice; None while the chain is empty.

    Raises OSError when the copy off the database cannot be written.
    """
    with transaction.atomic():
        head = ChainHead.objects.first()
        if head is None or head.sequence == 0:
            return None
        at = now.astimezone(dt.UTC).isoformat(timespec="microseconds")
        signature = checkpoint_key().sign(_message(head.sequence, head.mac, at)).hex()
        made = Statement(sequence=head.sequence, mac=head.mac, at=at, signature=signature)
        _write(made)
        Checkpoint.objects.create(sequence=head.sequence, mac=head.mac, at=now, signature=signature)
    return made


def sign_now() -> Statement | None:
    """Sign where the chain stands at this moment."""
    return checkpoint(now=timezone.now())


def checkpoint_if_due(*, now: dt.datetime) -> Statement | None:
    """Sign one when the last is an hour old or of the future, and the chain has grown since."""
    last = Checkpoint.objects.order_by("pk").last()
    head = ChainHead.objects.first()
    if last is not None and (head is None or head.sequence == last.sequence):
        return None
    if last is not None and last.at <= now < last.at + EVERY:
        return None
    return checkpoint(now=now)


def public_key() -> Ed25519PublicKey:
    """The key that signatures are checked with: the one beside the copies, else our own."""
    beside = folder() / _PUBLIC
    if beside.is_file():
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(beside.read_text("ascii").strip()))
    return checkpoint_key().public_key()


def statements() -> tuple[list[Statement], list[str]]:
    """The copies off the database by sequence, and the names of files that cannot be read."""
    found: list[Statement] = []
    broken: list[str] = []
    for path in sorted(folder().glob("checkpoint-*.json")):
        try:
            found.append(Statement(**json.loads(path.read_text("utf-8"))))
        except (OSError, ValueError, TypeError):
            broken.append(path.name)
    return sorted(found, key=lambda one: (one.sequence, one.at)), broken


def _message(sequence: int, mac: str, at: str) -> bytes:
    return f"crest checkpoint 1\n{sequence}\n{mac}\n{at}\n".encode()


def _write(made: Statement) -> None:
    """One file, complete or not at all, on the disk before the database says it exists."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = place / _PUBLIC
    if not beside.exists():
        _durably(beside, checkpoint_key().public_key().public_bytes_raw().hex() + "\n")
    stamp = made.at.replace(":", "").replace("+0000", "Z")
    path = place / f"checkpoint-{made.sequence:012d}-{stamp}.json"
    _durably(path, json.dumps(asdict(made), indent=1) + "\n")


def _durably(path: Path, text: str) -> None:
    fresh = path.with_suffix(f".{os.getpid()}")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
