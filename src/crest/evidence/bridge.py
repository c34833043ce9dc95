"""A file as the engine reads it: its lists, their columns, rows as given, and what is wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.config import config
from crest.engine.errors import CrestError, InputError
from crest.engine.intake import recognise, take_in
from crest.engine.intake.column_mapping import ColumnMapping, Override, override_from
from crest.engine.intake.headings import KINDS, RECRUITMENT_KINDS, fields_of
from crest.engine.journeys.reading import read_recruitment
from crest.engine.tables.contracts import PROBLEMS
from crest.engine.tables.raw import Limits, RawTable, refused_file
from crest.engine.tables.readers import read_file

UNKNOWN: Final = "unknown"
ALL_KINDS: Final = (*KINDS, *RECRUITMENT_KINDS)
_MEGABYTE: Final = 1_000_000
_QUOTED: Final = re.compile("“([^”]*)”")
Said = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ReadList:
    """One list of a file. `rejected`: data rows that are no record; `problems`: PROBLEMS."""

    sheet: str
    kind: str
    because: str
    columns: tuple[tuple[str, str, str], ...]  # header, our field or "", how it was found
    raw: RawTable
    rejected: frozenset[int]
    problems: pa.Table
    rows: int

    @property
    def of_workers(self) -> bool:
        """Whether its rows speak of single workers: then they are never copied."""
        return self.kind in RECRUITMENT_KINDS

    def values(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and values as given of each data row, empty cells left out."""
        columns = [column.to_pylist() for column in self.raw.columns.columns]
        header = self.raw.header
        for at, number in enumerate(self.raw.rows.to_pylist()):
            given = {}
            for name, column in zip(header, columns, strict=True):
                value = column[at]
                if value is not None and value != "":
                    given[name] = value.replace("\x00", "")
            yield number, given


def limits() -> Limits:
    """How much one uploaded file may ask of this machine."""
    return Limits(
        bytes=config().upload_megabytes * _MEGABYTE,
        rows=2_000_000,
        cells=30_000_000,
        row_bytes=2 * _MEGABYTE,
        unpacked_bytes=8 * config().upload_megabytes * _MEGABYTE,
    )


def read_document(
    path: Path, name: str, said: Said, *, on: dt.date, tell: Callable[[str], None] | None = None
) -> list[ReadList]:
    """Every list of a file.

    `said`: corrections of a person in the engine's short form. Raises InputError when nothing in
    the file is a table and UnsafeFileError for a file that should not be kept.
    """
    say = tell or (lambda _step: None)
    say("reading the file")
    raws = read_file(path, source=name, limits=limits())
    overrides = overrides_of(said, name)
    say("looking at each row")
    lists = [_read(raw, overrides) for raw in raws]
    lists = [one for one in lists if one.kind != "notes"]
    if not any(one.rows or one.problems.num_rows for one in lists):
        raise InputError(
            "The file holds no row of data.", todo="Export the list again and look into it first."
        )
    if any(one.of_workers for one in lists):
        lists = _with_worker_problems(path, name, lists, overrides, on)
    return lists


def overrides_of(said: Said, source: str) -> list[Override]:
    """What a person said about the lists of one file, as the engine takes it."""
    return [override_from({**one, "source": source}) for one in said]


def choices_of(kind: str) -> tuple[str, ...]:
    """The fields a column of a list of that kind may be given to."""
    return tuple(sorted(fields_of(kind))) if kind in ALL_KINDS else ()


def _read(raw: RawTable, overrides: list[Override]) -> ReadList:
    try:
        mapping = recognise(raw, overrides=overrides)
        if mapping.kind in {"notes", *RECRUITMENT_KINDS}:
            return _listed(raw, mapping, frozenset(), raw.problems.cast(PROBLEMS))
        taken = take_in(raw, mapping)
    except InputError as error:
        problems = pa.concat_tables(
            [raw.problems.cast(PROBLEMS), refused_file(raw.source, raw.sheet, error)]
        )
        columns = tuple((header, "", "extra") for header in raw.header)
        return ReadList(
            raw.sheet or "", UNKNOWN, error.sentence, columns, raw, frozenset(), problems,
            len(raw.rows),
        )  # fmt: skip
    rejected = taken.problems.filter(pc.equal(taken.problems["severity"], "rejected"))
    out = frozenset(row for row in rejected["row"].to_pylist() if row is not None)
    return _listed(raw, mapping, out, taken.problems)


def _listed(
    raw: RawTable, mapping: ColumnMapping, rejected: frozenset[int], problems: pa.Table
) -> ReadList:
    columns = tuple((use.header, use.field or "", use.how) for use in mapping.columns)
    return ReadList(
        raw.sheet or "", mapping.kind, mapping.kind_because, columns, raw, rejected, problems,
        len(raw.rows),
    )  # fmt: skip


def _with_worker_problems(
    path: Path, name: str, lists: list[ReadList], overrides: list[Override], on: dt.date
) -> list[ReadList]:
    """The same lists, those of workers with what is wrong in them, told without a value."""
    try:
        told = read_recruitment([path], on=on, overrides=overrides, names=[name])
    except CrestError as error:
        told_problems = refused_file(name, None, error)
    else:
        told_problems = _elsewhere(told.problems, name, lists)
    found = []
    for one in lists:
        if not one.of_workers:
            found.append(one)
            continue
        here = told_problems.filter(pc.equal(pc.fill_null(told_problems["sheet"], ""), one.sheet))
        plain = _without_values(here, set(one.raw.header))
        rejected = plain.filter(pc.equal(plain["severity"], "rejected"))
        out = frozenset(row for row in rejected["row"].to_pylist() if row is not None)
        found.append(
            ReadList(one.sheet, one.kind, one.because, one.columns, one.raw, out, plain, one.rows)
        )
    return found


def _elsewhere(problems: pa.Table, name: str, lists: list[ReadList]) -> pa.Table:
    """Costs and answers alone name journeys of another file: that is no fault of their rows."""
    if any(one.kind == "journeys" for one in lists):
        return problems
    there = pc.ends_with(problems["code"], ".no-journey")
    notes = [
        {
            "source": name,
            "sheet": one.sheet or None,
            "code": "evidence.journeys.elsewhere",
            "severity": "note",
            "sentence": "The rows name journeys that are not in this file.",
            "todo": "Upload and accept the list of journeys too; rows are then joined to them.",
        }
        for one in lists
        if one.of_workers
    ]
    kept = problems.filter(pc.invert(there))
    return pa.concat_tables([kept, pa.Table.from_pylist(notes, schema=PROBLEMS)])


def _without_values(problems: pa.Table, headers: set[str]) -> pa.Table:
    """What workers said is not repeated in a sentence either."""

    def hidden(line: dict[str, Any]) -> dict[str, Any]:
        sentence = _QUOTED.sub(
            lambda hit: hit[0] if hit[1] in headers else "“…”", str(line["sentence"])
        )
        value = line["value"]
        if value and len(value) > 1:
            sentence = sentence.replace(value, "…")
        return line | {"value": None, "sentence": sentence}

    return pa.Table.from_pylist([hidden(line) for line in problems.to_pylist()], schema=PROBLEMS)
