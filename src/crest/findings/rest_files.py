"""Files of a run, for programs: its reports, and files on workers for those who may."""

from __future__ import annotations

from django.http import FileResponse
from ninja import Router

from crest.access import facade as access
from crest.findings.folders import REPORTS
from crest.findings.services import files

P = access.Permission
router = Router(tags=["Findings"])
WORKERS = access.Needs(P.SEE_WORKER_FIGURES)


@router.get(
    "/runs/{ref}/files/{name}", auth=access.Needs(P.SEE_FINDINGS),
    openapi_extra=access.a_file(*REPORTS.values()),
)  # fmt: skip
def run_report(request: access.ActingRequest, ref: str, name: str) -> FileResponse:
    """The report of an own run: `report.html` or `report.pdf`. Taking it is written down."""
    return _sent(files.report_of(by=access.acting(request), run=ref, name=name))


@router.get("/runs/{ref}/workers", auth=WORKERS, response=list[str])
def worker_files(request: access.ActingRequest, ref: str) -> object:
    """Names of the files about single workers. Looking is written down."""
    return list(files.names_of_worker_files(by=access.acting(request), run=ref))


@router.get(
    "/runs/{ref}/workers/{name}", auth=WORKERS,
    openapi_extra=access.a_file("application/octet-stream"),
)  # fmt: skip
def worker_file(request: access.ActingRequest, ref: str, name: str) -> FileResponse:
    """One file about single workers: its owner alone, each reading written down."""
    return _sent(files.worker_file(by=access.acting(request), run=ref, name=name))


def _sent(found: files.RunFile) -> FileResponse:
    return FileResponse(
        found.path.open("rb"), as_attachment=True, filename=found.name,
        content_type=found.media_type,
    )  # fmt: skip
