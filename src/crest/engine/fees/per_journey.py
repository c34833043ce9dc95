"""What one journey cost: sums of its costs, by class, item group and regime.

Every sum is a sum of whole minor units. Sums of what the worker paid hold counted costs only; what
is left out is counted beside them, so that each cost row is in exactly one place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from crest.engine.fees.priced import DOUBLE, RECOVERS
from crest.engine.fees.two_ways import TableRow, WorkerRow, parts, total
from crest.engine.fees.verdicts import BASELINE, CLASSES
from crest.engine.logic.columns import verdict_column
from crest.engine.rulebook.cost_items import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import ibis.expr.types as ir

    from crest.engine.fees.two_ways import Row

GROUPS: Final = (*get_args(Group), "unknown")
AGAINST: Final = ("violation", "severe")
NO_LOSS: Final = (DOUBLE, RECOVERS)  # left out, yet nothing is missing


def measures(row: Row, verdicts: Sequence[str], currency: str) -> dict[str, Any]:
    """What one cost adds to each sum of its journey (int64, never null)."""

    def when(condition: Any, value: Any = 1) -> Any:
        chosen = row.cases((condition, value), else_=0)
        return chosen.cast("int64")

    usd, left_out = row["usd_minor"], row["leave_out"]
    paid = row["counted"] & row["worker_paid"]
    missing = left_out.notnull() & ~left_out.isin(NO_LOSS)
    group = row["group"].fill_null("unknown")
    sums = {
        "costs_listed": when(row["journey"].notnull()),
        "costs_left_out": when(missing),
        "payer_unknown": when(left_out == "payer unknown"),
        "payer_unknown_usd_minor": when(left_out == "payer unknown", usd),
        "others_paid_usd_minor": when(row["counted"] & ~row["worker_paid"], usd),
        "unpriced_by_worker": when(missing & row["worker_paid"]),
        "unpriced_above_zero": when(missing & row["worker_paid"] & (row["amount"] > 0.0)),
        "paid_usd_minor": when(paid, usd),
        "paid_pay_minor": when(row["worker_paid"], row["pay_minor"].fill_null(0)),
        "sdg_pay_minor": when(
            row["worker_paid"] & row["in_sdg"].fill_null(True), row["pay_minor"].fill_null(0)
        ),
        "pay_missing": when(
            row["pay_minor"].isnull()
            & row["worker_paid"].fill_null(True)
            & ~left_out.isin(NO_LOSS).fill_null(False)
        ),
        "ilo_usd_minor": when(paid & row[verdict_column(BASELINE)].isin(AGAINST), usd),
        "illegitimate_paid_costs": when(row["worker_paid"] & row["illegitimate"] & ~_void(row)),
        "deducted_costs": when((row["how"] == "deduction") & row["worker_paid"] & ~_void(row)),
        "items_unknown": when(row["fee_item"].isnull()),
    }
    if currency != "USD":
        name = f"{currency.lower()}_minor"
        sums[f"paid_{name}"] = when(paid, row[name])
        sums[f"others_paid_{name}"] = when(row["counted"] & ~row["worker_paid"], row[name])
    for name in GROUPS:
        sums[f"paid_{name}_usd_minor"] = when(paid & (group == name), usd)
    for name in CLASSES:
        if name != "employer_paid":
            of_class = paid & (row["class"] == name)
            sums[f"class_{name}_usd_minor"] = when(of_class, usd)
            if currency != "USD":
                told = f"{currency.lower()}_minor"
                sums[f"class_{name}_{told}"] = when(of_class, row[told])
    for name in verdicts:
        regime = name.removeprefix("verdict_")
        sums[f"against_{regime}_usd_minor"] = when(paid & row[name].isin(AGAINST), usd)
        sums[f"unsaid_{regime}_usd_minor"] = when(paid & (row[name] == "unknown"), usd)
    return sums


def _void(row: Row) -> Any:
    """A sum that is no payment: zero, below zero, or a receipt met before."""
    return (row["amount"] <= 0.0).fill_null(False) | row["again"]


def sums_of_table(costs: ir.Table, verdicts: Sequence[str], currency: str) -> ir.Table:
    """One row per journey that has costs: the sum of each of the measures."""
    found = measures(TableRow(costs), verdicts, currency)
    added = costs.select(journey=costs.journey, **found)
    return added.group_by("journey").agg(**{name: total(added[name]) for name in found})


def sums_of_costs(
    costs: Iterable[Mapping[str, Any]], verdicts: Sequence[str], currency: str
) -> dict[str, int]:
    """As `sums_of_table`, for the costs of one journey."""
    total: dict[str, int] = {}
    for cost in costs:
        for name, value in parts(measures(WorkerRow(cost), verdicts, currency)).items():
            total[name] = total.get(name, 0) + value
    return total


def sum_names(verdicts: Sequence[str], currency: str) -> tuple[str, ...]:
    """Names of the sums, in order."""
    return tuple(measures(WorkerRow({"journey": None}), verdicts, currency))


def paid_facts(row: Row) -> dict[str, Any]:
    """The derived facts about what was paid. A journey without any cost row knows nothing.

    Where costs were left out the sum is a lower bound; a sum of nothing is then unknown.
    """
    paid = row["paid_usd_minor"]
    known = (row["costs_listed"] > 0) & ((paid > 0) | (row["costs_left_out"] == 0))

    def usd(name: str) -> Any:
        money = row[name].cast("float64") / 100.0
        return row.cases((known, money), else_=row.empty("float64"))

    return {
        "worker_paid_usd": usd("paid_usd_minor"),
        "ilo_fees_usd": usd("ilo_usd_minor"),
        "legal_gap_usd": usd("class_legal_gap_usd_minor"),
        "paid_anything": row.cases(
            ((paid > 0) | (row["unpriced_above_zero"] > 0), True),
            ((row["costs_listed"] > 0) & (row["costs_left_out"] == 0), False),
            else_=row.empty("boolean"),
        ),
        "illegitimate_paid": row.cases(
            (row["illegitimate_paid_costs"] > 0, True),
            (
                (row["costs_listed"] > 0)
                & (row["costs_left_out"] == 0)
                & (row["items_unknown"] == 0),
                False,
            ),
            else_=row.empty("boolean"),
        ),
    }
