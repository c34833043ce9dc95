"""From a signed-in person, or the system, to an Actor."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models import Q

from crest.access.models.agreements import Agreement
from crest.access.models.organisations import Membership, Organisation
from crest.access.permissions import ROLE_MAY, STAFF, Kind, Permission, Role
from crest.access.records import Actor, OrganisationCard, OrganisationId, PersonId

if TYPE_CHECKING:
    from crest.access.models.people import Person


def memberships_of(person: Person) -> list[Membership]:
    """The person's live roles, by organisation name."""
    rows = Membership.objects.filter(person=person, ended_at=None).select_related("organisation")
    return sorted(rows, key=lambda row: (row.organisation.name, row.organisation_id, row.role))


def actor_for(
    person: Person,
    *,
    on: dt.date,
    organisation: str | None = None,
    confirmed: bool,
    second_factor_demanded: bool,
    only: frozenset[Permission] | None = None,
) -> Actor | None:
    """The person acting for one of its organisations (`organisation` is a public id).

    None when the person belongs to none. `only` narrows what the roles allow (API tokens).
    """
    rows = memberships_of(person)
    chosen = [row for row in rows if row.organisation.ref == organisation] or rows
    if not chosen:
        return None
    home = chosen[0].organisation
    roles = frozenset(Role(row.role) for row in chosen if row.organisation_id == home.pk)
    may = frozenset().union(*(ROLE_MAY[role] for role in roles))
    if person.runs_installation:
        may |= {Permission.RUN_INSTALLATION, Permission.SEE_OWN_ACCOUNT}
    staff = bool(roles & STAFF) or person.runs_installation
    return Actor(
        organisation=OrganisationId(home.pk),
        kind=Kind(home.kind),
        organisation_name=home.name,
        person=PersonId(person.pk),
        name=str(person),
        roles=roles,
        may=may if only is None else may & only,
        owners=shared_with(home.pk, on=on),
        confirmed=confirmed or not (staff and second_factor_demanded),
    )


def system_for(
    organisation: Organisation | int, *, on: dt.date, person: int | None = None
) -> Actor:
    """The system acting for an organisation: a worker that carries on what a person began."""
    home = (
        organisation
        if isinstance(organisation, Organisation)
        else Organisation.objects.get(pk=organisation)
    )
    return Actor(
        organisation=OrganisationId(home.pk),
        kind=Kind(home.kind),
        organisation_name=home.name,
        person=PersonId(person) if person is not None else None,
        name="CREST",
        # It may put workers' names into the vault and never see one: it has no READ_NAMES.
        may=ROLE_MAY[Role.ADMINISTRATOR] | {Permission.KEEP_PERSONS},
        owners=shared_with(home.pk, on=on),
        purpose="background work",
    )


def shared_with(receiver: int, *, on: dt.date) -> MappingProxyType[str, frozenset[int]]:
    """Per kind of record, the organisations whose records a live agreement lets this one read."""
    live = Agreement.objects.everywhere("agreements decide what is in scope").filter(
        Q(valid_to=None) | Q(valid_to__gte=on), receiver_id=receiver, revoked_at=None,
        valid_from__lte=on,
    )  # fmt: skip
    owners: dict[str, set[int]] = {}
    for owner, covers in live.values_list("owner_id", "covers"):
        for kind in covers:
            owners.setdefault(kind, set()).add(owner)
    return MappingProxyType({kind: frozenset(ids) for kind, ids in owners.items()})


def organisations_of(person: Person) -> tuple[OrganisationCard, ...]:
    """The organisations a person can act for, by name."""
    homes = {row.organisation_id: row.organisation for row in memberships_of(person)}
    return tuple(
        OrganisationCard(ref=home.ref, name=home.name, kind=Kind(home.kind), country=home.country)
        for home in homes.values()
    )


def card_of(organisation: int) -> OrganisationCard:
    """The card of an organisation by its key."""
    home = Organisation.objects.get(pk=organisation)
    return OrganisationCard(
        ref=home.ref, name=home.name, kind=Kind(home.kind), country=home.country
    )
