"""What one needs to correct a record: its rows, and records of a like name."""

from __future__ import annotations

from dataclasses import dataclass

from crest.access.facade import Actor
from crest.supplychain.cards import NodeCard
from crest.supplychain.models import Claim, Node
from crest.supplychain.reads.cards import node_card


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source row of a node, as far as one must see to choose it."""

    ref: str
    said_by: str
    name: str
    place: str


def rows_of_node(*, by: Actor, ref: str) -> tuple[NodeCard, tuple[SourceRow, ...]]:
    """An own node and the rows that speak of it. Raises NotFound."""
    node = Node.objects.owned_by(by).one(ref)
    said = Claim.objects.owned_by(by).filter(node=node, withdrawn_at=None).exclude(row=None)
    rows: dict[str, dict[str, str]] = {}
    for row, name, value, who in said.order_by("pk").values_list(
        "row__ref", "field", "value", "said_by"
    )[:5000]:
        rows.setdefault(row, {"said_by": who})[name] = value
    return node_card(node), tuple(
        SourceRow(
            ref=row, said_by=values["said_by"], name=values.get("name", ""),
            place=values.get("address") or values.get("region") or values.get("country", ""),
        )
        for row, values in rows.items()
    )  # fmt: skip


def namesakes_of(*, by: Actor, ref: str, most: int = 12) -> tuple[NodeCard, ...]:
    """Other own records of that kind whose name begins with the same word."""
    node = Node.objects.owned_by(by).one(ref)
    first = next((word for word in node.name.split() if len(word) > 2), node.name)  # noqa: PLR2004
    rows = Node.objects.owned_by(by).filter(
        kind=node.kind, state="live", name__icontains=first
    ).exclude(pk=node.pk)  # fmt: skip
    return tuple(node_card(row) for row in rows.order_by("name", "pk")[:most])
