"""crest vault: renews the keys of workers' names, and destroys those of long ago."""

from __future__ import annotations

import typer

from crest.cli.platform_ready import need_database

vault = typer.Typer(help="Renew the keys of workers' names.", no_args_is_help=True)


@vault.callback()
def _group() -> None:
    """Renew the keys of workers' names."""


@vault.command("renew")
def renew() -> None:
    """Renew the keys where due, as the worker does daily: erased names then leave old backups."""
    need_database()
    from django.utils import timezone  # noqa: PLC0415 - after Django has started

    from crest.people import facade as people  # noqa: PLC0415

    count, destroyed = people.renew_keys(on=timezone.localdate())
    typer.echo(f"{count} persons sealed anew, {len(destroyed)} old keys destroyed")
