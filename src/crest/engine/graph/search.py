"""Which node a person means."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz, process, utils

_SIMILAR = 70.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One node that may be meant.

    `score`: 0..1, 1 for the id or name itself; `because`: in words.
    """

    node: str
    name: str
    kind: str
    country: str | None
    score: float
    because: str


def _candidates(nodes: pa.Table, rows: list[tuple[int, float, str]]) -> list[Candidate]:
    found = []
    for row, score, because in rows:
        node, name, kind, country = (
            nodes[column][row].as_py() for column in ("node", "name", "kind", "country")
        )
        found.append(Candidate(node, name, kind, country, score, because))
    return found


def find_nodes(nodes: pa.Table, text: str, limit: int) -> list[Candidate]:
    """Nodes meant by `text`, best first, at most `limit`; empty when nothing is similar."""
    asked = text.strip()
    if not asked:
        return []
    at = int(pc.index(nodes["node"], asked).as_py())
    if at >= 0:
        return _candidates(nodes, [(at, 1.0, "the id")])
    same = pc.equal(pc.utf8_lower(nodes["name"]), asked.lower())
    rows = pc.indices_nonzero(same).to_pylist()
    if rows:
        return _candidates(nodes, [(row, 1.0, "the same name") for row in rows[:limit]])
    hits = process.extract(
        asked,
        nodes["name"].to_pylist(),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=limit,
        score_cutoff=_SIMILAR,
    )
    return _candidates(nodes, [(row, score / 100, "a similar name") for _, score, row in hits])
