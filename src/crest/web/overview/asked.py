"""What a page's address asks for; nonsense in it is left out, never an error."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.http import QueryDict

from crest.access import facade as access


def day_of(query: QueryDict, name: str) -> dt.date | None:
    """A day written 2026-03-31, or nothing."""
    try:
        return dt.date.fromisoformat(query.get(name, "").strip())
    except ValueError:
        return None


def text_of(query: QueryDict, name: str, most: int = 100) -> str:
    """A text without control characters, cut to a length."""
    text = "".join(one for one in query.get(name, "") if one.isprintable())
    return text.strip()[:most]


def number_of(query: QueryDict, name: str, otherwise: int = 1) -> int:
    """A whole number of at most six digits."""
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else otherwise  # noqa: PLR2004


def with_values(values: dict[str, str], **other: str) -> str:
    """The query of a link: these values, some replaced; empty ones left out."""
    kept = {name: value for name, value in {**values, **other}.items() if value}
    return f"?{urlencode(kept)}" if kept else "?"


def acting(request: access.ActingRequest) -> access.Actor:
    """For whom the request acts. The page's permission has been asked already."""
    if request.actor is None:
        raise access.NotAllowed("Sign in first.")
    return request.actor
