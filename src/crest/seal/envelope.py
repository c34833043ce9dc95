"""Sealing: AES-256-GCM, bound to the place it was made for.

Form: version (1 byte), nonce (12 bytes, random), ciphertext and tag. The place enters the tag, not
the bytes, so a sealed text that is copied into another record does not open there.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from crest.seal.errors import broken

VERSION: Final = 1
KEY_BYTES: Final = 32
_NONCE: Final = 12
_TAG: Final = 16
_STEP: Final = 32  # lengths are rounded up to this, so a length tells little of a name
_END: Final = b"\x80"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed text belongs. `row` is the record's random public id."""

    organisation: int
    table: str
    column: str
    row: str

    def bound(self, version: int, what: str) -> bytes:
        """The place as bytes; each part with its length, so that no two places look alike.

        `what` is sealed, a text or a key, is bound, too: one never opens as the other.
        """
        parts = (
            f"crest:{version}:{what}",
            str(self.organisation),
            self.table,
            self.column,
            self.row,
        )
        return b"".join(len(raw := part.encode()).to_bytes(4, "big") + raw for part in parts)


def new_key() -> bytes:
    """A fresh random key of 256 bits."""
    return secrets.token_bytes(KEY_BYTES)


def seal_text(text: str, key: bytes, place: Place) -> bytes:
    """Seal a text for one place."""
    raw = text.encode()
    padding = _END + b"\x00" * (-(len(raw) + 1) % _STEP)
    return _seal(raw + padding, key, place.bound(VERSION, "text"))


def open_text(sealed: bytes, key: bytes, place: Place) -> str:
    """The text. Raises SealBroken for anything that was not sealed with this key for this place."""
    return _open(sealed, key, place, "text").rstrip(b"\x00").removesuffix(_END).decode()


def wrap(key: bytes, under: bytes, place: Place) -> bytes:
    """Seal a key under another key."""
    return _seal(key, under, place.bound(VERSION, "key"))


def unwrap(wrapped: bytes, under: bytes, place: Place) -> bytes:
    """The key. Raises SealBroken."""
    key = _open(wrapped, under, place, "key")
    if len(key) != KEY_BYTES:
        raise broken(place.column)
    return key


def looks_sealed(data: bytes) -> bool:
    """Whether these bytes have the form of something sealed: plain text has not."""
    return len(data) >= 1 + _NONCE + _TAG and data[0] == VERSION


def _seal(raw: bytes, key: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return bytes([VERSION]) + nonce + AESGCM(key).encrypt(nonce, raw, bound)


def _open(sealed: bytes, key: bytes, place: Place, what: str) -> bytes:
    if not looks_sealed(sealed):
        raise broken(place.column)
    nonce, rest = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, rest, place.bound(sealed[0], what))
    except InvalidTag:
        raise broken(place.column) from None
