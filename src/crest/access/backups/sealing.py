"""A stream of bytes, encrypted in chunks: AES-256-GCM under a key from a passphrase or a key file.

Each chunk is bound to the head of the file, to its place and to whether it is the last one, so that
a flipped byte, a moved chunk and a cut file are all seen before a byte of the chunk is used.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from crest.engine.errors import InputError

MAGIC: Final = b"CREST-BACKUP-1\n"
CHUNK: Final = 1 << 20
_COST: Final = {"n": 1 << 17, "r": 8, "p": 1}  # of scrypt; belongs to the version in MAGIC
_TAG: Final = 16
_LEAST_KEY: Final = 32
_LONGEST_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class Secret:
    """What opens a backup: a passphrase, or the content of a key file."""

    content: bytes
    from_file: bool = False

    @classmethod
    def of_file(cls, path: Path) -> Secret:
        """Raises InputError when the file is too short to be a key."""
        content = path.read_bytes()
        if len(content) < _LEAST_KEY:
            raise InputError(
                f"The key file “{path.name}” is shorter than {_LEAST_KEY} bytes.",
                todo="Make one with: head -c 32 /dev/urandom > backup.key",
            )
        return cls(content, from_file=True)

    def key(self, salt: bytes) -> bytes:
        """32 bytes for AES-256."""
        if self.from_file:
            return hmac.new(salt, self.content, hashlib.sha256).digest()
        return hashlib.scrypt(
            self.content, salt=salt, n=_COST["n"], r=_COST["r"], p=_COST["p"], dklen=32,
            maxmem=256 * _COST["n"] * _COST["r"],
        )  # fmt: skip


class Sealer(io.RawIOBase):
    """Write plain bytes, get sealed chunks in `out`. Not complete until `close`."""

    def __init__(self, out: BinaryIO, secret: Secret) -> None:
        salt, self.prefix = os.urandom(16), os.urandom(7)
        head = {
            "by": "file" if secret.from_file else "passphrase", "salt": salt.hex(),
            "prefix": self.prefix.hex(),
        }  # fmt: skip
        text = json.dumps(head).encode()
        self.out, self.head = out, hashlib.sha256(text).digest()
        self.cipher, self.number, self.held = AESGCM(secret.key(salt)), 0, bytearray()
        out.write(MAGIC + struct.pack(">I", len(text)) + text)

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: object) -> int:
        """Take bytes; whole chunks leave at once."""
        view = memoryview(data)  # type: ignore[arg-type]
        self.held += view
        while len(self.held) > CHUNK:
            self._seal(bytes(self.held[:CHUNK]), last=False)
            del self.held[:CHUNK]
        return len(view)

    def finish(self) -> None:
        """Seal the last chunk; without it the file counts as cut."""
        self._seal(bytes(self.held), last=True)
        self.held.clear()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        nonce = _nonce(self.prefix, self.number, last=last)
        sealed = self.cipher.encrypt(nonce, plain, self.head)
        self.out.write(struct.pack(">I", len(sealed)) + sealed)
        self.number += 1


class Opener(io.RawIOBase):
    """Reads what a Sealer wrote. Raises InputError for whatever is not exactly that."""

    def __init__(self, source: BinaryIO, secret: Secret) -> None:
        if source.read(len(MAGIC)) != MAGIC:
            raise InputError("This is no backup of CREST.")
        (length,) = struct.unpack(">I", _exactly(source, 4))
        text = _exactly(source, min(length, _LONGEST_HEAD))
        self.source, self.head, self.number = source, hashlib.sha256(text).digest(), 0
        self.left, self.ended = b"", False
        try:
            head = json.loads(text)
            salt, self.prefix, by = (
                bytes.fromhex(head["salt"]),
                bytes.fromhex(head["prefix"]),
                head["by"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise InputError("The head of this backup is damaged.") from error
        if (by == "file") != secret.from_file:
            todo = "Give --key-file." if by == "file" else "Leave --key-file out."
            raise InputError(
                f"This backup was sealed with a {by.replace('file', 'key file')}.", todo=todo
            )
        self.cipher = AESGCM(secret.key(salt))
        self._open()

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer with opened bytes; 0 after the last chunk."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self.left and not self.ended:
            self._open()
        part = self.left[: len(view)]
        view[: len(part)] = part
        self.left = self.left[len(part) :]
        return len(part)

    def _unsealed(self, sealed: bytes, *, last: bool) -> bytes | None:
        """What the piece holds, or None where it was not sealed as this piece of this backup."""
        try:
            nonce = _nonce(self.prefix, self.number, last=last)
            return self.cipher.decrypt(nonce, sealed, self.head)
        except InvalidTag:
            return None

    def _open(self) -> None:
        (length,) = struct.unpack(">I", _exactly(self.source, 4))
        if not _TAG <= length <= CHUNK + _TAG:
            raise InputError("This backup is damaged.", todo="Use another copy of it.")
        sealed = _exactly(self.source, length)
        for last in (False, True):
            plain = self._unsealed(sealed, last=last)
            if plain is not None:
                self.left, self.ended = plain, last
                break
        else:
            if self.number == 0:
                raise InputError(
                    "The passphrase or key is wrong, or the backup is damaged at its start."
                )
            raise InputError("This backup is damaged.", todo="Use another copy of it.")
        self.number += 1
        if self.ended and self.source.read(1):
            raise InputError("Something was added to the end of this backup.")


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + struct.pack(">I?", number, last)


def _exactly(source: BinaryIO, length: int) -> bytes:
    data = source.read(length)
    if len(data) != length:
        raise InputError("This backup was cut: its end is missing.", todo="Use another copy of it.")
    return data
