"""Files of a run: reports to download; worker files for those who may, each reading logged."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import FileResponse, HttpResponseBase
from django.views.decorators.cache import never_cache

from crest.access import facade as access
from crest.findings.services import files


@dataclass(frozen=True, slots=True)
class WorkersContext:
    """Names of the files about single workers."""

    ref: str
    names: tuple[str, ...]
    section: str = "findings"


@access.page("", needs=access.Permission.SEE_FINDINGS)
def report(request: access.ActingRequest, ref: str, name: str) -> HttpResponseBase:
    """The report of a run, as a file."""
    return _sent(files.report_of(by=_by(request), run=ref, name=name))


@access.page("findings/workers.html", needs=access.Permission.SEE_WORKER_FIGURES)
def workers(request: access.ActingRequest, ref: str) -> WorkersContext:
    """Which files tell of single workers?"""
    return WorkersContext(ref, files.names_of_worker_files(by=_by(request), run=ref))


@never_cache
@access.page("", needs=access.Permission.SEE_WORKER_FIGURES)
def worker_file(request: access.ActingRequest, ref: str, name: str) -> HttpResponseBase:
    """One file about single workers, streamed and never cached."""
    return _sent(files.worker_file(by=_by(request), run=ref, name=name))


def _sent(found: files.RunFile) -> HttpResponseBase:
    """Always a download: a report from disk must not act as a page of this site."""
    answer = FileResponse(
        found.path.open("rb"), as_attachment=True, filename=found.name,
        content_type=found.media_type,
    )  # fmt: skip
    answer["Cache-Control"] = "no-store, private"
    return answer


def _by(request: access.ActingRequest) -> access.Actor:
    assert request.actor is not None  # noqa: S101 - the page needs a permission
    return request.actor
