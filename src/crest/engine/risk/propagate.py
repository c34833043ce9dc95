"""Where the harm behind a buyer's products comes from: hands and sites, ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.graph.links import CONTROL, GOODS
from crest.engine.graph.sweep import UNREACHED
from crest.engine.graph.trace import DEPTH
from crest.engine.risk.bounds import Ground, ground_of
from crest.engine.risk.harm import Known, Reach, harm_of, known_of, reach_of
from crest.engine.risk.tables import EXPOSURES
from crest.engine.risk.ways import Way, way_of
from crest.engine.rulebook.risk_rules import load_risk_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from crest.engine.graph.chain import Chain, View
    from crest.engine.graph.period import When
    from crest.engine.rulebook.risk_rules import RiskBook

HANDS: Final = {"recruiter": "recruiter", "sub_agent": "sub_agent", "broker": "sub_agent"}
_CERTAIN: Final = 1e-6


def propagate(
    chain: Chain,
    scores: pa.Table,
    *,
    on: When = None,
    buyers: Sequence[str] | None = None,
    products: Sequence[str] | None = None,
    limit: int | None = 50,
    depth: int = DEPTH,
    book: RiskBook | None = None,
) -> pa.Table:
    """Rank who stands behind each product of each buyer by the harm that reaches it: EXPOSURES.

    Harm = workers x severity / 4 x likelihood / 20 x share that reaches the buyer, as an interval:
    shares and headcounts nobody stated are bounded, never nothing; the ranking goes by the upper
    end. `scores`: RISKS (columns subject, severity, likelihood). `buyers`: node ids; those of the
    role buyer when None, or else whoever receives goods and passes none on. `products`: only
    these. `limit`: rows per buyer and product. Raises GraphError for an unknown buyer.
    """
    rules = (load_risk_book() if book is None else book).chain
    known = known_of(chain, scores, rules, on)
    judged = _judged(chain)
    parts: list[pa.Table] = []
    starts = _buyers(chain) if buyers is None else [chain.position(buyer) for buyer in buyers]
    ground: Ground | None = None
    for start in starts:
        for product in _products(chain, start, on, products):
            view = chain.view(on, product=product, at=start if product else None)
            if ground is None or ground.view is not view:
                ground = ground_of(chain, view, rules.least_share)
            reach = reach_of(chain, ground, start, known, depth)
            ranked = _ranked(reach, known, judged, start, limit)
            rows = _rows(chain, view, (reach, known), (start, product), ranked)
            table = pa.Table.from_pylist(list(rows), schema=EXPOSURES)
            kinds = pa.array(judged[ranked], pa.string())
            at = table.schema.get_field_index("subject_kind")
            parts.append(table.set_column(at, EXPOSURES.field("subject_kind"), kinds))
    return pa.concat_tables(parts) if parts else EXPOSURES.empty_table()


def _judged(chain: Chain) -> NDArray[np.object_]:
    """Per node the kind of subject it is: site, recruiter, sub_agent; None for all others."""
    kinds = np.full(chain.links.nodes, None, object)
    kinds[chain.links.is_site] = "site"
    role = chain.nodes["role"].combine_chunks()
    for name, kind in HANDS.items():
        said = pc.fill_null(pc.equal(role, name), False).to_numpy(zero_copy_only=False)
        kinds[said & ~chain.links.is_site] = kind
    return kinds


def _buyers(chain: Chain) -> list[int]:
    """Nodes of the role buyer; without any, whoever receives goods and passes none on."""
    role = pc.fill_null(pc.equal(chain.nodes["role"], "buyer"), False)
    named = np.flatnonzero(role.combine_chunks().to_numpy(zero_copy_only=False))
    if len(named):
        return [int(at) for at in named]
    links = chain.links
    goods = links.lane == GOODS
    ends = np.setdiff1d(links.target[goods], links.source[goods])
    return [int(at) for at in ends]


def _products(chain: Chain, start: int, on: When, wanted: Sequence[str] | None) -> list[str | None]:
    """Products delivered to the buyer or its units, in order of name; [None] when none is named."""
    if wanted is not None:
        return list(wanted)
    links = chain.links
    units = links.target[(links.lane == CONTROL) & (links.source == start)]
    active = chain.view(on).flow.active
    into = active & (links.lane == GOODS) & np.isin(links.target, np.append(units, start))
    found: dict[str, str] = {}
    for text in chain.edges["product"].filter(pa.array(into)).unique().to_pylist():
        for part in (text or "").split("|"):
            if part.strip():
                found.setdefault(part.strip().casefold(), part.strip())
    return [found[name] for name in sorted(found)] or [None]


def _ranked(
    reach: Reach, known: Known, judged: NDArray[np.object_], start: int, limit: int | None
) -> NDArray[np.int64]:
    """Positions of the nodes reached, most harm first (high, then low, then nearer)."""
    low, high = harm_of(reach, known)
    shown = (judged != None) & (reach.tier != UNREACHED) & (reach.share[1] > 0)  # noqa: E711 (elementwise)
    shown[start] = False
    at = np.flatnonzero(shown)
    if limit is not None and len(at) > limit:
        least = np.partition(high[at], len(at) - limit)[len(at) - limit]
        at = at[high[at] >= least]
    order = np.lexsort((at, reach.tier[at], -low[at], -high[at]))
    ranked: NDArray[np.int64] = at[order][:limit]
    return ranked


def _rows(
    chain: Chain,
    view: View,
    worked_out: tuple[Reach, Known],
    asked: tuple[int, str | None],
    ranked: NDArray[np.int64],
) -> Iterator[dict[str, Any]]:
    """One EXPOSURES row per node, in the order given."""
    reach, known = worked_out
    start, product = asked
    low, high = harm_of(reach, known)
    names: dict[int, str] = {}
    buyer = chain.nodes["name"][start].as_py()
    for rank, node in enumerate(ranked.tolist(), start=1):
        way = way_of(chain, view, reach, node, names)
        yield {
            "buyer": chain.node_ids[start].as_py(),
            "buyer_name": buyer,
            "product": product,
            "subject": chain.node_ids[node].as_py(),
            "name": chain.nodes["name"][node].as_py(),
            "rank": rank,
            "steps": way.tiers,
            "harm_low": float(low[node]),
            "harm_high": float(high[node]),
            "share_low": float(reach.share[0][node]),
            "share_high": float(reach.share[1][node]),
            "path": way.sentence(product),
            "because": _because(reach, known, node, way, is_site=bool(chain.links.is_site[node])),
        }


def _because(reach: Reach, known: Known, node: int, way: Way, *, is_site: bool) -> str:
    """What the harm is made of, and what is not known on the way."""
    least, most = (float(people[node]) for people in reach.people)
    people = f"{most:,.0f}" if most - least < 1 else f"{least:,.0f} to {most:,.0f}"
    share = _percent(reach.share[0][node], reach.share[1][node])
    weight = _percent(known.weight[0][node], known.weight[1][node])
    said = [
        f"{people} workers by their share of the goods ({share}), at {weight} of the worst risk"
    ]
    if not known.scored[node]:
        said.append("nobody scored it, so it may be the worst")
    if way.assumed:
        said.append(f"{way.assumed} of {way.links} links on the way state no share")
    if is_site and not known.headcount[node]:
        said.append("its headcount is not known")
    return "; ".join(said) + "."


def _percent(low: float, high: float) -> str:
    if high - low < _CERTAIN:
        return f"{high:.1%}"
    return f"{low:.1%} to {high:.1%}"
