"""Who brings people from one country to another."""

from __future__ import annotations

from collections import defaultdict
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
    roles: tuple[str, ...]
    workers: int | None


def recruiters_between(
    by: access.Actor, origin: str, destination: str, most: int = 60
) -> tuple[RecruiterBetween, ...]:
    """Recruiters and sub-agents of the channels between two countries, most workers first."""
    rows = Channel.objects.within(by).filter(origin=origin, destination=destination)
    heads: dict[int, int | None] = {}
    nodes, roles = {}, defaultdict(set)
    for row in rows.select_related("recruiter", "sub_agent"):
        for role, node in (("recruiter", row.recruiter), ("sub_agent", row.sub_agent)):
            if node is None:
                continue
            nodes[node.pk] = node
            roles[node.pk].add(role)
            before = heads.get(node.pk)
            heads[node.pk] = before if row.workers is None else (before or 0) + row.workers
    found = [
        RecruiterBetween(
            pk, nodes[pk].ref, nodes[pk].crest_id, nodes[pk].name, tuple(sorted(roles[pk])), workers
        )
        for pk, workers in heads.items()
    ]
    return tuple(sorted(found, key=lambda one: (-(one.workers or 0), one.name))[:most])
