"""Names of roles, kinds, permissions and shared records, as people read them."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from crest.access.models.jobs import Job
from crest.access.permissions import Kind, Permission, Role

P, R, K = Permission, Role, Kind
ROLES: Final[dict[Role, Any]] = {
    R.ADMINISTRATOR: _("Administrator"),
    R.ANALYST: _("Sourcing analyst"),
    R.REVIEWER: _("Reviewer of matches"),
    R.PROGRAMME_MANAGER: _("Programme manager"),
    R.ASSESSOR: _("Assessor"),
    R.PROTECTION_OFFICER: _("Protection officer"),
    R.RESEARCHER: _("Researcher"),
    R.CONTRIBUTOR: _("Answers for its own firm"),
    R.VIEWER: _("Reader"),
}
KINDS: Final[dict[Kind, Any]] = {
    K.BUYER: _("Buyer or brand"),
    K.EMPLOYER: _("Supplier or employer"),
    K.RECRUITER: _("Recruitment agency"),
    K.SUB_AGENT: _("Sub-agent"),
    K.AUDIT_FIRM: _("Audit firm"),
    K.CERTIFICATION_BODY: _("Certification body"),
    K.TRAINING_PROVIDER: _("Training provider"),
    K.RESOURCE_CENTRE: _("Migrant worker resource centre"),
    K.SERVICE_PROVIDER: _("Service provider"),
    K.TRADE_UNION: _("Trade union"),
    K.GOVERNMENT: _("Government"),
    K.INTERNATIONAL_ORGANISATION: _("International organisation"),
    K.RESEARCHER: _("Research institute"),
}
PERMISSIONS: Final[dict[Permission, Any]] = {
    P.SEE_CHAIN: _("See chains, organisations and places"),
    P.EDIT_CHAIN: _("Change organisations and links"),
    P.UPLOAD_EVIDENCE: _("Upload lists"),
    P.ACCEPT_EVIDENCE: _("Accept and undo lists"),
    P.SEE_EVIDENCE: _("See lists and their rows"),
    P.JUDGE_PAIR: _("Judge matches"),
    P.ASK_SUPPLIERS: _("Ask suppliers and recruiters"),
    P.ANSWER_REQUEST: _("Answer requests"),
    P.SEE_FINDINGS: _("See findings"),
    P.SEE_FIGURES: _("See protected figures of groups"),
    P.EVALUATE: _("Start an assessment"),
    P.SEE_WORKER_FIGURES: _("See figures of single workers"),
    P.EXPORT_RECORDS: _("Take records out as files"),
    P.SHARE_RECORDS: _("Share with other organisations"),
    P.MANAGE_PEOPLE: _("Invite people and end their access"),
    P.USE_API: _("Make tokens for programs"),
    P.SEE_AUDIT: _("Read the log of what was done"),
    P.SEE_PROGRAMMES: _("See programmes"),
    P.MANAGE_PROGRAMMES: _("Change programmes"),
    P.SEE_OWN_ACCOUNT: _("See one's own account"),
    P.RUN_INSTALLATION: _("Run the installation"),
    P.SEE_PERSONS: _("See workers by reference, and their consents"),
    P.KEEP_PERSONS: _("Write down who a worker is, and consents"),
    P.READ_NAMES: _("Open workers' names for a reason"),
    P.ERASE_PERSONS: _("Erase workers for good"),
}
SHARED: Final[dict[str, Any]] = {
    "chain": _("Organisations, places and links"),
    "evidence": _("Lists and their rows"),
    "findings": _("Findings"),
    "figures": _("Protected figures of groups, without any firm"),
    "answers": _("Answers to requests"),
    "programmes": _("Programmes"),
}
JOB_STATES: Final[dict[str, Any]] = {
    Job.WAITING: _("waits"),
    Job.RUNNING: _("runs"),
    Job.DONE: _("done"),
    Job.FAILED: _("failed"),
    Job.CANCELLED: _("cancelled"),
}


def pairs(words: dict[Any, Any]) -> tuple[tuple[str, Any], ...]:
    """Values and words of a choice."""
    return tuple((str(value), word) for value, word in words.items())
