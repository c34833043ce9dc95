"""The first page: what this is, and where to start."""

from __future__ import annotations

from dataclasses import dataclass

from crest.access import facade as access


@dataclass(frozen=True, slots=True)
class LandingContext:
    """Nothing is asked of the database for people who have not signed in."""

    search_words: str = ""


@access.page("web/landing.html", needs=access.PUBLIC)
def landing(request: access.ActingRequest) -> LandingContext:  # noqa: ARG001
    """What is this, and where do I start?"""
    return LandingContext()
