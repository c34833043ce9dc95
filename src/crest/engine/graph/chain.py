"""The chain: goods and labour as one graph, and the questions people ask of it."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock, local
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.graph.flow import Flow, Steps, build_flow, reverse
from crest.engine.graph.links import CONTROL, GOODS, LABOUR, GraphError, Links, read_tables
from crest.engine.graph.period import When, holding
from crest.engine.graph.product import carrying
from crest.engine.graph.search import Candidate, find_nodes
from crest.engine.graph.sweep import UNREACHED, Scratch
from crest.engine.graph.trace import DEPTH, Trace, trace_from, without_assumptions

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

LANES = frozenset({"goods", "labour"})
_VIEWS_KEPT = 4


class View:
    """The flow graph of one period, product and choice of lanes, with working arrays per thread."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._lock = Lock()
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

    def position(self, node: str) -> int:
        """Position of a node id; raises GraphError when there is no such node."""
        at = int(pc.index(self.nodes["node"], node).as_py())
        if at < 0:
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
        with self._lock:
            if key in self._views:
                self._views.move_to_end(key)
                return self._views[key]
        view = View(build_flow(self.links, self._active(when, product, at, lanes)))
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
