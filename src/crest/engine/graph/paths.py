"""Routes between two nodes, with the evidence behind every link and the weakest link."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from crest.engine.graph.flow import HIDDEN
from crest.engine.graph.sweep import UNREACHED

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from crest.engine.graph.chain import Chain, View

# A route search gives up after this many partial routes; what was found until then is returned.
_PATIENCE: Final = 200_000


@dataclass(frozen=True, slots=True)
class Hop:
    """One link of a route, as the edge table has it. `basis`: given|assumed|control."""

    edge: int
    relation: str
    source_node: str
    target_node: str
    product: str | None
    share: float
    basis: str
    people: int | None
    valid_from: date | None
    valid_to: date | None
    verification: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Path:
    """A route from the start to a node.

    `nodes` in the order walked, `hops` between them, `tiers` it crosses, `share` that flows along
    this one route (0..1), and the weakest hop (null only without hops).
    """

    nodes: tuple[str, ...]
    hops: tuple[Hop, ...]
    tiers: int
    share: float
    weakest: Hop | None


def _hop(chain: Chain, view: View, link: int, share: float) -> Hop:
    row: dict[str, Any] = chain.edges.slice(link, 1).to_pylist()[0]
    control = chain.links.lane[link] > 1
    return Hop(
        edge=row["edge"],
        relation=row["relation"],
        source_node=row["source_node"],
        target_node=row["target_node"],
        product=row["product"],
        share=share,
        basis="control" if control else "assumed" if view.flow.assumed[link] else "given",
        people=row["people"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        verification=row["verification"] or "unverified",
        evidence=row["evidence"],
    )


def _distance(view: View, target: list[int], direction: str, depth: int) -> NDArray[np.uint8]:
    """Tiers still to go from every state to the nearest target state; UNREACHED: no way."""
    same, next_ = view.steps("down" if direction == "up" else "up")
    scratch = view.scratch()
    best = np.full(view.flow.states, UNREACHED, np.uint8)
    for state in target:
        seen = scratch.sweep(same, next_, state, depth)
        best[seen] = np.minimum(best[seen], scratch.tier[seen])
        scratch.clear(seen)
    return best


def _routes(  # noqa: PLR0917 (private, called once)
    view: View, starts: list[int], target: int, direction: str, depth: int, left: NDArray[np.uint8]
) -> Any:
    """Yield (tiers, share, links, weights) of simple routes, shortest first."""
    flow = view.flow
    both = view.steps(direction)
    heap: list[Any] = [
        (int(left[s]), 0, number, 0, 1.0, (s,), (), ())
        for number, s in enumerate(starts)
        if left[s] <= depth
    ]
    heapq.heapify(heap)
    count = len(heap)
    patience = _PATIENCE
    while heap and patience:
        patience -= 1
        _, _, _, tiers, share, states, links, weights = heapq.heappop(heap)
        here = states[-1]
        if int(flow.node[here]) == target and len(states) > 1:
            yield tiers, share, links, weights
            continue
        # A node may follow itself (its book, itself as a hand) but never come back later, except
        # that a site leads back to the book of the organisation it was entered from.
        passed = {int(flow.node[s]) for s in states} - {int(flow.node[here])}
        for steps, more in zip(both, (0, 1), strict=True):
            for at in range(int(steps.ptr[here]), int(steps.ptr[here + 1])):
                to = int(steps.to[at])
                if tiers + more + int(left[to]) > depth:
                    continue
                if int(flow.node[to]) in passed and flow.lane[to] != HIDDEN:
                    continue
                count += 1
                heapq.heappush(
                    heap,
                    (
                        tiers + more + int(left[to]), len(links) + 1, count, tiers + more,
                        share * float(steps.weight[at]), (*states, to),
                        (*links, int(steps.link[at])), (*weights, float(steps.weight[at])),
                    ),
                )  # fmt: skip


def find_paths(  # noqa: PLR0917 (called through Trace.paths)
    chain: Chain, view: View, ends: tuple[int, int], direction: str, depth: int, limit: int
) -> list[Path]:
    """Routes from ends[0] to ends[1] within `depth` tiers, shortest first, at most `limit`."""
    flow = view.flow
    start, target = ends
    if start == target or limit < 1:
        return []
    goal = [target, *flow.states_of.get(target, [])]
    starts = [start] if direction == "up" else [start, *flow.states_of.get(start, [])]
    left = _distance(view, goal, direction, depth)
    shares: dict[tuple[int, ...], float] = {}
    first: dict[tuple[int, ...], tuple[int, tuple[float, ...]]] = {}
    last = (depth, 0)
    for tiers, share, links, weights in _routes(view, starts, target, direction, depth, left):
        if len(shares) == limit and (tiers, len(links)) > last:
            break
        key, kept = _without_detours(links, weights)
        if key not in shares and len(shares) < limit:
            shares[key], first[key], last = share, (tiers, kept), (tiers, len(links))
        elif key in shares:
            # The same links by way of another site of the same organisation.
            shares[key] += share
    return [
        _path(chain, view, start, key, first[key][0], first[key][1], shares[key]) for key in shares
    ]


def _without_detours(
    links: tuple[int, ...], weights: tuple[float, ...]
) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Drop steps without a link, and going into a site only to read its organisation's book."""
    kept: list[tuple[int, float]] = []
    for link, weight in zip(links, weights, strict=True):
        if link < 0:
            continue
        if kept and kept[-1][0] == link:
            kept.pop()
        else:
            kept.append((link, weight))
    return tuple(link for link, _ in kept), tuple(weight for _, weight in kept)


def _path(  # noqa: PLR0917 (private, called once)
    chain: Chain,
    view: View,
    start: int,
    links: tuple[int, ...],
    tiers: int,
    weights: tuple[float, ...],
    share: float,
) -> Path:
    hops = tuple(_hop(chain, view, at, w) for at, w in zip(links, weights, strict=True))
    walked = [start]
    for at in links:
        one, other = int(chain.links.source[at]), int(chain.links.target[at])
        walked.append(other if walked[-1] == one else one)
    weakest = min(range(len(links)), key=lambda i: chain.links.rank[links[i]], default=None)
    names = chain.nodes["node"]
    return Path(
        nodes=tuple(names[node].as_py() for node in walked),
        hops=hops,
        tiers=tiers,
        share=min(1.0, share),
        weakest=None if weakest is None else hops[weakest],
    )
