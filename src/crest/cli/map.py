"""crest map: a folder of lists becomes one resolved chain of goods and labour."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
import typer

from crest.cli.preview import print_preview, read_all
from crest.cli.progress import result_folder, shown
from crest.drawing.report import write_report
from crest.engine.graph import Chain
from crest.engine.mapping.chain import map_lists
from crest.engine.tables.writers import write_json, write_text
from crest.results.map_files import write_map
from crest.results.memory import kept_from, write_memory
from crest.results.sources import about, lists_in

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
        with result_folder(out) as new:
            memory = kept_from(out, lists, judgements=judgements, by=by)
            mapped = map_lists(lists, before=memory.before, progress=report)
            found = pa.concat_tables([mapped.problems, memory.problems])
            mapped = replace(mapped, problems=found)
            chain = Chain.build(mapped.nodes, mapped.edges)
            summary, data = write_map(new, says, lists, mapped, chain, passed, memory, by, report)
            write_json(summary, new / "summary.json")
            write_text(write_report(data), new / "report.html")
            report("writing the result", 1.0)
            write_memory(new, memory, mapped.resolved)
    if as_json:
        typer.echo(json.dumps(summary, ensure_ascii=False, indent=1))
    elif not quiet:
        _say(summary, out)


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
