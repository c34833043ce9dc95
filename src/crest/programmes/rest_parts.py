"""What programs may do with the parts of a project: partners, people, activities, standings."""

from __future__ import annotations

from typing import Literal

from ninja import Router, Schema
from pydantic import Field

from crest.access import facade as access
from crest.programmes import selectors
from crest.programmes.records import ActivityLine, PartnerLine, StaffLine
from crest.programmes.services import keeping, standing

router = Router(tags=["Programmes"])
MANAGE = access.Needs(access.Permission.MANAGE_PROGRAMMES)
PART = Literal[
    "donor", "implementing", "technical", "government", "employer", "recruiter", "trade_union",
    "community", "other",
]  # fmt: skip


class NewPartner(Schema):
    """An organisation and its part in a project."""

    name: str = Field(max_length=200)
    part: PART


class NewStaff(Schema):
    """A person of the organisation, by its address, and what it does in the project."""

    email: str = Field(max_length=254)
    does: str = Field(max_length=80)


class Doing(Schema):
    """An activity as a person would type it; days as YYYY-MM-DD, numbers as digits or empty."""

    title: str = Field(max_length=200)
    place: str = Field("", max_length=120)
    begins_on: str = Field("", max_length=10)
    ends_on: str = Field("", max_length=10)
    result: str = Field("", max_length=200)
    target: str = Field("", max_length=12)
    reached: str = Field("", max_length=12)


class Gone(Schema):
    """The public id of what is no longer there."""

    ref: str


@router.post("/projects/{ref}/partners", auth=MANAGE, response={201: PartnerLine})
def add_partner(request: access.ActingRequest, ref: str, said: NewPartner) -> object:
    """Name an organisation that has a part in a project."""
    return keeping.add_partner(by=access.acting(request), project=ref, typed=said.model_dump())


@router.post("/projects/{ref}/staff", auth=MANAGE, response={201: StaffLine})
def add_staff(request: access.ActingRequest, ref: str, said: NewStaff) -> object:
    """Give a person of the organisation a part in a project."""
    by = access.acting(request)
    typed = {"person": selectors.person_of(by, said.email), "does": said.does}
    return keeping.add_staff(by=by, project=ref, typed=typed)


@router.post("/projects/{ref}/activities", auth=MANAGE, response={201: ActivityLine})
def add_activity(request: access.ActingRequest, ref: str, said: Doing) -> object:
    """Add an activity: what is done, its target and what was reached."""
    return keeping.keep_activity(by=access.acting(request), project=ref, typed=said.model_dump())


@router.put("/projects/{ref}/activities/{part}", auth=MANAGE, response=ActivityLine)
def change_activity(request: access.ActingRequest, ref: str, part: str, said: Doing) -> object:
    """Change an activity."""
    return keeping.keep_activity(
        by=access.acting(request), project=ref, typed=said.model_dump(), activity=part
    )


@router.delete("/projects/{ref}/{kind}/{part}", auth=MANAGE, response=Gone)
def remove_part(
    request: access.ActingRequest, ref: str, kind: Literal["partner", "staff", "activity"],
    part: str,
) -> object:  # fmt: skip
    """Take a partner, a person or an activity out of a project."""
    by = access.acting(request)
    selectors.project_sheet(by, ref)
    return Gone(ref=keeping.remove_part(by=by, part=part, kind=kind))


@router.delete("/standings/{ref}", auth=MANAGE, response=Gone)
def stand_no_more(request: access.ActingRequest, ref: str) -> object:
    """Take back that a project stands behind a record."""
    return Gone(ref=standing.stand_no_more(by=access.acting(request), standing=ref))
