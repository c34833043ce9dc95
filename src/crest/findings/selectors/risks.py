"""Risks, published groups and exposures."""

from __future__ import annotations

from collections.abc import Iterable

from crest.access import facade as access
from crest.findings.models import Exposure, Group, Priority, Run
from crest.findings.records import (
    ExposureRow,
    GroupRow,
    PriorityCard,
    exposure_row,
    group_row,
    priority_card,
)
from crest.findings.selectors.runs import latest_row


def priorities(
    by: access.Actor,
    *,
    run: Run | None = None,
    kind: str | None = None,
    subject: str | None = None,
    most: int = 200,
    skip: int = 0,
) -> tuple[PriorityCard, ...]:
    """Who to look at first: the ranked subjects of a run (the latest ones within sight)."""
    rows = Priority.objects.within(by)
    rows = rows.filter(run_id=run.pk) if run else rows.filter(run__latest=True)
    if kind:
        rows = rows.filter(subject_kind=kind)
    if subject:
        rows = rows.filter(subject=subject)
    shown = rows.select_related("node").order_by("rank", "pk")[skip : skip + most]
    return tuple(priority_card(row) for row in shown)


def priority_kinds(by: access.Actor, run: Run | None) -> dict[str, int]:
    """How many subjects of each kind are ranked."""
    rows = Priority.objects.within(by)
    rows = rows.filter(run_id=run.pk) if run else rows.filter(run__latest=True)
    kinds: dict[str, int] = {}
    for kind in rows.order_by("subject_kind").values_list("subject_kind", flat=True):
        kinds[kind] = kinds.get(kind, 0) + 1
    return kinds


def risk_of(by: access.Actor, node_ids: Iterable[int]) -> dict[int, PriorityCard]:
    """Key of a node → its risk in the latest run within sight; nodes without one are left out."""
    rows = Priority.objects.within(by).filter(run__latest=True, node_id__in=list(node_ids))
    found: dict[int, PriorityCard] = {}
    for row in rows.select_related("node").order_by("run_id", "rank"):
        if row.node_id is not None:
            found[row.node_id] = priority_card(row)
    return found


def risks_at(by: access.Actor, refs: Iterable[str]) -> dict[str, PriorityCard]:
    """Public id of a node → its risk in the latest run within sight."""
    rows = Priority.objects.within(by).filter(run__latest=True, node__ref__in=list(refs))
    found: dict[str, PriorityCard] = {}
    for row in rows.select_related("node").order_by("run_id", "rank"):
        if row.node is not None:
            found[row.node.ref] = priority_card(row)
    return found


def groups(
    by: access.Actor,
    table: str,
    kind: str | None = None,
    subject: str | None = None,
    *,
    run: Run | None = None,
) -> tuple[GroupRow, ...]:
    """Rows of a published table, in the engine's order. Small groups come without numbers."""
    run = run or latest_row(by)
    if run is None:
        return ()
    rows = Group.objects.within(by).filter(run_id=run.pk, table=table)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if subject is not None:
        rows = rows.filter(subject=subject)
    return tuple(group_row(row) for row in rows.order_by("pk"))


def exposures(
    by: access.Actor, product: str | None = None, *, subject: str | None = None, most: int = 200
) -> tuple[ExposureRow, ...]:
    """Who stands behind a buyer's product, and with how much of the harm, in the latest run."""
    rows = Exposure.objects.within(by).filter(run__latest=True)
    if product is not None:
        rows = rows.filter(product=product)
    if subject is not None:
        rows = rows.filter(subject=subject)
    shown = rows.select_related("node").order_by("product", "rank", "pk")[:most]
    return tuple(exposure_row(row) for row in shown)
