"""One raw table in, its records and problems out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from crest.engine.errors import InputError
from crest.engine.intake.headings import KINDS, SCHEMAS
from crest.engine.intake.parties import organisation_draft, site_draft, supply_links
from crest.engine.intake.sheet import Sheet
from crest.engine.intake.ties import channel_draft, link_draft
from crest.engine.tables.contracts import LINKS, PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from crest.engine.intake.column_mapping import ColumnMapping
    from crest.engine.intake.records import Draft
    from crest.engine.tables.raw import RawTable

_DRAFTS: Final[dict[str, Callable[[Sheet, str | None], Draft]]] = {
    "sites": site_draft,
    "organisations": organisation_draft,
    "links": link_draft,
    "channels": channel_draft,
}


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
        known = set(SCHEMAS[mapping.kind].names)
        records = records.drop_columns([n for n in records.column_names if n not in known])
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
