"""What programs may read and write of workers: refs and consents; names by a reason only."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Query, Router, Schema
from pydantic import Field

from crest.access import facade as access
from crest.people import names, selectors
from crest.people.records import (
    ConsentLine,
    Erasure,
    ListCount,
    PersonCard,
    PersonSheet,
)
from crest.people.services import consents, keeping

P = access.Permission
router = Router(tags=["Workers"])
SEE, KEEP = access.Needs(P.SEE_PERSONS), access.Needs(P.KEEP_PERSONS)
READ, ERASE = access.Needs(P.READ_NAMES), access.Needs(P.ERASE_PERSONS)
Limit = Annotated[int, Query(ge=1, le=access.MOST_AT_ONCE)]
After = Annotated[str, Query(max_length=40)]
Why = Literal["contact", "referral", "remedy", "correction", "request", "danger"]


class Identity(Schema):
    """Who somebody is, as a person would type it. `reference`: the number at a workplace."""

    name: str = Field("", max_length=200)
    phone: str = Field("", max_length=200)
    paper: str = Field("", max_length=200)
    birth_year: str = Field("", max_length=4)
    reference: str = Field("", max_length=200)
    workplace: str = Field("", max_length=200)


class NewConsent(Schema):
    """To what a person agreed, how, and in which language; the day as YYYY-MM-DD."""

    purpose: Literal["contact", "referral", "remedy", "research", "publication"]
    scope: str = Field(max_length=200)
    how: Literal["in_person", "by_phone", "in_writing", "by_message"]
    language: Literal["my", "km", "lo", "th", "vi", "ne", "bn", "id", "en", "other"]
    given_on: str = Field(max_length=10)
    evidence: str = Field("", max_length=120)


class Withdrawal(Schema):
    """How a consent was taken back."""

    how: Literal["in_person", "by_phone", "in_writing", "by_message"]


class Opening(Schema):
    """Why names are opened; `case`: a number, without a name. Both are logged."""

    why: Why
    case: str = Field("", max_length=40)


class Called(Schema):
    """What a workplace's list calls a worker."""

    reference: str = Field(max_length=200)
    workplace: str = Field("", max_length=200)


class Found(Schema):
    """The person's reference."""

    ref: str


class Into(Schema):
    """The person that stays."""

    into: str = Field(max_length=40)


class Opened(Schema):
    """Who a person is."""

    ref: str
    name: str
    phone: str
    paper: str
    birth_year: str


@router.get("/persons", auth=SEE, response=access.Slice[PersonCard])
def list_persons(request: access.ActingRequest, after: After = "", limit: Limit = 50) -> object:
    """Workers by reference, newest first, with what each consented to. No names."""
    return selectors.persons_of(access.acting(request), after=after, limit=limit)


@router.post("/persons", auth=KEEP, response={201: PersonCard})
def record_person(request: access.ActingRequest, said: Identity) -> object:
    """Write down who a worker is."""
    return keeping.record_identity(by=access.acting(request), typed=said.model_dump())


@router.post("/persons/find", auth=READ, response=Found)
def find_person(request: access.ActingRequest, said: Called) -> object:
    """Whom a workplace's list calls by this number. The looking is logged, the number is not."""
    by = access.acting(request)
    found = names.find(by=by, reference=said.reference, workplace=said.workplace)
    return Found(ref=str(found))


@router.get("/persons/{ref}", auth=SEE, response=PersonSheet)
def person(request: access.ActingRequest, ref: str) -> object:
    """One worker without a name: consents, lists, and who may be the same."""
    return selectors.person_sheet(access.acting(request), ref)


@router.put("/persons/{ref}", auth=KEEP, response=PersonCard)
def correct_person(request: access.ActingRequest, ref: str, said: Identity) -> object:
    """Write down anew who a worker is."""
    by = access.acting(request)
    return keeping.record_identity(by=by, typed=said.model_dump(), person=ref)


@router.post("/persons/{ref}/names", auth=READ, response=Opened)
def open_person_names(request: access.ActingRequest, ref: str, said: Opening) -> object:
    """Who a worker is, for a reason that is logged. Send no Idempotency-Key with it."""
    by = access.acting(request)
    if request.headers.get("Idempotency-Key"):
        raise access.Refused(
            "Names are never kept, so this cannot be asked with an Idempotency-Key.",
            todo="Ask again without it.",
        )
    return names.open_names(by=by, person=ref, why=said.why, case=said.case)


@router.post("/persons/{ref}/consents", auth=KEEP, response={201: ConsentLine})
def give_person_consent(request: access.ActingRequest, ref: str, said: NewConsent) -> object:
    """Write down a consent."""
    by = access.acting(request)
    return consents.give_consent(by=by, person=ref, typed=said.model_dump())


@router.post("/consents/{ref}/withdraw", auth=KEEP, response=ConsentLine)
def withdraw_person_consent(request: access.ActingRequest, ref: str, said: Withdrawal) -> object:
    """Write down that a consent was taken back."""
    return consents.withdraw_consent(by=access.acting(request), consent=ref, how=said.how)


@router.post("/persons/{ref}/merge", auth=KEEP, response=PersonCard)
def merge_person(request: access.ActingRequest, ref: str, said: Into) -> object:
    """Say that a worker is the same as another."""
    return keeping.merge(by=access.acting(request), person=ref, into=said.into)


@router.post("/persons/{ref}/split", auth=KEEP, response=PersonCard)
def split_person(request: access.ActingRequest, ref: str) -> object:
    """Undo a merge."""
    return keeping.split(by=access.acting(request), person=ref)


@router.delete("/persons/{ref}", auth=ERASE, response=Erasure)
def erase_person(request: access.ActingRequest, ref: str) -> object:
    """Erase a worker for good; the answer says from which day on no backup tells it either."""
    return keeping.erase(by=access.acting(request), person=ref)


@router.get("/name-lists", auth=SEE, response=list[ListCount])
def list_name_lists(request: access.ActingRequest) -> object:
    """What became of the names in accepted lists."""
    return list(selectors.lists_with_names(access.acting(request)))
