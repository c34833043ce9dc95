"""What was done, by whom, when, and what was refused: the organisation's own log."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from crest.access import facade as access
from crest.access.event_words import words_of
from crest.access.pages.acting import acting
from crest.access.selectors import LogFilter, LogRow, log_of, people_of_log, tags_of

MOST = 50


@dataclass(frozen=True, slots=True)
class AuditContext:
    """One page of the log and its filters."""

    rows: tuple[tuple[LogRow, str], ...]
    people: tuple[tuple[int, str], ...]
    tags: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    older: str
    filtered: bool
    section: str = "audit"


@access.page("access/audit.html", needs=access.Permission.SEE_AUDIT)
def audit(request: access.ActingRequest) -> AuditContext:
    """Who did what, and when?"""
    by, get = acting(request), request.GET
    typed = {
        name: get.get(name, "") for name in ("who", "what", "refused", "since", "until", "record")
    }
    asked = LogFilter(
        who=_number(typed["who"]), tag=typed["what"][:80], refused=typed["refused"] == "1",
        since=_day(typed["since"]), until=_day(typed["until"]), record=typed["record"][:80].strip(),
    )  # fmt: skip
    rows = log_of(by, asked, before=_number(get.get("before", "")), most=MOST + 1)
    older = ""
    if len(rows) > MOST:
        kept = {name: value for name, value in typed.items() if value}
        older = urlencode({**kept, "before": rows[MOST - 1].sequence})
    tags = sorted(((tag, words_of(tag)) for tag in tags_of(by)), key=lambda one: one[1])
    return AuditContext(
        rows=tuple((row, words_of(row.tag)) for row in rows[:MOST]), people=people_of_log(by),
        tags=tuple(tags), typed=typed, older=older, filtered=any(typed.values()),
    )  # fmt: skip


def _number(text: str) -> int | None:
    """A row number, or None for anything else: a strange filter filters nothing."""
    fits = text.isascii() and text.isdigit() and len(text) <= 18  # noqa: PLR2004 - 64 bits
    return int(text) if fits else None


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 9000 else None  # noqa: PLR2004 - what databases can hold
