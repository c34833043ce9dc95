"""What the map with a script asks for: marks of a tile, records in a box, one record."""

from __future__ import annotations

import functools
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from pydantic_core import to_json

from crest.access import facade as access
from crest.supplychain import facade as supplychain
from crest.web.atlas.clusters import box_rows, clusters_of_tile
from crest.web.atlas.filters import Filters, read_box, read_filters
from crest.web.atlas.picture import FRESH, STEPS, Picture, picture_of
from crest.web.atlas.svg import node_href

MOST: Final = 200  # records of one box
DEEPEST: Final = 16
View = Callable[..., HttpResponseBase]


def answer(needs: access.Permission) -> Callable[[View], View]:
    """A view that answers a script: who may not gets a code and a sentence, never a page."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def show(request: access.ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.actor is None:
                return _said(401, "access.not_signed_in", "Sign in first.")
            try:
                access.require(request.actor, needs)
            except access.NotAllowed as denial:
                return _said(403, denial.code, denial.sentence)
            return require_safe(view)(request, *args, **kwargs)

        show.needs = needs  # type: ignore[attr-defined]
        return show

    return wrap


@answer(access.Permission.SEE_CHAIN)
def tile(request: access.ActingRequest, z: int, x: int, y: int) -> HttpResponseBase:
    """Marks of one tile: [longitude, latitude, places, grave, step, ref, name]."""
    if z > DEEPEST or x >= 2**z or y >= 2**z:
        return _said(404, "atlas.no_such_tile", "There is no such part of the map.")
    picture = _picture(request)
    filters = read_filters(request.GET)
    key = ("tile", filters.chosen, filters.box, filters.colour, z, x, y)
    body: bytes = picture.remember(key, lambda: _tile(picture, filters, z, x, y), most=4096)
    return _kept(request, body)


@answer(access.Permission.SEE_CHAIN)
def boxes(request: access.ActingRequest) -> HttpResponseBase:
    """At most 200 records in a box, gravest first, and how many there are."""
    box = read_box(request.GET.get("within", ""))
    if box is None:
        return _said(422, "atlas.no_box", "Name a box: within=west,south,east,north in degrees.")
    return _json(records_in_box(_picture(request), read_filters(request.GET), box))


@answer(access.Permission.SEE_CHAIN)
def place(request: access.ActingRequest, ref: str) -> HttpResponseBase:
    """One record, as a mark on the map tells it."""
    try:
        card = supplychain.place_card(acting(request), ref)
    except access.NotFound as error:
        return _said(404, error.code, error.sentence)
    return _json({**card, "href": node_href(ref)})


def acting(request: access.ActingRequest) -> access.Actor:
    """For whom a request acts. Raises NotAllowed for nobody."""
    if request.actor is None:
        raise access.NotAllowed("Sign in first.")
    return request.actor


def _picture(request: access.ActingRequest) -> Picture:
    return picture_of(acting(request), on=timezone.localdate())


def records_in_box(
    picture: Picture, filters: Filters, box: tuple[float, float, float, float]
) -> dict[str, Any]:
    """At most 200 records of a box that pass, gravest first, and how many there are."""
    rows = box_rows(picture, filters, box)
    total = len(rows)
    if total > MOST:
        rows = rows[np.argpartition(picture.level[rows], MOST)[:MOST]]
    rows = rows[np.argsort(picture.level[rows], kind="stable")]
    return {"total": total, "records": _records(picture, rows, filters.colour)}


def _tile(picture: Picture, filters: Filters, z: int, x: int, y: int) -> bytes:
    found = {"marks": marks_of_tile(picture, filters, z, x, y)}
    return to_json(found)


def marks_of_tile(picture: Picture, filters: Filters, z: int, x: int, y: int) -> list[list[Any]]:
    """Marks of one tile: longitude, latitude, places, grave, step; of one place ref and name."""
    marks = clusters_of_tile(picture, filters, z, x, y)
    places = picture.places
    found: list[list[Any]] = []
    for lng, lat, count, grave, step, row in zip(
        np.round(marks.lng, 4).tolist(), np.round(marks.lat, 4).tolist(), marks.count.tolist(),
        marks.grave.tolist(), marks.step.tolist(), marks.row.tolist(), strict=True,
    ):  # fmt: skip
        one = [lng, lat, count, grave, step]
        if count == 1:
            one += [str(places.ref[row]), str(places.name[row])]
        found.append(one)
    return found


def _records(picture: Picture, rows: Any, colour: str) -> list[dict[str, Any]]:
    places = picture.places
    refs, names = places.ref.take(rows).to_pylist(), places.name.take(rows).to_pylist()
    steps = picture.steps(colour) if colour != "risk" else picture.level
    columns = zip(
        refs, names, places.lng[rows].tolist(), places.lat[rows].tolist(),
        places.kind.codes[rows].tolist(), places.role.codes[rows].tolist(),
        places.country.codes[rows].tolist(), picture.level[rows].tolist(), steps[rows].tolist(),
        picture.freshness[rows].tolist(), strict=True,
    )  # fmt: skip
    kinds, roles, lands = places.kind.values, places.role.values, places.country.values
    return [
        {"ref": ref, "name": name, "lng": lng, "lat": lat, "kind": kinds[kind], "role": roles[role],
         "country": lands[land], "level": STEPS[level], "step": step, "freshness": FRESH[fresh]}
        for ref, name, lng, lat, kind, role, land, level, step, fresh in columns
    ]  # fmt: skip


def _kept(request: access.ActingRequest, body: bytes) -> HttpResponse:
    """With an ETag: a browser asks again and is told that nothing changed."""
    tag = f'"{blake2b(body, digest_size=9).hexdigest()}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type="application/json")
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


def _json(value: dict[str, Any]) -> HttpResponse:
    body = to_json(value)
    response = HttpResponse(body, content_type="application/json")
    response["Cache-Control"] = "private, no-store"
    return response


def _said(status: int, code: str, sentence: str) -> JsonResponse:
    return JsonResponse({"code": code, "sentence": sentence}, status=status)
