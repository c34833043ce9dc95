"""The one verb that makes a finished run visible: all of its rows, or none."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from crest.access import facade as access
from crest.evidence.facade import AcceptedDocument
from crest.findings import states
from crest.findings.bridge import FoundRows, Row
from crest.findings.folders import RUNS
from crest.findings.models import Exposure, Finding, Group, Priority, Run
from crest.findings.records import RunCard, run_card
from crest.supplychain import facade as supplychain


@access.action("findings:run:finish", needs=access.Permission.EVALUATE)
def finish(
    *, by: access.Actor, run: str, rows: FoundRows, documents: tuple[AcceptedDocument, ...] = ()
) -> RunCard:
    """Write the rows of a run and make it the one that pages show. A second time does nothing."""
    found = Run.objects.owned_by(by).select_for_update().one(run)
    if found.state == states.DONE:
        return run_card(found)
    nodes = supplychain.node_keys(by, rows.subjects)
    for model, values in (
        (Finding, rows.findings), (Priority, rows.priorities), (Group, rows.groups),
        (Exposure, rows.exposures),
    ):  # fmt: skip
        _write(model, found, values, nodes)
    Run.objects.owned_by(by).filter(latest=True).update(latest=False)
    found.state, found.latest, found.ended_at = states.DONE, True, timezone.now()
    found.summary, found.rulebook = rows.summary, str(rows.summary.get("rulebook", ""))[:80]
    found.sentence = found.todo = ""
    found.documents = [
        {"ref": one.ref, "batch": one.batch, "name": one.source} for one in documents
    ]
    found.folder = f"{RUNS}/{access.card_of(by.organisation).ref}/{found.ref}"
    found.save()
    return run_card(found)


def _write(model: type[models.Model], run: Run, values: list[Row], nodes: dict[str, int]) -> None:
    if not values:
        return
    names = [*values[0], "run", "owner", "node"]
    access.insert_many(
        model,
        names,
        ([*row.values(), run.pk, run.owner_id, nodes.get(row["subject"])] for row in values),
    )
