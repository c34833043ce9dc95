"""The actor of a page that is not public."""

from __future__ import annotations

from crest.access import facade as access


def acting(request: access.ActingRequest) -> access.Actor:
    """Who acts. A page without an actor never gets this far, unless it is public."""
    if request.actor is None:
        raise access.NotAllowed("Sign in first.")
    return request.actor
