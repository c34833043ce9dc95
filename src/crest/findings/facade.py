"""findings: what the engine found, for whom it matters, and what is to be done. The only door."""

from crest.findings.bulk import FINDINGS, GROUPS, finding_batches, group_batches
from crest.findings.levels import LEVELS, levels_of, levels_version
from crest.findings.records import (
    ExposureRow,
    FindingCard,
    FindingSheet,
    GroupRow,
    PriorityCard,
    ProposalCard,
    RunCard,
)
from crest.findings.selectors.findings import finding_sheet, findings_of, proposals_of
from crest.findings.selectors.risks import exposures, groups, priorities, risk_of, risks_at
from crest.findings.selectors.runs import latest_run, runs_of
from crest.findings.services.evaluating import evaluate, journeys_among
from crest.findings.services.finishing import finish
from crest.findings.services.handing import answer_proposal, hand_on

__all__ = [
    "FINDINGS",
    "GROUPS",
    "LEVELS",
    "ExposureRow",
    "FindingCard",
    "FindingSheet",
    "GroupRow",
    "PriorityCard",
    "ProposalCard",
    "RunCard",
    "answer_proposal",
    "evaluate",
    "exposures",
    "finding_batches",
    "finding_sheet",
    "findings_of",
    "finish",
    "group_batches",
    "groups",
    "hand_on",
    "journeys_among",
    "latest_run",
    "levels_of",
    "levels_version",
    "priorities",
    "proposals_of",
    "risk_of",
    "risks_at",
    "runs_of",
]  # fmt: skip
