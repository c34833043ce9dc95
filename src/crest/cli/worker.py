"""crest worker: one worker's case in full, from an assessment's own worker-level files."""

from __future__ import annotations

import json
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pyarrow.parquet as pq
import typer

from crest.cli.assess_words import money
from crest.engine.assessing.worker_sheet import WorkerSheet, worker_sheet
from crest.engine.errors import InputError
from crest.engine.rulebook.book import load_book
from crest.results.assessed_files import WORKERS

if TYPE_CHECKING:
    import pyarrow as pa

    from crest.engine.indicators import IndicatorSheet


def worker(
    result: Annotated[
        Path, typer.Argument(metavar="RESULT", help="The folder crest assess wrote.")
    ],
    name: Annotated[
        str, typer.Argument(metavar="JOURNEY", help="The journey, or the worker's reference.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the sheet as JSON.")] = False,
) -> None:
    """What one worker paid, which signs stand and why, and what is owed. Keep it confidential."""
    summary = _summary(result)
    sheet = worker_sheet(
        name,
        _table(result, "journeys"),
        _table(result, "costs"),
        _table(result, "repayment"),
        book=load_book(),
        on=date.fromisoformat(summary["on"]),
    )
    if as_json:
        typer.echo(json.dumps(_as_data(sheet), ensure_ascii=False, indent=1, default=str))
        return
    if summary["rulebook"] != load_book().digest:
        typer.echo("The rulebook has changed since: reasons are those of today's rules.")
    _say(sheet)


def _summary(result: Path) -> dict[str, Any]:
    path = result / "summary.json"
    if not path.is_file():
        raise InputError(
            f"“{result}” is no result of crest assess.", todo="Give the folder it wrote."
        )
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def _table(result: Path, name: str) -> pa.Table:
    path = result / WORKERS / f"{name}.parquet"
    if not path.is_file():
        raise InputError(
            f"{path.name} is not in “{result / WORKERS}”.",
            todo="Give a folder that crest assess wrote, with its worker-level files.",
        )
    return pq.read_table(path)


def _say(sheet: WorkerSheet) -> None:
    row = sheet.journey
    way = " → ".join(str(row[end]) for end in ("origin", "destination") if row[end])
    hands = ", ".join(str(row[e]) for e in ("sub_agent", "recruiter", "site") if row[e])
    typer.echo(f"{row['journey']}: {way}; {hands or 'nobody named'}")
    typer.echo(f"Paid by the worker: {money(row['paid_usd_minor'], 'USD')}")
    for line in sheet.costs:
        cost = line.values
        typer.echo(
            f"  {cost['fee_item'] or cost['item_given']}: {line.conversion} [{cost['class']}]"
        )
        for verdict in line.verdicts:
            mark = " (unverified)" if verdict.confidence == "general" else ""
            rule = f" {verdict.rule}: {verdict.says}{mark}" if verdict.rule else f" {verdict.says}"
            typer.echo(f"    {verdict.column.removeprefix('verdict_')}: {verdict.verdict}.{rule}")
    for one in sheet.indicators:
        _say_set(one)
    if sheet.owed is not None:
        typer.echo(f"Owed: {sheet.owed['because']}")


def _say_set(sheet: IndicatorSheet) -> None:
    if sheet.outcome in {"not_a_child", "not_an_adult"}:
        return  # the list for people of another age
    indicated = sheet.of("indicated")
    class_ = f": {sheet.outcome.replace('_', ' ')}" if sheet.outcome else ""
    typer.echo(f"{sheet.title}{class_}")
    for sign in indicated:
        mark = " (unverified)" if sign.confidence == "general" else ""
        because = "; ".join(f"{r.fact} = {r.value}" for r in sign.because)
        typer.echo(f"  {sign.rule} indicated: {sign.says}{mark}. Because {because}.")
    if sheet.missing:
        first = ", ".join(sheet.missing[:6])
        more = f" and {len(sheet.missing) - 6} more" if len(sheet.missing) > 6 else ""  # noqa: PLR2004
        typer.echo(f"  Not known: {first}{more}.")


def _as_data(value: Any) -> Any:
    """The sheet as plain lists and mappings."""
    if is_dataclass(value) and not isinstance(value, type):
        return _as_data({key: getattr(value, key) for key in value.__dataclass_fields__})
    if hasattr(value, "_asdict"):
        return _as_data(value._asdict())
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, dict):
        return {str(key): _as_data(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_data(one) for one in value]
    return str(value) if isinstance(value, date | Decimal) else value
