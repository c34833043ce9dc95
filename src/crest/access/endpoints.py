"""What operations of the API share: the permission each declares, and paging by the last record.

A room's `rest.py` declares every operation like this:

    @router.get("/batches", auth=access.Needs(Permission.SEE_EVIDENCE), response=...)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Annotated, Any, Final, Generic, TypeVar

from django.core.signals import request_started
from django.db import models
from django.db.models import Q
from pydantic import Field, PlainSerializer

from crest.access.actions import log_denial, require
from crest.access.errors import NotAllowed, Refused
from crest.access.models.organisations import Organisation
from crest.access.permissions import Permission
from crest.access.records import Actor

T = TypeVar("T")
M = TypeVar("M", bound=models.Model)
MOST_AT_ONCE: Final = 250
USUAL: Final = 50


_refs: ContextVar[dict[int, str] | None] = ContextVar("crest_refs_of_owners", default=None)


def _begin(**_signal: object) -> None:
    _refs.set({})


request_started.connect(_begin)


def public_ref(organisation: int) -> str:
    """The public id of an organisation by its key; asked for once in a request."""
    known = _refs.get()
    if known is not None and organisation in known:
        return known[organisation]
    found = Organisation.objects.filter(pk=organisation).values_list("ref", flat=True).first()
    if known is not None and found:
        known[organisation] = found
    return found or ""


# In records that programs read: an organisation's key goes out as its public id, others not at all.
OwnerKey = Annotated[int, PlainSerializer(public_ref, return_type=str)]
InnerKey = Annotated[int, Field(exclude=True)]


def a_file(*kinds: str) -> dict[str, Any]:
    """For an operation that answers with a file: `openapi_extra` with the types it can have."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    return {"responses": {200: {"description": "The file.", "content": content}}}


class Needs:
    """The permission of an operation; the API's gate has found out who asks.

    A denial is written to the event log like that of a page.
    """

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    def __call__(self, request: Any) -> Actor | None:
        """The actor, who may; None for nobody. Raises NotAllowed."""
        actor: Actor | None = request.actor
        if actor is None:
            return None
        try:
            require(actor, self.permission)
        except NotAllowed as denial:
            match = request.resolver_match
            denial.tag = f"access:api:{match.url_name if match else ''}"[:80]  # type: ignore[attr-defined]
            log_denial(actor, denial)
            raise
        return actor


def acting(request: Any) -> Actor:
    """Who asks, in an operation that declared what it needs."""
    actor = request.actor
    if not isinstance(actor, Actor):
        raise TypeError("an operation of the API must declare access.Needs(…)")
    return actor


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """Some records of a list. `next` is what to give as `after` for more; null at the end."""

    items: list[T]
    next: str | None


def slice_of(
    rows: models.QuerySet[M],
    shown: Callable[[M], T],
    *,
    after: str = "",
    limit: int = USUAL,
    order: Sequence[str] = ("pk",),
) -> Slice[T]:
    """The records that follow the one with the public id `after`, in the given order.

    `order` names columns that are never null, the last of them unique. Raises Refused when `after`
    is no record within these rows.
    """
    ordered = rows.order_by(*order)
    if after:
        last = rows.filter(ref=after).first()
        if last is None:
            raise _no_such_place()
        ordered = ordered.filter(_behind(last, order))
    found = list(ordered[: limit + 1])
    more = len(found) > limit
    kept = found[:limit]
    return Slice([shown(row) for row in kept], str(kept[-1].ref) if more else None)  # type: ignore[attr-defined]


def slice_of_records(
    records: Sequence[T], *, key: Callable[[T], str], after: str = "", limit: int = USUAL
) -> Slice[T]:
    """The same for records that are at hand already."""
    start = 0
    if after:
        places = [number for number, one in enumerate(records) if key(one) == after]
        if not places:
            raise _no_such_place()
        start = places[0] + 1
    kept = list(records[start : start + limit])
    more = len(records) > start + limit
    return Slice(kept, key(kept[-1]) if more and kept else None)


def _behind(last: models.Model, order: Sequence[str]) -> Q:
    """Rows after `last`: larger in the first column, or equal there and larger in the next …"""
    behind, equal = Q(pk__in=[]), Q()
    for name in order:
        column, comparison = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        value = last.pk if column == "pk" else getattr(last, column)
        behind |= equal & Q(**{f"{column}__{comparison}": value})
        equal &= Q(**{column: value})
    return behind


def _no_such_place() -> Refused:
    return Refused(
        "The list cannot go on from there.", todo="Begin again without “after”.",
        fields={"after": "No record of this list has that id."},
    )  # fmt: skip
