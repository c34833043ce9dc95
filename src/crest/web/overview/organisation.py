"""One organisation or site: who is this, what is proven, who says so?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from crest.access import facade as access
from crest.supplychain import facade as chains
from crest.web.overview.asked import acting
from crest.web.overview.risk import FoundHere, Risk, found_about
from crest.web.overview.words import CHANGES, FIELDS, KINDS, NOT_KNOWN, RELATIONS, ROLES, one_of

_CLOSED: Final = "closed"  # told at the head of the page, not among what is said


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links of one kind in one direction."""

    words: Any
    links: tuple[chains.LinkCard, ...]


@dataclass(frozen=True, slots=True)
class OrganisationContext:
    """The page of a node."""

    sheet: chains.NodeSheet
    kind: Any
    risk: Risk
    found: FoundHere
    fields: tuple[tuple[Any, chains.FieldSheet], ...]
    link_groups: tuple[LinkGroup, ...]
    changes: tuple[tuple[Any, chains.ChangeRow], ...]
    not_known: tuple[Any, ...]
    said_closed: chains.SaidValue | None
    may_edit: bool
    may_ask: bool
    may_claim: bool
    section: str = "organisations"


@access.page("overview/organisation.html", needs=access.Permission.SEE_CHAIN)
def organisation(request: access.ActingRequest, ref: str) -> OrganisationContext:
    """Who is this, what is proven, who says so?"""
    by = acting(request)
    sheet = chains.sheet_of(by=by, ref=ref)
    card = sheet.card
    closing = next((one.shown for one in sheet.fields if one.field == _CLOSED), None)
    may = access.Permission
    found = found_about(by, card)
    return OrganisationContext(
        sheet=sheet,
        kind=one_of(ROLES if card.role else KINDS, card.role or card.kind),
        risk=found.risk,
        found=found,
        fields=tuple(
            (one_of(FIELDS, one.field), one)
            for one in sheet.fields
            if one.field != _CLOSED or one.contradicts
        ),
        link_groups=_grouped(sheet),
        changes=tuple(
            (one_of(CHANGES, f"lists_{one.kind}" if one.from_lists else one.kind), one)
            for one in sheet.changes
        ),
        not_known=tuple(one_of(NOT_KNOWN, name) for name in sheet.not_known),
        said_closed=closing if card.said_closed else None,
        may_edit=sheet.own and may.EDIT_CHAIN in by.may and card.kind != "origin",
        may_ask=sheet.own and may.ASK_SUPPLIERS in by.may and card.kind != "origin",
        may_claim=not sheet.own
        and not card.claimed
        and may.ANSWER_REQUEST in by.may
        and card.kind != "origin",
    )


def _grouped(sheet: chains.NodeSheet) -> tuple[LinkGroup, ...]:
    links = sorted(sheet.gives + sheet.receives, key=lambda one: (one.relation, one.outwards))
    groups = []
    for (relation, outwards), found in groupby(links, key=lambda o: (o.relation, o.outwards)):
        ends = RELATIONS.get(relation, (relation, relation))
        groups.append(LinkGroup(words=ends[0] if outwards else ends[1], links=tuple(found)))
    return tuple(groups)
