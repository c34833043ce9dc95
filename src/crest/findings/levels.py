"""The level of risk of every node in the latest runs, as columns, for pages of many places."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from django.db import connection

from crest.access import facade as access
from crest.findings.models import Priority, Run

LEVELS: Final = ("high", "medium", "low", "unknown")  # gravest first
_CODES: Final = {level: code for code, level in enumerate(LEVELS)}


def levels_version(by: access.Actor) -> tuple[int, ...]:
    """Numbers of the latest runs this actor may see; changes when there is a newer one."""
    if access.Permission.SEE_FINDINGS not in by.may:
        return ()
    scope, values = Run.objects.where(by)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM findings_run WHERE {scope} AND latest ORDER BY id",
            values,
        )
        return tuple(row[0] for row in cursor.fetchall())


def levels_of(by: access.Actor, nodes: npt.NDArray[np.int64]) -> npt.NDArray[np.int8]:
    """Position in LEVELS of each node, the gravest where several runs speak of it."""
    found = np.full(len(nodes), len(LEVELS) - 1, np.int8)
    runs = levels_version(by)
    if not runs or not len(nodes):
        return found
    rows = Priority.objects.within(by).filter(run_id__in=runs).exclude(node=None)
    pairs = list(rows.values_list("node_id", "level"))
    if not pairs:
        return found
    ids = np.array([pair[0] for pair in pairs], np.int64)
    codes = np.array([_CODES.get(pair[1], len(LEVELS) - 1) for pair in pairs], np.int8)
    order = np.argsort(nodes)
    at = order[np.minimum(np.searchsorted(nodes, ids, sorter=order), len(nodes) - 1)]
    hit = nodes[at] == ids
    np.minimum.at(found, at[hit], codes[hit])
    return found
