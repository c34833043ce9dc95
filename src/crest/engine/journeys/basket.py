"""Collects what the sheets of a run give, ties it together and makes the tables of the contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.intake.sheet import Sheet
from crest.engine.journeys.answer_rows import answer_draft
from crest.engine.journeys.cells import Cells
from crest.engine.journeys.journey_rows import journey_sheet
from crest.engine.journeys.money_rows import cost_draft, deduction_draft, key_columns, refund_draft
from crest.engine.journeys.people import hide_people, personal_columns
from crest.engine.journeys.recruitment import Recruitment
from crest.engine.journeys.together import (
    settled_answers,
    single_costs,
    single_journeys,
    single_rows,
    tie,
)
from crest.engine.journeys.wide import Wide, WideSheet
from crest.engine.tables.contracts import PROBLEMS, conform
from crest.engine.tables.raw import refused_file
from crest.engine.tables.recruitment import RECRUITMENT_SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crest.engine.errors import CrestError
    from crest.engine.intake.column_mapping import ColumnMapping
    from crest.engine.intake.records import Draft
    from crest.engine.tables.raw import RawTable

_TEXT: Final = pa.string()
_KEYS: Final = ("worker", "parent_key", "parent_index")
_CHILDREN: Final = ("costs", "answers", "deductions", "refunds")


def _working_schema(kind: str) -> pa.Schema:
    """The contract's columns, all nullable, and those that tie a row to its journey."""
    own = [pa.field(f.name, f.type) for f in RECRUITMENT_SCHEMAS[kind]]
    more = ("submission_key", "submission_index") if kind == "journeys" else _KEYS
    return pa.schema([*own, *(pa.field(name, _TEXT) for name in more)])


