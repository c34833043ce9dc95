"""What files to assess and what was asked of them: the same for a folder and for the platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from crest.engine.assessing.story import Assessment, Question, assess
from crest.engine.errors import InputError
from crest.engine.intake import read_lists
from crest.engine.journeys.rates import dollars_by_currency, load_rates
from crest.engine.journeys.reading import read_recruitment
from crest.engine.remedy import Choices
from crest.engine.risk import load_indices
from crest.engine.rulebook.book import load_book
from crest.engine.tables.engines import open_engine
from crest.engine.tables.recruitment import RECRUITMENT_SCHEMAS

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from crest.engine.intake import Lists
    from crest.engine.intake.column_mapping import Override
    from crest.engine.journeys.recruitment import Recruitment
    from crest.results.memory import Memory

# Called with the name of the step and how much of it is done (0..1).
Report: TypeAlias = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Files:
    """What to read. `lists` and `workers`: files and the names evidence cites them by.

    Lists that turn out to hold journeys are read as those, too. `place`: what a person calls the
    whole, for an error.
    """

    lists: tuple[tuple[Path, str | None], ...]
    workers: tuple[tuple[Path, str | None], ...]
    place: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person chose for an assessment."""

    on: dt.date
    currency: str = "USD"
    engine: str = "duckdb"
    rates: Path | None = None
    indices: Path | None = None
    country: str | None = None
    overrides: list[Override] | None = None
    choices: Choices | None = field(default=None)


def assessed(
    files: Files, asked: Asked, remembered: Callable[[Lists], Memory], report: Report
) -> tuple[Lists, Assessment, Memory]:
    """Read the files and assess them. `remembered`: what earlier runs know of these lists.

    Raises InputError when no file holds a worker's journey, or no rate leads to the currency.
    """
    rates = load_rates(asked.rates)
    if asked.currency not in dollars_by_currency(rates):
        raise InputError(
            f"There is no exchange rate for {asked.currency}, so no total can be told in it.",
            todo="Choose another currency, or give your own rates with --rates.",
        )
    lists, recruitment = _read(files, asked, report)
    memory = remembered(lists)
    question = Question(
        on=asked.on,
        book=load_book(),
        rates=rates,
        currency=asked.currency,
        indices=load_indices(asked.indices),
        choices=asked.choices or Choices(currency=asked.currency),
    )
    engine = open_engine(asked.engine)
    try:
        found = assess(
            lists, recruitment, question, engine=engine, before=memory.before, progress=report
        )
    finally:
        engine.close()
    return lists, found, memory


def _read(files: Files, asked: Asked, report: Report) -> tuple[Lists, Recruitment]:
    paths, names = _apart(files.lists)
    lists = read_lists(
        paths, country=asked.country, overrides=asked.overrides, names=names, progress=report
    )
    told_in = {
        str(mapping.source) for mapping in lists.mappings if mapping.kind in RECRUITMENT_SCHEMAS
    }
    more = tuple((path, name) for path, name in files.lists if (name or path.name) in told_in)
    paths, names = _apart((*files.workers, *more))
    recruitment = read_recruitment(
        paths, country=asked.country, overrides=asked.overrides, on=asked.on, names=names,
        progress=report,
    )  # fmt: skip
    if not recruitment.journeys.num_rows:
        raise InputError(
            f"No file in “{files.place}” tells of a worker's journey.",
            todo="Add journeys (crest template writes a workbook for them), or use crest map.",
        )
    return lists, recruitment


def _apart(
    named: tuple[tuple[Path, str | None], ...],
) -> tuple[list[Path], list[str] | None]:
    """Paths and names; no names at all where they are those of the files."""
    names = [name for _, name in named if name is not None]
    return [path for path, _ in named], names if len(names) == len(named) else None
