"""What people say changes the chains: they are resolved again, once for many words."""

from __future__ import annotations

from crest.access import facade as access
from crest.supplychain.models import Resolution
from crest.supplychain.services.resolving import TASK, start_resolving


def resolve_again(by: access.Actor) -> None:
    """Queue a resolution, unless one waits already or nothing was ever resolved."""
    if not Resolution.objects.owned_by(by).exists():
        return
    if not access.waits(by=by, task_name=TASK):
        start_resolving(by=by)
