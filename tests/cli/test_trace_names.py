"""A name shared by a factory and the firm that runs it leads to the factory."""

from __future__ import annotations

import pyarrow as pa
import pytest

from crest.cli.exits import NotFoundError
from crest.cli.trace import find_one
from crest.engine.graph import Chain
from crest.engine.tables.contracts import EDGES, NODES

pytestmark = pytest.mark.cli


def chain(*, operated: bool) -> Chain:
    nodes = [
        {"node": "S-1", "kind": "site", "name": "Kung Example Shed", "records": 1},
        {"node": "O-1", "kind": "organisation", "name": "Kung Example Shed Ltd", "records": 1},
    ]
    edge = {
        "edge": 0,
        "source_node": "O-1",
        "target_node": "S-1",
        "relation": "operates" if operated else "supplies",
        "evidence": "list.csv:1",
    }
    return Chain.build(
        pa.Table.from_pylist(nodes, schema=NODES), pa.Table.from_pylist([edge], schema=EDGES)
    )


def test_the_site_is_meant_when_the_company_of_its_name_operates_it() -> None:
    assert find_one(chain(operated=True), "kung example shed") == "S-1"


def test_otherwise_the_person_is_asked() -> None:
    with pytest.raises(NotFoundError, match="several things"):
        find_one(chain(operated=False), "kung example shed")
