"""crest migrate: makes the database, or brings it to this version."""

from __future__ import annotations

import typer

from crest.cli.platform_ready import need_database


def migrate() -> None:
    """Make the database, or bring it to this version; safe to repeat."""
    need_database(migrated=False)
    from django.core.management import call_command  # noqa: PLC0415 - after Django has started
    from django.db import connection  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    typer.echo(f"The database is ready ({connection.display_name}).")
