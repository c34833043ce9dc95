"""The words of the platform. They start without the engine's tables, which take seconds to load."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

import typer

from crest import __version__
from crest.cli.audit import audit
from crest.cli.backup import backup, restore
from crest.cli.createadmin import createadmin
from crest.cli.demo import demo
from crest.cli.leaks import leaks
from crest.cli.migrate import migrate
from crest.cli.serve import serve
from crest.cli.vault import vault
from crest.cli.work import worker

EPILOG: Final = (
    "Exit codes: 0 done, 1 a fault of CREST, 2 wrong usage, 3 input cannot be used, 4 output "
    "cannot be written, 5 nothing found or several things fit, 6 the rulebook is wrong, "
    "130 interrupted."
)
WORDS: Final[dict[str, Callable[..., None]]] = {
    "demo": demo, "serve": serve, "worker": worker, "migrate": migrate,
    "createadmin": createadmin, "backup": backup, "restore": restore, "leaks": leaks,
}  # fmt: skip
GROUPS: Final = {"audit": audit, "vault": vault}


def new_app() -> typer.Typer:
    """The crest command without a word."""
    made = typer.Typer(
        name="crest",
        help="Goods and labour on one map: who made it, and through whose hands the workers came.",
        epilog=EPILOG,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    made.callback()(_root)
    return made


def add_platform(app: typer.Typer) -> typer.Typer:
    """The same command with the words of the platform."""
    for word, function in WORDS.items():
        app.command(word)(function)
    for word, group in GROUPS.items():
        app.add_typer(group, name=word)
    return app


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"crest {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    pass
