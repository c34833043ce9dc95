"""crest demo: the shipped example, loaded once, served with its worker until Ctrl-C."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from crest.cli import demo_home
from crest.cli.demo_processes import Processes, free_port
from crest.cli.progress import heed, shown
from crest.web.demo.passwords import as_lines, draw, kept

_FILES = Path(__file__).parents[3] / "examples" / "nordvik-retail"


def demo(
    home: Annotated[Path, typer.Option("--home", help="The example's own folder.")] = Path(
        "crest-home-example"
    ),
    port: Annotated[int, typer.Option("--port", help="Port; the next free one if taken.")] = 8000,
    reset: Annotated[
        bool, typer.Option("--reset", help="Take the example away and load it anew.")
    ] = False,
    files: Annotated[
        Path, typer.Option("--files", help="The folder of the example's lists.")
    ] = _FILES,
    load_only: Annotated[
        bool, typer.Option("--load-only", help="Load it, but do not serve it.")
    ] = False,
) -> None:
    """Load the invented example through the real pipeline and serve it until Ctrl-C.

    Made for trying out: its accounts are printed at each start. Never use it for real data.
    """
    home = demo_home.settle(home)
    if reset:
        demo_home.clear(home)
    with Processes(home) as processes:
        if not demo_home.is_loaded(home):
            _load(home, files, processes)
        if load_only:
            typer.echo(f"The example is loaded in {home}.")
            return
        chosen = free_port(port)
        if chosen != port:
            typer.echo(f"Port {port} is taken by another program: using {chosen}.")
        # One process serves a person who tries it out; it is there sooner, and stops at once.
        processes.start("serve", "--port", str(chosen), "--workers", "1")
        processes.wait_until_answered(chosen)
        if "worker" not in processes.children:
            processes.start("worker")
        _greet(home, chosen)
        processes.watch()
    typer.echo("The example is stopped; it starts again in seconds with the same data.")


def _load(home: Path, files: Path, processes: Processes) -> None:
    """From nothing to the loaded example, with a bar for each step."""
    typer.echo("Loading the invented example through the real pipeline (a few minutes, once)")
    demo_home.begin(home)
    with _progress() as tell:
        tell("Making the database", 0.0)
        from crest.cli.platform_ready import need_database  # noqa: PLC0415 - loads Django

        need_database(migrated=False)
        from django.core.management import call_command  # noqa: PLC0415

        from crest.web.demo.cast import CAST  # noqa: PLC0415
        from crest.web.demo.story import load_example  # noqa: PLC0415

        call_command("migrate", verbosity=0, interactive=False)
        tell("Making the database", 1.0)
        processes.start("worker")
        load_example(files, draw((part.account() for part in CAST), home), tell)
    demo_home.finish(home)


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    """Bars at a terminal; elsewhere a line when a step is done."""
    if sys.stderr.isatty():
        with shown(quiet=False) as report:
            yield report
        return
    said: set[str] = set()

    def say(step: str, done: float) -> None:
        heed()
        if done >= 1 and step not in said:
            said.add(step)
            typer.echo(f"  {step}: done")

    yield say


def _greet(home: Path, port: int) -> None:
    """The address, and who can sign in with which password."""
    typer.echo(f"\nCREST is ready: http://127.0.0.1:{port}/\n")
    typer.echo("Sign in as one of these (address, password, what to look at):")
    for line in as_lines(kept(home)):
        typer.echo(line)
    typer.echo(f"\nEverything in it is invented and stays in {home}. Ctrl-C stops it.")
