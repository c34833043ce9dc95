"""The journey of a supplier list: accepted, matched, and forgotten again when it is undone."""

from __future__ import annotations

from crest.access import facade as access
from crest.supplychain import facade as supplychain


@access.when("evidence:batch:accept")
def match_what_was_accepted(batch: str, *, by: access.Actor) -> None:  # noqa: ARG001
    """An accepted file changes the chains: queue their resolution."""
    supplychain.start_resolving(by=by)


@access.when("evidence:batch:undo")
def forget_what_was_undone(batch: str, *, by: access.Actor) -> None:  # noqa: ARG001
    """A file nobody relies on any more leaves the chains."""
    supplychain.start_resolving(by=by)
