"""The same questions answered by walking every route, straight from the rules in words."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

GOODS = {"supplies", "subcontracts"}
CONTROL = {"operates", "owns"}
GO_BETWEENS = {"recruiter", "sub_agent", "broker", "transporter"}


class Book:
    """Links of one kind that deliver to one node: stated shares, and the silent ones."""

    def __init__(self, links: list[dict[str, Any]]) -> None:
        self.links = links
        self.stated = sum(x["known"] for x in links if x["known"] is not None)
        self.silent = [x for x in links if x["known"] is None]

    def portion(self, one: dict[str, Any]) -> float:
        people = [x["people"] for x in self.silent]
        if all(p is not None for p in people) and sum(people) > 0:
            return float(one["people"] / sum(people))
        return 1 / len(self.silent)


class Walker:
    """Walks upstream link by link; arrivals are kept as (node, lane, tier, share, link numbers)."""

    def __init__(
        self, rows: list[dict[str, Any]], about: dict[str, dict[str, Any]], on: date | None = None
    ) -> None:
        self.about = about
        self.rows = [dict(r) | {"edge": i} for i, r in enumerate(rows)]
        self.live = [r for r in self.rows if self._holds(r, on)]
        self.moving = [r for r in self.live if r["relation"] not in CONTROL]
        for row in self.moving:
            row["lane"] = "labour" if self._is_labour(row) else "goods"
            row["people"] = row.get("people")
        for row in self.moving:
            row["known"] = self._known(row)
        self.arrivals: list[tuple[str, str, int, float, tuple[int, ...]]] = []
        self.met: list[tuple[str, str, int, float, tuple[int, ...]]] = []

    @staticmethod
    def _holds(row: dict[str, Any], on: date | None) -> bool:
        if row["source_node"] == row["target_node"]:
            return False
        if on is None:
            return True
        first, last = row.get("valid_from"), row.get("valid_to")
        return (first is None or first <= on) and (last is None or on <= last)

    @staticmethod
    def _is_labour(row: dict[str, Any]) -> bool:
        return row["source_node"][0] == "w" or row["relation"] not in GOODS

    def _known(self, row: dict[str, Any]) -> float | None:
        if row.get("share") is not None:
            return float(row["share"])
        if row["lane"] == "goods" or row["people"] is None:
            return None
        target = self.about[row["target_node"]]
        if target.get("workers") and target.get("role") not in GO_BETWEENS:
            return float(min(1.0, row["people"] / target["workers"]))
        onward = [
            r
            for r in self.moving
            if r["source_node"] == row["target_node"]
            and r["lane"] == "labour"
            and r["relation"] != "transports"
        ]
        if onward and all(r["people"] is not None for r in onward):
            total = sum(r["people"] for r in onward)
            return float(min(1.0, row["people"] / total)) if total else None
        return None

    def behind(self, site: str) -> list[tuple[str, int]]:
        """Whose books a site also reads: its operators, or else its owners."""
        if site[0] != "s":
            return []
        control = [r for r in self.live if r["relation"] in CONTROL and r["target_node"] == site]
        operators = [r for r in control if r["relation"] == "operates"]
        found: dict[str, int] = {}
        for row in operators or control:
            found.setdefault(row["source_node"], row["edge"])
        return list(found.items())

    def units(self, holder: str) -> list[tuple[str, int]]:
        """What an organisation consists of (the tests draw no circles of ownership)."""
        if holder[0] == "s":
            return []
        found: dict[str, int] = {}
        for row in self.live:
            if row["relation"] in CONTROL and row["source_node"] == holder:
                found.setdefault(row["target_node"], row["edge"])
        return list(found.items())

    def book(self, node: str, kind: str) -> Book:
        return Book(
            [
                r
                for r in self.moving
                if r["target_node"] == node
                and (
                    kind
                    == (
                        "transport"
                        if r["relation"] == "transports" and r["lane"] == "labour"
                        else r["lane"]
                    )
                )
            ]
        )

    def walk(self, start: str, depth: int) -> Walker:
        self.depth = depth
        self._goods(start, 0, 1.0, ())
        return self

    def _goods(self, node: str, tier: int, share: float, links: tuple[int, ...]) -> None:
        self.arrivals.append((node, "goods", tier, share, links))
        units = self.units(node)
        if units:
            heard = any((node, e) for u, _ in units for h, e in self.behind(u) if h == node)
            has_book = any(self.book(node, k).links for k in ("goods", "labour", "transport"))
            slots = len(units) + (has_book and not heard)
            for unit, edge in units:
                self._goods(unit, tier, share / slots, (*links, edge))
            if slots == len(units):
                return
            share /= slots
        else:
            for holder, edge in self.behind(node):
                self.met.append((holder, "goods", tier, share, (*links, edge)))
        for kind in ("goods", "labour", "transport"):
            self._read(node, kind, tier, share, links)

    def _hand(self, node: str, tier: int, share: float, links: tuple[int, ...]) -> None:
        self.arrivals.append((node, "labour", tier, share, links))
        for holder, edge in self.behind(node):
            self.met.append((holder, "labour", tier, share, (*links, edge)))
        for kind in ("labour", "transport"):
            self._read(node, kind, tier, share, links)

    def _read(self, node: str, kind: str, tier: int, share: float, links: tuple[int, ...]) -> None:
        if tier == self.depth:
            return
        books: list[tuple[Book, tuple[int, ...]]] = [(self.book(node, kind), ())]
        books += [(self.book(holder, kind), (edge,)) for holder, edge in self.behind(node)]
        stated = sum(book.stated for book, _ in books)
        silent = sum(len(book.silent) for book, _ in books)
        scale = 1 / stated if stated > 1 + 1e-9 else 1.0
        left = max(0.0, 1 - stated)
        for book, through in books:
            for row in book.links:
                if row["known"] is not None:
                    part = row["known"] * scale
                else:
                    part = left / silent * len(book.silent) * book.portion(row)
                further = self._goods if kind == "goods" else self._hand
                further(row["source_node"], tier + 1, share * part, (*links, *through, row["edge"]))

    def answer(self, start: str) -> dict[tuple[str, str], tuple[int, float, int]]:
        """(node, lane) → shortest tier, share, number of walks; without the start."""
        result: dict[tuple[str, str], tuple[int, float, int]] = {}
        for arrivals in (self.arrivals, self.met):
            sums: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
            for node, lane, tier, share, _ in arrivals:
                if node != start:
                    sums[node, lane].append((tier, share))
            for key, found in sums.items():
                before = result.get(key, (99, 0.0, 0))
                result[key] = (
                    min(before[0], *(tier for tier, _ in found)),
                    min(1.0, max(before[1], sum(share for _, share in found))),
                    max(before[2], len(found)),
                )
        return result

    def best_weakest(self, start: str, rank: list[int]) -> dict[tuple[str, str], int]:
        """(node, lane) → rank of the weakest link of the best-evidenced shortest walk."""
        tiers = {key: found[0] for key, found in self.answer(start).items()}
        best: dict[tuple[str, str], int] = {}
        for node, lane, tier, _, links in self.arrivals + self.met:
            if tiers.get((node, lane)) == tier:
                weakest = min((rank[link] for link in links), default=3)
                best[node, lane] = max(best.get((node, lane), -1), weakest)
        return best
