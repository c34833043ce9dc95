"""What a person who runs the installation may do from its own session; no token ever may."""

from __future__ import annotations

from ninja import Router, Schema
from pydantic import Field

from crest.access import facade as access
from crest.access.health import Health, OrganisationRow, health, organisations
from crest.access.rest_people import Done, letter_address

router = Router(tags=["Installation"])
RUN = access.Needs(access.Permission.RUN_INSTALLATION)


class Installation(Schema):
    """How it is, and who is here."""

    health: Health
    organisations: list[OrganisationRow]


class NewOrganisation(Schema):
    """An organisation, and whom to invite as its first administrator."""

    name: str = Field(max_length=200)
    kind: access.Kind
    country: str = Field("", max_length=2)
    email: str = Field(max_length=254)


class Again(Schema):
    """How many steps will be tried again."""

    steps: int


@router.get("/installation", auth=RUN, response=Installation)
def installation(request: access.ActingRequest) -> object:  # noqa: ARG001
    """Is everything in order, and who is here?"""
    return {"health": health(), "organisations": list(organisations())}


@router.post("/installation/organisations", auth=RUN, response={201: Done})
def make_organisation(request: access.ActingRequest, said: NewOrganisation) -> object:
    """Open an account for an organisation; its administrator gets a letter."""
    made = access.make_organisation(
        by=access.acting(request), **said.model_dump(), address=letter_address(request)
    )
    return Done(ref=made.ref)


@router.post("/installation/retry", auth=RUN, response=Again)
def retry_deliveries(request: access.ActingRequest) -> object:
    """Let steps that were given up be tried again."""
    return Again(steps=access.retry_deliveries(by=access.acting(request)))
