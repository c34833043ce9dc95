"""crest costs, crest indicators, crest repay: one part of the assessment by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crest.cli.assess import (
    AsJson,
    Columns,
    Country,
    Currency,
    EngineName,
    Folder,
    On,
    Out,
    Quiet,
    Rates,
    Settings,
    Standard,
    currency_code,
    day,
    run,
    standards,
)
from crest.cli.assess_words import people, told
from crest.cli.progress import result_folder, shown
from crest.engine.assessing.publishing import Published, publish
from crest.engine.assessing.summary import assessment_summary
from crest.engine.indicators import indicator_columns
from crest.engine.remedy import Choices
from crest.engine.tables.writers import write_csv, write_json, write_parquet
from crest.results.assessed_files import GROUPS, WORKERS, plain, write_tables

if TYPE_CHECKING:
    import pyarrow as pa

    from crest.engine.assessing.story import Assessment

_COSTS = ("groups", "items", "classes", "regimes", "item_verdicts", "caps", "months", "month_bins")
_SIGNS = ("prevalence", "quality")
_OWED = ("owed_responsible", "owed_collectors", "owed_floors", "owed_days", "sensitivity")


def costs_of_folder(
    folder: Folder,
    out: Out = Path("crest-out/costs"),
    on: On = None,
    standard: Standard = None,
    engine: EngineName = "duckdb",
    currency: Currency = "USD",
    rates: Rates = None,
    country: Country = None,
    columns: Columns = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """What the workers of FOLDER paid, for what, to whom, and what each standard and law says."""
    chosen = _settings(folder, on, engine, currency, rates, country, columns, standard)
    found, whole = _do(
        chosen, Choices(), out, _COSTS, ("journeys", "costs", "caps"), quiet, as_json
    )
    if as_json or quiet:
        return
    unit = found.fees.currency
    typer.echo(f"Workers paid {told(whole['paid_minor'], unit)}.")
    for name, words in (
        ("severe_minor", "bribes, bonds or hidden charges"),
        ("violation_minor", "against a law or the fee definition"),
        ("legal_gap_minor", "legal, but not employer-pays"),
        ("over_cap_minor", "above a legal cap of the day"),
    ):
        typer.echo(f"  {told(whole[name], unit):>20}  {words}")
    typer.echo(f"{whole['costs_left_out']:,} costs are in no total. Open {out / GROUPS}")


def signs_of_folder(
    folder: Folder,
    out: Out = Path("crest-out/indicators"),
    on: On = None,
    engine: EngineName = "duckdb",
    country: Country = None,
    columns: Columns = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Which signs of forced labour are indicated in FOLDER, for how many, and how sure that is."""
    chosen = _settings(folder, on, engine, "USD", None, country, columns, None)
    found, _ = _do(chosen, Choices(), out, _SIGNS, ("signs",), quiet, as_json)
    if as_json or quiet:
        return
    words = {rule.id: rule.says for rule in found.question.book.rule_sets["ilo-11"].rules}
    journeys = found.journeys
    for rule, says in words.items():
        answers = journeys[indicator_columns(found.question.book, found.question.on)[rule]]
        counts = {answer: answers.to_pylist().count(answer) for answer in (True, False, None)}
        typer.echo(f"{rule}  yes {counts[True]:>6,}  no {counts[False]:>6,}  "
                   f"unknown {counts[None]:>6,}  {says}")  # fmt: skip
    typer.echo(f"Signs, not verdicts: read them together. Open {out / GROUPS}")


def repayment_of_folder(
    folder: Folder,
    out: Out = Path("crest-out/repayment"),
    on: On = None,
    engine: EngineName = "duckdb",
    currency: Currency = "USD",
    rates: Rates = None,
    country: Country = None,
    columns: Columns = None,
    floor: Annotated[
        str | None, typer.Option(help="How the group floor is found: mean, median, trimmed, none.")
    ] = None,
    lookback: Annotated[
        int | None, typer.Option(help="Months back in which former workers are owed too.")
    ] = None,
    uplift: Annotated[
        float | None, typer.Option(help="Per cent a year added for the time passed, shown apart.")
    ] = None,
    instalments: Annotated[int, typer.Option(help="In how many monthly parts to pay.")] = 1,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Who in FOLDER is owed how much, on which evidence, and by when."""
    chosen = _settings(folder, on, engine, currency, rates, country, columns, None)
    choices = Choices(
        floor_method=floor,  # type: ignore[arg-type]  # checked when the choices are settled
        lookback_months=lookback,
        uplift=None if uplift is None else "rate",
        uplift_rate=uplift,
        instalments=instalments,
    )
    found, whole = _do(chosen, choices, out, _OWED, ("repayment", "schedule"), quiet, as_json)
    if as_json or quiet:
        return
    typer.echo(
        f"{told(whole['owed_minor'], found.fees.currency)} is owed to "
        f"{people(whole['owed_workers'])} of {whole['journeys']:,} workers."
    )
    for sentence in found.repayment.statements:
        typer.echo(f"  {sentence}")
    typer.echo(f"Open {out / WORKERS / 'repayment.csv'}")


def _settings(
    folder: Path,
    on: str | None,
    engine: str,
    currency: str,
    rates: Path | None,
    country: str | None,
    columns: Path | None,
    standard: list[str] | None,
) -> Settings:
    return Settings(
        folder=folder,
        on=day(on),
        standards=standards(standard),
        engine=engine,
        currency=currency_code(currency),
        rates=rates,
        indices=None,
        country=country,
        columns=columns,
        judgements=None,
        by="unnamed",
    )


def _do(
    chosen: Settings,
    choices: Choices,
    out: Path,
    groups: tuple[str, ...],
    workers: tuple[str, ...],
    quiet: bool,
    as_json: bool,
) -> tuple[Assessment, dict[str, Any]]:
    """Assess the folder and write the tables named; print the summary when asked for JSON."""
    with shown(quiet=quiet or as_json) as report, result_folder(out) as new:
        _, _, found, _ = run(chosen, out, report, replace(choices, currency=chosen.currency))
        published = publish(found, standards=chosen.standards)
        tables = _worker_tables(found)
        write_tables(new / WORKERS, {name: tables[name] for name in (*workers, "problems")})
        _write_groups(new / GROUPS, published, groups)
        whole = assessment_summary(found)
        write_json(whole, new / "summary.json")
    if as_json:
        typer.echo(json.dumps(whole, ensure_ascii=False, indent=1))
    return found, whole


def _worker_tables(found: Assessment) -> dict[str, pa.Table]:
    columns = list(indicator_columns(found.question.book, found.question.on).values())
    return {
        "journeys": found.journeys,
        "costs": found.costs,
        "caps": found.caps,
        "signs": found.journeys.select(["journey", "worker", *columns]),
        "repayment": found.repayment.workers,
        "schedule": found.repayment.schedule,
        "problems": found.problems,
    }


def _write_groups(folder: Path, published: Published, names: tuple[str, ...]) -> None:
    folder.mkdir()
    for name in names:
        write_csv(plain(published.tables[name]), folder / f"{name}.csv")
        write_parquet(published.tables[name], folder / f"{name}.parquet")
