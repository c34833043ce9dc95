"""Corridors and what changed between runs, for programs."""

from __future__ import annotations

from typing import Annotated

from django.utils import timezone
from ninja import Path, Query, Router

from crest.access import facade as access
from crest.findings import states
from crest.findings.models import Run
from crest.findings.selectors import corridors, runs, trends

router = Router(tags=["Findings"])
SEE = access.Needs(access.Permission.SEE_FINDINGS)
FIGURES = access.Needs(access.Permission.SEE_FIGURES)
EVALUATE = access.Needs(access.Permission.EVALUATE)
Country = Annotated[str, Path(pattern="^[A-Z]{2}$")]
Limit = Annotated[int, Query(ge=1, le=access.MOST_AT_ONCE)]
After = Annotated[str, Query(max_length=40)]


@router.get("/corridors", auth=FIGURES, response=access.Slice[corridors.CorridorLine])
def list_corridors(request: access.ActingRequest, after: After = "", limit: Limit = 50) -> object:
    """Corridors: those told of, the dearest first, then those only the rulebook knows.

    `after` is the `subject` of the last one, as `MM>TH`.
    """
    found = corridors.corridor_list(access.acting(request))
    lines = (*found.told, *found.untold)
    return access.slice_of_records(lines, key=lambda one: one.subject, after=after, limit=limit)


@router.get("/corridors/{origin}/{destination}", auth=FIGURES, response=corridors.CorridorSheet)
def corridor(request: access.ActingRequest, origin: Country, destination: Country) -> object:
    """What workers pay from one country to another, to whom, and what each law says of it.

    Countries are two capital letters (ISO 3166-1). Small groups come without numbers.
    """
    by = access.acting(request)
    return corridors.corridor_sheet(by, origin, destination, today=timezone.localdate())


@router.get("/runs/points", auth=EVALUATE, response=list[trends.Point])
def run_points(request: access.ActingRequest) -> object:
    """What was paid and is owed in the last 24 finished own runs, the oldest first."""
    return list(trends.points(access.acting(request)))


@router.get("/runs/{ref}/trend", auth=SEE, response=trends.Trend)
def run_trend(request: access.ActingRequest, ref: str) -> object:
    """What is new, gone, graver and lighter in an own run since the finished one before it.

    `since` is null where there is nothing to compare with; what nobody told is not gone.
    """
    by = access.acting(request)
    row = Run.objects.owned_by(by).one(ref)
    before = runs.before_of(by, row) if row.state == states.DONE else None
    return trends.trend(by, row, before)
