"""The crest command: match, map, trace, template, doctor."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Final

import typer

from crest import __version__
from crest.cli import exits
from crest.cli.doctor import doctor
from crest.cli.map import map_folder
from crest.cli.match import match
from crest.cli.template import template
from crest.cli.trace import trace

EPILOG: Final = (
    "Exit codes: 0 done, 1 a fault of CREST, 2 wrong usage, 3 input cannot be used, 4 output "
    "cannot be written, 5 nothing found or several things fit, 6 the rulebook is wrong, "
    "130 interrupted."
)

app = typer.Typer(
    name="crest",
    help="Goods and labour on one map: who made it, and through whose hands the workers came.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("match")(match)
app.command("map")(map_folder)
app.command("trace")(trace)
app.command("template")(template)
app.command("doctor")(doctor)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"crest {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    pass


def run() -> None:
    """Run the command; every error leaves as one plain sentence and its exit code."""
    try:
        app(standalone_mode=False)
    except typer.Exit as done:
        sys.exit(done.exit_code)
    except typer.Abort:
        exits.leave(KeyboardInterrupt())
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):  # wrong usage, said by click
            error.show()
            sys.exit(error.exit_code)
        if os.environ.get("CREST_DEBUG"):
            raise
        exits.leave(error, as_json="--json" in sys.argv)
    except KeyboardInterrupt as error:
        exits.leave(error, as_json="--json" in sys.argv)
