"""The files of a run: reports for download, and worker files through the doorway that logs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crest.access import facade as access
from crest.config import config
from crest.findings import states
from crest.findings.folders import REPORTS, WORKERS, worker_files
from crest.findings.models import Run


@dataclass(frozen=True, slots=True)
class RunFile:
    """One file of a run. `fields_read`: what the log says of it."""

    ref: str
    path: Path
    name: str
    media_type: str
    fields_read: tuple[str, ...] = ()


@access.reading("findings:run:report", needs=access.Permission.SEE_FINDINGS)
def report_of(*, by: access.Actor, run: str, name: str) -> RunFile:
    """`report.html` or `report.pdf` of an own run. Raises NotFound."""
    row = Run.objects.owned_by(by).filter(state=states.DONE).one(run)
    path = Path(config().home) / row.folder / name
    if name not in REPORTS or not row.folder or not path.is_file():
        raise _absent()
    return RunFile(row.ref, path, name, REPORTS[name], (name,))


@access.reading("findings:worker_files:list", needs=access.Permission.SEE_WORKER_FIGURES)
def names_of_worker_files(*, by: access.Actor, run: str) -> tuple[str, ...]:
    """Names of the files about single workers of an own run."""
    row = Run.objects.owned_by(by).filter(state=states.DONE).one(run)
    return tuple(worker_files(Path(config().home) / row.folder))


@access.reading("findings:worker_file:read", needs=access.Permission.SEE_WORKER_FIGURES)
def worker_file(*, by: access.Actor, run: str, name: str) -> RunFile:
    """One file about single workers: its owner alone, each time written down."""
    row = Run.objects.owned_by(by).filter(state=states.DONE).one(run)
    folder = Path(config().home) / row.folder
    if name not in worker_files(folder):
        raise _absent()
    return RunFile(row.ref, folder / WORKERS / name, name, "application/octet-stream", (name,))


def _absent() -> access.NotFound:
    return access.NotFound("There is no such file here.", todo="Go back to the run.")
