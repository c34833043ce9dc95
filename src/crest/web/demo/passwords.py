"""Passwords of the example's accounts: drawn once, kept in a file only its owner can read."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

Passwords: TypeAlias = dict[str, str]
Account: TypeAlias = dict[str, str]
FILE: Final = "example-accounts.json"
_CONSONANTS: Final = "bdfgklmnprstvz"
_VOWELS: Final = "aeiou"
_PARTS: Final = 4  # of four letters each: 49 bits, and still easy to type on a phone


def new_password() -> str:
    """A password like “kelu-mano-rita-sopu”."""
    return "-".join(
        "".join(secrets.choice(letters) for letters in (_CONSONANTS, _VOWELS) * 2)
        for _ in range(_PARTS)
    )


def draw(accounts: Iterable[Account], home: Path) -> Passwords:
    """New passwords, kept in `home` with mode 600."""
    rows = [{**account, "password": new_password()} for account in accounts]
    path = home / FILE
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(rows, file, indent=1, ensure_ascii=False)
    return {row["email"]: row["password"] for row in rows}


def kept(home: Path) -> list[Account]:
    """The accounts of an example that was loaded before, with their passwords."""
    found: list[Account] = json.loads((home / FILE).read_text("utf-8"))
    return found


def as_lines(accounts: Iterable[Account]) -> Iterator[str]:
    """What is printed: who, address, password, what it is good for."""
    rows = list(accounts)
    wide = {name: max(len(row[name]) for row in rows) for name in ("email", "password")}
    organisation = ""
    for row in rows:
        if row["organisation"] != organisation:
            organisation = row["organisation"]
            yield f"  {organisation}"
        yield (
            f"    {row['email']:<{wide['email']}}  {row['password']:<{wide['password']}}  "
            f"{row['role']}: {row['shows']}"
        )
