"""Links as arrays: who hands what to whom, in the form the sweeps need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.errors import CrestError
from crest.engine.tables.contracts import (
    CONTROL_RELATIONS,
    EDGES,
    GOODS_RELATIONS,
    LABOUR_RELATIONS,
    NODES,
    conform,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

GOODS: Final = 0
LABOUR: Final = 1
CONTROL: Final = 2
LANE_NAMES: Final = ("goods", "labour", "control")

# Verification as a rank: the weakest link of a path is its lowest rank.
RANK_NAMES: Final = ("unverified", "declared", "verified")
NO_LINK: Final = -1
FIRST_DAY: Final = -(2**30)
LAST_DAY: Final = 2**30

# Roles whose headcount is office staff, not the people they pass on.
_GO_BETWEENS: Final = ("recruiter", "sub_agent", "broker", "transporter")


class GraphError(CrestError):
    """The links or the question about them make no graph."""

    code = "graph.unusable"


@dataclass(frozen=True, slots=True)
class Links:
    """The edge table as arrays of length m over n nodes.

    `source`, `target`: node positions. `lane`: GOODS, LABOUR or CONTROL. `stated`: share of the
    target's goods or workers, 0..1, NaN when not stated. `people`: NaN when not stated.
    `first_day`, `last_day`: days since 1970-01-01, open ends at FIRST_DAY and LAST_DAY.
    `rank`: position in RANK_NAMES. `keep`: False for a link from a node to itself.
    """

    nodes: int
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    lane: NDArray[np.int8]
    transport: NDArray[np.bool_]
    operates: NDArray[np.bool_]
    stated: NDArray[np.float64]
    people: NDArray[np.float64]
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    rank: NDArray[np.int8]
    keep: NDArray[np.bool_]
    is_site: NDArray[np.bool_]


def _positions(nodes: pa.Table, edges: pa.Table, end: str) -> NDArray[np.int32]:
    """Position of each edge's end in `nodes`; raises GraphError for an end that is no node."""
    found = pc.index_in(edges[end], value_set=nodes["node"])
    if found.null_count:
        first = pc.index(pc.is_null(found), value=True).as_py()
        raise GraphError(
            f"Link {edges['edge'][first].as_py()} names the node "
            f"“{edges[end][first].as_py()}”, which is not among the nodes.",
            todo="Add the node or remove the link.",
        )
    return np.ascontiguousarray(found.combine_chunks().to_numpy(zero_copy_only=False), np.int32)


def _floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """Numbers with NaN for null; negative numbers say nothing and become NaN."""
    values = column.cast(pa.float64()).combine_chunks().to_numpy(zero_copy_only=False)
    return np.where(values >= 0, values, np.nan)


def _days(column: pa.ChunkedArray, missing: int) -> NDArray[np.int32]:
    days = pc.fill_null(column.cast(pa.int32()), missing)
    return np.ascontiguousarray(days.combine_chunks().to_numpy(zero_copy_only=False), np.int32)


def _codes(column: pa.ChunkedArray, values: list[str]) -> NDArray[np.int8]:
    """Position of each text in `values`, -1 where it is none of them."""
    found = pc.index_in(column, value_set=pa.array(values, pa.string()))
    filled = pc.fill_null(found, -1).combine_chunks().to_numpy(zero_copy_only=False)
    return np.asarray(filled, np.int8)


def _is_in(column: pa.ChunkedArray, values: list[str]) -> NDArray[np.bool_]:
    return _codes(column, values) >= 0


def _lanes(edges: pa.Table, from_origin: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Lane of every link; what leaves a place of origin is people whatever the relation says."""
    relation = edges["relation"]
    lane = np.full(edges.num_rows, -1, np.int8)
    lane[_is_in(relation, sorted(GOODS_RELATIONS))] = GOODS
    lane[_is_in(relation, sorted(LABOUR_RELATIONS))] = LABOUR
    lane[_is_in(relation, sorted(CONTROL_RELATIONS))] = CONTROL
    lane[from_origin] = LABOUR
    if (lane < 0).any():
        at = int(np.argmax(lane < 0))
        raise GraphError(
            f"Link {edges['edge'][at].as_py()} has the unknown relation “{relation[at].as_py()}”.",
            todo="Use one of the relations the link template lists.",
        )
    return lane


def read_tables(nodes: pa.Table, edges: pa.Table) -> tuple[pa.Table, pa.Table, Links]:
    """Check both tables against their contracts and turn the links into arrays.

    Raises GraphError for a node listed twice, a link whose end is no node or an unknown relation;
    ContractError for a missing or mistyped column.
    """
    nodes, edges = conform(nodes, NODES).combine_chunks(), conform(edges, EDGES).combine_chunks()
    if pc.count_distinct(nodes["node"]).as_py() != nodes.num_rows:
        raise GraphError("A node is listed twice.", todo="Give every node one row.")
    source, target = (
        _positions(nodes, edges, "source_node"),
        _positions(nodes, edges, "target_node"),
    )
    kind = _codes(nodes["kind"], ["site", "origin"])
    lane = _lanes(edges, (kind == 1)[source])
    people, stated = _floats(edges["people"]), _floats(edges["share"])
    workers = _floats(nodes["workers"])
    workers[_is_in(nodes["role"], list(_GO_BETWEENS)) | (workers == 0)] = np.nan
    headcount = np.isnan(stated) & (lane == LABOUR) & ~np.isnan(people) & ~np.isnan(workers[target])
    stated[headcount] = np.minimum(1.0, people[headcount] / workers[target[headcount]])
    return (
        nodes,
        edges,
        Links(
            nodes=nodes.num_rows,
            source=source,
            target=target,
            lane=lane,
            transport=_is_in(edges["relation"], ["transports"]),
            operates=_is_in(edges["relation"], ["operates"]),
            stated=stated,
            people=people,
            first_day=_days(edges["valid_from"], FIRST_DAY),
            last_day=_days(edges["valid_to"], LAST_DAY),
            rank=np.maximum(_codes(edges["verification"], list(RANK_NAMES)), 0).astype(np.int8),
            keep=source != target,
            is_site=kind == 0,
        ),
    )
