"""What programs may read of projects, and put behind a record."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Query, Router, Schema
from pydantic import Field

from crest.access import facade as access
from crest.programmes import selectors
from crest.programmes.records import ProjectCard, ProjectSheet, StandingCard
from crest.programmes.rest_parts import router as parts_router
from crest.programmes.services import keeping, standing

P = access.Permission
router = Router(tags=["Programmes"])
router.add_router("", parts_router)
SEE, MANAGE = access.Needs(P.SEE_PROGRAMMES), access.Needs(P.MANAGE_PROGRAMMES)
Limit = Annotated[int, Query(ge=1, le=access.MOST_AT_ONCE)]
After = Annotated[str, Query(max_length=40)]


class NewProject(Schema):
    """A project as a person would type it; days as YYYY-MM-DD."""

    code: str = Field(max_length=40)
    title: str = Field(max_length=200)
    donor: str = Field("", max_length=200)
    countries: str = Field("", max_length=400)
    places: str = Field("", max_length=1000)
    begins_on: str = Field("", max_length=10)
    ends_on: str = Field("", max_length=10)
    aim: str = Field("", max_length=4000)


class Stand(Schema):
    """Which project, and which of its partners, stands behind which record."""

    project: str = Field(max_length=40)
    noun: Literal["evidence:batch", "findings:run"]
    record: str = Field(max_length=40)
    partner: str = Field("", max_length=40)


@router.get("/projects", auth=SEE, response=access.Slice[ProjectCard])
def list_projects(request: access.ActingRequest, after: After = "", limit: Limit = 50) -> object:
    """Projects within sight, by code."""
    cards = selectors.projects_of(access.acting(request))
    return access.slice_of_records(cards, key=lambda one: one.ref, after=after, limit=limit)


@router.post("/projects", auth=MANAGE, response={201: ProjectCard})
def create_project(request: access.ActingRequest, said: NewProject) -> object:
    """A new project."""
    return keeping.create_project(by=access.acting(request), typed=said.model_dump())


@router.get("/projects/{ref}", auth=SEE, response=ProjectSheet)
def project(request: access.ActingRequest, ref: str) -> object:
    """One project with partners, people, activities and what it stands behind."""
    return selectors.project_sheet(access.acting(request), ref)


@router.put("/projects/{ref}", auth=MANAGE, response=ProjectCard)
def edit_project(request: access.ActingRequest, ref: str, said: NewProject) -> object:
    """Change a project."""
    by = access.acting(request)
    return keeping.edit_project(by=by, project=ref, typed=said.model_dump())


@router.get("/standings", auth=SEE, response=list[StandingCard])
def list_standings(
    request: access.ActingRequest,
    noun: Literal["evidence:batch", "findings:run"],
    record: Annotated[str, Query(max_length=40)],
) -> object:
    """Which projects and partners stand behind a record."""
    return list(selectors.standing_of(access.acting(request), noun, record))


@router.post("/standings", auth=MANAGE, response=StandingCard)
def stand_behind(request: access.ActingRequest, said: Stand) -> object:
    """Say that a project stands behind a record."""
    return standing.stand_behind(
        by=access.acting(request), project=said.project, noun=said.noun, record=said.record,
        partner=said.partner,
    )  # fmt: skip
