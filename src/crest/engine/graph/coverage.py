"""Coverage: for how many of a workplace's workers is it known who stood at each tier of the chain.

A worker is mapped at tier k when a labour link names who stood there, or when the chain has ended
at a place of origin before. What nobody said is unmapped, never zero workers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
from numba import njit

from crest.engine.graph.links import LABOUR
from crest.engine.graph.sweep import _pass_on

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crest.engine.graph.chain import Chain, View
    from crest.engine.graph.flow import Flow, Steps

_BY_TIER: Final = pa.schema(
    [
        ("tier", pa.int64()),
        ("workplaces", pa.int64()),
        ("workplaces_named", pa.int64()),
        ("workplaces_without_workers", pa.int64()),
        ("workers", pa.float64()),
        ("mapped", pa.float64()),
        ("mapped_assumed", pa.float64()),
        ("coverage", pa.float64()),
        ("coverage_assumed", pa.float64()),
    ]
)
_GO_BETWEENS: Final = frozenset({"recruiter", "sub_agent", "broker", "transporter"})


@njit(cache=True, nogil=True)
def _mapped(  # noqa: PLR0917
    same_ptr: NDArray[np.int64],
    same_to: NDArray[np.int32],
    same_weight: NDArray[np.float32],
    next_ptr: NDArray[np.int64],
    next_to: NDArray[np.int32],
    next_weight: NDArray[np.float32],
    is_hand: NDArray[np.bool_],
    is_origin: NDArray[np.bool_],
    starts: NDArray[np.int64],
    out: NDArray[np.float64],
) -> None:
    """Fill out[i, k]: share of the workers of starts[i] for whom tier k + 1 is named."""
    depth = out.shape[1]
    waiting = np.full((3, len(is_hand)), -1.0)
    queue = np.empty((3, len(is_hand)), np.int32)
    for index in range(len(starts)):
        now, later, above = 0, 1, 2
        queue[now, 0], waiting[now, starts[index]] = starts[index], 1.0
        count, ended = 1, 0.0
        for level in range(depth + 1):
            coming, here = 0, 0.0
            ended_here = 0.0
            while count:
                again = 0
                for place in range(count):
                    state = queue[now, place]
                    value = waiting[now, state]
                    waiting[now, state] = -1
                    if is_hand[state] and level > 0:
                        here += value
                        if is_origin[state]:
                            ended_here += value
                    again = _pass_on(
                        value, same_ptr[state], same_ptr[state + 1], same_to, same_weight,
                        waiting[later], queue[later], again, False,
                    )  # fmt: skip
                    if level < depth:
                        coming = _pass_on(
                            value, next_ptr[state], next_ptr[state + 1], next_to, next_weight,
                            waiting[above], queue[above], coming, False,
                        )  # fmt: skip
                now, later, count = later, now, again
            if level > 0:
                out[index, level - 1] = min(1.0, here + ended)
            ended += ended_here
            now, above, count = above, now, coming


def workplaces(chain: Chain, flow: Flow) -> NDArray[np.int64]:
    """Nodes where people work: sites, and organisations without units that people are sent to.

    A hand that only passes workers on is no workplace.
    """
    links = chain.links
    live = flow.active & (links.lane == LABOUR)
    receives, passes = np.zeros(links.nodes, bool), np.zeros(links.nodes, bool)
    receives[links.target[live]] = True
    passes[links.source[live]] = True
    holds = np.zeros(links.nodes, bool)
    holds[links.source[flow.control.units]] = True
    go_between = np.array([role in _GO_BETWEENS for role in chain.nodes["role"].to_pylist()], bool)
    organisation = receives & ~passes & ~holds & ~go_between
    return np.flatnonzero(links.is_site | organisation)


def _shares(chain: Chain, flow: Flow, both: tuple[Steps, Steps], starts: Any, deep: int) -> Any:
    origin = chain.is_origin[flow.node]
    same, next_ = both
    out = np.zeros((len(starts), deep))
    _mapped(
        same.ptr, same.to, same.weight, next_.ptr, next_.to, next_.weight,
        flow.lane == LABOUR, origin, starts, out,
    )  # fmt: skip
    return out


def _people_at_the_gate(chain: Chain, flow: Flow, starts: NDArray[np.int64]) -> Any:
    """People stated on the labour links that lead straight to each workplace; NaN: none stated."""
    links = chain.links
    live = flow.active & (links.lane == LABOUR) & ~np.isnan(links.people)
    total = np.bincount(links.target[live], links.people[live], links.nodes)
    counted = np.bincount(links.target[live], minlength=links.nodes)
    return np.where(counted > 0, total, np.nan)[starts]


def coverage_of(chain: Chain, view: View, starts: NDArray[np.int64], deep: int) -> pa.Table:
    """One row per workplace and tier; see Chain.coverage."""
    flow = view.flow
    stated = _shares(chain, flow, view.stated_steps("up"), starts, deep)
    assumed = np.maximum(stated, _shares(chain, flow, view.steps("up"), starts, deep))
    workers = chain.workers[starts]
    gate = _people_at_the_gate(chain, flow, starts)
    first = np.maximum(assumed[:, :1], 1e-12)
    # Without a headcount only the people named at the gate can be followed further.
    heads = np.where(
        np.isnan(workers)[:, None],
        gate[:, None] * np.minimum(1.0, assumed / first),
        workers[:, None] * stated,
    )
    known = ~np.isnan(workers)[:, None]
    table = chain.nodes.select(["node", "name"]).take(np.repeat(starts, deep))
    columns = {
        "tier": pa.array(np.tile(np.arange(1, deep + 1), len(starts)), pa.int64()),
        "workers": _column(np.repeat(workers, deep)),
        "mapped": _column(np.round(heads, 3).ravel()),
        "mapped_assumed": _column(np.round(workers[:, None] * assumed, 3).ravel()),
        "coverage": _column(np.where(known, np.round(stated, 6), np.nan).ravel()),
        "coverage_assumed": _column(np.where(known, np.round(assumed, 6), np.nan).ravel()),
        "named": pa.array((assumed > 0).ravel(), pa.bool_()),
    }
    for name, column in columns.items():
        table = table.append_column(name, column)
    return table


def _column(values: Any) -> pa.Array:
    return pa.array(values, pa.float64(), mask=np.isnan(values))


def coverage_by_tier(table: pa.Table) -> pa.Table:
    """Add the workplaces of a coverage table up, one row per tier.

    Columns: tier, workplaces, workplaces_named (someone is named at this tier),
    workplaces_without_workers (headcount unknown, so in no sum below), workers, mapped,
    mapped_assumed, coverage, coverage_assumed (null when no headcount is known).
    """
    tier = table["tier"].to_numpy()
    workers, mapped, guessed = (
        table[name].to_numpy() for name in ("workers", "mapped", "mapped_assumed")
    )
    named = table["named"].to_numpy()
    rows = []
    for level in np.unique(tier).tolist():
        here = tier == level
        known = here & ~np.isnan(workers)
        total = float(workers[known].sum())
        sums = float(mapped[known].sum()), float(guessed[known].sum())
        rows.append(
            {
                "tier": level,
                "workplaces": int(here.sum()),
                "workplaces_named": int(named[here].sum()),
                "workplaces_without_workers": int((here & ~known).sum()),
                "workers": total if known.any() else None,
                "mapped": sums[0] if known.any() else None,
                "mapped_assumed": sums[1] if known.any() else None,
                "coverage": sums[0] / total if total else None,
                "coverage_assumed": sums[1] / total if total else None,
            }
        )
    return pa.Table.from_pylist(rows, schema=_BY_TIER)
