"""The names in a list of workers: into the vault when it is accepted, out of it when undone."""

from __future__ import annotations

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.people import facade as people


@access.when("evidence:batch:accept")
def keep_names(batch: str, *, by: access.Actor) -> None:
    """Names leave the list for the vault; the assessment never sees them."""
    found = evidence.names_in(by=by, batch=batch)
    if found.workers:
        people.record_list(by=by, batch=batch, workers=found.workers)


@access.when("evidence:batch:undo")
def forget_names(batch: str, *, by: access.Actor) -> None:
    """Whom only this list named is named no more."""
    people.forget_list(by=by, batch=batch)
