"""Progress on standard error, and the wish to stop that every step of it heeds."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from crest.engine.tables.folders import output_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crest.results.reading import Report


class Wish:
    """Whether somebody asked the command to stop; a library may have swallowed the interruption.

    `too_late`: the results are being put in place or are there, so the command ends as it would.
    """

    told = False
    too_late = False


def heed() -> None:
    """Raise KeyboardInterrupt when the command was asked to stop."""
    if Wish.told:
        raise KeyboardInterrupt


@contextmanager
def result_folder(out: Path) -> Iterator[Path]:
    """Give a new folder that takes the place of `out`, unless the command was asked to stop.

    The last moment to stop is when all is written and nothing is in place yet. A later Ctrl-C
    changes nothing: the results are whole, and the command must not say that there are none.
    """
    Wish.too_late = False
    with output_folder(out) as new:
        yield new
        Wish.too_late = True
        heed()


def silent(_step: str, _done: float) -> None:
    """Report nothing: for --quiet and for machines."""
    heed()


@contextmanager
def shown(*, quiet: bool) -> Iterator[Report]:
    """Yield a function that moves the bars; one bar per step, kept when it is done."""
    if quiet:
        yield silent
        return
    columns = (
        TextColumn("{task.description:<34}"),
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=False) as progress:
        tasks: dict[str, object] = {}

        def report(step: str, done: float) -> None:
            heed()
            if step not in tasks:
                tasks[step] = progress.add_task(step, total=1.0)
            progress.update(tasks[step], completed=min(done, 1.0))  # type: ignore[arg-type]

        yield report
