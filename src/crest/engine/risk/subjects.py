"""The sites, hands, corridors and products of a chain, as the rows of a risk table."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.graph.links import GOODS, LABOUR
from crest.engine.graph.trace import DEPTH
from crest.engine.risk.attributes import parts
from crest.engine.risk.propagate import HANDS
from crest.engine.risk.tables import SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from crest.engine.graph.chain import Chain
    from crest.engine.graph.flow import Flow
    from crest.engine.graph.period import When

_BITS: Final = 63  # countries in one whole number
_ENOUGH: Final = 2  # tiers of hands; more are a risk whatever stands behind them
FOUND: Final = pa.schema(
    [
        *SUBJECTS,
        pa.field("labour_tiers", pa.float64()),
        pa.field("sub_agents_unlicensed", pa.bool_()),
        pa.field("migrant_share", pa.float64()),
    ]
)


def subjects_of(chain: Chain, *, on: date, when: When = None) -> pa.Table:
    """SUBJECTS of a chain as of a day, with labour_tiers, sub_agents_unlicensed and migrant_share.

    `when`: a period whose links count, where the harm of the past is asked about; None: the day.

    A chain of hands is only known to be short, or licensed throughout, where it ends at a place of
    origin; otherwise these stay null. A sub-agent is licensed when the column licence of the nodes
    names one that has not run out.
    """
    behind = _Behind(chain, on, on if when is None else when)
    nodes = chain.nodes.to_pylist()
    rows = [row for at, node in enumerate(nodes) if (row := _node_row(at, node, behind))]
    rows += _corridors(behind, nodes)
    rows += _products(chain, behind.flow, nodes)
    return pa.Table.from_pylist(rows, schema=FOUND)


class _Behind:
    """What stands behind (and before) every node along the labour links of a day."""

    def __init__(self, chain: Chain, on: date, when: When) -> None:
        self.chain = chain
        self.flow = chain.view(when).flow
        links = chain.links
        live = np.flatnonzero(self.flow.active & (links.lane == LABOUR) & ~links.transport)
        self.source, self.target = links.source[live], links.target[live]
        self.people = links.people[live]
        control = self.flow.control.behind
        self.site, self.holder = links.target[control], links.source[control]
        self.origins = self._countries(self._lands(chain.is_origin), upstream=True)
        self.ends = self._countries(self._lands(links.is_site), upstream=False)
        self.tiers = self._tiers()
        self.unlicensed = self._unlicensed(on)
        self.arriving = self._added(self.target)
        self.leaving = self._added(self.source)

    def _lands(self, who: NDArray[np.bool_]) -> dict[int, str]:
        at = np.flatnonzero(who)
        lands = self.chain.nodes["country"].take(pa.array(at)).to_pylist()
        return {int(node): land for node, land in zip(at, lands, strict=True) if land}

    def _countries(self, given: dict[int, str], *, upstream: bool) -> list[str | None]:
        """Countries reached against (or with) the flow of people, joined by "|"."""
        lands = sorted(set(given.values()))
        found: list[list[str]] = [[] for _ in range(self.chain.links.nodes)]
        for first in range(0, len(lands), _BITS):
            some = lands[first : first + _BITS]
            mask = np.zeros(self.chain.links.nodes, np.uint64)
            for node, land in given.items():
                if land in some:
                    mask[node] |= np.uint64(1 << some.index(land))
            mask = self._passed_on(mask, np.bitwise_or, upstream=upstream)
            for node in np.flatnonzero(mask).tolist():
                bits = int(mask[node])
                found[node] += [land for i, land in enumerate(some) if bits >> i & 1]
        return ["|".join(names) or None for names in found]

    def _passed_on(self, value: Any, join: np.ufunc, *, upstream: bool) -> Any:
        """Each node's value joined with those of all hands behind (or before) it."""
        to, fro = (self.target, self.source) if upstream else (self.source, self.target)
        end, holder = (self.site, self.holder) if upstream else (self.holder, self.site)
        for _ in range(DEPTH):
            before = value.copy()
            join.at(value, to, before[fro])
            join.at(value, end, value[holder])
            if np.array_equal(value, before):
                break
        return value

    def _tiers(self) -> NDArray[np.int64]:
        hands = ~self.chain.is_origin[self.source]
        source, target = self.source[hands], self.target[hands]
        tiers = np.zeros(self.chain.links.nodes, np.int64)
        for _ in range(DEPTH):
            before = tiers.copy()
            np.maximum.at(tiers, target, before[source] + 1)
            np.maximum.at(tiers, self.site, tiers[self.holder])
        return np.minimum(tiers, DEPTH)

    def _unlicensed(self, on: date) -> NDArray[np.bool_]:
        """Nodes that are, or have behind them, a sub-agent without a licence known to hold."""
        nodes = self.chain.nodes
        sub = pc.is_in(nodes["role"], value_set=pa.array(["sub_agent", "broker"]))
        licensed = pa.array([False] * nodes.num_rows)
        if "licence" in nodes.column_names:
            licensed = pc.is_valid(nodes["licence"])
            if "licence_to" in nodes.column_names:
                holds = pc.greater_equal(nodes["licence_to"], pa.scalar(on, pa.date32()))
                licensed = pc.and_(licensed, pc.fill_null(holds, True))
        bad = pc.and_not(sub, licensed)
        flag: NDArray[np.bool_] = self._passed_on(_flags(bad), np.logical_or, upstream=True)
        return flag

    def _added(self, end: NDArray[np.int32]) -> NDArray[np.float64]:
        """People stated on the links at that end, NaN where none states any."""
        stated = ~np.isnan(self.people)
        count = np.bincount(end[stated], minlength=self.chain.links.nodes)
        total = np.bincount(end[stated], self.people[stated], self.chain.links.nodes)
        return np.where(count > 0, total, np.nan)


