"""Everything upstream of many buyers, in blocks, without ever holding it all."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from crest.engine.graph.flow import HIDDEN, Flow
from crest.engine.graph.links import GOODS, LABOUR, LANE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from crest.engine.graph.chain import Chain, View
    from crest.engine.graph.flow import Steps

_LANES: Final = pa.array([LANE_NAMES[GOODS], LANE_NAMES[LABOUR]], pa.string())


def home_states(flow: Flow) -> NDArray[np.int32] | None:
    """Per state the one its node and lane are counted under; null when every state is its own."""
    extra = np.flatnonzero(flow.lane[flow.nodes :] != HIDDEN) + flow.nodes
    lane = flow.lane[extra]
    home = np.arange(flow.states, dtype=np.int32)
    home[extra[lane == GOODS]] = flow.node[extra[lane == GOODS]]
    labour = extra[lane == LABOUR]
    nodes, first = np.unique(flow.node[labour], return_index=True)
    home[labour] = labour[first[np.searchsorted(nodes, flow.node[labour])]]
    hidden = np.flatnonzero(flow.lane == HIDDEN)
    home[hidden] = -1
    return None if np.array_equal(home, np.arange(flow.states)) else home


def exposure(
    view: View, both: tuple[Steps, Steps], start: int, depth: int
) -> tuple[NDArray[np.int32], NDArray[np.uint8], NDArray[np.float32]]:
    """States reached upstream of one node, their shortest tier and their share; without the start.

    A node met both directly and through its site counts once, with the larger share.
    """
    scratch = view.scratch()
    seen = scratch.sweep(*both, start, depth)
    tier, share = scratch.tier, scratch.total
    home = view.home
    if home is not None:
        inner = home[seen]
        moved = seen[(inner != seen) & (inner >= 0)]
        if len(moved):
            fresh = np.unique(home[moved])
            fresh = fresh[tier[fresh] == view.unreached]
            np.maximum.at(share, home[moved], share[moved])
            np.minimum.at(tier, home[moved], tier[moved])
            keep = np.concatenate([seen[inner == seen], fresh])
            clear = np.concatenate([seen, fresh])
        else:
            keep, clear = seen[inner == seen], seen
    else:
        keep, clear = seen, seen
    own = [start, *view.flow.states_of.get(start, [])]
    keep = keep[keep != start] if len(own) == 1 else keep[~np.isin(keep, own)]
    answer = keep.copy(), tier[keep], np.minimum(share[keep], 1)
    scratch.clear(clear)
    return answer


def _batch(chain: Chain, view: View, start: int, depth: int) -> pa.RecordBatch:
    state, tier, share = exposure(view, view.steps("up"), start, depth)
    flow = view.flow
    ids = chain.node_ids
    size = len(state)
    return pa.RecordBatch.from_arrays(
        [
            pa.DictionaryArray.from_arrays(pa.array(np.full(size, start, np.int32)), ids),
            pa.DictionaryArray.from_arrays(pa.array(flow.node[state]), ids),
            pa.DictionaryArray.from_arrays(pa.array(flow.lane[state]), _LANES),
            pa.array(tier),
            pa.array(share),
        ],
        names=["buyer", "node", "lane", "tier", "share"],
    )


def closure_of(
    chain: Chain, view: View, starts: Sequence[int], depth: int, threads: int
) -> Iterator[pa.RecordBatch]:
    """One batch per start, in the order given; at most 2 x threads batches exist at a time."""
    view.steps("up")
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[object] = deque()
        rest = iter(starts)
        for start in rest:
            waiting.append(pool.submit(_batch, chain, view, start, depth))
            if len(waiting) >= 2 * threads:
                yield waiting.popleft().result()  # type: ignore[attr-defined]
        while waiting:
            yield waiting.popleft().result()  # type: ignore[attr-defined]
