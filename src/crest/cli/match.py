"""crest match: lists become one record per site and organisation, with reasons."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pyarrow as pa
import typer

from crest.cli.preview import print_preview, read_all, row_counts
from crest.cli.progress import result_folder, shown
from crest.engine.errors import InputError
from crest.engine.mapping.against import build_registry, faces_of, resolve_against
from crest.engine.mapping.outputs import Faces, matches_table, pairs_table
from crest.engine.mapping.resolving import Kind, Resolved, resolve_records
from crest.engine.mapping.summary import match_summary
from crest.engine.tables.writers import write_csv, write_json
from crest.results.map_files import write_mappings
from crest.results.memory import (
    KINDS,
    REGISTRY,
    Memory,
    copied_registry,
    kept_from,
    records_of,
    trained,
    write_memory,
)

if TYPE_CHECKING:
    from crest.engine.intake import Lists
    from crest.results.reading import Report

DEFAULT_OUT = Path("crest-out/match")


def match(
    files: Annotated[list[Path], typer.Argument(metavar="LIST...", help="Lists, any format.")],
    against: Annotated[
        Path | None, typer.Option(help="An earlier result folder, or a list, to match against.")
    ] = None,
    country: Annotated[
        str | None, typer.Option(help="Country of rows that name none (MM, TH …).")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where to write the result.")] = DEFAULT_OUT,
    columns: Annotated[Path | None, typer.Option(help="A corrected columns.yaml.")] = None,
    judgements: Annotated[Path | None, typer.Option(help="A pairs.csv with judgements.")] = None,
    by: Annotated[str, typer.Option(help="Who judged.")] = "unnamed",
    train: Annotated[
        bool, typer.Option("--train", help="Learn the weights from the judgements so far.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the preview, write nothing.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no words.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Match every row of the lists: a known thing, one to review, or a new one."""
    for path in files:
        if path.is_dir():
            raise InputError(f"“{path}” is a folder.", todo=f"For a folder use: crest map {path}")
    with shown(quiet=quiet or as_json) as report:
        lists = read_all(files, country=country, columns=columns, report=report)
        if dry_run:
            print_preview(lists, [], as_json=as_json)
            return
        with result_folder(out) as new:
            source = _registry_of(against, new, report) if against is not None else out
            memory = kept_from(source, lists, judgements=judgements, by=by)
            if train:
                memory = trained(memory, lists)
            resolved, faces = _resolve(lists, memory, source, new, against is not None, report)
            summary = _write(new, lists, resolved, faces, memory, report)
    if as_json:
        typer.echo(json.dumps(summary, ensure_ascii=False, indent=1))
    elif not quiet:
        _say(summary, lists, out)


def _registry_of(against: Path, new: Path, report: Report) -> Path:
    """The folder whose registry to ask; a plain list is resolved into one first."""
    if against.is_dir():
        if not (against / REGISTRY).is_dir():
            raise InputError(
                f"“{against}” holds no registry.",
                todo="Give a folder that crest match or crest map wrote, or a list file.",
            )
        return against
    lists = read_all([against], country=None, columns=None, report=report)
    place = new / ".against"
    for kind in KINDS:
        if records_of(lists, kind).num_rows:
            known = resolve_records(records_of(lists, kind), kind)
            build_registry(known, place / REGISTRY / kind)
    return place


def _resolve(
    lists: Lists, memory: Memory, source: Path, new: Path, asked: bool, report: Report
) -> tuple[list[Resolved], Faces]:
    """Resolve both kinds, against the registry of `source` when `asked`, and remember them."""
    resolved: list[Resolved] = []
    faces: Faces = {}
    for kind in KINDS:
        registry = copied_registry(source, new, memory, kind) if asked else None
        records = records_of(lists, kind)
        report(f"matching {kind}s", 0.0)
        if registry is None:
            one = _from_scratch(records, kind, memory, report)
            write_memory(new, memory, [one])
        else:
            one, grown = resolve_against(registry, records, kind)
            others = one.pairs["right_entity"].drop_null().to_pylist()
            faces |= faces_of(grown, others)
        resolved.append(one)
        report(f"matching {kind}s", 1.0)
    shutil.rmtree(new / ".against", ignore_errors=True)
    return resolved, faces


def _from_scratch(records: pa.Table, kind: Kind, memory: Memory, report: Report) -> Resolved:
    before = memory.before
    return resolve_records(
        records,
        kind,
        previous=before.identities.get(kind),
        model=before.models.get(kind),
        judged=before.judged.get(kind),
        progress=lambda _step, done: report(f"matching {kind}s", done),
    )


def _write(
    new: Path,
    lists: Lists,
    resolved: list[Resolved],
    faces: Faces,
    memory: Memory,
    report: Report,
) -> dict[str, Any]:
    report("writing the result", 0.0)
    problems = pa.concat_tables([lists.problems, memory.problems])
    write_csv(matches_table(resolved), new / "matches.csv")
    write_csv(pairs_table(resolved, faces, memory.judgements), new / "pairs.csv")
    write_csv(problems, new / "problems.csv")
    write_mappings(lists, new / "columns.yaml")
    summary = {
        **match_summary(resolved, problems),
        "files": [mapping.source for mapping in lists.mappings],
        "not_matched": {
            kind: number
            for kind, number in row_counts(lists).items()
            if kind in {"links", "channels"} and number
        },
        "statements": [warning for one in resolved for warning in one.warnings],
    }
    write_json(summary, new / "summary.json")
    report("writing the result", 1.0)
    return summary


def _say(summary: dict[str, Any], lists: Lists, out: Path) -> None:
    """What a person reads when it is done."""
    for kind in ("sites", "organisations"):
        counts = summary[kind]
        if counts["rows"]:
            typer.echo(
                f"{counts['rows']:,} rows of {kind} are {counts['entities']:,} {kind}: "
                f"{counts['match']:,} match, {counts['review']:,} to review, {counts['new']:,} new."
            )
    for kind, number in summary["not_matched"].items():
        typer.echo(f"{number:,} rows are {kind}; to join them use: crest map FOLDER")
    problems = lists.problems.num_rows
    typer.echo(f"{problems:,} problems are listed in {out / 'problems.csv'}.")
    typer.echo(f"Every row with its reasons: {out / 'matches.csv'}")
