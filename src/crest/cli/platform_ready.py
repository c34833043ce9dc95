"""Starts Django for the commands that need it, and says plainly what keeps it from starting."""

from __future__ import annotations

import os

from crest.engine.errors import InputError

NOT_MIGRATED = "The database is not ready for this version of CREST."


def start_django() -> None:
    """Load the platform's settings and rooms. Raises InputError for a setting that is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crest.web.settings")
    import django  # noqa: PLC0415 - the light commands never pay for it

    django.setup()


def need_database(*, migrated: bool = True) -> None:
    """Start Django and make sure that the database answers and, where asked, is migrated.

    Raises InputError otherwise.
    """
    start_django()
    from django.db import DatabaseError, connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    try:
        connection.ensure_connection()
        plan = MigrationExecutor(connection).migration_plan(_leaves()) if migrated else []
    except DatabaseError as error:
        raise InputError(
            f"The database cannot be used ({type(error).__name__}).",
            todo="Check CREST_DATABASE or CREST_HOME, and that the database server is running.",
        ) from error
    finally:
        connection.close()  # servers fork: no process inherits a connection
    if plan:
        raise InputError(NOT_MIGRATED, todo="Run: crest migrate")


def _leaves() -> list[tuple[str, str]]:
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    return list(MigrationLoader(connection).graph.leaf_nodes())
