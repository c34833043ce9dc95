"""A run from asking to rows: what the command line finds, protected, whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from factories import actor, organisation
from factories_findings import document, finding_row

from crest.access import facade as access
from crest.access.jobs import carry_out
from crest.access.models import Event, Job
from crest.evidence import facade as evidence
from crest.findings import facade as findings
from crest.findings.bridge import FoundRows
from crest.findings.folders import folder_of
from crest.findings.models import Exposure, Finding, Group, Priority, Run
from crest.findings.selectors.runs import runs_of
from crest.findings.services import evaluating
from crest.flows.findings import evaluate_again

pytestmark = pytest.mark.room
Queue = Callable[..., Any]


@pytest.fixture
def relied_on(monkeypatch: pytest.MonkeyPatch, example: Path) -> tuple[Any, ...]:
    """Accepted files: journeys and costs of the shipped example, and its list of agencies."""
    documents = (
        document(example / "agency_register.csv", tier="chain", kinds=("organisations",)),
        document(example / "workers" / "worker_journeys.csv", kinds=("journeys",)),
        document(example / "workers" / "worker_costs.csv", kinds=("costs",)),
    )
    monkeypatch.setattr(evidence, "accepted_documents", lambda by: documents)  # noqa: ARG005
    return documents


def asked(by: access.Actor) -> tuple[str, Job]:
    """A run that waits, and its work."""
    ref = findings.evaluate(by=by).ref
    return ref, Job.objects.everywhere("a test carries it out").get(subject=ref)


def worked(job: Job) -> Job:
    """The work after a worker had it."""
    carry_out.func(job.pk)
    return Job.objects.everywhere("a test reads it").get(pk=job.pk)


def folder(by: access.Actor, ref: str) -> Path:
    return folder_of(access.card_of(by.organisation).ref, ref)


@pytest.mark.slow
@pytest.mark.usefixtures("relied_on")
def test_a_run_writes_what_the_engine_found_and_nothing_about_single_workers() -> None:
    by = actor(organisation())
    ref, job = asked(by)
    assert worked(job).state == Job.DONE, worked(job).sentence
    place = folder(by, ref)
    with (place / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        told = {row["finding"]: row["title"] for row in csv.DictReader(file)}
    rows = dict(Finding.objects.within(by).values_list("code", "title"))
    assert rows == told
    assert rows
    assert Priority.objects.within(by).exists()
    assert (place / "report.html").is_file()
    assert (place / "report.pdf").is_file()
    assert {path.stat().st_mode & 0o077 for path in (place, place / "workers")} == {0}
    assert all(path.stat().st_mode & 0o077 == 0 for path in (place / "workers").iterdir())
    with (place / "workers" / "journeys.csv").open(encoding="utf-8-sig", newline="") as file:
        workers = {row["worker"] for row in csv.DictReader(file)}
    kept = " ".join(
        str(values)
        for model in (Run, Finding, Priority, Group, Exposure)
        for values in model.objects.within(by).values()
    )
    assert workers
    assert not [worker for worker in workers if f"'{worker}'" in kept]
    few = [row for row in Group.objects.within(by) if 0 < (row.values.get("workers") or 99) < 11]
    assert not few
    assert Event.objects.filter(tag="findings:run:finish", allowed=True).count() == 1


@pytest.mark.usefixtures("relied_on")
def test_a_worker_killed_between_folder_and_rows_leaves_no_rows_and_the_next_try_no_doubles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by = actor(organisation())
    ref, job = asked(by)
    rows = FoundRows(summary={}, findings=[finding_row(), finding_row()])
    monkeypatch.setattr(evaluating, "reckon", lambda *_given: rows)
    finish = evaluating.finish

    def killed(**_given: object) -> None:
        raise SystemExit

    monkeypatch.setattr(evaluating, "finish", killed)
    with pytest.raises(SystemExit):
        carry_out.func(job.pk)
    assert not Finding.objects.within(by).exists()
    assert findings.latest_run(by) is None
    monkeypatch.setattr(evaluating, "finish", finish)
    for _try in range(2):
        Job.objects.everywhere("a test gives it back").filter(pk=job.pk).update(state=Job.WAITING)
        assert worked(job).state == Job.DONE
    assert Finding.objects.within(by).count() == 2
    shown = findings.latest_run(by)
    assert shown is not None
    assert shown.ref == ref


@pytest.mark.usefixtures("relied_on")
def test_a_run_that_is_asked_to_stop_leaves_no_folder_and_can_be_tried_again() -> None:
    by = actor(organisation())
    ref, job = asked(by)
    rows = Job.objects.everywhere("a test")
    rows.filter(pk=job.pk).update(cancel_asked=True)
    assert worked(job).state == Job.CANCELLED
    assert runs_of(by)[0].state == "cancelled"
    assert not folder(by, ref).exists()
    access.retry(by=by, job_ref=job.ref)
    assert runs_of(by)[0].state == "waiting"


def test_files_without_a_journey_fail_with_a_sentence_and_change_nothing(
    monkeypatch: pytest.MonkeyPatch, example: Path
) -> None:
    by = actor(organisation())
    documents = (document(example / "agency_register.csv", tier="chain", kinds=("journeys",)),)
    monkeypatch.setattr(evidence, "accepted_documents", lambda by: documents)  # noqa: ARG005
    ref, job = asked(by)
    done = worked(job)
    assert done.state == Job.FAILED
    assert "journey" in done.sentence
    assert runs_of(by)[0].sentence == done.sentence
    assert not folder(by, ref).exists()


@pytest.mark.usefixtures("relied_on")
def test_asking_twice_is_asking_once_while_the_run_is_under_way() -> None:
    by = actor(organisation())
    first = findings.evaluate(by=by)
    assert findings.evaluate(by=by).ref == first.ref
    assert len(runs_of(by)) == 1


@pytest.mark.usefixtures("relied_on")
def test_after_chains_were_resolved_a_run_is_queued_once() -> None:
    by = actor(organisation())
    for _event in range(2):
        evaluate_again("anything", by=by)
    assert [card.state for card in runs_of(by)] == ["waiting"]


@pytest.mark.usefixtures("relied_on")
def test_what_is_accepted_while_a_run_is_reckoning_gets_a_run_of_its_own() -> None:
    by = actor(organisation())
    _ref, job = asked(by)
    Job.objects.everywhere("a test").filter(pk=job.pk).update(state=Job.RUNNING)
    evaluate_again("anything", by=by)
    assert [card.state for card in runs_of(by)] == ["waiting", "running"]


def test_without_journeys_a_resolution_queues_nothing(
    monkeypatch: pytest.MonkeyPatch, example: Path
) -> None:
    by = actor(organisation())
    documents = (document(example / "agency_register.csv", tier="chain", kinds=("organisations",)),)
    monkeypatch.setattr(evidence, "accepted_documents", lambda by: documents)  # noqa: ARG005
    evaluate_again("anything", by=by)
    assert runs_of(by) == ()


def test_the_names_of_a_file_are_those_evidence_cites(relied_on: tuple[Any, ...]) -> None:
    named = evaluating._named(relied_on, tier="workers")
    assert [name for _path, name in named] == ["worker_journeys.csv", "worker_costs.csv"]
