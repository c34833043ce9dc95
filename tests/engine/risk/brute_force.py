"""Harm worked out walk by walk from the links alone: slow, plain, and by other means."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

GOODS = {"supplies", "subcontracts"}
Rows = list[dict[str, Any]]


class Walker:
    """A chain without control links, read straight from its rows."""

    def __init__(self, rows: Rows, workers: dict[str, float], least: float) -> None:
        self.workers = workers
        self.into: dict[tuple[str, bool], list[tuple[str, float, float]]] = defaultdict(list)
        books: dict[tuple[str, str], Rows] = defaultdict(list)
        for row in rows:
            if row["source_node"] != row["target_node"]:
                books[row["target_node"], self.book(row)].append(row)
        for (target, name), book in books.items():
            stated = sum(row["share"] for row in book if row["share"] is not None)
            scale = 1 / stated if stated > 1 + 1e-9 else 1.0
            left = max(least, 1 - stated)
            for row in book:
                share = row["share"]
                known = (share * scale,) * 2 if share is not None else (0.0, left)
                self.into[target, name == "goods"].append((row["source_node"], *known))

    @staticmethod
    def book(row: dict[str, Any]) -> str:
        if row["relation"] in GOODS:
            return "goods"
        return "transport" if row["relation"] == "transports" else "hands"

    def walks(self, start: str, depth: int, end: int, *, goods: bool) -> dict[str, float]:
        """What arrives at each node over all walks of at most `depth` links, the start's 1 too."""
        found: dict[str, float] = defaultdict(float)

        def walk(node: str, value: float, left: int) -> None:
            found[node] += value
            if left:
                for source, *weight in self.into[node, goods]:
                    walk(source, value * weight[end], left - 1)

        walk(start, 1.0, depth)
        return found

    def people(self, buyer: str, depth: int, end: int) -> tuple[dict[str, float], dict[str, float]]:
        """(workers at each site times its share, workers passed on by each hand)."""
        shares = {
            node: min(1.0, share)
            for node, share in self.walks(buyer, depth, end, goods=True).items()
        }
        hands: dict[str, float] = defaultdict(float)
        whole = 0.0
        for node, share in shares.items():
            heads = share * self.workers[node]
            if share > 0 and self.into[node, False]:
                whole += heads
                for hand, value in self.walks(node, depth, end, goods=False).items():
                    hands[hand] += value * heads
                # The walk of no links is the workplace itself, which is no hand of its own.
                hands[node] -= heads
        return (
            {node: share * self.workers[node] for node, share in shares.items()},
            {node: min(whole, value) for node, value in hands.items()},
        )
