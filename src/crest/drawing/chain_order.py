"""The order of boxes within the columns of a two-lane drawing: few crossings.

Barycentre sweeps after Sugiyama, Tagawa and Toda, "Methods for visual understanding of
hierarchical system structures", IEEE Transactions on Systems, Man and Cybernetics 11(2), 1981.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from crest.drawing.chain_layout import Place, Route

_SWEEPS: Final = 12


def order_columns(columns: dict[int, list[Place]], routes: list[Route]) -> None:
    """Sort every column in place by the mean rank of its neighbours, sweeping to and fro.

    `columns` are the columns of one lane from left to right; the order with the fewest crossings
    wins. Ranks are shares of the column (0..1), so that short and long columns compare.
    """
    neighbours: dict[int, list[Place]] = defaultdict(list)
    for route in routes:
        for left, right in zip(route.stops, route.stops[1:], strict=False):
            neighbours[id(left)].append(right)
            neighbours[id(right)].append(left)
    rank: dict[int, float] = {}
    for column in columns.values():
        _number(column, rank)
    best, fewest = _copied(columns), _crossings(columns, routes)
    for sweep in range(_SWEEPS):
        side = 1 if sweep % 2 == 0 else -1
        for key in sorted(columns, reverse=side == 1):
            wanted = {
                id(place): _mean_rank(place, neighbours[id(place)], rank, side)
                for place in columns[key]
            }
            columns[key].sort(key=lambda place, wanted=wanted: wanted[id(place)])  # type: ignore[misc]
            _number(columns[key], rank)
        crossings = _crossings(columns, routes)
        if crossings < fewest:
            best, fewest = _copied(columns), crossings
    for key, column in best.items():
        columns[key][:] = column


def _number(column: list[Place], rank: dict[int, float]) -> None:
    for position, place in enumerate(column):
        rank[id(place)] = (position + 0.5) / len(column)


def _copied(columns: dict[int, list[Place]]) -> dict[int, list[Place]]:
    return {key: list(column) for key, column in columns.items()}


def _mean_rank(place: Place, neighbours: list[Place], rank: dict[int, float], side: int) -> float:
    """Mean rank of the neighbours on one side (1 right, -1 left); its own when it has none."""
    ranks = [
        rank[id(other)]
        for other in neighbours
        if (other.column - place.column) * side > 0 and id(other) in rank
    ]
    return sum(ranks) / len(ranks) if ranks else rank[id(place)]


def _crossings(columns: dict[int, list[Place]], routes: list[Route]) -> int:
    order = {id(place): rank for column in columns.values() for rank, place in enumerate(column)}
    segments: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for route in routes:
        for left, right in zip(route.stops, route.stops[1:], strict=False):
            if id(left) in order and id(right) in order:
                segments[left.column].append((order[id(left)], order[id(right)]))
    return sum(
        1
        for pairs in segments.values()
        for index, (left, right) in enumerate(pairs)
        for other_left, other_right in pairs[index + 1 :]
        if (left - other_left) * (right - other_right) < 0
    )
