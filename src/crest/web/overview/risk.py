"""What the latest run says of nodes, for pages that show other rooms beside findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from crest.access import facade as access
from crest.findings import facade as findings
from crest.findings.facade import GroupRow
from crest.supplychain import facade as chains

_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Risk:
    """A node's risk in the latest run."""

    level: str = "unknown"
    reasons: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class FoundHere:
    """What a run found about one node: the gravest findings, and what its workers paid."""

    findings: tuple[findings.FindingCard, ...] = ()
    total: int = 0
    paid: GroupRow | None = None
    currency: str = ""
    risk: Risk = field(default_factory=Risk)


def has_findings(by: access.Actor) -> bool:
    """Whether this actor may see findings here."""
    return access.Permission.SEE_FINDINGS in by.may


def risks_of(by: access.Actor, nodes: Iterable[chains.NodeCard | str]) -> dict[str, Risk]:
    """Public id → risk of each of these nodes (cards or public ids) in the latest run."""
    if not has_findings(by):
        return {}
    refs = [one if isinstance(one, str) else one.ref for one in nodes]
    return {ref: Risk(level=one.level) for ref, one in findings.risks_at(by, refs).items()}


def found_about(by: access.Actor, card: chains.NodeCard) -> FoundHere:
    """What the latest run within sight says of one node."""
    if not has_findings(by):
        return FoundHere()
    cards = findings.findings_of(by, node=card.ref, answer="yes")
    groups = findings.groups(by, "groups", subject=card.crest_id)
    run = findings.latest_run(by)
    level = risks_of(by, [card]).get(card.ref, Risk()).level
    if level == "unknown" and cards:  # nobody ranked it, but something grave was found
        level = cards[0].level
    return FoundHere(
        findings=cards[:_MOST],
        total=len(cards),
        paid=groups[0] if groups else None,
        currency=run.currency if run else "",
        risk=Risk(level=level),
    )
