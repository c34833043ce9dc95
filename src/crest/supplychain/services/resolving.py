"""From accepted files to chains: computed beside, written in one verb, or not at all.

Nothing that anybody sees is written before the end: many new nodes are prepared out of sight. The
verb first makes sure that what it was computed from still holds; if not, the work is done again.
The registry of permanent ids lies in a folder of its own for each resolution, and the row that the
verb writes says which one belongs to the tables.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.config import config
from crest.engine.errors import CrestError
from crest.engine.mapping.summary import problem_counts
from crest.evidence import facade as evidence
from crest.supplychain.bridge import Said, Worked, keep_registry, work_out
from crest.supplychain.difference import Difference, difference
from crest.supplychain.models import Change, Claim, Pair, Resolution, Verdict
from crest.supplychain.projection import Projection, Who, project
from crest.supplychain.records import ResolutionCard
from crest.supplychain.services.holding import hold_changes
from crest.supplychain.services.staging import alone, stage
from crest.supplychain.services.writing import write

Tell = Callable[[str, int, int], None]
TASK: Final = "supplychain.resolve"
_TRIES: Final = 5
_MOST_PROBLEMS: Final = 500
_PAUSE: Final = 0.5  # seconds between two reports of one step


class Overtaken(CrestError):  # noqa: N818
    """What the result was computed from changed meanwhile; nothing was written."""

    code = "supplychain.overtaken"


@dataclass(frozen=True, slots=True)
class Plan:
    """A finished result, ready to be written. `based_on`: what must still hold then."""

    based_on: tuple[Any, ...]
    found: Difference
    registry: str
    batches: tuple[str, ...]
    counts: dict[str, Any]
    statements: tuple[str, ...]
    problems: list[dict[str, Any]]


@access.job(TASK)
def resolve_in_background(by: access.Actor, subject: str, watch: access.Watch) -> None:  # noqa: ARG001
    """Resolve what the organisation accepted; a person watches."""
    resolve(by=by, tell=watch)


def start_resolving(*, by: access.Actor) -> str:
    """Queue a resolution in the caller's transaction, unless one waits already; the job's ref."""
    if access.waits(by=by, task_name=TASK):
        return ""
    job = access.start(
        by=by, task_name=TASK, subject=access.card_of(by.organisation).ref,
        title=_("Matching the accepted lists"),
    )  # fmt: skip
    return str(job.ref)


def resolve(*, by: access.Actor, tell: Tell | None = None) -> ResolutionCard:
    """Make the chains of the actor's organisation what its accepted files and judgements say.

    Raises CrestError where the engine cannot go on; then everything is as it was.
    """
    say = _Slowly(tell)
    with alone(_folder(by), lambda: say.flush(_("Waiting for another resolution"))):
        for _try in range(_TRIES):
            plan = _plan(by, say)
            stage(by, plan.found, lambda done: say(_("Preparing the result"), done))
            say.flush(_("Writing the result"))
            try:
                card = _write(by=by, plan=plan)
            except Overtaken:
                _remove_registry(by, plan.registry)
                continue
            _tidy(by, card)
            return card
    raise Overtaken(
        "The lists changed again and again while they were matched.", todo="Try again in a while."
    )


def _plan(by: access.Actor, say: _Slowly) -> Plan:
    based_on = _based_on(by)
    documents = evidence.accepted_documents(by)
    before = Resolution.objects.owned_by(by).first()
    old = _folder(by) / before.registry if before is not None and before.registry else None
    worked = work_out(documents, old, _said(by), say)
    if worked is None:
        wanted, registry = Projection(), before.registry if before is not None else ""
    else:
        say("comparing with what is there", 0.0)
        rows = {
            (key.source, key.sheet, key.number): key.pk for key in evidence.row_keys(by, documents)
        }
        who = {one.source: Who(one.said_by, one.said_on) for one in documents}
        wanted = project(worked.mapped, worked.judgements, rows, who)
        registry = access.new_ref()
        keep_registry(worked, _folder(by) / registry)
    found = difference(by, wanted)
    say("comparing with what is there", 1.0)
    return Plan(
        based_on=based_on,
        found=found,
        registry=registry,
        batches=tuple(one.batch for one in documents),
        counts=_counts(wanted, worked),
        statements=worked.statements if worked is not None else (),
        problems=_problems(worked),
    )


@access.action("supplychain:chain:resolve", needs=access.Permission.ACCEPT_EVIDENCE)
def _write(*, by: access.Actor, plan: Plan) -> ResolutionCard:
    row = Resolution.objects.owned_by(by).select_for_update().first()
    if _based_on(by) != plan.based_on:
        raise Overtaken("The lists or judgements changed meanwhile.")
    if row is None:
        row = Resolution(owner_id=by.organisation)
    write(by, plan.found)
    hold_changes(by=by)
    row.number += 1
    row.registry, row.batches = plan.registry, list(plan.batches)
    row.counts, row.statements = plan.counts, list(plan.statements)
    row.problems = plan.problems
    row.save()
    return resolution_card(row)


def resolution_card(row: Resolution) -> ResolutionCard:
    """The card of a resolution."""
    return ResolutionCard(
        ref=row.ref, number=row.number, batches=tuple(row.batches), counts=row.counts,
        statements=tuple(row.statements), problems=tuple(row.problems), made_at=row.made_at,
    )  # fmt: skip


def _based_on(by: access.Actor) -> tuple[Any, ...]:
    """All that a result depends on, in short: files, judgements, what people said by hand."""
    number = Resolution.objects.owned_by(by).values_list("number", flat=True).first() or 0
    files = tuple((one.batch, repr(one.said)) for one in evidence.accepted_documents(by))
    judged = Pair.objects.owned_by(by).exclude(judgement=Pair.OPEN)
    hand = Claim.objects.owned_by(by).filter(row=None)
    people = Change.objects.owned_by(by).filter(from_lists=False)
    verdicts = Verdict.objects.owned_by(by)
    return (
        number,
        files,
        tuple(judged.aggregate(n=Count("pk"), last=Max("judged_at")).values()),
        tuple(sorted(judged.values_list("judgement").annotate(n=Count("pk")).order_by())),
        tuple(hand.aggregate(n=Count("pk"), last=Max("pk"), w=Max("withdrawn_at")).values()),
        hand.filter(chosen=True).count(),
        tuple(people.aggregate(n=Count("pk"), last=Max("undone_at")).values()),
        tuple(verdicts.aggregate(n=Count("pk"), last=Max("undone_at")).values()),
    )


def _said(by: access.Actor) -> list[Said]:
    rows = Pair.objects.owned_by(by).exclude(judgement=Pair.OPEN).exclude(judged_at=None)
    return [
        Said(
            row.left_key, row.right_key, row.judgement, f"person {row.judged_by_id}", row.judged_at
        )
        for row in rows.order_by("judged_at", "pk")
        if row.judged_at is not None
    ]


def _counts(wanted: Projection, worked: Worked | None) -> dict[str, Any]:
    kinds: dict[str, int] = {}
    for line in wanted.nodes.values():
        kinds[line["kind"]] = kinds.get(line["kind"], 0) + 1
    return {
        "nodes": kinds,
        "links": len(wanted.links),
        "channels": len(wanted.channels),
        "to_review": len(wanted.pairs),
        "problems": problem_counts(worked.mapped.problems) if worked is not None else {},
    }


def _problems(worked: Worked | None) -> list[dict[str, Any]]:
    """What shows only after resolution (an end nobody is named at, countries that differ)."""
    if worked is None:
        return []
    late = [
        line
        for line in worked.mapped.problems.to_pylist()
        if str(line["code"]).split(".", 1)[0] in {"link", "channel", "entity"}
    ]
    return late[:_MOST_PROBLEMS]


class _Slowly:
    """Reports to the watcher, not oftener than it can be read."""

    def __init__(self, tell: Tell | None) -> None:
        self.tell = tell
        self.step, self.last = "", 0.0

    def __call__(self, step: str, done: float) -> None:
        now = time.monotonic()
        if step == self.step and now - self.last < _PAUSE:
            return
        self.step, self.last = step, now
        if self.tell is not None:
            self.tell(step, round(done * 100), 100)

    def flush(self, step: str) -> None:
        """Say this at once: the last chance to cancel before the result is written."""
        if self.tell is not None:
            self.tell(step, 100, 100)


def _folder(by: access.Actor) -> Path:
    return Path(config().home) / "registry" / access.card_of(by.organisation).ref


def _remove_registry(by: access.Actor, name: str) -> None:
    current = Resolution.objects.owned_by(by).values_list("registry", flat=True).first()
    if name and name != current:
        shutil.rmtree(_folder(by) / name, ignore_errors=True)


def _tidy(by: access.Actor, card: ResolutionCard) -> None:
    """Remove the folders of earlier resolutions and of those that were killed."""
    row = Resolution.objects.owned_by(by).first()
    folder = _folder(by)
    if row is None or row.number != card.number or not folder.is_dir():
        return
    for old in folder.iterdir():
        if old.is_dir() and old.name != row.registry:
            shutil.rmtree(old, ignore_errors=True)
