"""Who brings people from one country to another."""

from __future__ import annotations

from dataclasses import dataclass

from crest.access import facade as access
from crest.supplychain.models import Channel


@dataclass(frozen=True, slots=True)
class RecruiterBetween:
    """A recruiter or sub-agent active on a corridor. `workers` None: nobody said how many."""

    pk: int
    ref: str
    crest_id: str
    name: str
    role: str
    workers: int | None


def recruiters_between(
    by: access.Actor, origin: str, destination: str, most: int = 60
) -> tuple[RecruiterBetween, ...]:
    """Recruiters and sub-agents of the channels between two countries, most workers first."""
    rows = Channel.objects.within(by).filter(origin=origin, destination=destination)
    heads: dict[tuple[int, str], int | None] = {}
    nodes = {}
    for row in rows.select_related("recruiter", "sub_agent"):
        for role, node in (("recruiter", row.recruiter), ("sub_agent", row.sub_agent)):
            if node is None:
                continue
            key = (node.pk, role)
            nodes[node.pk] = node
            before = heads.get(key)
            heads[key] = before if row.workers is None else (before or 0) + row.workers
    found = [
        RecruiterBetween(pk, nodes[pk].ref, nodes[pk].crest_id, nodes[pk].name, role, workers)
        for (pk, role), workers in heads.items()
    ]
    return tuple(sorted(found, key=lambda one: (-(one.workers or 0), one.name))[:most])
