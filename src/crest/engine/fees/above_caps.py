"""What lies above a cap of the law is no legal gap: it is against the law, cost by cost.

A law may let a sum be charged up to a cap. The costs it allows are taken in the order of payment
until the cap is reached; what comes after is above it. Caps whose items overlap bound the same
money: the one with the largest part above it counts. Caps of different items add up.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import ibis
import pyarrow as pa

from crest.engine.fees.figures import SCOPE, figures_of
from crest.engine.fees.two_ways import TableRow, WorkerRow, parts, total
from crest.engine.fees.verdicts import LAW_ORIGIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import ibis.expr.types as ir

    from crest.engine.fees.two_ways import Row
    from crest.engine.rulebook.book import Book
    from crest.engine.rulebook.rules import Figure

ALLOWED_UP_TO: Final = "legal_gap"  # the class of costs that a law allows and the standard forbids
FAMILIES: Final = pa.schema(
    [pa.field("figure", pa.string(), nullable=False), pa.field("family", pa.int64())]
)


def families_of(book: Book, scopes: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Cap → number of its family: caps that can hold for one journey and share an item.

    `scopes`: rows of `caps.SCOPES`.
    """
    items = defaultdict(set)
    for row in scopes:
        items[row["figure"]].add(row["item"])
    caps = figures_of(book, "cap")
    family = {figure.id: number for number, figure in enumerate(caps)}
    for one in caps:
        for other in caps:
            if _meet(one, other) and items[one.id] & items[other.id]:
                old, new = family[other.id], family[one.id]
                family = {name: new if n == old else n for name, n in family.items()}
    return family


def _meet(one: Figure, other: Figure) -> bool:
    """Whether both can hold for the same journey."""
    asked = [(one.applies.get(name), other.applies.get(name)) for name in SCOPE]
    return all(a is None or b is None or set(a) & set(b) for a, b in asked)


def superseded(book: Book) -> list[tuple[str, str]]:
    """(general cap, the more specific cap that replaces it where both hold)."""
    caps = figures_of(book, "cap", "typical_cost")
    return [
        (one.id, other.id)
        for one in caps
        for other in caps
        if (one.kind, one.unit, set(one.for_items))
        == (other.kind, other.unit, set(other.for_items))
        and set(one.applies) < set(other.applies)
        and _meet(one, other)
    ]


def above(row: Row) -> dict[str, Any]:
    """Of one allowed cost, what lies above the cap. `before`: allowed costs paid earlier."""
    over = row["before"] + row["usd_minor"] - row["within_minor"]
    part = row.cases((over <= 0, 0), (over >= row["usd_minor"], row["usd_minor"]), else_=over)
    return {"above": part.cast("int64")}


def above_of_table(
    held: ir.Table, costs: ir.Table, scopes: ir.Table, families: ir.Table
) -> ir.Table:
    """Cost → `above_cap_usd_minor`, for the costs of which something lies above a cap.

    `held`: see `caps.caps_of_table`; `costs`: judged costs with `slot`; `scopes`: figure, item;
    `families`: FAMILIES.
    """
    caps = held.filter((held.kind == "cap") & (held.over_usd_minor > 0))
    caps = caps.select(
        in_journey="journey", in_figure="figure",
        within_minor=caps.paid_usd_minor - caps.over_usd_minor,
    )  # fmt: skip
    allowed = costs.filter(
        costs.counted
        & costs.worker_paid
        & ((costs["class"] == ALLOWED_UP_TO) | (costs[LAW_ORIGIN] == "allowed"))
    )
    allowed = allowed.select(
        "cost",
        "journey",
        "usd_minor",
        at=allowed.slot.fill_null(0),
        of_item=allowed.item.fill_null(""),
    )
    scopes = scopes.select(scoped=scopes.figure, of_item=scopes.item.fill_null(""))
    met = allowed.inner_join(scopes, "of_item").inner_join(
        caps, [ibis._.journey == caps.in_journey, ibis._.scoped == caps.in_figure]
    )
    met = met.inner_join(families, met.in_figure == families.figure)
    met = met.select(
        "cost", "journey", "usd_minor", "at", "within_minor", "family", figure="in_figure"
    )
    paid = ibis.cumulative_window(group_by=["journey", "figure"], order_by=["at", "cost"])
    met = met.mutate(
        before=met.usd_minor.sum().over(paid).cast("decimal(38, 0)").cast("int64") - met.usd_minor
    )
    met = met.mutate(**above(TableRow(met)))
    sums = met.group_by("journey", "family", "figure").agg(moved=total(met.above))
    ranked = ibis.window(
        group_by=["journey", "family"], order_by=[ibis.desc("moved"), ibis.asc("figure")]
    )
    best = sums.mutate(rank=ibis.row_number().over(ranked)).filter(ibis._["rank"] == 0)
    best = best.select(best_journey="journey", best_figure="figure")
    chosen = met.inner_join(
        best, [met.journey == best.best_journey, met.figure == best.best_figure]
    )
    found = chosen.group_by("cost").agg(above_cap_usd_minor=total(chosen.above))
    return found.filter(found.above_cap_usd_minor > 0)


