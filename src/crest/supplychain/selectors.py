"""Reads of supplychain, within what the actor may see."""

from __future__ import annotations

from crest.access import facade as access
from crest.supplychain.models import Resolution
from crest.supplychain.records import ResolutionCard
from crest.supplychain.services.resolving import resolution_card


def latest_resolution(by: access.Actor) -> ResolutionCard | None:
    """What stands behind the chains of the actor's organisation; None before the first time."""
    row = Resolution.objects.owned_by(by).first()
    return None if row is None else resolution_card(row)
