"""Pages of findings."""

from __future__ import annotations

from django.urls import path, register_converter

from crest.findings.pages import corridors, files, finding, findings, priorities, runs


class CountryConverter:
    """Two capitals: an ISO 3166-1 code."""

    regex = "[A-Z]{2}"

    def to_python(self, value: str) -> str:
        """The code."""
        return value

    def to_url(self, value: str) -> str:
        """The code."""
        return value


register_converter(CountryConverter, "country")

urlpatterns = [
    path("findings/", findings.findings, name="findings"),
    path("findings/priorities/", priorities.priorities, name="priorities"),
    path("findings/runs/", runs.runs, name="runs"),
    path("findings/runs/start/", runs.start, name="run_start"),
    path("findings/runs/<str:ref>/", runs.run, name="run"),
    path("findings/runs/<str:ref>/job/", runs.work, name="run_work"),
    path("findings/runs/<str:ref>/stand/", runs.stand, name="run_stand"),
    path("findings/runs/<str:ref>/workers/", files.workers, name="run_workers"),
    path("findings/runs/<str:ref>/workers/<str:name>", files.worker_file, name="run_worker_file"),
    path("findings/runs/<str:ref>/<str:name>", files.report, name="run_report"),
    path("findings/handed-on/", finding.handed, name="proposals"),
    path("findings/handed-on/<str:ref>/", finding.answer, name="proposal_answer"),
    path("findings/<str:ref>/", finding.finding, name="finding"),
    path("findings/<str:ref>/hand-on/", finding.hand_on, name="finding_hand_on"),
    path("corridors/", corridors.corridors, name="corridors"),
    path("corridors/<country:origin>-<country:destination>/", corridors.corridor, name="corridor"),
]
