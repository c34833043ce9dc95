"""The words of the crest command: those of folders of files, and those of the platform."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from crest import __version__
from crest.cli.assess import assess_folder
from crest.cli.assess_parts import costs_of_folder, repayment_of_folder, signs_of_folder
from crest.cli.audit import audit
from crest.cli.createadmin import createadmin
from crest.cli.doctor import doctor
from crest.cli.importing import import_file
from crest.cli.map import map_folder
from crest.cli.match import match
from crest.cli.migrate import migrate
from crest.cli.rules import rules
from crest.cli.serve import serve
from crest.cli.template import template
from crest.cli.trace import trace
from crest.cli.work import worker

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
app.command("assess")(assess_folder)
app.command("costs")(costs_of_folder)
app.command("indicators")(signs_of_folder)
app.command("repay")(repayment_of_folder)
app.command("worker")(worker)
app.command("match")(match)
app.command("map")(map_folder)
app.command("trace")(trace)
app.command("template")(template)
app.command("import")(import_file)
app.add_typer(rules, name="rules")
app.command("doctor")(doctor)
app.command("migrate")(migrate)
app.command("serve")(serve)
app.command("createadmin")(createadmin)
app.add_typer(audit, name="audit")


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
