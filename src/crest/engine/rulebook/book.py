"""The book of rules in force: facts, rule sets, dated figures and the sources they cite."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar

from crest.engine.errors import RuleFileError
from crest.engine.rulebook.codelists import rulebook_folders
from crest.engine.rulebook.loader import digest_of, rulebook_files
from crest.engine.rulebook.models import Rule, Source
from crest.engine.rulebook.rules import FactBook, FactEntry, Figure, Figures, FigureValue, RuleSet
from crest.engine.rulebook.yaml_files import read_rule_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

_Row = TypeVar("_Row", bound=Rule)
FACT_FILES: Final = ("facts/",)
RULE_FILES: Final = ("indicators/", "fees/regimes/", "fees/debt.yaml", "fees/contract.yaml")
FIGURE_FILES: Final = ("corridors/", "wages/")


@dataclass(frozen=True, slots=True)
class Book:
    """What rules may be asked, of which facts, with which figures.

    `facts` by name, `rule_sets`, `figures` and `sources` by id. `digest`: sha256 over all files of
    the rulebook.
    """

    facts: dict[str, FactEntry]
    rule_sets: dict[str, RuleSet]
    figures: dict[str, Figure]
    sources: dict[str, Source]
    digest: str
    # What workshops have made ready of the rules, by the identity of these rules.
    ready: dict[tuple[object, ...], object] = field(default_factory=dict, compare=False, repr=False)

    @property
    def regimes(self) -> dict[str, RuleSet]:
        """The rule sets that judge costs: standards and national laws."""
        return self._of_kind("regime")

    @property
    def indicator_sets(self) -> dict[str, RuleSet]:
        """The rule sets of signs of forced labour and trafficking."""
        return self._of_kind("indicators")

    def figure_at(self, figure_id: str, on: date) -> FigureValue | None:
        """The value of a figure in force on a day; None before its first day.

        A value of None inside says that the figure has ended. Raises RuleFileError for an
        unknown figure.
        """
        if figure_id not in self.figures:
            raise RuleFileError(f"There is no figure {figure_id}.", todo="See: crest rules list")
        return self.figures[figure_id].value_at(on)

    def _of_kind(self, kind: str) -> dict[str, RuleSet]:
        return {name: found for name, found in self.rule_sets.items() if found.kind == kind}


@cache
def load_book() -> Book:
    """The book in force (CREST_RULEBOOK on top of the shipped one), read once.

    Raises RuleFileError (file:line rule-id: sentence) when a file is wrong.
    """
    return book_from(rulebook_folders())


def book_from(folders: tuple[Path, ...]) -> Book:
    """As `load_book`, from folders given, the most important first."""
    files = rulebook_files(folders)
    facts: dict[str, FactEntry] = {}
    for path in files_of(files, FACT_FILES).values():
        for entry in read_rule_file(path, FactBook).facts:
            _enter(facts, entry.fact, entry, path)
    rule_sets: dict[str, RuleSet] = {}
    for path in files_of(files, RULE_FILES).values():
        rule_set = read_rule_file(path, RuleSet)
        _enter(rule_sets, rule_set.id, rule_set, path)
    figures: dict[str, Figure] = {}
    for path in files_of(files, FIGURE_FILES).values():
        for figure in read_rule_file(path, Figures).figures:
            _enter(figures, figure.id, figure, path)
    sources = {
        path.stem: read_rule_file(path, Source) for path in files_of(files, ("sources/",)).values()
    }
    return Book(facts, rule_sets, figures, sources, digest_of(files))


def files_of(files: Mapping[str, Path], starts: tuple[str, ...]) -> dict[str, Path]:
    """The YAML files of the rulebook whose name starts with one of these, by name."""
    return {
        name: path
        for name, path in files.items()
        if name.startswith(starts) and name.endswith(".yaml")
    }


def _enter(rows: dict[str, _Row], name: str, row: _Row, path: Path) -> None:
    if name in rows:
        raise RuleFileError(
            f"{path.name}:1 {name} stands in another file too.", todo="Keep it in one file."
        )
    rows[name] = row
