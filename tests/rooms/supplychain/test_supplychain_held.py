"""What people decided about records stays when the lists are matched again."""

from __future__ import annotations

import pytest
from factories import actor
from factories_evidence import SITES, accepted

from crest.supplychain import facade as supplychain
from crest.supplychain.models import Claim, Node
from crest.supplychain.services.changing import (
    merge_nodes,
    rename_node,
    report_closed,
    split_node,
    undo_change,
)

pytestmark = pytest.mark.room


def test_a_rename_a_merge_and_a_closing_hold_after_the_next_resolution() -> None:
    by = actor()
    accepted(by, SITES)
    supplychain.resolve(by=by)
    first, second, third = Node.objects.owned_by(by).filter(kind="site").order_by("name")
    rename_node(by=by, node=first.ref, name="Its New Name", why="letterhead")
    change = merge_nodes(by=by, node=second.ref, into=first.ref, why="one gate")
    report_closed(by=by, node=third.ref, why="the gate is shut")
    supplychain.resolve(by=by)
    for node in (first, second, third):
        node.refresh_from_db()
    assert (first.name, second.state, third.state) == ("Its New Name", "merged", "closed")
    assert not Claim.objects.owned_by(by).filter(node=second).exists()
    undo_change(by=by, change=change.ref)
    supplychain.resolve(by=by)
    second.refresh_from_db()
    assert second.state == "live"
    assert Claim.objects.owned_by(by).filter(node=second).exists()


def test_a_split_record_stays_after_the_next_resolution() -> None:
    by = actor()
    accepted(by, SITES)
    supplychain.resolve(by=by)
    node, other = Node.objects.owned_by(by).filter(kind="site").order_by("name")[:2]
    merge_nodes(by=by, node=other.ref, into=node.ref, why="one")
    rows = list(Claim.objects.owned_by(by).filter(node=node).values_list("row__ref", flat=True))
    split_node(by=by, node=node.ref, rows=rows[:1], name="The Other", why="two after all")
    supplychain.resolve(by=by)
    fresh = Node.objects.owned_by(by).get(name="The Other")
    assert fresh.state == "live"
    assert Claim.objects.owned_by(by).filter(node=fresh).exists()
