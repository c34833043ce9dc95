"""What was found among the workers of a group, as evidence that can move its risk."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

import ibis
import pyarrow as pa

from crest.engine.assessing.hiding import ALL
from crest.engine.risk.tables import EVIDENCE

if TYPE_CHECKING:
    import ibis.expr.types as ir

SIGNS: Final = tuple(f"ind_{number:02d}" for number in range(1, 12))
FORCED: Final = ("icls_fl", "h2s_ur", "h2s_wl", "h2s_il")
SUBJECTS_OF_GROUPS: Final = ("site", "recruiter", "sub_agent", "corridor", "product")


def with_harm(outcomes: ir.Table) -> ir.Table:
    """Two further yes/no columns per journey: `harmed` and `severe`.

    Harmed: fees or costs were paid that the worker should not pay, or one of the eleven signs
    stands. Severe: forced labour is indicated by one of the methods, or an illegitimate charge was
    paid. Unknown where nothing says yes and something is not known.
    """
    paid = (outcomes.ilo_fees_usd > 0).cast("boolean")
    signs = [outcomes[name] for name in SIGNS if name in outcomes.columns]
    forced = [outcomes[name] for name in FORCED if name in outcomes.columns]
    return outcomes.mutate(
        harmed=reduce(or_, signs, paid),
        severe=reduce(or_, forced, outcomes.illegitimate_paid),
    )


def evidence_of(prevalence: pa.Table, sums: pa.Table) -> pa.Table:
    """EVIDENCE of every group that risk is asked about.

    `prevalence`: rows of kind, id and PREVALENCE for the indicators `harmed` and `severe`; `sums`:
    see `groups.group_sums`. Controls verified on the ground are not among what workers say, so
    there are none here.
    """
    money = {
        (row["kind"], row["id"]): row["ilo_usd_minor"]
        for row in sums.select(["kind", "id", "ilo_usd_minor"]).to_pylist()
    }
    severe = {
        (row["kind"], row["id"]): row["yes"]
        for row in prevalence.to_pylist()
        if row["indicator"] == "severe"
    }
    rows = []
    for row in prevalence.to_pylist():
        if row["indicator"] != "harmed" or row["kind"] not in SUBJECTS_OF_GROUPS:
            continue
        key = (row["kind"], row["id"])
        headcount = row["headcount"]
        rows.append(
            {
                "subject_kind": row["kind"],
                "subject": row["id"],
                "asked": row["workers"],
                "answered": row["yes"] + row["no"],
                "harmed": row["prevalence"],
                "low": row["interval_low"],
                "high": row["interval_high"],
                "severe": severe.get(key, 0),
                "paid_usd_minor": money.get(key),
                "coverage": min(1.0, row["workers"] / headcount) if headcount else None,
                "controls": None,
            }
        )
    return pa.Table.from_pylist(rows, schema=EVIDENCE)


def with_everybody(members: ir.Table, journeys: ir.Table) -> ir.Table:
    """The memberships and, for every journey, one in the group of all: kind "all", id "*"."""
    columns = members.select("journey", "kind", "id")
    whole = journeys.select("journey", kind=ibis.literal(ALL[0]), id=ibis.literal(ALL[1]))
    return columns.union(whole.cast(dict(columns.schema().items())).select(*columns.columns))


def with_headcounts(members: ir.Table, headcounts: ir.Table) -> ir.Table:
    """The memberships with `headcount`, where the lists say how many workers a site has."""
    joined = members.left_join(
        headcounts, [members.kind == ibis.literal("site"), members.id == headcounts.node]
    )
    return joined.select("journey", "kind", "id", "headcount")
