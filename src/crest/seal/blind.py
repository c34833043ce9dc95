"""Blind index: finds equal texts among sealed ones without opening any.

Keyed and per purpose and organisation, so an index of one tells nothing about another, and without
the key nobody can try out numbers or names.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from typing import Final

_BYTES: Final = 16
_APART: Final = b"\x1f"


def blind_index(text: str, key: bytes, *, organisation: int, purpose: str) -> str:
    """128 bits as 32 hexadecimal digits. The text must be normalised (`folded`, `digits`)."""
    own = hmac.new(key, f"crest:blind:{organisation}:{purpose}".encode(), hashlib.sha256).digest()
    return hmac.new(own, text.encode(), hashlib.sha256).digest()[:_BYTES].hex()


def folded(*texts: str) -> str:
    """Texts as one, without differences of case, width and spaces; parts stay apart."""
    parts = [" ".join(unicodedata.normalize("NFKC", one).casefold().split()) for one in texts]
    return _APART.decode().join(parts)


def digits(text: str) -> str:
    """Letters and digits only, as numbers of papers and telephones are compared."""
    return "".join(ch for ch in unicodedata.normalize("NFKC", text).casefold() if ch.isalnum())
