"""What programs may ask about themselves, jobs and the event log; people and sharing beside it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from ninja import Query, Router, Schema

from crest.access import facade as access
from crest.access.models import Event, Job
from crest.access.rest_installation import router as installation_router
from crest.access.rest_people import router as people_router

P = access.Permission
router = Router(tags=["Access"])
router.add_router("", people_router)
router.add_router("", installation_router)
Limit = Annotated[int, Query(ge=1, le=access.MOST_AT_ONCE)]
After = Annotated[str, Query(max_length=40)]


class Me(Schema):
    """Who asks, for whom, and what it may do."""

    name: str
    organisation: str
    organisation_name: str
    kind: str
    roles: list[str]
    may: list[str]


class JobLine(Schema):
    """A piece of background work."""

    ref: str
    task: str
    subject: str
    title: str
    state: str
    step: str
    done: int
    total: int
    sentence: str
    todo: str
    asked_at: dt.datetime
    ended_at: dt.datetime | None


class EventLine(Schema):
    """One entry of the event log about the organisation's own doings."""

    sequence: int
    at: dt.datetime
    tag: str
    subject: str
    allowed: bool
    because: str


class EventSlice(Schema):
    """Some entries; `next` is the number to go on from."""

    items: list[EventLine]
    next: int | None


@router.get("/me", auth=access.Needs(P.SEE_OWN_ACCOUNT), response=Me)
def me(request: access.ActingRequest) -> object:
    """Who am I, and what may I do?"""
    by = access.acting(request)
    return Me(
        name=by.name,
        organisation=access.card_of(by.organisation).ref,
        organisation_name=by.organisation_name,
        kind=by.kind,
        roles=sorted(by.roles),
        may=sorted(by.may),
    )


@router.get("/jobs", auth=access.Needs(P.SEE_OWN_ACCOUNT), response=access.Slice[JobLine])
def jobs(request: access.ActingRequest, after: After = "", limit: Limit = 50) -> object:
    """Background work of the organisation, newest first."""
    rows = Job.objects.owned_by(access.acting(request))
    return access.slice_of(rows, _job_line, after=after, limit=limit, order=("-pk",))


@router.get("/jobs/{ref}", auth=access.Needs(P.SEE_OWN_ACCOUNT), response=JobLine)
def job(request: access.ActingRequest, ref: str) -> object:
    """One piece of background work."""
    return _job_line(Job.objects.owned_by(access.acting(request)).one(ref))


@router.post("/jobs/{ref}/cancel", auth=access.Needs(P.SEE_OWN_ACCOUNT), response=JobLine)
def cancel_job(request: access.ActingRequest, ref: str) -> object:
    """Ask a job to stop."""
    return _job_line(access.cancel(by=access.acting(request), job_ref=ref))


@router.post("/jobs/{ref}/retry", auth=access.Needs(P.SEE_OWN_ACCOUNT), response=JobLine)
def retry_job(request: access.ActingRequest, ref: str) -> object:
    """Try a failed or cancelled job once more."""
    return _job_line(access.retry(by=access.acting(request), job_ref=ref))


@router.get("/events", auth=access.Needs(P.SEE_AUDIT), response=EventSlice)
def events(
    request: access.ActingRequest,
    after: Annotated[int | None, Query(ge=0, le=2**53)] = None,
    limit: Limit = 50,
) -> object:
    """The event log of the organisation's own doings, newest first."""
    by = access.acting(request)
    rows = Event.objects.filter(organisation=by.organisation).order_by("-sequence")
    if after is not None:
        rows = rows.filter(sequence__lt=after)
    found = list(rows[: limit + 1])
    kept = found[:limit]
    return EventSlice(
        items=[EventLine.model_validate(row, from_attributes=True) for row in kept],
        next=kept[-1].sequence if len(found) > limit else None,
    )


def _job_line(row: Job) -> JobLine:
    return JobLine.model_validate(row, from_attributes=True)
