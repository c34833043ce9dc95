"""What crosses the door of this room: who acts, and short cards of its nouns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NewType

from crest.access.permissions import Kind, Permission, Role

OrganisationId = NewType("OrganisationId", int)
PersonId = NewType("PersonId", int)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for one organisation, or the system acting for it.

    `owners` says, per kind of record ("chain", "findings", …), whose records besides its own the
    organisation may read by a live agreement. `purpose` is written to the event log.
    """

    organisation: OrganisationId
    kind: Kind
    organisation_name: str
    person: PersonId | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    may: frozenset[Permission] = frozenset()
    owners: Mapping[str, frozenset[int]] = field(default_factory=lambda: MappingProxyType({}))
    purpose: str = ""
    confirmed: bool = True  # by a second factor, where the role asks for one

    def sees(self, shared_as: str | None) -> frozenset[int]:
        """Ids of the organisations whose records of that kind this actor may read.

        "findings+chain": what tells of both, and so is read only where both are shared.
        """
        own = frozenset({int(self.organisation)})
        if not shared_as:
            return own
        kinds = [self.owners.get(kind, frozenset()) for kind in shared_as.split("+")]
        return own | frozenset.intersection(*kinds)


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """An organisation with an account."""

    ref: str
    name: str
    kind: Kind
    country: str | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """One entry of the event log, as people read it."""

    sequence: int
    at: dt.datetime
    tag: str
    who: str
    organisation: str
    subject: str
    allowed: bool
    because: str
