"""The words of the crest command: those of folders of files, and those of the platform."""

from __future__ import annotations

from crest.cli.assess import assess_folder
from crest.cli.assess_parts import costs_of_folder, repayment_of_folder, signs_of_folder
from crest.cli.doctor import doctor
from crest.cli.importing import import_file
from crest.cli.map import map_folder
from crest.cli.match import match
from crest.cli.platform_app import EPILOG, add_platform, new_app
from crest.cli.rules import rules
from crest.cli.template import template
from crest.cli.trace import trace

__all__ = ["EPILOG", "app"]

app = new_app()
app.command("assess")(assess_folder)
app.command("costs")(costs_of_folder)
app.command("indicators")(signs_of_folder)
app.command("repay")(repayment_of_folder)
app.command("match")(match)
app.command("map")(map_folder)
app.command("trace")(trace)
app.command("template")(template)
app.command("import")(import_file)
app.add_typer(rules, name="rules")
app.command("doctor")(doctor)
add_platform(app)
