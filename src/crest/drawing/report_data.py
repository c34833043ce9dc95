"""What a report is made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from crest.engine.tables.contracts import EDGES, NODES, PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa


class WorkplaceView(NamedTuple):
    """One workplace with its own drawing.

    `nodes` and `edges` carry NODES and EDGES plus `lane` and `step` (see `chain.two_lanes`);
    `coverage` may hold `workers` and `workers_mapped` (whole persons); `sentences` say in plain
    words where its workers came from.
    """

    name: str
    node: str
    nodes: pa.Table
    edges: pa.Table
    coverage: Mapping[str, Any]
    sentences: Sequence[str]


class FileMapping(NamedTuple):
    """How the columns of one file were read: (header, field or "", how it was recognised)."""

    file: str
    kind: str
    columns: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything one `report.html` shows; tables may be empty, each has its empty state.

    title: what the report is about (for example the folder's name).
    notice: a line for the top of every page; "example" says in both languages that everything
    is invented.
    summary: names of numbers → numbers (see `number.*` in words/en.yaml for the known names;
    others are listed as they are; None = not stated).
    nodes, edges: the whole chain (NODES, EDGES).
    workplaces: most important first; the first twelve are drawn.
    corridors: origin, destination (ISO alpha-2), people, and perhaps workplaces, recruiters;
    None = found from the edges.
    coverage: workers, workers_mapped and either `label` (text) or `tier` (0 = the workplaces).
    review: left_name, left_place, left_source, right_name, right_place, right_source,
    score (0..1), because.
    problems: PROBLEMS. mappings: one per file. statements: notes on method.
    """

    title: str
    notice: str | None = None
    summary: Mapping[str, Any] = field(default_factory=dict)
    nodes: pa.Table = field(default_factory=NODES.empty_table)
    edges: pa.Table = field(default_factory=EDGES.empty_table)
    workplaces: Sequence[WorkplaceView] = ()
    corridors: pa.Table | None = None
    coverage: pa.Table | None = None
    review: pa.Table | None = None
    problems: pa.Table = field(default_factory=PROBLEMS.empty_table)
    mappings: Sequence[FileMapping] = ()
    statements: Sequence[str] = ()
