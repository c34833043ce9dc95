"""One run of the engine: asked for here, reckoned in the background, written in one verb.

The result folder appears whole or not at all, and the rows in one transaction. A worker that is
killed in between leaves at most a folder without rows; the next try of the same run replaces it.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.engine.errors import CrestError
from crest.engine.intake.column_mapping import override_from
from crest.engine.intake.lists import Lists
from crest.engine.tables.folders import output_folder
from crest.engine.tables.recruitment import RECRUITMENT_SCHEMAS
from crest.engine.tables.writers import write_json
from crest.evidence import facade as evidence
from crest.findings import states
from crest.findings.bridge import FoundRows, found_rows
from crest.findings.folders import folder_of, only_for_the_server
from crest.findings.models import Run
from crest.findings.records import RunCard, run_card
from crest.findings.selectors.runs import TASK, runs_of
from crest.findings.services.finishing import finish
from crest.results.assessed_files import write_assessed
from crest.results.map_files import write_map
from crest.results.memory import Memory, write_memory
from crest.results.reading import Asked, Files, Report, assessed
from crest.results.sources import About
from crest.supplychain import facade as supplychain

_PAUSE: Final = 0.5  # seconds between two reports of one step


@access.action("findings:run:start", needs=access.Permission.EVALUATE)
def evaluate(
    *, by: access.Actor, on: dt.date | None = None, currency: str = "USD", anew: bool = False
) -> RunCard:
    """Ask for a run over what the organisation relies on; the one under way, where there is one.

    `anew`: what it relies on has changed, so only a run that still waits is as good as a new one.
    Raises Refused where no accepted document tells of a worker's journey.
    """
    good = (states.WAITING,) if anew else states.UNDER_WAY
    under_way = next((one for one in runs_of(by) if one.state in good), None)
    if under_way is not None:
        return under_way
    if not journeys_among(evidence.accepted_documents(by)):
        raise access.Refused(
            _("No accepted list tells of a worker's journey, so there is nothing to reckon."),
            todo=_("Upload and accept journeys; a template workbook shows what they hold."),
        )
    run = Run(owner_id=by.organisation, on=on or timezone.localdate(), currency=currency)
    run.save()
    access.start(by=by, task_name=TASK, subject=run.ref, title=_("Reckoning what workers paid"))
    return run_card(run)


def journeys_among(documents: tuple[evidence.AcceptedDocument, ...]) -> bool:
    """Whether some document holds journeys, costs or answers of workers."""
    return any(set(one.kinds) & set(RECRUITMENT_SCHEMAS) for one in documents)


@access.job(TASK)
def evaluate_in_background(by: access.Actor, subject: str, watch: access.Watch) -> None:
    """Carry out one run. Done already: nothing happens again."""
    run = Run.objects.owned_by(by).one(subject)
    if run.state == states.DONE:
        return
    with _told(run):
        documents = evidence.accepted_documents(by)
        folder = folder_of(access.card_of(by.organisation).ref, run.ref)
        rows = reckon(by, run, documents, folder, slowly(watch))
        watch(_("Writing the findings"), 100, 100)
        finish(by=by, run=run.ref, rows=rows, documents=documents)


def reckon(
    by: access.Actor,
    run: Run,
    documents: tuple[evidence.AcceptedDocument, ...],
    folder: Path,
    report: Report,
) -> FoundRows:
    """Do what `crest assess` does with these documents; the folder appears whole or not at all."""
    files = Files(
        lists=_named(documents, tier="chain"), workers=_named(documents, tier="workers"),
        place=by.organisation_name,
    )  # fmt: skip
    said = [
        replace(override_from(one), source=document.source)
        for document in documents
        for one in document.said
    ]
    asked = Asked(on=run.on, currency=run.currency, overrides=said)

    def remembered(lists: Lists) -> Memory:
        return supplychain.memory_for(by, lists)

    with output_folder(folder) as new:
        lists, found, memory = assessed(files, asked, remembered, report)
        says = About(title=by.organisation_name, notice=None)
        summary, chain = write_map(
            new, says, lists, found.mapped, found.chain, [], memory, by.name, report
        )
        whole = write_assessed(
            new, says, found, summary, chain,
            standards=(), engine=asked.engine, language="en", report=report,
        )  # fmt: skip
        write_memory(new, memory, found.mapped.resolved)
        write_json([[one.ref, one.source] for one in documents], new / "documents.json")
        rows = found_rows(found, whole)
        only_for_the_server(new)
    folder.chmod(0o700)
    return rows


def slowly(watch: access.Watch) -> Report:
    """Reports of the engine to the watch: each new step, else two a second."""
    told: list[object] = ["", 0.0]

    def report(step: str, done: float) -> None:
        now = time.monotonic()
        if step != told[0] or now - float(str(told[1])) >= _PAUSE:
            told[:] = [step, now]
            watch(step, round(100 * done), 100)

    return report


@contextmanager
def _told(run: Run) -> Iterator[None]:
    """Keep the state of the run with that of its work; a fault or a kill is told by the work."""
    _set(run, states.RUNNING)
    try:
        yield
    except access.Cancelled:
        _set(run, states.CANCELLED)
        raise
    except CrestError as error:
        _set(run, states.FAILED, error.sentence, error.todo)
        raise


def _set(run: Run, state: str, sentence: str = "", todo: str = "") -> None:
    ended = None if state in states.UNDER_WAY else timezone.now()
    rows = Run.objects.everywhere("the worker tells the state of its own run")
    rows.filter(pk=run.pk).exclude(state=states.DONE).update(
        state=state, sentence=sentence, todo=todo, ended_at=ended
    )


def _named(
    documents: tuple[evidence.AcceptedDocument, ...], *, tier: str
) -> tuple[tuple[Path, str | None], ...]:
    return tuple((one.path, one.source) for one in documents if one.tier == tier)
