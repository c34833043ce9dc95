"""After the chains were resolved: findings follow, where workers' journeys are among the lists."""

from __future__ import annotations

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.findings import facade as findings


@access.when("supplychain:chain:resolve")
def evaluate_again(subject: str, *, by: access.Actor) -> None:  # noqa: ARG001 - all is evaluated
    """Queue a run; one that is already under way is enough."""
    if findings.journeys_among(evidence.accepted_documents(by)):
        findings.evaluate(by=by, anew=True)
