"""findings: what was found, why, on whose authority, and what to do about it."""

from crest.engine.findings.find import find
from crest.engine.findings.finding import Finding, ProposedAction, Words
from crest.engine.findings.table import findings_table

__all__ = ["Finding", "ProposedAction", "Words", "find", "findings_table"]
