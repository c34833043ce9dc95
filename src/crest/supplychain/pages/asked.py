"""What forms sent, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.http import QueryDict

from crest.access import facade as access


def acting(request: access.ActingRequest) -> access.Actor:
    """For whom the request acts. The page's permission has been asked already."""
    if request.actor is None:
        raise access.NotAllowed("Sign in first.")
    return request.actor


def typed(post: QueryDict, *names: str, most: int = 2000) -> dict[str, str]:
    """What was typed, by field; control characters other than line breaks are left out."""
    return {
        name: "".join(c for c in post.get(name, "") if c.isprintable() or c == "\n")[:most]
        for name in names
    }


def day(text: str) -> dt.date | None:
    """A day written 2026-03-31, or nothing. Raises Refused for anything else."""
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        sentence = "Write the day like 2026-03-31."
        raise access.Refused(sentence, fields={"since": sentence}) from error


@dataclass(frozen=True, slots=True)
class Faults:
    """Why a form was not taken: one sentence, what to do, and a sentence per field."""

    sentence: str = ""
    todo: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def faults_of(error: access.Refused) -> Faults:
    """What a verb refused, for the form."""
    return Faults(error.sentence, error.todo or "", error.fields)
