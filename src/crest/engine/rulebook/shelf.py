"""All rulebook files read once, with the line of everything in them: what the linter looks at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from crest.engine.errors import RuleFileError
from crest.engine.rulebook.book import FACT_FILES, FIGURE_FILES, RULE_FILES
from crest.engine.rulebook.complaints import Complaint
from crest.engine.rulebook.loader import rulebook_files
from crest.engine.rulebook.models import Goldens, Source
from crest.engine.rulebook.rules import FactBook, Figures, RuleSet
from crest.engine.rulebook.yaml_files import checked, line_of, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crest.engine.rulebook.yaml_files import Where

_AT: Final = re.compile(r"^\S+?:(?P<line>\d+) ")
_MODELS: Final = ((FACT_FILES, FactBook), (RULE_FILES, RuleSet), (FIGURE_FILES, Figures))


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A rulebook file: its name, content, lines, and model where it has one of ours."""

    name: str
    content: Any
    lines: dict[Where, int]
    model: Any = None

    def line(self, *where: str | int) -> int:
        """The line of a place in the file."""
        return line_of(self.lines, where)

    def complain(self, where: Where, rule: str, sentence: str, todo: str) -> Complaint:
        """A complaint about that place."""
        return Complaint(self.name, self.line(*where), rule, sentence, todo)


@dataclass(frozen=True, slots=True)
class Row:
    """Anything in the rulebook with an id and citations of its own: a rule, a figure, an item."""

    file: ReadFile
    where: Where
    content: dict[str, Any]

    @property
    def id(self) -> str:
        """Its code."""
        return str(self.content["id"])

    def complain(self, sentence: str, todo: str) -> Complaint:
        """A complaint about this row."""
        return self.file.complain((*self.where, "id"), self.id, sentence, todo)


@dataclass(slots=True)
class Shelf:
    """Every file in force by name; goldens by the name of the file they stand beside."""

    files: dict[str, ReadFile] = field(default_factory=dict)
    goldens: dict[str, ReadFile] = field(default_factory=dict)
    unreadable: list[Complaint] = field(default_factory=list)

    def of(self, model: type) -> list[ReadFile]:
        """The files that hold such a model."""
        return [file for file in self.files.values() if isinstance(file.model, model)]

    def rows(self) -> Iterator[Row]:
        """Every dated row of every file, in order."""
        for file in self.files.values():
            if not isinstance(file.model, Source):
                yield from _rows_in(file, file.content, ())


def read_shelf(folders: tuple[Path, ...]) -> Shelf:
    """Read everything that is in force; what cannot be read becomes a complaint."""
    shelf = Shelf()
    files = rulebook_files(folders)
    for name, path in files.items():
        if path.suffix == ".yaml":
            found = _read(shelf, name, path, _model_of(name))
            if found is not None:
                shelf.files[name] = found
                golden = path.with_name(f"{path.stem}.golden.yaml")
                if golden.is_file():
                    _keep_golden(shelf, name, golden)
    return shelf


def _keep_golden(shelf: Shelf, name: str, path: Path) -> None:
    found = _read(shelf, name.removesuffix(".yaml") + ".golden.yaml", path, Goldens)
    if found is not None:
        shelf.goldens[name] = found


def _model_of(name: str) -> Any:
    if name.startswith("sources/"):
        return Source
    return next((model for starts, model in _MODELS if name.startswith(starts)), None)


def _read(shelf: Shelf, name: str, path: Path, model: Any) -> ReadFile | None:
    try:
        content, lines = read_yaml(path)
        read = None if model is None else checked(path, model, content, lines)
    except RuleFileError as error:
        at = _AT.match(error.sentence)
        line = int(at["line"]) if at else 1
        sentence = error.sentence[at.end() :] if at else error.sentence
        shelf.unreadable.append(Complaint(name, line, path.stem, sentence, error.todo))
        return None
    return ReadFile(name, content, lines, read)


def _rows_in(file: ReadFile, content: Any, where: Where) -> Iterator[Row]:
    if isinstance(content, dict):
        if "id" in content and "review_by" in content:
            yield Row(file, where, content)
        for key, inside in content.items():
            yield from _rows_in(file, inside, (*where, key))
    elif isinstance(content, list):
        for position, inside in enumerate(content):
            yield from _rows_in(file, inside, (*where, position))
