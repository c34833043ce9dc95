"""Runs, and which of them pages show."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from crest.access import facade as access
from crest.findings import states
from crest.findings.models import CONCERNED, Group, Run
from crest.findings.records import RunCard, run_card

TASK: Final = "findings.evaluate"


def latest_run(by: access.Actor) -> RunCard | None:
    """The run that pages show: the organisation's own, else the newest shared with it."""
    row = latest_row(by)
    return card_for(by, row) if row else None


def card_for(by: access.Actor, row: Run) -> RunCard:
    """The card of a run as far as the actor may read it: of another's, neither files nor, for a
    firm that findings are about, the numbers of the whole."""
    if row.owner_id == by.organisation:
        return run_card(row)
    whole = row.owner_id in by.sees("findings") and by.kind not in CONCERNED
    summary = row.summary if whole else {}
    return replace(run_card(row), documents=(), summary=summary)


def latest_row(by: access.Actor) -> Run | None:
    """As `latest_run`, the row."""
    own = Run.objects.owned_by(by).filter(latest=True).first()
    return own or Run.objects.within(by).filter(latest=True).order_by("-ended_at", "-pk").first()


def figures_run(by: access.Actor) -> Run | None:
    """The run whose groups pages on groups show: the latest, also of those who share figures only.

    Of such a run nothing else is told; its card comes without files and summary.
    """
    row = run_named(by, "")
    if row is not None or by.kind in CONCERNED:
        return row
    groups = Group.objects.within(by).filter(run__latest=True).select_related("run")
    group = groups.order_by("-run__ended_at", "-run_id").first()
    return group.run if group else None


def run_named(by: access.Actor, ref: str | None) -> Run | None:
    """The finished run with this public id; without one the latest. None for a firm that reads
    what several others found of it: then all latest runs are meant."""
    if not ref:
        row = latest_row(by)
        foreign = row is not None and row.owner_id != by.organisation
        return None if foreign and by.kind in CONCERNED else row
    return Run.objects.within(by).filter(state=states.DONE).one(ref)


def runs_of(by: access.Actor, most: int = 50) -> tuple[RunCard, ...]:
    """The organisation's own runs, the newest first, with how far their work is."""
    rows = Run.objects.owned_by(by).order_by("-began_at", "-pk")[:most]
    return _with_jobs(by, [run_card(row) for row in rows])


def run_card_of(by: access.Actor, ref: str) -> RunCard:
    """One own run, with how far its work is. Raises NotFound."""
    return _with_jobs(by, [run_card(Run.objects.owned_by(by).one(ref))])[0]


def _with_jobs(by: access.Actor, cards: list[RunCard]) -> tuple[RunCard, ...]:
    """The same cards; what is not done is in the state of its work, killed workers included."""
    open_ones = [card.ref for card in cards if card.state != states.DONE]
    jobs = access.jobs_about(by, TASK, open_ones) if open_ones else {}
    return tuple(_with_job(card, jobs.get(card.ref)) for card in cards)


def _with_job(card: RunCard, job: access.JobCard | None) -> RunCard:
    if job is None or states.DONE in {card.state, job.state}:
        return card
    return replace(card, state=job.state, sentence=job.sentence, todo=job.todo, job=job)


def before_of(by: access.Actor, run: Run) -> Run | None:
    """The finished run before this one, of the same organisation."""
    rows = Run.objects.within(by).filter(owner_id=run.owner_id, state=states.DONE)
    return rows.filter(pk__lt=run.pk).order_by("-pk").first()
