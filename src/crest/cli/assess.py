"""crest assess: what recruitment cost the workers of a folder, and what must be done."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crest.cli.assess_words import say_assessed
from crest.cli.progress import result_folder, shown
from crest.engine.intake import load_overrides
from crest.engine.rulebook.book import load_book
from crest.results.assessed_files import write_assessed
from crest.results.map_files import write_map
from crest.results.memory import kept_from, write_memory
from crest.results.reading import Asked, Files, assessed
from crest.results.sources import about, assessed_files

if TYPE_CHECKING:
    from crest.engine.assessing.story import Assessment
    from crest.engine.intake import Lists
    from crest.engine.remedy import Choices
    from crest.engine.rulebook.book import Book
    from crest.results.memory import Memory
    from crest.results.reading import Report

DEFAULT_OUT = Path("crest-out/assessment")

Folder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="The folder with lists and worker files.")
]
Out = Annotated[Path, typer.Option(help="Where to write the result.")]
On = Annotated[
    str | None, typer.Option(metavar="DATE", help="The day of the assessment, 2026-03-31.")
]
Standard = Annotated[
    list[str] | None,
    typer.Option(help="Show only this standard (ilo-2019, rba-2021, law …); may be repeated."),
]
EngineName = Annotated[str, typer.Option("--engine", help="Where tables run: duckdb or spark.")]
Currency = Annotated[str, typer.Option(help="Currency of the totals.")]
Rates = Annotated[Path | None, typer.Option(help="Your own exchange rates, a CSV file.")]
Indices = Annotated[Path | None, typer.Option(help="The folder crest import filled.")]
Country = Annotated[str | None, typer.Option(help="Country of rows that name none (MM, TH …).")]
Columns = Annotated[Path | None, typer.Option(help="A corrected columns.yaml.")]
Judged = Annotated[Path | None, typer.Option(help="A pairs.csv with judgements.")]
By = Annotated[str, typer.Option(help="Who judged.")]
Language = Annotated[str, typer.Option(help="Language the report opens in: en or th.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no words.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person chose on the command line."""

    folder: Path
    on: dt.date
    standards: tuple[str, ...]
    engine: str
    currency: str
    rates: Path | None
    indices: Path | None
    country: str | None
    columns: Path | None
    judgements: Path | None
    by: str


def assess_folder(
    folder: Folder,
    out: Out = DEFAULT_OUT,
    on: On = None,
    standard: Standard = None,
    engine: EngineName = "duckdb",
    currency: Currency = "USD",
    rates: Rates = None,
    indices: Indices = None,
    country: Country = None,
    columns: Columns = None,
    judgements: Judged = None,
    by: By = "unnamed",
    language: Language = "en",
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Map FOLDER, reckon what its workers paid, and say what was found and what to do first."""
    chosen = Settings(
        folder, day(on), standards(standard), engine, currency_code(currency), rates, indices,
        country, columns, judgements, by,
    )  # fmt: skip
    with shown(quiet=quiet or as_json) as report, result_folder(out) as new:
        lists, passed, found, memory = run(chosen, out, report)
        mapped = found.mapped
        summary, chain = write_map(
            new, about(folder), lists, mapped, found.chain, passed, memory, by, report
        )
        whole = write_assessed(
            new, about(folder), found, summary, chain,
            standards=chosen.standards, engine=chosen.engine, language=language, report=report,
        )  # fmt: skip
        write_memory(new, memory, mapped.resolved)
    if as_json:
        typer.echo(json.dumps(whole, ensure_ascii=False, indent=1))
    elif not quiet:
        say_assessed(whole, found, out)


def run(
    chosen: Settings, out: Path, report: Report, choices: Choices | None = None
) -> tuple[Lists, list[str], Assessment, Memory]:
    """Read the folder and assess it; also for the commands that want a part of it.

    Raises InputError when no file holds a worker's journey, or no rate leads to the currency.
    """
    paths, workers, passed = assessed_files(chosen.folder)
    files = Files(
        lists=tuple((path, None) for path in paths),
        workers=tuple((path, None) for path in workers),
        place=str(chosen.folder),
    )
    asked = Asked(
        on=chosen.on, currency=chosen.currency, engine=chosen.engine, rates=chosen.rates,
        indices=chosen.indices, country=chosen.country,
        overrides=load_overrides(chosen.columns) if chosen.columns is not None else None,
        choices=choices,
    )  # fmt: skip
    lists, found, memory = assessed(
        files,
        asked,
        lambda read: kept_from(out, read, judgements=chosen.judgements, by=chosen.by),
        report,
    )
    return lists, passed, found, memory


def day(text: str | None) -> dt.date:
    """The day a person gave, or today. Raises a usage error for what is no day."""
    if text is None:
        return dt.date.today()  # noqa: TID251, DTZ011 - the command is where time enters
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            f"“{text}” is no day; write it as 2026-03-31.", param_hint="--on"
        ) from error


def currency_code(text: str) -> str:
    """An ISO 4217 code in capitals; a usage error for anything else."""
    code = text.strip().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():  # noqa: PLR2004 - ISO 4217
        raise typer.BadParameter(f"“{text}” is no currency; write USD, EUR, THB …")
    return code


def standards(asked: list[str] | None, book: Book | None = None) -> tuple[str, ...]:
    """Ids of the regimes to show; () = all. “law” stands for the laws of both ends.

    A usage error names those there are.
    """
    known = (book or load_book()).regimes
    general = sorted(name for name, regime in known.items() if regime.country is None)
    for name in asked or []:
        if name not in {*general, "law"}:
            raise typer.BadParameter(
                f"“{name}” is no standard; there are {', '.join([*general, 'law'])}.",
                param_hint="--standard",
            )
    return tuple(asked or ())
