"""What crosses the door of evidence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class BatchCard:
    """A received file in short. `tier`: chain, or workers (only its owner reads those)."""

    ref: str
    document: str
    name: str
    state: str
    tier: str
    said_by: str
    title: str
    published_on: dt.date | None
    received_at: dt.datetime
    received_by: str
    rows: int
    rejected: int
    warnings: int
    mine: bool
    sentence: str = ""
    todo: str = ""
    accepted_at: dt.datetime | None = None
    undone_at: dt.datetime | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of a list as given, and what it is taken for."""

    header: str
    field: str
    how: str
    sample: str


@dataclass(frozen=True, slots=True)
class ListPreview:
    """One list of a file. `number` is its place in the file, from 0."""

    number: int
    sheet: str
    kind: str
    because: str
    columns: tuple[ColumnLine, ...]
    choices: tuple[str, ...]
    first_rows: tuple[tuple[str, ...], ...]
    row_refs: tuple[str, ...]
    row_numbers: tuple[int, ...]
    rows: int
    rejected: int
    warnings: int
    of_workers: bool


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """What is wrong with a row or a list, and what to do."""

    sheet: str
    number: int | None
    column: str
    value: str
    severity: str
    sentence: str
    todo: str
    row_ref: str = ""


@dataclass(frozen=True, slots=True)
class BatchSheet:
    """A received file in full."""

    card: BatchCard
    lists: tuple[ListPreview, ...]
    kinds: tuple[str, ...]
    problems: tuple[ProblemLine, ...]
    problem_count: int
    can: frozenset[str]


@dataclass(frozen=True, slots=True)
class RowSheet:
    """One row as it was given. `values`: column as given, value as given, our word for it."""

    ref: str
    batch: BatchCard
    sheet: str
    number: int
    kind: str
    rejected: bool
    values: tuple[tuple[str, str, str], ...]
    problems: tuple[ProblemLine, ...]


@dataclass(frozen=True, slots=True)
class AcceptedDocument:
    """An accepted file as the engine takes it. `source`: its name, told apart from its equals.

    `said`: what a person said about its lists, in the engine's short form for corrections.
    """

    ref: str
    batch: str
    source: str
    path: Path
    tier: str
    said_by: str
    said_on: dt.date
    kinds: tuple[str, ...]
    said: tuple[dict[str, Any], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class RowKey:
    """Where a row stands: what claims of other rooms point at. `pk` is its key in the database."""

    pk: int
    source: str
    sheet: str | None
    number: int


@dataclass(frozen=True, slots=True)
class NamedWorker:
    """A row that speaks of one worker, for the vault only. `cells`: personal heading → text."""

    reference: str
    workplace: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NamesInList:
    """What the rows of an accepted file say of who workers are. `ref`: the batch."""

    ref: str
    workers: tuple[NamedWorker, ...]
