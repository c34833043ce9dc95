"""What the chains of an organisation know, for rooms that run the engine over the same lists."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from crest.access import facade as access
from crest.config import config
from crest.engine.intake.lists import Lists
from crest.engine.mapping.chain import Before
from crest.engine.matching.identities_keys import record_keys
from crest.engine.matching.registry import Registry
from crest.engine.matching.resolve import Judged
from crest.engine.tables.contracts import PROBLEMS
from crest.results.memory import KINDS, Memory, records_of
from crest.supplychain.bridge import Said, judgements_of
from crest.supplychain.models import Node, Pair, Resolution
from crest.supplychain.projection import short_id


def memory_for(by: access.Actor, lists: Lists) -> Memory:
    """The permanent ids and judgements of the last resolution, as the engine takes them."""
    row = Resolution.objects.owned_by(by).first()
    home = Path(config().home) / "registry" / access.card_of(by.organisation).ref
    place = home / row.registry if row is not None and row.registry else None
    known = [kind for kind in KINDS if place is not None and (place / kind).is_dir()]
    judgements, _left_out = judgements_of(_said(by))
    before = Before(
        identities={
            kind: Registry.open(place / kind).identities() for kind in known if place is not None
        },
        judged={
            kind: Judged(*judgements.constraints(record_keys(records_of(lists, kind), kind)))
            for kind in KINDS
        },
    )
    return Memory(before, judgements, PROBLEMS.empty_table())


def node_keys(by: access.Actor, crest_ids: Iterable[str]) -> dict[str, int]:
    """Permanent id → key in the database, for those of the organisation's own nodes there are."""
    wanted = {short_id(one): one for one in crest_ids}
    rows = Node.objects.owned_by(by).values_list("crest_id", "pk")
    return {wanted[crest_id]: pk for crest_id, pk in rows.iterator() if crest_id in wanted}


def _said(by: access.Actor) -> list[Said]:
    rows = Pair.objects.owned_by(by).exclude(judgement=Pair.OPEN).exclude(judged_at=None)
    return [
        Said(
            row.left_key, row.right_key, row.judgement, f"person {row.judged_by_id}", row.judged_at
        )
        for row in rows.order_by("judged_at", "pk")
        if row.judged_at is not None
    ]
