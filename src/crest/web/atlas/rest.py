"""The atlas for programs: records in a box, marks of a tile, one place."""

from __future__ import annotations

from typing import Annotated

from django.utils import timezone
from ninja import Path, Query, Router, Schema

from crest.access import facade as access
from crest.supplychain import facade as supplychain
from crest.web.atlas.answers import DEEPEST, marks_of_tile, records_in_box
from crest.web.atlas.filters import read_box, read_filters
from crest.web.atlas.picture import picture_of

router = Router(tags=["Atlas"])
SEE = access.Needs(access.Permission.SEE_CHAIN)
Several = Annotated[list[Annotated[str, Query(max_length=120)]], Query(max_length=50)]
NONE: list[str] = []


class Asked(Schema):
    """The atlas's filters: values of each facet (several are "or"), a box, and the colour."""

    level: Several = NONE
    kind: Several = NONE
    country: Several = NONE
    sector: Several = NONE
    role: Several = NONE
    verification: Several = NONE
    freshness: Several = NONE
    claimed: Several = NONE
    box: Annotated[str, Query(max_length=120)] = ""
    colour: Annotated[str, Query(max_length=20)] = "risk"


class PlaceLine(Schema):
    """A record with a place; `step` is that of the colour asked for."""

    ref: str
    name: str
    lng: float
    lat: float
    kind: str
    role: str
    country: str
    level: str
    step: int
    freshness: str


class Box(Schema):
    """At most 200 records of a box, gravest first, and how many there are."""

    total: int
    records: list[PlaceLine]


class Tile(Schema):
    """Marks: longitude, latitude, places, grave ones, step; of a single place its id and name."""

    marks: list[list[float | str]]


@router.get("/atlas/boxes", auth=SEE, response=Box)
def atlas_box(
    request: access.ActingRequest,
    within: Annotated[str, Query(max_length=120)],
    asked: Query[Asked],  # noqa: ARG001 - read below
) -> object:
    """Records within west,south,east,north in degrees."""
    box = read_box(within)
    if box is None:
        raise access.Refused(
            "This is no box.", fields={"within": "Write west,south,east,north in degrees."}
        )
    picture = picture_of(access.acting(request), on=timezone.localdate())
    return records_in_box(picture, read_filters(request.GET), box)


@router.get("/atlas/tiles/{int:z}/{int:x}/{int:y}", auth=SEE, response=Tile)
def atlas_tile(
    request: access.ActingRequest,
    z: Annotated[int, Path(ge=0, le=DEEPEST)],
    x: Annotated[int, Path(ge=0)],
    y: Annotated[int, Path(ge=0)],
    asked: Query[Asked],  # noqa: ARG001 - read below
) -> object:
    """Marks of one tile of the usual grid (zoom 0 to 16)."""
    if x >= 2**z or y >= 2**z:
        raise access.NotFound("There is no such part of the map.", todo="Ask for zoom 0 to 16.")
    picture = picture_of(access.acting(request), on=timezone.localdate())
    return {"marks": marks_of_tile(picture, read_filters(request.GET), z, x, y)}


@router.get("/atlas/places/{ref}", auth=SEE, response=dict[str, object])
def atlas_place(request: access.ActingRequest, ref: str) -> object:
    """One record, as a mark on the map tells it."""
    return supplychain.place_card(access.acting(request), ref)