@dataclass(slots=True)
class Basket:
    """What the files give so far. `per_usd`: currency → units for a dollar, for absurd amounts."""

    on: date
    country: str | None
    per_usd: Mapping[str, float]
    mappings: list[ColumnMapping] = field(default_factory=list)
    first_error: CrestError | None = None
    _parts: dict[str, list[pa.Table]] = field(
        default_factory=lambda: {kind: [] for kind in RECRUITMENT_SCHEMAS}
    )
    _problems: list[pa.Table] = field(default_factory=list)

    def add(self, raw: RawTable, mapping: ColumnMapping) -> None:
        """One recognised sheet."""
        sheet = Sheet(raw, mapping)
        cells = Cells(sheet, self.on, self.per_usd)
        if mapping.kind == "journeys":
            self._add_journeys(cells)
        else:
            self._add_rows(cells, mapping.kind)
        for header in mapping.unused_overrides:
            sheet.findings.note(
                "intake.mapping.no-such-column",
                f"The mapping names the column “{header}”, which this sheet does not have.",
                "Correct the mapping file.",
                column=header,
            )
        self._problems += [raw.problems.cast(PROBLEMS), sheet.findings.table()]

    def _add_journeys(self, cells: Cells) -> None:
        read = journey_sheet(cells, self.country)
        draft = read.draft
        keys = {
            "journey": draft["journey"],
            "worker": draft["worker"],
            "_pay_currency": draft["pay_currency"],
            "_arrived_on": draft["arrived_on"],
        }
        wide = WideSheet(cells, keys, draft.kept, self.country).take_apart()
        self._put_wide(wide)
        self._put("journeys", self._table(draft, "journeys", read.left_out))

    def _add_rows(self, cells: Cells, kind: str) -> None:
        wide_columns = any(
            (use.field or "").startswith("deduction.") for use in cells.sheet.mapping.columns
        )
        if kind == "deductions" and wide_columns:
            self._add_payroll(cells)
            return
        if kind == "answers":
            draft = answer_draft(cells)
        else:
            make = {"costs": cost_draft, "deductions": deduction_draft, "refunds": refund_draft}
            draft = make[kind](cells, self.country)
        self._put(kind, self._table(draft, kind, personal_columns(cells.sheet)))

    def _add_payroll(self, cells: Cells) -> None:
        """A payroll with one row per worker and month and a column per deduction."""
        keys = key_columns(cells) | {"_month": cells.days("month").days}
        kept = pa.repeat(pa.scalar(value=True), len(cells))
        personal_columns(cells.sheet)
        self._put_wide(WideSheet(cells, keys, kept, self.country).take_apart())

    def _put_wide(self, wide: Wide) -> None:
        for kind in _CHILDREN:
            for table in getattr(wide, kind):
                self._put(kind, table)

    def _table(self, draft: Draft, kind: str, left_out: frozenset[int]) -> pa.Table:
        sheet = draft.sheet
        count = len(sheet)
        table = pa.table(
            {
                "source": pa.repeat(pa.scalar(sheet.raw.source, _TEXT), count),
                "sheet": pa.repeat(pa.scalar(sheet.raw.sheet, _TEXT), count),
                "row": sheet.raw.rows,
                **draft.columns,
                "extra": sheet.extra(left_out),  # noqa: S610 (no Django here)
            }
        )
        return table.filter(draft.kept).select(
            [name for name in table.column_names if name in _working_schema(kind).names]
        )

    def _put(self, kind: str, table: pa.Table) -> None:
        schema = _working_schema(kind)
        columns = [
            table[f.name].cast(f.type)
            if f.name in table.column_names
            else pa.nulls(table.num_rows, f.type)
            for f in schema
        ]
        self._parts[kind].append(pa.table(columns, schema=schema))

    def add_ready(self, kind: str, table: pa.Table, mapping: ColumnMapping) -> None:
        """A Parquet file that stands in the contract's columns already."""
        self.mappings.append(mapping)
        self._put(kind, table)

    def keep_problems(self, raw: RawTable) -> None:
        """The reader's own problems of a sheet that is not used."""
        self._problems.append(raw.problems.cast(PROBLEMS))

    def refuse(self, source: str, sheet: str | None, error: CrestError) -> None:
        """A whole file or sheet as one rejected problem without a row."""
        self.first_error = self.first_error or error
        self._problems.append(refused_file(source, sheet, error))

    def recruitment(self) -> Recruitment:
        """The tables of the run."""
        whole = {
            kind: pa.concat_tables([_working_schema(kind).empty_table(), *parts]).combine_chunks()
            for kind, parts in self._parts.items()
        }
        problems = list(self._problems)
        journeys, left_out, found = single_journeys(whole["journeys"])
        problems.append(found)
        tables = {}
        for kind in _CHILDREN:
            rows, found = tie(kind, whole[kind], journeys, left_out)
            problems.append(found)
            if kind == "costs":
                rows, found = single_costs(rows)
            elif kind == "answers":
                rows, found = settled_answers(rows, journeys)
            else:
                rows, found = single_rows(kind, rows)
            problems.append(found)
            tables[kind] = rows
        tables["journeys"] = journeys
        problems.append(hide_people(tables))
        tables["costs"] = _named_costs(tables["costs"])
        final = {kind: _final(kind, table) for kind, table in tables.items()}
        return Recruitment(
            **final,
            problems=pa.concat_tables([PROBLEMS.empty_table(), *problems]),
            mappings=tuple(self.mappings),
        )


def _named_costs(costs: pa.Table) -> pa.Table:
    """Every cost with a name of its own: the one given where it is the only one, else a number."""
    given = costs["cost"].combine_chunks()
    counts = given.value_counts()
    once = counts.field("values").filter(pc.equal(counts.field("counts"), 1))
    own = pc.and_(given.is_valid(), pc.is_in(given, value_set=once))
    numbers = pa.array(np.arange(1, costs.num_rows + 1)).cast(_TEXT)
    made = pc.binary_join_element_wise("cost-", numbers, "")
    clash = pc.and_(own, pc.is_in(given, value_set=made))
    names = pc.if_else(pc.and_(own, pc.invert(clash)), given, made)
    return costs.set_column(costs.column_names.index("cost"), "cost", names)


def _final(kind: str, table: pa.Table) -> pa.Table:
    numbers = pa.array(np.arange(table.num_rows, dtype=np.int64))
    numbered = table.set_column(table.column_names.index("record"), "record", numbers)
    schema = RECRUITMENT_SCHEMAS[kind]
    return conform(numbered.select(schema.names), schema)
