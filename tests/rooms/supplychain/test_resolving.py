"""The chains are what the accepted files and judgements say, written by difference."""

from __future__ import annotations

import pytest
from factories import actor
from factories_evidence import CHANNELS, LINKS, MORE_SITES, SITES, accepted

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.evidence.models import Row
from crest.supplychain import facade as supplychain
from crest.supplychain.models import Channel, Claim, Link, Node, Pair

pytestmark = pytest.mark.room


def shape(by: access.Actor) -> dict[str, list[tuple[object, ...]]]:
    """All that a person can see of the chains, without keys of the database."""
    nodes = Node.objects.owned_by(by).filter(state="live")
    return {
        "nodes": sorted(
            nodes.values_list("crest_id", "kind", "name", "role", "country", "workers", "records")
        ),
        "claims": sorted(
            Claim.objects.owned_by(by).values_list(
                "node__crest_id", "field", "value", "row__ref", "chosen"
            )
        ),
        "links": sorted(
            Link.objects.owned_by(by).values_list(
                "giver__crest_id", "receiver__crest_id", "relation", "product", "evidence"
            )
        ),
        "channels": sorted(
            Channel.objects.owned_by(by).values_list("row__ref", "workplace__crest_id", "workers")
        ),
        "pairs": sorted(Pair.objects.owned_by(by).values_list("left_key", "right_key", "asked")),
    }


def test_accepted_lists_become_sites_with_every_value_leading_to_its_row() -> None:
    by = actor()
    accepted(by, SITES, said_by="Invented Buyer")
    card = supplychain.resolve(by=by)
    assert card.counts["nodes"] == {"site": 3}
    node = Node.objects.within(by).get(name="Blue Heron Knitwear")
    assert (node.country, node.workers, node.products) == ("TH", 320, ["T-shirts"])
    claims = Claim.objects.within(by).filter(node=node)
    said = {claim.field: claim for claim in claims}
    assert said["address"].value == "12 Canal Road"
    assert said["address"].chosen
    assert said["address"].said_by == "Invented Buyer"
    row = evidence.row_sheet(by, Row.objects.within(by).get(pk=said["workers"].row_id).ref)
    assert ("workers", "320", "workers") in row.values


def test_links_and_channels_point_at_the_rows_that_say_so() -> None:
    by = actor()
    accepted(by, SITES)
    accepted(by, LINKS, "links.csv")
    accepted(by, CHANNELS, "labour_channels.csv")
    supplychain.resolve(by=by)
    link = Link.objects.within(by).get(relation="supplies")
    assert Node.objects.within(by).get(pk=link.giver_id).name == "Seven Palms Textile"
    rows = Row.objects.within(by).filter(pk__in=link.rows.through.objects.values("row_id"))
    assert rows.exists()
    channel = Channel.objects.within(by).get()
    assert channel.workers == 60
    assert Node.objects.within(by).get(pk=channel.recruiter_id).name == "Nine Rivers Manpower"


def test_resolving_again_changes_nothing() -> None:
    by = actor()
    accepted(by, SITES)
    accepted(by, LINKS, "links.csv")
    supplychain.resolve(by=by)
    before = shape(by)
    keys = set(Claim.objects.owned_by(by).values_list("pk", flat=True))
    supplychain.resolve(by=by)
    assert shape(by) == before
    assert set(Claim.objects.owned_by(by).values_list("pk", flat=True)) == keys


def test_undoing_a_file_forgets_exactly_that() -> None:
    by = actor()
    accepted(by, SITES)
    accepted(by, LINKS, "links.csv")
    supplychain.resolve(by=by)
    before = shape(by)
    second = accepted(by, MORE_SITES, "more.csv")
    supplychain.resolve(by=by)
    assert shape(by) != before
    evidence.undo_batch(by=by, batch=second.ref)
    supplychain.resolve(by=by)
    assert shape(by) == before


def test_ids_stay_when_a_list_goes_and_comes_back() -> None:
    by = actor()
    card = accepted(by, SITES)
    supplychain.resolve(by=by)
    ids = set(Node.objects.owned_by(by).values_list("crest_id", flat=True))
    evidence.undo_batch(by=by, batch=card.ref)
    supplychain.resolve(by=by)
    assert not Node.objects.owned_by(by).exists()
    evidence.accept_batch(by=by, batch=card.ref)
    supplychain.resolve(by=by)
    assert set(Node.objects.owned_by(by).values_list("crest_id", flat=True)) == ids
