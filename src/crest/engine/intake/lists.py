"""The door of intake: files in, the four tables and every problem out."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.errors import CrestError, InputError, UnsafeFileError
from crest.engine.intake.headings import KINDS, RECRUITMENT_KINDS, SCHEMAS
from crest.engine.intake.locate import locate
from crest.engine.intake.recognise import recognise
from crest.engine.intake.records import EXAMPLE_MARK
from crest.engine.intake.take_in import take_in
from crest.engine.tables.contracts import PROBLEMS
from crest.engine.tables.raw import refused_file
from crest.engine.tables.readers import read_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crest.engine.intake.column_mapping import ColumnMapping, Override
    from crest.engine.tables.raw import RawTable

Progress = Callable[[str, float], None]
_READING: Final = "reading the lists"
_LOCATING: Final = "locating places"


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of one run, one table per kind, with running record numbers from 0."""

    sites: pa.Table
    organisations: pa.Table
    links: pa.Table
    channels: pa.Table
    problems: pa.Table
    mappings: tuple[ColumnMapping, ...]


def read_lists(
    paths: Sequence[Path],
    *,
    country: str | None = None,
    overrides: list[Override] | None = None,
    names: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> Lists:
    """Read files of any supported format and kind into the four tables.

    `country`: ISO alpha-2 code for rows that state none. `progress` is called with the name of
    the step and how much of it is done, 0..1. Sites and organisations without coordinates are
    located from the gazetteer, with the precision stated. Two files of one name in different
    folders are told apart by their path as given; `names` are the names to use instead, each once.

    A file or sheet that cannot be used becomes a rejected problem without a row, and the others
    are read. Raises that file's own error when none could be used, and UnsafeFileError for a
    file that should not be kept.
    """
    basket = _Basket()
    names = source_names(paths) if names is None else list(names)
    for done, (path, name) in enumerate(zip(paths, names, strict=True)):
        if progress is not None:
            progress(_READING, done / len(paths))
        try:
            raws = read_file(path, source=name)
        except UnsafeFileError:
            raise
        except CrestError as error:
            basket.refuse(name, None, error)
            continue
        for raw in raws:
            basket.add(raw, country, overrides)
    if basket.first_error is not None and not basket.mappings:
        raise basket.first_error
    lists = basket.lists()
    if progress is not None:
        progress(_READING, 1.0)
        progress(_LOCATING, 0.0)
    lists = replace(lists, sites=locate(lists.sites), organisations=locate(lists.organisations))
    if progress is not None:
        progress(_LOCATING, 1.0)
    return lists


def source_names(paths: Sequence[Path]) -> list[str]:
    """The names by which problems call the files; equal names are told apart by their path."""
    names = [_readable(path.name) for path in paths]
    return [
        name if names.count(name) == 1 else _readable(path.as_posix())
        for path, name in zip(paths, names, strict=True)
    ]


def _readable(name: str) -> str:
    """A file name that no text can hold (bytes of an old encoding) with those bytes spelt out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


class _Basket:
    """Collects what the sheets of a run give."""

    def __init__(self) -> None:
        self.parts: dict[str, list[pa.Table]] = {kind: [] for kind in KINDS}
        self.counts = dict.fromkeys(KINDS, 0)
        self.problems: list[pa.Table] = []
        self.mappings: list[ColumnMapping] = []
        self.first_error: CrestError | None = None

    def add(self, raw: RawTable, country: str | None, overrides: list[Override] | None) -> None:
        try:
            mapping = recognise(raw, overrides=overrides)
            self.mappings.append(mapping)
            if mapping.kind == "notes":
                return
            if mapping.kind in RECRUITMENT_KINDS:
                self.set_aside(raw, mapping.kind)
                return
            taken = take_in(raw, mapping, country=country, first_record=self.counts[mapping.kind])
        except InputError as error:
            self.problems.append(raw.problems.cast(PROBLEMS))
            self.refuse(raw.source, raw.sheet, error)
            return
        self._put(taken.kind, taken.records)
        self._put("links", taken.links)
        self.problems.append(taken.problems)

    def _put(self, kind: str, records: pa.Table) -> None:
        first = self.counts[kind]
        numbers = pa.array(np.arange(first, first + records.num_rows, dtype=np.int64))
        numbered = records.set_column(0, "record", numbers)
        self.parts[kind].append(numbered.cast(SCHEMAS[kind]))
        self.counts[kind] += records.num_rows

    def set_aside(self, raw: RawTable, kind: str) -> None:
        """A list of what workers said or paid: named, not read here, and no fault."""
        examples = pc.starts_with(raw.columns.column(0), EXAMPLE_MARK)
        if pc.all(pc.fill_null(examples, fill_value=False)).as_py():
            return  # the template as it came
        line = {
            "source": raw.source,
            "sheet": raw.sheet,
            "code": "intake.recruitment.set-aside",
            "severity": "warning",
            "sentence": f"This is a list of workers' {kind}; the map of the chain is made without "
            f"it, so its {len(raw.rows):,} rows were set aside.",
            "todo": "Nothing for the map. Run crest assess to have it read.",
        }
        self.problems.append(pa.Table.from_pylist([line], schema=PROBLEMS))

    def refuse(self, source: str, sheet: str | None, error: CrestError) -> None:
        """A whole file or sheet as one rejected problem without a row."""
        self.first_error = self.first_error or error
        self.problems.append(refused_file(source, sheet, error))

    def lists(self) -> Lists:
        tables = {
            kind: pa.concat_tables([SCHEMAS[kind].empty_table(), *parts])
            for kind, parts in self.parts.items()
        }
        problems = pa.concat_tables([PROBLEMS.empty_table(), *self.problems])
        return Lists(**tables, problems=problems, mappings=tuple(self.mappings))
