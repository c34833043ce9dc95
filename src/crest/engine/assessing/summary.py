"""The numbers of an assessment, for machines and for the top of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.assessing.counting import in_currency
from crest.engine.disclosure import SMALLEST

if TYPE_CHECKING:
    from crest.engine.assessing.story import Assessment


def assessment_summary(found: Assessment) -> dict[str, Any]:
    """Counts and totals of the whole folder; money in minor units of the currency named.

    Everything is about all workers together. `findings_by_severity`: how many findings of each
    severity, indicated ones only. What fewer than eleven workers stand behind is null.
    """
    journeys, costs = found.journeys, found.costs
    currency = found.fees.currency

    def whole(name: str) -> int | None:
        return _told(journeys[in_currency(name, currency)], journeys.num_rows)

    paid = journeys[in_currency("paid_usd_minor", currency)]
    owed = found.repayment.workers[f"to_pay_{currency.lower()}_minor"]
    severity: dict[int, int] = {}
    for finding in found.findings:
        if finding.answer == "yes":
            severity[finding.severity] = severity.get(finding.severity, 0) + 1
    return {
        "on": found.question.on.isoformat(),
        "currency": currency,
        "rulebook": found.question.book.digest,
        "journeys": journeys.num_rows,
        "workers_told": pc.count_distinct(journeys["worker"]).as_py(),
        "costs": costs.num_rows,
        "costs_left_out": _sum(journeys["costs_left_out"]),
        "paid_minor": whole("paid_usd_minor"),
        "paying_workers": _people(paid, journeys.num_rows),
        "severe_minor": whole("class_severe_usd_minor"),
        "violation_minor": whole("class_violation_usd_minor"),
        "legal_gap_minor": whole("class_legal_gap_usd_minor"),
        "over_cap_minor": whole("over_legal_cap_usd_minor"),
        "owed_minor": _told(owed, journeys.num_rows),
        "owed_workers": _people(owed, journeys.num_rows),
        "owed_unknown": _shown(owed.null_count),
        "findings": len(found.findings),
        "findings_by_severity": dict(sorted(severity.items(), reverse=True)),
        "assessment_statements": list(found.statements),
    }


def _shown(count: int) -> int | None:
    """A count of workers, None where it is too small to be told."""
    return None if 0 < count < SMALLEST else count


def _people(column: pa.ChunkedArray, many: int) -> int | None:
    """How many of the workers have a sum above zero; None where they are too few to be told."""
    count = _sum(pc.greater(column, 0))
    return None if many < SMALLEST or 0 < count < SMALLEST else count


def _told(column: pa.ChunkedArray, many: int) -> int | None:
    """The sum over all workers; None where too few stand behind it."""
    return None if _people(column, many) is None else _sum(column)


def _sum(column: pa.ChunkedArray) -> int:
    """The sum of whole numbers or yes/no; 0 of nothing."""
    return int(pc.sum(column.cast(pa.int64())).as_py() or 0)
