"""From an assessment to the object that page and PDF are drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crest.drawing.assessment_data import AssessmentReport, Owed
from crest.engine.assessing.hiding import without_small_counts
from crest.engine.assessing.published_notes import problems_told, sources

if TYPE_CHECKING:
    from crest.drawing.report_data import ReportData
    from crest.engine.assessing.publishing import Published
    from crest.engine.assessing.story import Assessment
    from crest.results.sources import About


def assessment_report(
    says: About,
    found: Assessment,
    shown: Published,
    chain: ReportData,
    *,
    engine: str,
) -> AssessmentReport:
    """Everything the report of `crest assess` shows; nothing in it is about a single worker."""
    tables = shown.tables
    return AssessmentReport(
        title=says.title,
        on=found.question.on,
        notice=says.notice,
        currency=found.fees.currency,
        numbers=shown.numbers,
        findings=found.findings,
        owed=_owed(found, shown),
        risks=found.risks,
        exposures=found.exposures,
        stale=shown.stale,
        suppressed=shown.suppressed,
        statements=found.statements,
        sources=sources(found),
        digest=found.question.book.digest,
        engine=engine,
        chain=chain,
        problems=problems_told(found.problems),
        **{name: tables[name] for name in _SHOWN},
    )


_SHOWN = (
    "groups", "items", "classes", "regimes", "item_verdicts", "caps", "months", "month_bins",
    "prevalence", "measures", "season_bins", "unknowns", "quality", "rules",
)  # fmt: skip


def _owed(found: Assessment, shown: Published) -> Owed:
    plan, numbers, tables = found.repayment, shown.numbers, shown.tables
    total = f"to_pay_{found.fees.currency.lower()}_minor"
    last = tables["owed_days"]["due_on"].to_pylist()
    return Owed(
        total_minor=numbers["owed_minor"],  # type: ignore[arg-type]
        workers=numbers["owed_workers"],  # type: ignore[arg-type]
        of_workers=numbers["workers"],  # type: ignore[arg-type]
        unknown_workers=plan.workers[total].null_count,
        by=max(last) if last else None,
        responsible=tables["owed_responsible"],
        collectors=tables["owed_collectors"],
        floors=tables["owed_floors"],
        days=tables["owed_days"],
        sensitivity=tables["sensitivity"],
        statements=tuple(without_small_counts(sentence) for sentence in plan.statements),
    )
