"""crest map: a folder of lists becomes one resolved chain of goods and labour."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pyarrow as pa
import typer

from crest.cli.memory import Memory, kept_from, write_memory
from crest.cli.preview import print_preview, read_all, write_mappings
from crest.cli.progress import Report, shown
from crest.cli.report import report_data
from crest.cli.sources import about, lists_in
from crest.drawing.geojson import map_geojson
from crest.drawing.report import write_report
from crest.engine.graph import Chain
from crest.engine.mapping.chain import Mapped, map_lists
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
from crest.engine.tables.folders import output_folder
from crest.engine.tables.writers import write_csv, write_json, write_parquet, write_text

if TYPE_CHECKING:
    from crest.cli.sources import About
    from crest.engine.intake import Lists

DEFAULT_OUT = Path("crest-out/map")


def map_folder(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder with the lists.")],
    out: Annotated[Path, typer.Option(help="Where to write the result.")] = DEFAULT_OUT,
    country: Annotated[
        str | None, typer.Option(help="Country of rows that name none (MM, TH …).")
    ] = None,
    columns: Annotated[Path | None, typer.Option(help="A corrected columns.yaml.")] = None,
    judgements: Annotated[Path | None, typer.Option(help="A pairs.csv with judgements.")] = None,
    by: Annotated[str, typer.Option(help="Who judged.")] = "unnamed",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the preview, write nothing.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no words.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Map every list, link and labour-channel file of FOLDER into one chain."""
    paths, passed = lists_in(folder)
    says = about(folder)
    with shown(quiet=quiet or as_json) as report:
        lists = read_all(paths, country=country, columns=columns, report=report)
        if dry_run:
            print_preview(lists, passed, as_json=as_json)
            return
        with output_folder(out) as new:
            memory = kept_from(out, lists, judgements=judgements, by=by)
            mapped = map_lists(lists, before=memory.before, progress=report)
            found = pa.concat_tables([mapped.problems, memory.problems])
            mapped = replace(mapped, problems=found)
            summary = _write(new, says, lists, mapped, passed, memory, by, report)
            write_memory(new, memory, mapped.resolved)
    if as_json:
        typer.echo(json.dumps(summary, ensure_ascii=False, indent=1))
    elif not quiet:
        _say(summary, out)


def _write(
    new: Path,
    says: About,
    lists: Lists,
    mapped: Mapped,
    passed: list[str],
    memory: Memory,
    by: str,
    report: Report,
) -> dict[str, Any]:
    """Write every file of the result into `new`; returns the summary."""
    report("tracing the chain", 0.0)
    chain = Chain.build(mapped.nodes, mapped.edges)
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
    write_json(summary, new / "summary.json")
    write_text(
        write_report(report_data(says, lists, mapped, chain, summary, memory.judgements, by)),
        new / "report.html",
    )
    report("writing the result", 1.0)
    return summary


def _both_ways(table: pa.Table, folder: Path, name: str) -> None:
    write_csv(table, folder / f"{name}.csv")
    write_parquet(table, folder / f"{name}.parquet")


def _say(summary: dict[str, Any], out: Path) -> None:
    """What a person reads when it is done: the numbers that matter and where to look."""
    sites, organisations = summary["sites"], summary["organisations"]
    review = sites["review"] + organisations["review"]
    problems = summary["problems"]
    if summary["notice"]:
        typer.echo(summary["notice"])
    typer.echo(
        f"{len(summary['files'])} tables → {summary['nodes'].get('site', 0)} sites and "
        f"{summary['nodes'].get('organisation', 0)} organisations, joined by "
        f"{summary['links']} links."
    )
    if summary["workers"]:
        typer.echo(
            f"For {summary['workers_mapped']:,} of {summary['workers']:,} workers the lists say "
            f"who recruited them ({summary['coverage']:.0%})."
        )
    typer.echo(
        f"{review} rows wait for a person's judgement; {problems['rejected']} rows were rejected "
        f"and {problems['warnings']} warnings listed."
    )
    typer.echo(f"Open {out / 'report.html'}")
