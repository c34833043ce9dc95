"""The door of intake: raw tables and files in, records and problems out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from crest.engine.errors import CrestError, InputError, UnsafeFileError
from crest.engine.intake.headings import KINDS, SCHEMAS
from crest.engine.intake.parties import organisation_draft, site_draft, supply_links
from crest.engine.intake.recognise import recognise
from crest.engine.intake.sheet import Sheet
from crest.engine.intake.ties import channel_draft, link_draft
from crest.engine.tables.contracts import LINKS, PROBLEMS
from crest.engine.tables.readers import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from crest.engine.intake.column_mapping import ColumnMapping, Override
    from crest.engine.intake.records import Draft
    from crest.engine.tables.raw import RawTable

_DRAFTS: Final[dict[str, Callable[[Sheet, str | None], Draft]]] = {
    "sites": site_draft,
    "organisations": organisation_draft,
    "links": link_draft,
    "channels": channel_draft,
}
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One sheet as records.

    `records`: table of the contract of its kind, `record` counting from the number given.
    `problems`: PROBLEMS; every row of the sheet is a record or a rejected problem. `links`:
    LINKS that the rows of a site or supplier list state beside themselves (a buyer column).
    """

    kind: str
    records: pa.Table
    problems: pa.Table
    links: pa.Table


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of one run, one table per kind, with running record numbers from 0."""

    sites: pa.Table
    organisations: pa.Table
    links: pa.Table
    channels: pa.Table
    problems: pa.Table
    mappings: tuple[ColumnMapping, ...]


def take_in(
    raw: RawTable, mapping: ColumnMapping, *, country: str | None = None, first_record: int = 0
) -> TakenIn:
    """Turn a raw table into records of the mapping's kind.

    `country`: ISO alpha-2 code for rows that state none. Raises InputError when the mapping is
    for notes or names a column the table does not have.
    """
    if mapping.kind not in _DRAFTS:
        raise InputError(
            f"A sheet of {mapping.kind} holds no records.", todo=f"Use one of {', '.join(KINDS)}."
        )
    if any(use.position >= len(raw.header) for use in mapping.columns):
        raise InputError(
            f"The mapping has more columns than {raw.source}.", todo="Make the mapping again."
        )
    sheet = Sheet(raw, mapping)
    draft = _DRAFTS[mapping.kind](sheet, country)
    records = draft.table(SCHEMAS[mapping.kind], first_record)
    links = LINKS.empty_table()
    if "supplies_to" in records.column_names:
        role = "site" if mapping.kind == "sites" else "company"
        links = supply_links(records, role=role, first_record=0)
        records = records.drop_columns(["supplies_to"])
    records = records.cast(SCHEMAS[mapping.kind])
    for header in mapping.unused_overrides:
        sheet.findings.note(
            "intake.mapping.no-such-column",
            f"The mapping names the column “{header}”, which this sheet does not have.",
            "Correct the mapping file.",
            column=header,
        )
    problems = pa.concat_tables([raw.problems.cast(PROBLEMS), sheet.findings.table()])
    return TakenIn(mapping.kind, records, problems, links)


def read_lists(
    paths: Sequence[Path],
    *,
    country: str | None = None,
    overrides: list[Override] | None = None,
    progress: Progress | None = None,
) -> Lists:
    """Read files of any supported format and kind into the four tables.

    A file or sheet that cannot be used becomes a rejected problem without a row, and the others
    are read; UnsafeFileError is raised, because such a file should not be kept. `progress` is
    called with files done, files in all and the file's name. Two files of one name in different
    folders are told apart by their path as given.
    """
    basket = _Basket()
    names = _names(paths)
    for done, (path, name) in enumerate(zip(paths, names, strict=True)):
        if progress is not None:
            progress(done, len(paths), name)
        try:
            raws = read_file(path, source=name)
        except UnsafeFileError:
            raise
        except CrestError as error:
            basket.refuse(name, None, error)
            continue
        for raw in raws:
            basket.add(raw, country, overrides)
    if progress is not None and paths:
        progress(len(paths), len(paths), names[-1])
    return basket.lists()


def _names(paths: Sequence[Path]) -> list[str]:
    names = [path.name for path in paths]
    return [
        name if names.count(name) == 1 else path.as_posix()
        for path, name in zip(paths, names, strict=True)
    ]


class _Basket:
    """Collects what the sheets of a run give."""

    def __init__(self) -> None:
        self.parts: dict[str, list[pa.Table]] = {kind: [] for kind in KINDS}
        self.counts = dict.fromkeys(KINDS, 0)
        self.problems: list[pa.Table] = []
        self.mappings: list[ColumnMapping] = []

    def add(self, raw: RawTable, country: str | None, overrides: list[Override] | None) -> None:
        try:
            mapping = recognise(raw, overrides=overrides)
            self.mappings.append(mapping)
            if mapping.kind == "notes":
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

    def refuse(self, source: str, sheet: str | None, error: CrestError) -> None:
        """A whole file or sheet as one rejected problem without a row."""
        line = {
            "source": source,
            "sheet": sheet,
            "code": error.code,
            "severity": "rejected",
            "sentence": error.sentence,
            "todo": error.todo or "Check the file.",
        }
        self.problems.append(pa.Table.from_pylist([line], schema=PROBLEMS))

    def lists(self) -> Lists:
        tables = {
            kind: pa.concat_tables([SCHEMAS[kind].empty_table(), *parts])
            for kind, parts in self.parts.items()
        }
        problems = pa.concat_tables([PROBLEMS.empty_table(), *self.problems])
        return Lists(**tables, problems=problems, mappings=tuple(self.mappings))
