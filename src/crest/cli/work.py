"""crest worker: the platform's background work; with two arguments, one worker's case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crest.cli.platform_ready import need_database


def worker(
    result: Annotated[
        Path | None,
        typer.Argument(metavar="[RESULT", help="For one case: the folder crest assess wrote."),
    ] = None,
    name: Annotated[
        str, typer.Argument(metavar="JOURNEY]", help="The journey, or the worker's reference.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the case as JSON.")] = False,
    once: Annotated[
        bool, typer.Option("--once", help="Do the background work that waits, then end.")
    ] = False,
) -> None:
    """Do the platform's background work until Ctrl-C; or, with RESULT JOURNEY, show one case.

    A case says what one worker paid, which signs stand and why, and what is owed. Keep it
    confidential.
    """
    if result is not None:
        if not name:
            raise typer.BadParameter("say which journey or worker", param_hint="JOURNEY")
        from crest.cli.worker import worker as worker_sheet  # noqa: PLC0415 - loads the engine

        worker_sheet(result, name, as_json)
        return
    need_database()
    from crest.access import facade as access  # noqa: PLC0415 - after Django has started

    if not once:
        typer.echo("The worker waits for work (Ctrl-C stops it; unfinished work is given back)")
    access.work(once=once)
