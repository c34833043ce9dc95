"""Tracing goods and labour through resolved links, as of any date.

A link points the way goods or people move. `Chain.build(nodes, edges)` takes the NODES and EDGES
tables; `trace` answers what stands behind (or before) a node; `coverage`, `closure`, `rollup`,
`neighbourhood` and `important_workplaces` answer for many nodes at once.
"""

from crest.engine.graph.chain import Chain
from crest.engine.graph.links import GraphError
from crest.engine.graph.paths import Hop, Path
from crest.engine.graph.search import Candidate
from crest.engine.graph.trace import Trace

__all__ = ["Candidate", "Chain", "GraphError", "Hop", "Path", "Trace"]