def _flags(column: pa.Array | pa.ChunkedArray) -> NDArray[np.bool_]:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    return np.array(pc.fill_null(column, False).to_numpy(zero_copy_only=False), np.bool_)


def _node_row(at: int, node: dict[str, Any], behind: _Behind) -> dict[str, Any] | None:
    """The row of a site or hand; None for everybody else."""
    kind = "site" if node["kind"] == "site" else HANDS.get(node["role"] or "")
    if kind is None:
        return None
    closed = behind.origins[at] is not None
    tiers, unlicensed = int(behind.tiers[at]), bool(behind.unlicensed[at])
    arriving, leaving = float(behind.arriving[at]), float(behind.leaving[at])
    row = {
        "subject_kind": kind,
        "subject": node["node"],
        "name": node["name"],
        "country": node["country"],
        "origin": behind.origins[at],
        "destination": None if kind == "site" else behind.ends[at],
        "product": node["product"],
        "sector": node["sector"],
        "workers": node["workers"],
        "labour_tiers": float(tiers) if closed or tiers > _ENOUGH else None,
        "sub_agents_unlicensed": True if unlicensed else (False if closed else None),
    }
    if kind != "site":
        # The headcount of an agency is its office staff, not the people it passes on.
        row["workers"] = None if np.isnan(leaving) else int(leaving)
    elif node["workers"] and not np.isnan(arriving):
        row["migrant_share"] = min(1.0, arriving / node["workers"])
    return row


def _corridors(behind: _Behind, nodes: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """One row per pair of countries that workers of a site come from and work in."""
    pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, node in enumerate(nodes):
        if node["kind"] == "site" and node["country"]:
            for origin in parts(behind.origins[at]):
                pairs[origin, node["country"]].append(at)
    for (origin, end), sites in sorted(pairs.items()):
        bad = any(behind.unlicensed[at] for at in sites)
        yield {
            "subject_kind": "corridor",
            "subject": f"{origin}>{end}",
            "name": f"{origin} → {end}",
            "origin": origin,
            "destination": end,
            "labour_tiers": float(max(behind.tiers[at] for at in sites)),
            "sub_agents_unlicensed": bad,
        }


def _products(chain: Chain, flow: Flow, nodes: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """One row per product named on a goods link, with where and by whom it is made."""
    live = flow.active & (chain.links.lane == GOODS)
    names = chain.edges["product"].filter(pa.array(live)).to_pylist()
    found: dict[str, tuple[str, set[int]]] = {}
    for source, text in zip(chain.links.source[live].tolist(), names, strict=True):
        for part in parts(text):
            found.setdefault(part.casefold(), (part, set()))[1].add(source)
    for name, makers in (found[key] for key in sorted(found)):
        heads = [nodes[at]["workers"] for at in makers if nodes[at]["workers"] is not None]
        yield {
            "subject_kind": "product",
            "subject": name,
            "name": name,
            "product": name,
            "country": _joined(nodes[at]["country"] for at in makers),
            "sector": _joined(s for at in makers for s in parts(nodes[at]["sector"])),
            "workers": sum(heads) if len(heads) == len(makers) else None,
        }


def _joined(texts: Iterable[str | None]) -> str | None:
    return "|".join(sorted({text for text in texts if text})) or None
