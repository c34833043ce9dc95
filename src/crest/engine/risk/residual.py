"""Residual risk: evidence raises the likelihood freely, and lowers it only when it is enough."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from crest.engine.disclosure import SMALLEST
from crest.engine.risk.inherent import to_json
from crest.engine.risk.scoring import LIKELIHOOD, PER_LEVEL, TENTHS
from crest.engine.risk.tables import EVIDENCE, INHERENT, RISKS
from crest.engine.rulebook.risk_rules import load_risk_book
from crest.engine.tables.contracts import conform

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crest.engine.rulebook.risk_rules import EvidenceRules, RiskBook

_NEVER: Final = 10**9  # more workers than there are: an unknown headcount is not the smallest


def residual(risks: pa.Table, evidence: pa.Table, *, book: RiskBook | None = None) -> pa.Table:
    """Risk after evidence, in the order of priority: the RISKS columns.

    `risks`: the answer of `inherent`. `evidence`: EVIDENCE, at most one row per subject; a subject
    without a row keeps its inherent risk. The reasons still add up to the score.
    """
    rules = (load_risk_book() if book is None else book).evidence
    found = {
        (row["subject_kind"], row["subject"]): row
        for row in conform(evidence, EVIDENCE).to_pylist()
    }
    rows = [
        _after(row, found.get((row["subject_kind"], row["subject"])), rules)
        for row in conform(risks, INHERENT).to_pylist()
    ]
    return ranked(pa.Table.from_pylist(rows, schema=RISKS))


def ranked(table: pa.Table) -> pa.Table:
    """A RISKS table in order of priority, numbered from 1.

    Severity first, then likelihood, then workers affected (an unknown number before a known one),
    then the id.
    """
    rows = table.select(["subject_kind", "subject", "workers"]).to_pylist()
    keys = np.lexsort(
        (
            np.array([row["subject_kind"] for row in rows], str),
            np.array([row["subject"] for row in rows], str),
            -np.array([_NEVER if r["workers"] is None else r["workers"] for r in rows], np.int64),
            -table["likelihood"].to_numpy(),
            -table["severity"].to_numpy(),
        )
    )
    at = table.schema.get_field_index("priority")
    number = pa.array(np.arange(1, len(rows) + 1), pa.int64())
    return table.take(keys).set_column(at, RISKS.field("priority"), number)


@dataclass
class _Course:
    """A score on its way: tenths of likelihood, severity, and a line for every change."""

    severity: int
    tenths: int
    lines: list[dict[str, Any]] = field(default_factory=list)

    def severe(self, level: int, because: str) -> None:
        points = PER_LEVEL * (level - self.severity)
        self.severity = level
        self._add(points, 0, because)

    def to(self, tenths: int, because: str) -> None:
        change, self.tenths = tenths - self.tenths, tenths
        self._add(0, change, because)

    def _add(self, severe: int, tenths: int, because: str) -> None:
        self.lines.append(
            {
                "rule": "evidence",
                "says": "Evidence from workers",
                "answer": "yes",
                "points": (severe * TENTHS + tenths) / TENTHS,
                "severity_points": severe,
                "likelihood_points": tenths / TENTHS,
                "because": because,
            }
        )


def _after(
    row: Mapping[str, Any], evidence: Mapping[str, Any] | None, rules: EvidenceRules
) -> dict[str, Any]:
    course = _Course(row["severity"], round(row["likelihood"] * TENTHS))
    if evidence is None:
        course.to(course.tenths, "Nobody asked the workers here: the inherent risk stands.")
    else:
        _raised(course, evidence, rules)
        _lowered(course, evidence, rules)
        if not course.lines:
            course.to(course.tenths, "Enough workers answered; the likelihood stays as it is.")
    return {
        **{name: row[name] for name in ("subject_kind", "subject", "name", "workers", "inherent")},
        "residual": (course.severity * PER_LEVEL * TENTHS + course.tenths) / TENTHS,
        "severity": course.severity,
        "likelihood": course.tenths / TENTHS,
        "priority": 0,
        # The list is a text that ends in "]"; reading and writing it again would take minutes.
        "reasons": f"{row['reasons'][:-1]}, {to_json(course.lines)[1:]}",
        "missing": row["missing"],
        "confidence": row["confidence"],
    }


def _meaning(part: float | None, rules: EvidenceRules) -> int:
    """Tenths of likelihood that a share of workers harmed means, rounded up."""
    if part is None:
        return 0
    return math.ceil(round(min(1.0, max(0.0, part) / rules.full_at) * LIKELIHOOD, 6))


def _seen(evidence: Mapping[str, Any], rules: EvidenceRules) -> tuple[int, str]:
    """The least likelihood that what was seen allows, and the sentence for it."""
    least, because = _meaning(evidence["harmed"], rules), ""
    if least:
        because = _harmed(evidence)
    happened = [
        ("severe", _severe(evidence)),
        ("paid_usd_minor", "Workers paid against the rules."),
    ]
    for name, sentence in happened:
        if evidence[name] and round(rules.seen * TENTHS) > least:
            least, because = round(rules.seen * TENTHS), sentence
    return least, because


def _few(part: int, whole: int) -> bool:
    """Whether telling `part of whole` would tell of fewer workers than may be shown."""
    return whole < SMALLEST or 0 < part < SMALLEST or 0 < whole - part < SMALLEST


def _harmed(evidence: Mapping[str, Any]) -> str:
    share, answered = evidence["harmed"] or 0.0, evidence["answered"] or 0
    if _few(round(share * answered), answered):
        return "Workers who answered were harmed; few stand behind the share, so it is not told."
    return f"{share:.0%} of the workers who answered were harmed."


def _severe(evidence: Mapping[str, Any]) -> str:
    severe, asked = evidence["severe"] or 0, evidence["asked"] or 0
    number = "Some" if _few(severe, asked) else f"{severe:,}"
    return f"{number} workers show a severe sign."


def _raised(course: _Course, evidence: Mapping[str, Any], rules: EvidenceRules) -> None:
    if evidence["severe"] and course.severity < rules.severe:
        course.severe(rules.severe, _severe(evidence))
    least, because = _seen(evidence, rules)
    if least > course.tenths:
        course.to(least, because)


def _too_thin(evidence: Mapping[str, Any], rules: EvidenceRules) -> str | None:
    """Why the evidence may not lower anything; None when it may."""
    asked, answered = evidence["asked"] or 0, evidence["answered"] or 0
    low, high = evidence["low"], evidence["high"]
    if answered < rules.sample:
        number = f"only {answered}" if answered >= SMALLEST else f"fewer than {SMALLEST}"
        return f"{number} workers answered, {rules.sample} are needed"
    if not asked or answered / asked < rules.answered:
        if _few(answered, asked):
            return "too few of those asked gave an answer"
        return f"{answered} of {asked} asked gave an answer"
    if low is None or high is None or high - low > rules.width:
        return "the interval of the share harmed is too wide"
    if not evidence["coverage"]:
        return "nobody knows for which part of the workers the sample stands"
    return None


def _lowered(course: _Course, evidence: Mapping[str, Any], rules: EvidenceRules) -> None:
    thin = _too_thin(evidence, rules)
    if thin is not None:
        course.to(course.tenths, f"The evidence lowers nothing: {thin}.")
        return
    floor = round(rules.floors[course.severity] * TENTHS)
    least = max(floor, _meaning(evidence["high"], rules), _seen(evidence, rules)[0])
    covered = min(1.0, max(0.0, evidence["coverage"]))
    drop = math.floor(max(0, course.tenths - least) * covered)
    if drop:
        course.to(
            course.tenths - drop,
            f"At most {evidence['high']:.0%} of the workers are harmed, by a sample that stands "
            f"for {covered:.0%} of them.",
        )
    controls = min(rules.controls, rules.control * max(0, evidence["controls"] or 0))
    drop = min(round(controls * TENTHS), max(0, course.tenths - least))
    if drop:
        course.to(course.tenths - drop, f"{evidence['controls']} controls were verified on site.")


def priorities(table: pa.Table, *, kinds: Sequence[str] | None = None) -> pa.Table:
    """A RISKS table of only these kinds of subjects, numbered anew."""
    if kinds is None:
        return ranked(table)
    wanted = pa.compute.is_in(table["subject_kind"], value_set=pa.array(list(kinds), pa.string()))
    return ranked(table.filter(wanted))
