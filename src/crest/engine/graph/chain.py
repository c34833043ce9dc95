"""The chain: goods and labour as one graph, and the questions people ask of it."""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from threading import Lock, local
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.graph.closure import closure_of, exposure, home_states
from crest.engine.graph.coverage import coverage_by_tier, coverage_of, workplaces
from crest.engine.graph.flow import Flow, Steps, build_flow, reverse
from crest.engine.graph.links import CONTROL, GOODS, LABOUR, GraphError, Links, read_tables
from crest.engine.graph.period import When, holding
from crest.engine.graph.product import carrying
from crest.engine.graph.rollup import Plan, make_plan, roll_up
from crest.engine.graph.search import Candidate, find_nodes
from crest.engine.graph.surroundings import important_workplaces, neighbourhood_of
from crest.engine.graph.sweep import UNREACHED, Scratch
from crest.engine.graph.trace import DEPTH, Trace, trace_from, without_assumptions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from numpy.typing import NDArray

LANES = frozenset({"goods", "labour"})
_VIEWS_KEPT = 4


class View:
    """The flow graph of one period, product and choice of lanes, with working arrays per thread."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._lock = Lock()
        self.unreached = UNREACHED
        self._plans: dict[int, Plan] = {}
        self._down: tuple[Steps, Steps] | None = None
        self._stated: dict[str, tuple[Steps, Steps]] = {}
        self._local = local()

    def steps(self, direction: str) -> tuple[Steps, Steps]:
        """Return the steps within a tier and to the next one, in that direction."""
        if direction == "up":
            return self.flow.same, self.flow.next
        with self._lock:
            if self._down is None:
                self._down = reverse(self.flow.same), reverse(self.flow.next)
            return self._down

    def stated_steps(self, direction: str) -> tuple[Steps, Steps]:
        """Return the same steps with weight 0 wherever a share was assumed."""
        both = self.steps(direction)
        with self._lock:
            if direction not in self._stated:
                self._stated[direction] = without_assumptions(self.flow, *both)
            return self._stated[direction]

    @cached_property
    def home(self) -> NDArray[np.int32] | None:
        """Per state the one its node and lane are counted under; see closure.home_states."""
        return home_states(self.flow)

    def plan(self, depth: int) -> Plan:
        """Order of work of the roll-up, made once."""
        back = self.steps("down")
        with self._lock:
            if depth not in self._plans:
                self._plans[depth] = make_plan(self.flow, back, depth)
            return self._plans[depth]

    def scratch(self, kind: type = np.float32) -> Scratch:
        """Working arrays of the calling thread."""
        name = f"scratch_{np.dtype(kind).name}"
        found: Scratch | None = getattr(self._local, name, None)
        if found is None:
            found = Scratch(self.flow.states, kind)
            setattr(self._local, name, found)
        return found


class Chain:
    """Resolved nodes and links, ready for tracing. Immutable; safe to use from several threads."""

    def __init__(self, nodes: pa.Table, edges: pa.Table, links: Links) -> None:
        self.nodes = nodes
        self.edges = edges
        self.links = links
        self.is_origin: NDArray[np.bool_] = (
            pc.equal(nodes["kind"], "origin").combine_chunks().to_numpy(zero_copy_only=False)
        )
        self.node_ids = nodes["node"].combine_chunks()
        # Workers of each node, NaN where nobody said.
        self.workers: NDArray[np.float64] = (
            nodes["workers"].cast(pa.float64()).combine_chunks().to_numpy(zero_copy_only=False)
        )
        self._views: OrderedDict[Any, View] = OrderedDict()
        self._lock = Lock()

    @classmethod
    def build(cls, nodes: pa.Table, edges: pa.Table) -> Chain:
        """Build from tables in the NODES and EDGES contracts.

        Raises GraphError (unknown end, node listed twice, unknown relation) or ContractError.
        """
        return cls(*read_tables(nodes, edges))

    @cached_property
    def _position_of(self) -> dict[str, int]:
        return {node: at for at, node in enumerate(self.node_ids.to_pylist())}

    def position(self, node: str) -> int:
        """Position of a node id; raises GraphError when there is no such node."""
        at = self._position_of.get(node)
        if at is None:
            raise GraphError(
                f"There is no node “{node}” in the chain.", todo="Look it up with find first."
            )
        return at

    def find(self, text: str, *, limit: int = 5) -> list[Candidate]:
        """Nodes meant by an id or a name, best first: exact id, exact name, then similar names."""
        return find_nodes(self.nodes, text, limit)

    def view(
        self,
        when: When = None,
        *,
        product: str | None = None,
        at: int | None = None,
        lanes: Collection[str] = LANES,
    ) -> View:
        """Flow graph of a question; the last few are kept. `at`: node a product is traced from."""
        if not lanes or not LANES.issuperset(lanes):
            raise GraphError("A lane is goods or labour.", todo="Name one of them, or both.")
        key = (when, product, at if product else None, frozenset(lanes))
        return self._kept(key, lambda: self._active(when, product, at, lanes))

    def _kept(self, key: Any, active: Callable[[], NDArray[np.bool_]]) -> View:
        """Return the view of that key, building it when it is not among the last few."""
        with self._lock:
            if key in self._views:
                self._views.move_to_end(key)
                return self._views[key]
        view = View(build_flow(self.links, active()))
        with self._lock:
            self._views[key] = view
            while len(self._views) > _VIEWS_KEPT:
                self._views.popitem(last=False)
        return view

    def _active(
        self, when: When, product: str | None, at: int | None, lanes: Collection[str]
    ) -> NDArray[np.bool_]:
        active = holding(self.links, when)
        wanted = [GOODS] * ("goods" in lanes) + [LABOUR] * ("labour" in lanes) + [CONTROL]
        active &= np.isin(self.links.lane, wanted)
        if product is not None:
            active &= carrying(self.links, self.edges["product"], product, at)
        return active

    def trace(
        self,
        node: str,
        *,
        direction: str = "up",
        on: When = None,
        product: str | None = None,
        max_tier: int | None = None,
        lanes: Collection[str] = LANES,
    ) -> Trace:
        """Trace everything upstream (or downstream) of a node.

        `on`: a day, a period (first, last), or None for any time. `product`: only what is
        delivered under that name. `max_tier`: 8 when not given. Raises GraphError for an unknown
        node, direction or lane.
        """
        if direction not in ("up", "down"):
            raise GraphError(f"There is no direction “{direction}”.", todo="Say up or down.")
        at = self.position(node)
        depth = DEPTH if max_tier is None else max_tier
        if not 0 <= depth < UNREACHED:
            raise GraphError(f"{depth} tiers cannot be traced.", todo="Ask for 0 to 254 tiers.")
        view = self.view(on, product=product, at=at, lanes=lanes)
        return trace_from(self, view, at, direction, depth, on)

    def exposure(
        self, node: str, *, on: When = None, max_tier: int = DEPTH
    ) -> tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.uint8], NDArray[np.float32]]:
        """Everything upstream of a node as bare arrays: the quick form of `trace`.

        Node position, lane (0 goods, 1 labour), shortest tier, share (0..1), in parallel. Raises
        GraphError for an unknown node.
        """
        view = self.view(on)
        state, tier, share = exposure(view, view.steps("up"), self.position(node), max_tier)
        return view.flow.node[state], view.flow.lane[state], tier, share

    def closure(
        self,
        buyers: Sequence[str],
        *,
        on: When = None,
        max_tier: int = DEPTH,
        threads: int = 2,
    ) -> Iterator[pa.RecordBatch]:
        """Everything upstream of many buyers, one batch per buyer, in the order given.

        Columns: buyer, node, lane (all three dictionary-coded), tier (uint8), share (float32,
        0..1). Only a few batches exist at a time. Raises GraphError for an unknown buyer.
        """
        starts = [self.position(buyer) for buyer in buyers]
        return closure_of(self, self.view(on), starts, max_tier, threads)

    def rollup(
        self,
        risk: NDArray[np.float32],
        *,
        attenuation: float = 0.85,
        depth: int = DEPTH,
        on: When = None,
        threads: int = 2,
    ) -> NDArray[np.float32]:
        """Own risk plus the risk of everything upstream, times share, times attenuation per tier.

        `risk`: float32[n] in the order of `nodes`, not negative; the answer has the same shape.
        It is never below a node's own risk. Raises GraphError for another shape, or a risk that is
        negative or no number: missing data must be given a value, it never lowers a risk.
        """
        own = np.ascontiguousarray(risk, np.float32)
        if own.shape != (self.links.nodes,) or not (own >= 0).all():
            raise GraphError(
                f"A risk is needed for each of {self.links.nodes:,} nodes, none of them negative.",
                todo="Give a node without data the risk its missing data means.",
            )
        view = self.view(on)
        return roll_up(view.flow, view.plan(depth), own, attenuation, depth, threads)

    def coverage(
        self, nodes: Sequence[str] | None = None, *, on: When = None, tiers: int = 3
    ) -> pa.Table:
        """Workers mapped ÷ workers, per workplace and tier of the labour chain.

        `nodes`: workplaces; all when None. One row per workplace and tier (1 who recruits for it,
        2 who stands behind them, ...). Columns: node, name, tier, workers (null: unknown), mapped
        (workers for whom a stated share or number names who stood there; without a headcount, of
        the people stated at tier 1), mapped_assumed (with assumed shares too), coverage and
        coverage_assumed (0..1, null without a headcount), named (someone is named at the tier).
        Transport is left out: who drives workers did not recruit them.
        """
        view = self._hiring(on)
        places = (
            workplaces(self, view.flow)
            if nodes is None
            else np.array([self.position(node) for node in nodes], np.int64)
        )
        return coverage_of(self, view, places, tiers)

    def coverage_by_tier(self, table: pa.Table) -> pa.Table:
        """Add a coverage table up per tier; workplaces without a headcount are counted apart."""
        return coverage_by_tier(table)

    def _hiring(self, on: When) -> View:
        links = self.links
        hiring = (links.lane == CONTROL) | ((links.lane == LABOUR) & ~links.transport)
        return self._kept(("hiring", on), lambda: holding(links, on) & hiring)

    def neighbourhood(
        self, node: str, steps: int = 3, on: When = None
    ) -> tuple[pa.Table, pa.Table]:
        """Nodes and links within some tiers of a node, both ways, for drawing.

        Every column of the node and edge tables, and lane (goods|labour, links also control) and
        step: negative upstream, 0 at the node and inside its company, positive downstream.
        """
        up = self.trace(node, direction="up", on=on, max_tier=steps)
        down = self.trace(node, direction="down", on=on, max_tier=steps)
        return neighbourhood_of(self, up, down)

    def important_workplaces(self, number: int = 10, *, on: When = None) -> pa.Table:
        """Rank the workplaces worth showing first, at most `number`.

        First those where goods and labour meet, then by tiers of the labour chain known, people,
        goods links and labour links. Columns: node, name, kind, country, workers, labour_links,
        goods_links, labour_tiers, people (stated on labour links).
        """
        flow = self.view(on).flow
        return important_workplaces(self, flow, workplaces(self, flow), number)
