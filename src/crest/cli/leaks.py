"""crest leaks: asks for everything as everybody, in a database of its own, and looks for leaks."""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
import time
from dataclasses import asdict
from typing import Annotated, Any

import typer

from crest.engine.errors import CrestError, InputError

_MOST_SHOWN = 20


class LeakFound(CrestError):  # noqa: N818
    """Somebody saw, or changed, what is neither theirs nor shared with them."""

    code = "leaks.found"


def leaks(
    requests: Annotated[int, typer.Option("--requests", min=1, help="How many requests.")] = 10_000,
    organisations: Annotated[
        int, typer.Option("--organisations", min=4, max=200, help="How many organisations.")
    ] = 12,
    seed: Annotated[int, typer.Option("--seed", help="The same seed asks the same.")] = 1,
    database: Annotated[
        str, typer.Option("--database", help="An empty PostgreSQL database; default SQLite.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Plant a mark in every record of invented organisations, then ask for others' at random.

    Every page, operation of the API, export and search is asked, in a database made for it: the
    data of this installation are never touched.
    """
    folder = tempfile.mkdtemp(prefix="crest-leaks-")
    try:
        outcome, seconds = _run(folder, database, requests, organisations, seed, quiet=as_json)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _say(outcome, seconds, as_json=as_json)
    if outcome.leaks or outcome.faults:
        raise LeakFound(
            f"{len(outcome.leaks)} leaks and {len(outcome.faults)} faults were found.",
            todo="Tell who maintains CREST; see SECURITY.md.",
        )


def _run(
    folder: str, database: str, requests: int, organisations: int, seed: int, *, quiet: bool
) -> tuple[Any, float]:
    os.environ |= {
        "CREST_HOME": folder, "CREST_DATABASE": database, "CREST_API_PER_MINUTE": "0",
        "CREST_SECOND_FACTOR": "required", "CREST_EXAMPLE": "no",
    }  # fmt: skip
    from crest.cli.platform_ready import start_django  # noqa: PLC0415 - after the settings

    start_django()
    logging.disable(logging.WARNING)  # a line for each refusal says nothing here
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    if connection.introspection.table_names():
        raise InputError("The database is not empty.", todo="Give one that holds no table.")
    call_command("migrate", verbosity=0)
    from crest.web.leaks.asking import Outcome, ask, snapshot  # noqa: PLC0415
    from crest.web.leaks.ground import prepare  # noqa: PLC0415

    ground = prepare(organisations=organisations, seed=seed)
    quiet_homes = ground.homes[len(ground.homes) // 2 :]
    before = snapshot(quiet_homes)
    began = time.monotonic()

    def tell(done: int) -> None:
        if not quiet and done % 5000 == 0:
            typer.echo(f"{done} of {requests} requests", err=True)

    outcome: Outcome = ask(ground, requests, tell)
    if snapshot(quiet_homes) != before:
        outcome.leaks.append("somebody changed records of another organisation")
    return outcome, time.monotonic() - began


def _say(outcome: Any, seconds: float, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({**asdict(outcome), "seconds": round(seconds, 1)}, indent=1))
        return
    for sentence in (*outcome.leaks[:_MOST_SHOWN], *sorted(set(outcome.faults))[:_MOST_SHOWN]):
        typer.echo(f"✗ {sentence}")
    statuses = ", ".join(f"{many} × {code}" for code, many in sorted(outcome.statuses.items()))
    typer.echo(
        f"{outcome.requests} requests in {seconds:.0f} s ({statuses}); {outcome.own_marks} marks "
        f"seen by who may see them, {len(outcome.leaks)} by who may not, "
        f"{len(outcome.faults)} faults"
    )
