"""Where the files of a run lie, and who may open them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from crest.config import config

RUNS: Final = "runs"
WORKERS: Final = "workers"
REPORTS: Final = {"report.html": "text/html", "report.pdf": "application/pdf"}


def folder_of(owner_ref: str, run_ref: str) -> Path:
    """The result folder of a run."""
    return Path(config().home) / RUNS / owner_ref / run_ref


def only_for_the_server(folder: Path) -> None:
    """Let no other account of the machine into a result folder, least of all its worker files."""
    folder.chmod(0o700)
    workers = folder / WORKERS
    for inner in (workers, *workers.rglob("*")):
        inner.chmod(0o700 if inner.is_dir() else 0o600)


def worker_files(folder: Path) -> list[str]:
    """Names of the files about single workers, sorted."""
    place = folder / WORKERS
    return sorted(path.name for path in place.iterdir()) if place.is_dir() else []
