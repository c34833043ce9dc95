"""Invented nodes, links and channels, with their index, for tests of atlas, search and exports."""

from __future__ import annotations

import itertools
from typing import Any

from crest.access.models import Organisation
from crest.supplychain.models import Node
from crest.supplychain.services.indexing import index_nodes

_numbers = itertools.count(1)


def node(home: Organisation, name: str, *, indexed: bool = True, **facts: Any) -> Node:
    """A live site, found by the search."""
    facts = {"kind": Node.SITE, "role": "site", "crest_id": f"CR-{next(_numbers):06}", **facts}
    made = Node(owner=home, name=name, **facts)
    made.save()
    if indexed:
        index_nodes(home.pk, [made.pk])
    return made
