"""What to change so that the rows of an organisation are those of a projection, and no more."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from crest.access import facade as access
from crest.supplychain.models import (
    Change,
    Channel,
    Claim,
    Link,
    Node,
    Pair,
    Request,
    SiteClaim,
    Verdict,
)
from crest.supplychain.projection import Projection

NODE_COLUMNS: Final = (
    "kind", "name", "other_names", "role", "country", "region", "address", "latitude", "longitude",
    "place_precision", "sector", "products", "workers", "records", "facts", "state",
    "last_said_on",
)  # fmt: skip
LINK_COLUMNS: Final = ("share", "people", "verification", "evidence")
CHANNEL_ENDS: Final = ("workplace", "employer", "recruiter", "sub_agent")
CHANNEL_COLUMNS: Final = (
    "origin", "origin_region", "destination", "workers", "valid_from", "valid_to", "verification",
)  # fmt: skip
_BY_HAND: Final = frozenset({
    "name", "role", "country", "region", "address", "sector", "workers",
})  # fmt: skip
FORGOTTEN: Final = "forgotten"
MERGED: Final = "merged"


@dataclass(slots=True)
class Part:
    """New, changed and gone rows of one table."""

    new: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    gone: list[Any] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {"new": len(self.new), "changed": len(self.changed), "gone": len(self.gone)}


@dataclass(slots=True)
class Difference:
    """What to write, table by table. `known`: crest id → key of nodes already there."""

    nodes: Part
    claims: Part
    links: Part
    channels: Part
    pairs: Part
    changes: Part
    known: dict[str, int]


def difference(by: access.Actor, wanted: Projection) -> Difference:
    """Compare what is there with what should be."""
    _by_hand(by, wanted)
    known = dict(Node.objects.owned_by(by).values_list("crest_id", "pk"))
    return Difference(
        nodes=_nodes(by, wanted),
        claims=_claims(by, wanted),
        links=_links(by, wanted),
        channels=_channels(by, wanted),
        pairs=_pairs(by, wanted),
        changes=_changes(by, wanted),
        known=known,
    )


def _by_hand(by: access.Actor, wanted: Projection) -> None:
    """What a person or the firm itself said outranks lists; the listed name stays beside it."""
    said = (
        Claim.objects.owned_by(by)
        .filter(row=None, withdrawn_at=None, chosen=True)
        .order_by("pk")
        .values_list("node__crest_id", "field", "value")
    )
    over: set[tuple[str, str]] = set()
    for crest_id, name, value in said:
        node = wanted.nodes.get(crest_id)
        if node is None or name not in _BY_HAND:
            continue
        if name == "name" and node["name"] != value:
            others = [one for one in node["other_names"] if one != value]
            node["other_names"] = [node["name"], *others]
        node[name] = (int(value) if value.isdigit() else None) if name == "workers" else value
        over.add((crest_id, name))
    if over:
        for key, (value, who, day, chosen) in wanted.claims.items():
            if chosen and key[1:] in over:
                wanted.claims[key] = (value, who, day, False)


def _nodes(by: access.Actor, wanted: Projection) -> Part:
    part, seen = Part(), set()
    columns = ("pk", "crest_id", "merged_into_id", *NODE_COLUMNS)
    gone: dict[str, int] = {}
    shells: set[int] = set()
    for pk, crest_id, merged, *old in Node.objects.owned_by(by).values_list(*columns):
        line = wanted.nodes.get(crest_id)
        seen.add(crest_id)
        if line is None:
            gone[crest_id] = pk
            if old[NODE_COLUMNS.index("state")] in {FORGOTTEN, MERGED}:
                shells.add(pk)
        elif merged is not None or old != [line[name] for name in NODE_COLUMNS]:
            part.changed.append((pk, line))
    part.new = [line for crest_id, line in wanted.nodes.items() if crest_id not in seen]
    kept = _referred_to(by)
    for crest_id, pk in gone.items():
        into = wanted.aliases.get(crest_id)
        into = into if into in wanted.nodes else None
        if pk in shells and (into is not None or pk in kept):
            continue  # nothing more to forget
        part.gone.append((pk, into, pk in kept))
    return part


def _referred_to(by: access.Actor) -> set[int]:
    """Nodes that a person did something with: they are kept, without what lists said."""
    rows = (
        Request.objects.owned_by(by).values_list("node_id", flat=True),
        SiteClaim.objects.owned_by(by).values_list("node_id", flat=True),
        Claim.objects.owned_by(by).filter(row=None).values_list("node_id", flat=True),
        Change.objects.owned_by(by).filter(from_lists=False).values_list("node_id", flat=True),
        Node.objects.owned_by(by).exclude(claimed_by=None).values_list("pk", flat=True),
    )
    return {pk for keys in rows for pk in keys}


def _claims(by: access.Actor, wanted: Projection) -> Part:
    part, seen = Part(), set()
    columns = ("pk", "row_id", "node__crest_id", "field", "value", "said_by", "said_on", "chosen")
    rows = Claim.objects.owned_by(by).exclude(row=None).values_list(*columns)
    for pk, row, crest_id, name, *old in rows.iterator(chunk_size=20_000):
        key = (row, crest_id, name)
        new = wanted.claims.get(key)
        if new is None or key in seen:
            part.gone.append(pk)
            continue
        seen.add(key)
        if tuple(old) != new:
            part.changed.append((*new, pk))
    part.new = [(*key, *new) for key, new in wanted.claims.items() if key not in seen]
    return part


def _links(by: access.Actor, wanted: Projection) -> Part:
    part, seen = Part(), set()
    mine = Link.objects.owned_by(by)
    judged = set(
        Verdict.objects.owned_by(by).filter(undone_at=None).values_list("link_id", flat=True)
    )
    rows: dict[int, list[int]] = defaultdict(list)
    through = Link.rows.through._default_manager.filter(link__in=mine)  # noqa: SLF001
    for link, row in through.values_list("link_id", "row_id"):
        rows[link].append(row)
    columns = (
        "pk", "giver__crest_id", "receiver__crest_id", "relation", "product", "valid_from",
        "valid_to", *LINK_COLUMNS,
    )  # fmt: skip
    for pk, *values in mine.values_list(*columns):
        key, old = tuple(values[:6]), values[6:]
        new = wanted.links.get(key)
        if new is None or key in seen:
            part.gone.append(pk)
            continue
        seen.add(key)
        if pk in judged:  # a person's word on it stands
            new = new | {"verification": old[LINK_COLUMNS.index("verification")]}
        fresh_rows = tuple(sorted(rows[pk])) != new["rows"]
        if fresh_rows or old != [new[name] for name in LINK_COLUMNS]:
            part.changed.append((pk, new, fresh_rows))
    part.new = [(key, new) for key, new in wanted.links.items() if key not in seen]
    return part


def _channels(by: access.Actor, wanted: Projection) -> Part:
    part, seen = Part(), set()
    judged = set(
        Verdict.objects.owned_by(by).filter(undone_at=None).values_list("channel_id", flat=True)
    )
    ends = [f"{end}__crest_id" for end in CHANNEL_ENDS]
    rows = Channel.objects.owned_by(by).values_list("pk", "row_id", *ends, *CHANNEL_COLUMNS)
    for pk, row, *old in rows:
        new = wanted.channels.get(row) if row is not None else None
        if new is None or row in seen:
            part.gone.append(pk)
            continue
        seen.add(row)
        if pk in judged:
            new = new | {"verification": old[-1]}
        if old != [new[name] for name in (*CHANNEL_ENDS, *CHANNEL_COLUMNS)]:
            part.changed.append((pk, new))
    part.new = [(row, new) for row, new in wanted.channels.items() if row not in seen]
    return part


def _pairs(by: access.Actor, wanted: Projection) -> Part:
    part, seen = Part(), set()
    columns = ("pk", "kind", "left_key", "right_key", "judgement", "asked")
    shown = ("left", "right", "score", "because")
    for pk, kind, left, right, judgement, asked, *old in Pair.objects.owned_by(by).values_list(
        *columns, *shown
    ):
        key = (kind, left, right)
        seen.add(key)
        new = wanted.pairs.get(key)
        if new is None and judgement == Pair.OPEN:
            part.gone.append(pk)
        elif new is None:
            if asked:
                part.changed.append((pk, dict(zip(shown, old, strict=True)), False))
        elif not asked or old != [new[name] for name in shown]:
            part.changed.append((pk, new, True))
    part.new = [(key, new) for key, new in wanted.pairs.items() if key not in seen]
    return part


def _changes(by: access.Actor, wanted: Projection) -> Part:
    part, seen = Part(), set()
    columns = ("pk", "node__crest_id", "kind", "before", "after", "since")
    rows = Change.objects.owned_by(by).filter(from_lists=True).values_list(*columns)
    for pk, crest_id, kind, before, after, since in rows:
        key = (crest_id, kind, before.get("value", ""), after.get("value", ""), since)
        if key not in wanted.changes or key in seen:
            part.gone.append(pk)
            continue
        seen.add(key)
        if after != wanted.changes[key]["after"]:
            part.changed.append((pk, wanted.changes[key]))
    part.new = [(key, new) for key, new in wanted.changes.items() if key not in seen]
    return part