def above_of_worker(
    caps: Sequence[Mapping[str, Any]],
    costs: Sequence[Mapping[str, Any]],
    scopes: Mapping[str, frozenset[str | None]],
    families: Mapping[str, int],
) -> dict[str, int]:
    """As `above_of_table`, for the caps and the judged costs of one worker."""
    allowed = [
        c
        for c in costs
        if c["counted"]
        and c["worker_paid"]
        and (c["class"] == ALLOWED_UP_TO or c[LAW_ORIGIN] == "allowed")
    ]
    allowed.sort(key=lambda cost: (cost["slot"] or 0, cost["cost"]))
    best: dict[int, tuple[int, dict[str, int]]] = {}
    for cap in sorted(caps, key=lambda cap: cap["figure"]):
        if cap["kind"] != "cap" or not cap["over_usd_minor"]:
            continue
        within, before = cap["paid_usd_minor"] - cap["over_usd_minor"], 0
        found: dict[str, int] = {}
        for cost in allowed:
            if cost.get("item") in scopes[cap["figure"]]:
                given = {"before": before, "within_minor": within, "usd_minor": cost["usd_minor"]}
                found[cost["cost"]] = parts(above(WorkerRow(given)))["above"]
                before += cost["usd_minor"]
        family, moved = families[cap["figure"]], sum(found.values())
        if family not in best or moved > best[family][0]:
            best[family] = (moved, found)
    return {cost: part for _, found in best.values() for cost, part in found.items() if part}


def moved(row: Row, currency: str) -> dict[str, Any]:
    """What one cost moves from the legal gap of its journey to the violations (int64, never null).

    The law of origin is the one that sets caps: where it allowed the cost, the part above is
    against it.
    """
    allowed = row[LAW_ORIGIN] == "allowed"
    names = ["usd_minor"] if currency == "USD" else ["usd_minor", f"{currency.lower()}_minor"]
    sums = {f"above_gap_{name}": row[f"above_gap_{name}"].fill_null(0) for name in names}
    part = row["above_cap_usd_minor"].fill_null(0)
    return sums | {"above_origin_usd_minor": row.cases((allowed, part), else_=0).cast("int64")}


def settled(currency: str) -> Any:
    """The stage that takes what lies above caps out of the sums of a journey's legal gap.

    For another currency than the dollar also `over_legal_cap_<currency>_minor`, at the mean rate
    of what the worker paid.
    """

    def stage(row: Row) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in (
            ["usd_minor"] if currency == "USD" else ["usd_minor", f"{currency.lower()}_minor"]
        ):
            part = row[f"above_gap_{name}"].fill_null(0)
            gap, against = f"class_{ALLOWED_UP_TO}_{name}", f"class_violation_{name}"
            found |= {f"above_gap_{name}": part, gap: row[gap] - part, against: row[against] + part}
        origin = "against_law_origin_usd_minor"
        if currency != "USD":
            name = f"{currency.lower()}_minor"
            paid = row["paid_usd_minor"].cast("float64").nullif(0.0)
            over = row["over_legal_cap_usd_minor"].cast("float64")
            share = over * row[f"paid_{name}"].cast("float64") / paid + 0.5
            found[f"over_legal_cap_{name}"] = row.cases(
                (row["over_legal_cap_usd_minor"] == 0, 0), else_=share.floor().cast("int64")
            )
        of_origin = row["above_origin_usd_minor"].fill_null(0)
        found |= {"above_origin_usd_minor": of_origin, origin: row[origin] + of_origin}
        dollars = found[f"class_{ALLOWED_UP_TO}_usd_minor"].cast("float64") / 100.0
        known = row["legal_gap_usd"].notnull()
        found["legal_gap_usd"] = row.cases((known, dollars), else_=row.empty("float64"))
        return found

    return stage


def reclassed(currency: str) -> Any:
    """The stage after `above_cap_usd_minor` is known (null = nothing above).

    `above_cap_…`: what the law of origin would allow but for its cap. `above_gap_…`: the part of it
    that was a legal gap; a cost that lies above a cap as a whole becomes a violation.
    """
    name = f"{currency.lower()}_minor"

    def stage(row: Row) -> dict[str, Any]:
        part = row["above_cap_usd_minor"].fill_null(0)
        gap = row["class"] == ALLOWED_UP_TO
        whole = (part > 0) & (part == row["usd_minor"])
        above = {"usd_minor": part}
        if currency != "USD":
            usd = row["usd_minor"].cast("float64").nullif(0.0)
            share = part.cast("float64") * row[name].cast("float64") / usd + 0.5
            above[name] = row.cases(
                (part == 0, 0), (whole, row[name]), else_=share.floor().cast("int64")
            )
        return {
            **{f"above_cap_{n}": value for n, value in above.items()},
            **{f"above_gap_{n}": row.cases((gap, v), else_=0) for n, v in above.items()},
            "class": row.cases((gap & whole, "violation"), else_=row["class"]),
        }

    return stage
