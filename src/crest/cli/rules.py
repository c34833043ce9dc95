"""crest rules: what the rulebook says, whether it is in order, why a rule answers as it does."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from crest.cli import exits
from crest.cli.exits import NotFoundError
from crest.cli.rules_explained import explained, explained_lines
from crest.cli.rules_shown import shown, shown_lines
from crest.engine.errors import InputError, RuleFileError
from crest.engine.logic.goldens import golden_faults
from crest.engine.rulebook.book import Book, load_book
from crest.engine.rulebook.checking import check_rules
from crest.engine.rulebook.codelists import rulebook_folders
from crest.engine.rulebook.given import read_facts
from crest.engine.rulebook.overview import FileOverview, codes_like, overview
from crest.engine.rulebook.shelf import Shelf, read_shelf
from crest.engine.rulebook.yaml_files import read_yaml

rules = typer.Typer(
    help="What the rulebook says: list it, show a rule, check it, explain an answer.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_JSON = Annotated[bool, typer.Option("--json", help="Write JSON.")]
_CODE = Annotated[str, typer.Argument(help="A code, such as IND-08, ilo-2019 or TH.MINIMUM-WAGE.")]


@rules.command("list")
def list_rules(
    facts: Annotated[bool, typer.Option("--facts", help="List the facts rules ask.")] = False,
    as_json: _JSON = False,
) -> None:
    """Every rule file with the number of its rows, how sure they are, and since when they hold."""
    shelf = read_shelf(rulebook_folders())
    if facts:
        _list_facts(load_book(), as_json=as_json)
        return
    found = overview(shelf)
    if as_json:
        _write([asdict(one) for one in found])
        return
    console = _console()
    for group in dict.fromkeys(one.group for one in found):
        console.print(_group_table(group, [one for one in found if one.group == group]))
    rows, unverified = sum(one.rows for one in found), sum(one.unverified for one in found)
    console.print(
        f"{rows:,} rows, {unverified:,} of them unverified: general knowledge, not yet read in the "
        "text. Show one with: crest rules show CODE"
    )


@rules.command("show")
def show(code: _CODE, as_json: _JSON = False) -> None:
    """A rule, figure, item or fact in words: what it asks, on which text it stands, examples."""
    shelf = read_shelf(rulebook_folders())
    found = shown(shelf, load_book(), code)
    if not found:
        raise _not_found(shelf, code)
    if as_json:
        _write(found if len(found) > 1 else found[0])
        return
    for position, one in enumerate(found):
        _say([*([""] if position else []), *shown_lines(one)])


@rules.command("check")
def check(as_json: _JSON = False) -> None:
    """Whether the rulebook means what it says, and whether all its goldens hold."""
    shelf = read_shelf(rulebook_folders())
    complaints = [*check_rules(), *golden_faults()]
    cases = sum(len(golden.model.cases) for golden in shelf.goldens.values())
    rows = sum(1 for _ in shelf.rows())
    if as_json:
        counts = {"files": len(shelf.files), "rows": rows, "cases": cases}
        _write({**counts, "complaints": [asdict(complaint) for complaint in complaints]})
    else:
        _say([str(complaint) for complaint in complaints])
        state = f"{len(complaints)} complaints" if complaints else "in order"
        _say([f"{len(shelf.files)} files, {rows:,} rows, {cases:,} examples: {state}."])
    if complaints:
        raise typer.Exit(exits.RULEBOOK)


@rules.command("explain")
def explain(
    code: _CODE,
    facts: Annotated[
        Path | None, typer.Option("--facts", metavar="FILE.yaml", help="One worker's facts.")
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="One fact; repeatable.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Rules in force on that day.")
    ] = None,
    as_json: _JSON = False,
) -> None:
    """What a rule, or every rule of a set, answers for the facts of one worker, and why."""
    book = load_book()
    given: dict[str, Any] = {} if facts is None else _facts_of(facts)
    for pair in set_ or []:
        name, equals, value = pair.partition("=")
        if not equals:
            raise InputError(f"“{pair}” is no fact.", todo="Write --set name=value.")
        given[name.strip()] = value.strip()
    found = explained(book, code, read_facts(given, book.facts), _day(on))
    if found is None:
        raise _not_found(read_shelf(rulebook_folders()), code)
    if as_json:
        _write(found)
    else:
        _say(explained_lines(found))


def _list_facts(book: Book, *, as_json: bool) -> None:
    if as_json:
        _write([entry.model_dump(mode="json") for entry in book.facts.values()])
        return
    table = Table(title="Facts that rules ask", box=None, title_justify="left")
    for heading in ("Fact", "Kind", "Given by", "Says"):
        table.add_column(heading)
    for entry in book.facts.values():
        codes = f" ({', '.join(entry.codes)})" if entry.codes else ""
        unit = f" ({entry.unit})" if entry.unit else ""
        table.add_row(entry.fact, entry.kind, entry.given, escape(entry.says + unit + codes))
    _console().print(table)


def _group_table(group: str, found: list[FileOverview]) -> Table:
    table = Table(title=group, box=None, title_justify="left", title_style="bold")
    for heading in ("Code", "Title", "Rows", "Unverified", "From", "To", "Review by"):
        table.add_column(heading, justify="right" if heading in {"Rows", "Unverified"} else "left")
    for one in found:
        table.add_row(
            one.id, escape(one.title), str(one.rows), str(one.unverified or ""),
            one.valid_from or "", one.valid_to or "", one.review_by,
        )  # fmt: skip
    return table


def _facts_of(path: Path) -> dict[str, Any]:
    try:
        content, _ = read_yaml(path)
    except RuleFileError as error:
        raise InputError(error.sentence, todo="Give a YAML file of facts: name: value.") from error
    if not isinstance(content, dict):
        raise InputError(f"{path.name} holds no facts.", todo="Write one fact a line: name: value.")
    return content


def _day(text: str | None) -> dt.date:
    if text is None:
        return dt.date.today()  # noqa: TID251, DTZ011 - the command is where time enters
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"“{text}” is no day.", todo="Write it as 2024-03-31.") from error


def _not_found(shelf: Shelf, code: str) -> NotFoundError:
    close = codes_like(shelf, code)
    todo = f"Did you mean {', '.join(close)}?" if close else "See all with: crest rules list"
    return NotFoundError(f"The rulebook has no “{code}”.", todo=todo)


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else 140)


def _say(lines: list[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")


def _write(content: Any) -> None:
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n")
