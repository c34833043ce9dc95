"""Accepting a list and undoing it leaves no trace: whatever the lists say."""

from __future__ import annotations

import random

import pytest
from factories import actor
from factories_evidence import accepted

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.supplychain import facade as supplychain
from crest.supplychain.models import Change, Channel, Claim, Link, Node, Pair

pytestmark = pytest.mark.room
_NAMES = ("Blue Heron Knitwear", "Blue Heron Knitting", "Old Bridge Garment", "Green Kite Sewing",
          "Seven Palms Textile", "7 Palms Textile Co Ltd", "River Stone Foods")  # fmt: skip
_STREETS = ("12 Canal Road", "12 Canal Rd", "7 Mill Lane", "88 Harbour Street", "")
_TOWNS = (("Yangon", "Myanmar"), ("Mae Sot", "Thailand"), ("Samut Sakhon", "Thailand"))


def sites(chance: random.Random, size: int) -> str:
    lines = ["name,address,city,country,workers,valid_from"]
    for _ in range(size):
        town, country = chance.choice(_TOWNS)
        name = chance.choice((str.upper, str))(chance.choice(_NAMES))
        lines.append(
            f"{name},{chance.choice(_STREETS)},{town},{country},{chance.randrange(10, 900)},"
            f"20{chance.randrange(15, 26)}-01-01"
        )
    return "\n".join(lines) + "\n"


def links(chance: random.Random, size: int) -> str:
    lines = ["relation,from_name,from_role,to_name,to_role,product,people"]
    for _ in range(size):
        relation, role = chance.choice((("supplies", "site"), ("recruits_for", "recruiter")))
        giver = chance.choice(_NAMES) if role == "site" else chance.choice(("Hill Agents", "Nine"))
        lines.append(f"{relation},{giver},{role},{chance.choice(_NAMES)},site,Cloth,12")
    return "\n".join(lines) + "\n"


def whole(by: access.Actor) -> list[list[tuple[object, ...]]]:
    """Every row of the chains, with permanent ids instead of keys of the database."""
    tables = (
        Node.objects.owned_by(by).values_list(
            "crest_id", "state", "name", "other_names", "address", "workers", "records", "facts"
        ),
        Claim.objects.owned_by(by).values_list(
            "node__crest_id", "field", "value", "row__ref", "chosen"
        ),
        Link.objects.owned_by(by).values_list(
            "giver__crest_id", "receiver__crest_id", "relation", "evidence", "rows__ref"
        ),
        Channel.objects.owned_by(by).values_list("workplace__crest_id", "row__ref"),
        Pair.objects.owned_by(by).values_list("left_key", "right_key", "score", "judgement"),
        Change.objects.owned_by(by).values_list("node__crest_id", "kind", "before", "after"),
    )
    return [sorted(table, key=repr) for table in tables]


@pytest.mark.parametrize("seed", range(6))
def test_accept_a_accept_b_undo_b_is_accept_a(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - invented lists
    by = actor()
    accepted(by, sites(chance, chance.randrange(2, 12)))
    if seed % 2:
        accepted(by, links(chance, chance.randrange(1, 8)), "links.csv")
    supplychain.resolve(by=by)
    before = whole(by)
    other = sites(chance, 9) if seed % 3 else links(chance, 7)
    second = accepted(by, other, "sites.csv" if seed % 3 else "more links.csv")
    supplychain.resolve(by=by)
    evidence.undo_batch(by=by, batch=second.ref)
    supplychain.resolve(by=by)
    assert whole(by) == before
