"""What an assessment report is made from: the page and the PDF are drawn from the same object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from crest.drawing import assessment_tables as tables
from crest.engine.remedy.sensitivity import SENSITIVITY
from crest.engine.risk.tables import EXPOSURES, RISKS
from crest.engine.tables.contracts import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from crest.drawing.report_data import ReportData
    from crest.engine.findings.finding import Finding

# Figures of the rulebook and the edges of classes say nothing about anybody.
_NOT_OF_WORKERS: Final = frozenset({"cap_minor", "cap_in", "legal", "low", "high"})
SMALLEST: Final = 11  # workers; below it no number of a group is shown


@dataclass(frozen=True, slots=True)
class Owed:
    """The repayment plan, added up. Money in minor units of the report's currency.

    total_minor: owed in all, None when nothing could be worked out. workers: to how many, of
    `of_workers`; unknown_workers: those without a figure, which is not nothing. by: the deadline.
    responsible: who must pay (OWED_GROUPS). collectors: who took it. floors: groups whose floor was
    used, with sample and interval. days: OWED_DAYS. sensitivity: SENSITIVITY, the base first.
    statements: plain sentences on cut-off, evidence and everything left out.
    """

    total_minor: int | None = None
    workers: int | None = None
    of_workers: int | None = None
    unknown_workers: int | None = None
    by: date | None = None
    responsible: pa.Table = field(default_factory=tables.OWED_GROUPS.empty_table)
    collectors: pa.Table = field(default_factory=tables.OWED_GROUPS.empty_table)
    floors: pa.Table = field(default_factory=tables.OWED_GROUPS.empty_table)
    days: pa.Table = field(default_factory=tables.OWED_DAYS.empty_table)
    sensitivity: pa.Table = field(default_factory=SENSITIVITY.empty_table)
    statements: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class AssessmentReport:
    """Everything the report of `crest assess` shows. Nothing in it is about a single worker.

    title: the folder's name. notice: a line for the top of every page; "example" says in both
    languages that all is invented. on: the day of the assessment. currency: ISO 4217, of all money.

    numbers: names of numbers → numbers, None = not known: workers, workers_paid, sites, recruiters,
    costs, costs_left_out, paid_minor, median_paid_minor, median_months, severe_workers,
    over_cap_workers, over_cap_minor, owed_minor, owed_workers, and others, which are listed as they
    are (names ending in _minor are money).
    findings: gravest first, as `engine.findings.find` orders them.

    The tables follow `assessment_tables` and may be empty; each section has its empty state.
    months holds the SDG 10.7.1 figures and `cost_months`. risks, exposures: RISKS and EXPOSURES of
    `engine.risk`. rules: what the result stands on, with its confidence. stale: warnings of rules
    due for review. suppressed: sentences on what is not shown and why. statements: method.
    sources: source id → "title, publisher, year", for citations. digest: of the rulebook.
    engine: duckdb | spark. chain: the report of the map, shown further down.
    """

    title: str
    on: date
    notice: str | None = None
    currency: str = "USD"
    numbers: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    groups: pa.Table = field(default_factory=tables.GROUPS.empty_table)
    items: pa.Table = field(default_factory=tables.ITEMS.empty_table)
    classes: pa.Table = field(default_factory=tables.CLASSES.empty_table)
    regimes: pa.Table = field(default_factory=tables.REGIMES.empty_table)
    item_verdicts: pa.Table = field(default_factory=tables.ITEM_VERDICTS.empty_table)
    caps: pa.Table = field(default_factory=tables.CAPS.empty_table)
    months: pa.Table = field(default_factory=tables.MONTHS.empty_table)
    month_bins: pa.Table = field(default_factory=tables.MONTH_BINS.empty_table)
    prevalence: pa.Table = field(default_factory=tables.PREVALENCE.empty_table)
    measures: pa.Table = field(default_factory=tables.MEASURES.empty_table)
    season_bins: pa.Table = field(default_factory=tables.SEASON_BINS.empty_table)
    owed: Owed = field(default_factory=Owed)
    risks: pa.Table = field(default_factory=RISKS.empty_table)
    exposures: pa.Table = field(default_factory=EXPOSURES.empty_table)
    unknowns: pa.Table = field(default_factory=tables.UNKNOWNS.empty_table)
    quality: pa.Table = field(default_factory=tables.QUALITY.empty_table)
    rules: pa.Table = field(default_factory=tables.RULES_USED.empty_table)
    problems: pa.Table = field(default_factory=PROBLEMS.empty_table)
    stale: Sequence[str] = ()
    suppressed: Sequence[str] = ()
    statements: Sequence[str] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    engine: str = "duckdb"
    chain: ReportData | None = None


def rows_of(table: pa.Table, schema: pa.Schema) -> list[dict[str, Any]]:
    """The rows of a table with every column of `schema`; missing columns are None.

    A row whose people are fewer than eleven loses all its numbers here once more, so that a table
    that was not protected cannot betray anybody. Rows of groups that are not shown come last, by
    name: between two others their place would tell their size.
    """
    rows = [{name: row.get(name) for name in schema.names} for row in table.to_pylist()]
    counted = "workers" in schema.names and "not_shown" in schema.names
    if not counted:
        return rows
    kept = [_kept(row, schema) for row in rows]
    if "name" not in schema.names:
        return kept
    hidden = sorted((row for row in kept if is_hidden(row)), key=lambda row: row["name"] or "")
    return [row for row in kept if not is_hidden(row)] + hidden


def _kept(row: dict[str, Any], schema: pa.Schema) -> dict[str, Any]:
    workers = row["workers"]
    if row["not_shown"] != "all" and (workers is None or workers >= SMALLEST or workers == 0):
        return row
    keep = {f.name for f in schema if f.type in {pa.string(), pa.date32()}} | _NOT_OF_WORKERS
    return {name: value if name in keep else None for name, value in row.items()} | {
        "not_shown": "all"
    }


def is_hidden(row: Mapping[str, Any]) -> bool:
    """Whether a row stands for too few workers to be told."""
    return row.get("not_shown") == "all"
