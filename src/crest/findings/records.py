"""What crosses the door of findings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from crest.access.facade import JobCard
from crest.findings.models import Exposure, Finding, Group, Priority, Proposal, Run

GRAVEST, GRAVE = 4, 3


@dataclass(frozen=True, slots=True)
class RunCard:
    """One run in short."""

    ref: str
    on: dt.date
    state: str
    latest: bool
    currency: str
    began_at: dt.datetime
    ended_at: dt.datetime | None
    sentence: str
    todo: str
    summary: dict[str, Any]
    documents: tuple[dict[str, str], ...] = ()
    rulebook: str = ""
    job: JobCard | None = None  # how far its work is, while it is not done


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One finding in short. `workers` None: too few to be told, or not known."""

    ref: str
    code: str
    rule: str
    title: str
    title_thai: str
    subject_kind: str
    subject: str
    subject_name: str
    node_ref: str
    country: str
    answer: str
    severity: int
    level: str
    workers: int | None
    of_workers: int | None
    amount_minor: int | None
    currency: str
    how_sure: str
    confidence: str
    suppressed: bool
    first_due_on: dt.date | None
    first_action: str
    first_action_thai: str
    because: str = ""
    owner: str = ""
    how_sure_thai: str = ""


@dataclass(frozen=True, slots=True)
class FindingSheet:
    """One finding in full, with what was handed on from it."""

    card: FindingCard
    words: dict[str, Any]
    actions: tuple[dict[str, Any], ...]
    proposals: tuple[ProposalCard, ...]
    run: RunCard
    before: str = ""  # public id of the same finding in the run before


@dataclass(frozen=True, slots=True)
class PriorityCard:
    """A subject's risk with every reason."""

    ref: str
    subject_kind: str
    subject: str
    name: str
    node_ref: str
    level: str
    rank: int | None
    inherent: float | None
    residual: float | None
    severity: float | None
    likelihood: float | None
    workers: int | None
    reasons: tuple[dict[str, Any], ...]
    missing: str
    confidence: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Published figures of a group; `not_shown` says what is hidden: "", "some" or "all"."""

    table: str
    kind: str
    subject: str
    name: str
    values: dict[str, Any]
    not_shown: str


@dataclass(frozen=True, slots=True)
class ExposureRow:
    """How much of the harm behind a buyer's product stands at one subject."""

    buyer: str
    product: str
    subject_kind: str
    subject: str
    name: str
    node_ref: str
    rank: int
    steps: int | None
    harm_low: float | None
    harm_high: float | None
    share_low: float | None
    share_high: float | None
    path: str
    because: str


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """An action handed on, and what became of it."""

    ref: str
    finding_code: str
    subject_name: str
    action: str
    who: str
    what: str
    confirmed_how: str
    due_on: dt.date | None
    state: str
    note: str
    mine: bool
    can: tuple[str, ...] = field(default=())


def run_card(row: Run) -> RunCard:
    """The card of a run."""
    return RunCard(
        ref=row.ref, on=row.on, state=row.state, latest=row.latest, currency=row.currency,
        began_at=row.began_at, ended_at=row.ended_at, sentence=row.sentence, todo=row.todo,
        summary=row.summary, documents=tuple(row.documents), rulebook=row.rulebook,
    )  # fmt: skip


def level_of_severity(severity: int) -> str:
    """The mark of a severity: 5 and 4 high, 3 medium, else low."""
    return "high" if severity >= GRAVEST else "medium" if severity >= GRAVE else "low"


def finding_card(row: Finding, *, owner: str = "") -> FindingCard:
    """The card of a finding; its node must have been fetched with it."""
    first = row.actions[0]["title"] if row.actions else ["", ""]
    return FindingCard(
        ref=row.ref, code=row.code, rule=row.rule, title=row.title, title_thai=row.title_thai,
        subject_kind=row.subject_kind, subject=row.subject, subject_name=row.subject_name,
        node_ref=row.node.ref if row.node else "", country=row.country, answer=row.answer,
        severity=row.severity,
        level="unknown" if row.answer == "unknown" else level_of_severity(row.severity),
        workers=row.workers, of_workers=row.of_workers, amount_minor=row.amount_minor,
        currency=row.currency, how_sure=row.how_sure, confidence=row.confidence,
        suppressed=row.suppressed, first_due_on=row.first_due_on, first_action=first[0],
        first_action_thai=first[1], because=row.because, owner=owner,
        how_sure_thai=_thai(row.words.get("how_sure")),
    )  # fmt: skip


def _thai(pair: list[str] | None) -> str:
    return pair[1] if pair and len(pair) > 1 else ""


def priority_card(row: Priority) -> PriorityCard:
    """The card of a priority."""
    return PriorityCard(
        ref=row.ref, subject_kind=row.subject_kind, subject=row.subject, name=row.name,
        node_ref=row.node.ref if row.node else "", level=row.level, rank=row.rank,
        inherent=row.inherent, residual=row.residual, severity=row.severity,
        likelihood=row.likelihood, workers=row.workers, reasons=tuple(row.reasons),
        missing=row.missing, confidence=row.confidence,
    )  # fmt: skip


def group_row(row: Group) -> GroupRow:
    """A row of a published table."""
    return GroupRow(row.table, row.kind, row.subject, row.name, row.values, row.not_shown)


def exposure_row(row: Exposure) -> ExposureRow:
    """One exposure."""
    return ExposureRow(
        row.buyer_name, row.product, row.subject_kind, row.subject, row.name,
        row.node.ref if row.node else "", row.rank, row.steps, row.harm_low, row.harm_high,
        row.share_low, row.share_high, row.path, row.because,
    )  # fmt: skip


def proposal_card(row: Proposal, *, mine: bool, can: tuple[str, ...] = ()) -> ProposalCard:
    """The card of a proposal."""
    return ProposalCard(
        ref=row.ref, finding_code=row.finding_code, subject_name=row.subject_name,
        action=row.action, who=row.who, what=row.what, confirmed_how=row.confirmed_how,
        due_on=row.due_on, state=row.state, note=row.note, mine=mine, can=can,
    )  # fmt: skip
