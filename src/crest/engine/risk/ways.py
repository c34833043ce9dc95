"""The way from a recruiter to a buyer in words, and what is not known along it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crest.engine.graph.flow import HIDDEN
from crest.engine.graph.links import CONTROL

if TYPE_CHECKING:
    from crest.engine.graph.chain import Chain, View
    from crest.engine.risk.harm import Reach


@dataclass(frozen=True, slots=True)
class Way:
    """The shortest way from a node to the start: names in that order, and links on it.

    `links`: links that carry goods or people; `assumed`: how many of them state no share.
    """

    names: tuple[str, ...]
    tiers: int
    links: int
    assumed: int

    def sentence(self, product: str | None) -> str:
        """“A → B → Nordvik, frozen shrimp, 2 steps away”."""
        steps = "1 step away" if self.tiers == 1 else f"{self.tiers} steps away"
        parts = [" → ".join(self.names), *([product] if product else []), steps]
        return ", ".join(parts)


def way_of(chain: Chain, view: View, reach: Reach, node: int, names: dict[int, str]) -> Way:
    """The shortest way of a reached node. `names`: names by position, filled as needed."""
    flow = view.flow
    state = int(reach.state[node])
    nodes: list[int] = []
    links = assumed = 0
    while state >= 0:
        here = int(flow.node[state])
        if flow.lane[state] != HIDDEN and (not nodes or nodes[-1] != here):
            nodes.append(here)
        link = int(reach.by[state])
        if link >= 0 and chain.links.lane[link] != CONTROL:
            links += 1
            assumed += bool(flow.assumed[link])
        state = int(reach.parent[state])
    for at in nodes:
        if at not in names:
            names[at] = chain.nodes["name"][at].as_py()
    return Way(tuple(names[at] for at in nodes), int(reach.tier[node]), links, assumed)
