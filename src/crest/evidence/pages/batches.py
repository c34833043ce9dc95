"""The received files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.evidence.pages.words import STATES
from crest.ui.listing import Listing, listed

P = access.Permission


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One file with the words of its state."""

    card: evidence.BatchCard
    state: Any
    mark: str


@dataclass(frozen=True, slots=True)
class BatchesContext:
    """Files by what they wait for, and work in the background."""

    waiting: tuple[BatchLine, ...]
    others: Listing[BatchLine]
    jobs: tuple[access.JobCard, ...]
    can_upload: bool
    section: str = "evidence"


@access.page("evidence/batches.html", needs=P.SEE_EVIDENCE)
def batches(request: access.ActingRequest) -> BatchesContext:
    """Which files do we rely on, and which wait for me?"""
    by = acting(request)
    lines = [BatchLine(card, *STATES[card.state]) for card in evidence.batches_of(by)]
    waits = {"ready", "unreadable", "received"}
    jobs = access.jobs_of(by, most=6)
    return BatchesContext(
        waiting=tuple(line for line in lines if line.card.mine and line.card.state in waits),
        others=listed(
            [line for line in lines if not line.card.mine or line.card.state not in waits],
            request.GET,
            name="state",
            value=lambda line: line.card.state,
            words={state: words for state, (words, _mark) in STATES.items()},
            everything=_("All"),
        ),
        jobs=tuple(job for job in jobs if job.open or job.state == "failed"),
        can_upload=P.UPLOAD_EVIDENCE in by.may,
    )


def acting(request: access.ActingRequest) -> access.Actor:
    """The actor of a page that is not public."""
    if request.actor is None:
        raise access.NotFound("There is no such page.")
    return request.actor
