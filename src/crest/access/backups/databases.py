"""Snapshots of the database and their return, by what each database brings along."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import DatabaseError, connection, connections, transaction

from crest.engine.errors import InputError, OutputError

ALIAS: Final = "restored"
PATIENCE: Final = 60  # seconds


def count_rows(alias: str = "default") -> dict[str, int]:
    """Rows of every table."""
    found = connections[alias]
    with found.cursor() as cursor:
        counts = {}
        for table in sorted(found.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {found.ops.quote_name(table)}")
            counts[table] = int(cursor.fetchone()[0])
    return counts


def snapshot(path: Path) -> dict[str, int]:
    """Write the database as it is at one moment to `path`; the rows of its tables."""
    if connection.vendor == "postgresql":
        return _dump(path)
    connection.ensure_connection()
    copy = sqlite3.connect(path)
    try:
        connection.connection.backup(copy, progress=_patience())
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
    with opened(path):
        return count_rows(ALIAS)


def _patience() -> Callable[[int, int, int], None]:
    """A watch over the copying, which would wait for a locked database without end."""
    until = time.monotonic() + PATIENCE

    def look(status: int, _remaining: int, _total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > until:
            raise OutputError(
                f"The database has been locked for {PATIENCE} seconds: no backup was made.",
                todo="Try again when the import or job that is writing has ended.",
            )

    return look


def put_back(path: Path) -> None:
    """Make the installation's own, empty database what the snapshot says."""
    if connection.vendor == "postgresql":
        _undump(path, connection.settings_dict)
        return
    connection.close()
    target = Path(connection.settings_dict["NAME"])
    fresh = target.with_name(f".{target.name}.restoring")
    shutil.copyfile(path, fresh)
    for tail in ("-wal", "-shm"):
        target.with_name(target.name + tail).unlink(missing_ok=True)
    fresh.replace(target)


def is_empty() -> bool:
    """Whether the installation's database has no table yet."""
    return not connection.introspection.table_names()


@contextmanager
def opened(path: Path) -> Iterator[None]:
    """The snapshot as the database `restored`, somewhere it harms nobody."""
    settings = {**connections.databases["default"], "CONN_MAX_AGE": 0}
    if connection.vendor == "postgresql":
        name = f"crest_check_{os.getpid()}"
        with _temporary(name):
            settings["NAME"] = name
            _undump(path, settings)
            with _alias(settings):
                yield
        return
    settings["NAME"] = path
    settings["OPTIONS"] = {"timeout": 20}
    with _alias(settings):
        yield


@contextmanager
def _alias(settings: dict[str, Any]) -> Iterator[None]:
    connections.databases[ALIAS] = settings
    try:
        yield
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.databases[ALIAS]


@contextmanager
def _temporary(name: str) -> Iterator[None]:
    try:
        with connection._nodb_cursor() as cursor:  # noqa: SLF001 - Django's own way to do this
            cursor.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    except DatabaseError as error:
        raise InputError(
            "A temporary database to check the backup in cannot be made.",
            todo="Allow it: ALTER ROLE … CREATEDB.",
        ) from error
    try:
        yield
    finally:
        with connection._nodb_cursor() as cursor:  # noqa: SLF001
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _dump(path: Path) -> dict[str, int]:
    """Counts and dump see the same moment: an exported snapshot."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        name = cursor.fetchone()[0]
        counts = count_rows()
        _run(["pg_dump", "-Fc", "--no-owner", f"--snapshot={name}", "-f", str(path)],
             connection.settings_dict)  # fmt: skip
    return counts


def _undump(path: Path, settings: dict[str, Any]) -> None:
    _run(
        ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "-d",
         str(settings["NAME"]), str(path)],
        settings,
    )  # fmt: skip


def _run(command: list[str], settings: dict[str, Any]) -> None:
    program = shutil.which(command[0])
    if program is None:
        raise InputError(
            f"The program {command[0]} is not installed.",
            todo="Install PostgreSQL's client programs (Debian: postgresql-client).",
        )
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD",
             "NAME": "PGDATABASE"}  # fmt: skip
    given = {names[key]: str(settings[key]) for key in names if settings.get(key)}
    done = subprocess.run(  # noqa: S603 - our own words; the password goes by the environment
        [program, *command[1:]], env={**os.environ, **given}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise InputError(f"{command[0]} failed: {last[0]}")
