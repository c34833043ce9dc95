"""The files of a mapped chain, for `crest map` and `crest assess` alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crest.drawing.geojson import map_geojson
from crest.engine.intake import mappings_to_yaml
from crest.engine.mapping.outputs import (
    cards_table,
    channels_table,
    history_table,
    links_table,
    matches_table,
    pairs_table,
)
from crest.engine.mapping.routes import routes_table
from crest.engine.mapping.summary import map_summary
from crest.engine.tables.writers import write_csv, write_json, write_parquet, write_text
from crest.results.map_report import report_data

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from crest.drawing.report import ReportData
    from crest.engine.graph import Chain
    from crest.engine.intake import Lists
    from crest.engine.mapping.chain import Mapped
    from crest.results.memory import Memory
    from crest.results.reading import Report
    from crest.results.sources import About


def write_map(
    new: Path,
    says: About,
    lists: Lists,
    mapped: Mapped,
    chain: Chain,
    passed: list[str],
    memory: Memory,
    by: str,
    report: Report,
) -> tuple[dict[str, Any], ReportData]:
    """Write every file but the summary and the report into `new`; returns what they are made of."""
    report("tracing the chain", 0.0)
    summary = {
        "title": says.title,
        "notice": says.notice,
        **map_summary(mapped, chain.coverage()),
        "files": [str(mapping.source) for mapping in lists.mappings],
        "not_read": passed,
    }
    report("tracing the chain", 0.5)
    routes, cut = routes_table(mapped.nodes, mapped.edges)
    if cut:
        summary["statements"].append(f"paths.csv holds the first {routes.num_rows:,} routes only.")
    report("tracing the chain", 1.0)
    report("writing the result", 0.0)
    both = {
        "sites": cards_table(mapped, "site", "site_id"),
        "organisations": cards_table(mapped, "organisation", "organisation_id"),
        "links": links_table(mapped),
        "labour_channels": channels_table(mapped),
        "paths": routes,
        "history": history_table(mapped),
    }
    for name, table in both.items():
        _both_ways(table, new, name)
    write_csv(matches_table(mapped.resolved), new / "matches.csv")
    write_csv(pairs_table(mapped.resolved, None, memory.judgements), new / "pairs.csv")
    write_csv(mapped.problems, new / "problems.csv")
    (new / "chain").mkdir()
    write_parquet(mapped.nodes, new / "chain" / "nodes.parquet")
    write_parquet(mapped.edges, new / "chain" / "edges.parquet")
    write_json(map_geojson(mapped.nodes, mapped.edges), new / "map.geojson")
    write_mappings(lists, new / "columns.yaml")
    report("writing the result", 0.5)
    return summary, report_data(says, lists, mapped, chain, summary, memory.judgements, by)


def write_mappings(lists: Lists, path: Path) -> None:
    """Write `columns.yaml`: correct a field there and give the file back with --columns."""
    head = "# How each column was read. Correct `field`, then run again with --columns this-file.\n"
    write_text(head + mappings_to_yaml(list(lists.mappings)), path)


def _both_ways(table: pa.Table, folder: Path, name: str) -> None:
    write_csv(table, folder / f"{name}.csv")
    write_parquet(table, folder / f"{name}.parquet")
