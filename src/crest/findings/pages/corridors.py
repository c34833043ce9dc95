"""Corridors: what do workers pay from A to B, to whom, against what law?"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.utils import timezone

from crest.access import facade as access
from crest.findings.drawings import Drawing, caps_drawn, classes_drawn
from crest.findings.selectors.corridors import (
    CorridorList,
    CorridorSheet,
    corridor_list,
    corridor_sheet,
)


@dataclass(frozen=True, slots=True)
class CorridorsContext(CorridorList):
    """All corridors somebody told of, and those the rulebook knows."""

    section: str = "corridors"


@dataclass(frozen=True, slots=True)
class CorridorContext(CorridorSheet):
    """One corridor, with its charts."""

    classes: Drawing | None
    caps_drawing: Drawing | None
    section: str = "corridors"


@access.page("findings/corridors.html", needs=access.Permission.SEE_FIGURES)
def corridors(request: access.ActingRequest) -> CorridorsContext:
    """On which corridors do workers pay, and how much?"""
    return CorridorsContext(**_told(corridor_list(access.acting(request))))


@access.page("findings/corridor.html", needs=access.Permission.SEE_FIGURES)
def corridor(request: access.ActingRequest, origin: str, destination: str) -> CorridorContext:
    """What do workers pay from here to there, to whom, against what law?"""
    by = access.acting(request)
    sheet = corridor_sheet(by, origin, destination, today=timezone.localdate())
    return CorridorContext(
        **_told(sheet),
        classes=classes_drawn(sheet.group, sheet.currency) if sheet.group else None,
        caps_drawing=caps_drawn(sheet.caps, sheet.currency),
    )


def _told(record: Any) -> dict[str, Any]:
    """The record's own values, not copies of what is within them."""
    return {one.name: getattr(record, one.name) for one in fields(record)}
