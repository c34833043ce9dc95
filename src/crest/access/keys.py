"""Keys of the installation: a setting, else made once and kept in files of mode 600."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from crest.config import config
from crest.engine.errors import InputError

_KEY_LENGTH = 64


@cache
def audit_key() -> bytes:
    """The key of the audit trail's chain, 32 bytes. It never enters the database."""
    text = config().audit_key or _kept("audit.key", lambda: secrets.token_hex(32).encode()).decode()
    if len(text.strip()) != _KEY_LENGTH:
        raise InputError(
            "The audit key must be 64 hexadecimal digits.", todo="See CREST_AUDIT_KEY."
        )
    return bytes.fromhex(text.strip())


@cache
def checkpoint_key() -> Ed25519PrivateKey:
    """The private key that signs checkpoints of the audit trail."""
    raw = _kept("checkpoint.key", lambda: _raw(Ed25519PrivateKey.generate()))
    return Ed25519PrivateKey.from_private_bytes(raw)


def session_key() -> str:
    """The key that signs sessions."""
    return (
        config().secret_key
        or _kept("session.key", lambda: secrets.token_urlsafe(50).encode()).decode()
    )


def _raw(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
    )


def _kept(name: str, make: Callable[[], bytes]) -> bytes:
    """The content of a key file of `home`; made with mode 600 where it is missing."""
    folder = Path(config().home) / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        fresh = folder / f".{name}.{os.getpid()}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(make())
        try:
            os.link(fresh, path)  # whoever is first wins; both then read the same key
        except FileExistsError:
            return path.read_bytes()
        finally:
            fresh.unlink()
    return path.read_bytes()
