"""The numbers of a result, for machines (`summary.json`) and for the top of the report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

_HANDS = frozenset({"recruiter", "sub_agent", "broker", "transporter"})

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crest.engine.mapping.chain import Mapped
    from crest.engine.mapping.resolving import Resolved


def match_summary(resolved: Iterable[Resolved], problems: pa.Table) -> dict[str, Any]:
    """Rows, entities, outcomes and problems, each counted."""
    kinds: dict[str, Any] = {}
    for one in resolved:
        outcomes = Counter(one.matches["outcome"].to_pylist())
        kinds[f"{one.kind}s"] = {
            "rows": one.records.num_rows,
            "entities": pc.count_distinct(one.matches["entity"]).as_py(),
            "match": outcomes["match"],
            "review": outcomes["review"],
            "new": outcomes["new"],
        }
    return {**kinds, "problems": problem_counts(problems)}


def problem_counts(problems: pa.Table) -> dict[str, Any]:
    """Problems by severity and by code."""
    return {
        "rejected": Counter(problems["severity"].to_pylist())["rejected"],
        "warnings": Counter(problems["severity"].to_pylist())["warning"],
        "by_code": dict(sorted(Counter(problems["code"].to_pylist()).items())),
    }


def corridors_of(channels: pa.Table) -> set[tuple[str, str]]:
    """Pairs of countries (origin, destination) that a CHANNELS table names."""
    pairs = zip(channels["origin"].to_pylist(), channels["destination"].to_pylist(), strict=True)
    return {(start, end) for start, end in pairs if start and end and start != end}


def map_summary(mapped: Mapped, coverage: pa.Table) -> dict[str, Any]:
    """The numbers of `crest map`: the match summary, links, channels, corridors and coverage.

    `coverage`: see `Chain.coverage`; workers are mapped when it is known who recruited them, or
    follows from the shares of the links. Workplaces without a headcount are counted apart.
    """
    nodes, edges = mapped.nodes, mapped.edges
    gate = coverage.filter(pc.equal(coverage["tier"], 1))
    known = gate.filter(pc.is_valid(gate["workers"]))
    workers = round(pc.sum(known["workers"]).as_py()) if known.num_rows else None
    reached = round(pc.sum(known["mapped_assumed"]).as_py()) if known.num_rows else None
    return {
        **match_summary(mapped.resolved, mapped.problems),
        "nodes": dict(sorted(Counter(nodes["kind"].to_pylist()).items())),
        "recruiters": sum(role in _HANDS for role in nodes["role"].to_pylist()),
        "corridors": len(corridors_of(mapped.channels)),
        "links": edges.num_rows,
        "links_by_relation": dict(sorted(Counter(edges["relation"].to_pylist()).items())),
        "links_by_verification": dict(
            sorted(Counter(str(v) for v in edges["verification"].to_pylist()).items())
        ),
        "link_rows": mapped.links.num_rows,
        "channel_rows": mapped.channels.num_rows,
        "named_in_links_only": sum(
            because.startswith("named in a link only") for because in mapped.settled.because
        ),
        "workplaces": gate.num_rows,
        "workplaces_without_headcount": gate.num_rows - known.num_rows,
        "workers": workers,
        "workers_mapped": reached,
        "coverage": round(reached / workers, 4) if workers and reached is not None else None,
        "statements": list(mapped.statements),
    }
