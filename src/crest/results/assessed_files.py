"""The files of an assessment: what anybody may read, and what stays with the folder's owner."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.drawing.assessment import write_assessment
from crest.engine.assessing.publishing import publish
from crest.engine.assessing.summary import assessment_summary
from crest.engine.tables.writers import write_csv, write_json, write_parquet, write_text
from crest.printing.report import write_assessment_pdf
from crest.results.assessed_report import assessment_report

if TYPE_CHECKING:
    from pathlib import Path

    from crest.drawing.report_data import ReportData
    from crest.engine.assessing.publishing import Published
    from crest.engine.assessing.story import Assessment
    from crest.engine.findings.finding import Finding
    from crest.results.reading import Report
    from crest.results.sources import About

WORKERS: Final = "workers"
GROUPS: Final = "groups"
_NOTE: Final = (
    "The files in this folder tell of single workers. Keep them where only those who must read "
    "them can, and never pass them on. What lies outside this folder tells nothing of groups of "
    "fewer than eleven workers.\n"
)
_LEFT_OUT: Final = frozenset({"record", "extra"})


def write_assessed(
    new: Path,
    says: About,
    found: Assessment,
    summary: dict[str, Any],
    chain: ReportData,
    *,
    standards: tuple[str, ...],
    engine: str,
    language: str,
    report: Report,
) -> dict[str, Any]:
    """Write everything beyond the mapped chain into `new`; returns the whole summary."""
    report("writing the result", 0.6)
    write_workers(new / WORKERS, found)
    whole = {**summary, **assessment_summary(found)}
    write_json(whole, new / "summary.json")
    write_csv(findings_table(found.findings), new / "findings.csv")
    write_csv(plain(found.risks), new / "risks.csv")
    write_csv(plain(found.exposures), new / "exposures.csv")
    shown = publish(found, standards=standards)
    write_groups(new / GROUPS, shown)
    report("writing the result", 0.8)
    page = assessment_report(says, found, shown, chain, engine=engine)
    write_text(write_assessment(page, language=language), new / "report.html")
    report("writing the result", 0.9)
    write_assessment_pdf(page, new / "report.pdf", language=language)
    report("writing the result", 1.0)
    return whole


def write_groups(folder: Path, shown: Published) -> None:
    """The tables about groups, as CSV and Parquet; small groups are not in them."""
    folder.mkdir()
    for name, table in shown.tables.items():
        write_csv(plain(table), folder / f"{name}.csv")
        write_parquet(table, folder / f"{name}.parquet")


def write_workers(folder: Path, found: Assessment) -> None:
    """The worker-level files of the whole assessment."""
    tables = {
        "journeys": found.journeys,
        "costs": found.costs,
        "caps": found.caps,
        "repayment": found.repayment.workers,
        "schedule": found.repayment.schedule,
        "problems": found.problems,
    }
    write_tables(folder, tables)


def write_tables(folder: Path, tables: dict[str, pa.Table]) -> None:
    """Worker-level tables as CSV and Parquet, with a note that says who may read them."""
    folder.mkdir()
    write_text(_NOTE, folder / "READ-FIRST.txt")
    for name, table in tables.items():
        write_csv(plain(table), folder / f"{name}.csv")
        write_parquet(table, folder / f"{name}.parquet")


def plain(table: pa.Table) -> pa.Table:
    """The table as CSV can hold it: lists joined, what only served the run left out."""
    columns = {}
    for name in table.column_names:
        column = table[name]
        if name in _LEFT_OUT:
            continue
        columns[name] = pc.binary_join(column, " | ") if pa.types.is_list(column.type) else column
    return pa.table(columns)


def findings_table(findings: tuple[Finding, ...]) -> pa.Table:
    """`findings.csv`: one row per finding, the gravest first, in English and Thai."""
    return pa.Table.from_pylist([_row(finding) for finding in findings], schema=_FINDINGS)


_FINDINGS: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("finding", "rule", "title", "title_thai")),
        *((name, pa.string()) for name in ("subject_kind", "subject", "subject_name", "answer")),
        *((name, pa.int64()) for name in ("severity", "workers", "of_workers", "amount_minor")),
        *((name, pa.string()) for name in ("currency", "because", "missing", "how_sure")),
        *((name, pa.string()) for name in ("sure_because", "actions", "first_due_on", "cites")),
        *((name, pa.string()) for name in ("confidence", "rulebook", "also")),
    ]
)


def _row(finding: Finding) -> dict[str, Any]:
    first = min((action.due_on for action in finding.actions), default=None)
    return {
        "finding": finding.id,
        "rule": finding.rule,
        "title": finding.title.says,
        "title_thai": finding.title.thai,
        "subject_kind": finding.subject_kind,
        "subject": finding.subject,
        "subject_name": finding.subject_name,
        "answer": finding.answer,
        "severity": finding.severity,
        "workers": finding.workers,
        "of_workers": finding.of_workers,
        "amount_minor": finding.amount_minor,
        "currency": finding.currency,
        "because": " ".join(words.says for words in finding.because),
        "missing": " ".join(words.says for words in finding.missing),
        "how_sure": finding.how_sure.says,
        "sure_because": " ".join(words.says for words in finding.sure_because),
        "actions": json.dumps([action.code for action in finding.actions]),
        "first_due_on": None if first is None else first.isoformat(),
        "cites": "; ".join(
            cite.source + (f" ({cite.at})" if cite.at else "") for cite in finding.cites
        ),
        "confidence": finding.confidence,
        "rulebook": finding.digest,
        "also": " | ".join(finding.also),
    }
