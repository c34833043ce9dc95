"""Runs the platform's commands as a person would: own process, own home, own database."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "a long enough secret"  # noqa: S105 - of an invented person


def environment(home: Path, database: str = "") -> dict[str, str]:
    """No setting of the person who runs the tests reaches the command."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CREST_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "CREST_HOME": str(home), "CREST_DATABASE": database}


def crest(
    home: Path, *words: str, typed: str = "", database: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """One command, with what is typed on standard input."""
    return subprocess.run(
        [sys.executable, "-c", "from crest.cli.main import run; run()", *words],
        input=typed, capture_output=True, text=True, timeout=900, cwd=home.parent,
        env={**environment(home, database), **more},
    )  # fmt: skip


@contextmanager
def empty_database(name: str) -> Iterator[str]:
    """A new database: SQLite in the home, or PostgreSQL where the tests run on one."""
    address = os.environ.get("CREST_DATABASE", "")
    if not address:
        yield ""
        return
    import psycopg  # noqa: PLC0415 - only where the extra is installed

    parts = urlsplit(address)
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
