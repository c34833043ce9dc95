"""SDG indicator 10.7.1: what recruitment cost, in months of what the first month paid.

    RCI_k = C_k / E_k      for each worker k, both in the currency of k's pay

C: what worker and family paid (sdg_10_7_1 items), interest and informal payments included, wage
deductions counted once. E: `earnings_minor` of the first month. Population and exclusions follow
RCI-01 to RCI-03; who is excluded is counted by the first reason that holds. RCI-07: both figures
are published, with and without workers who paid nothing. Seasonal workers stand outside the
indicator; their ratio is published as `cost_months`, in rows of its own and never as RCI.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.fees.two_ways import TableRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import ibis.expr.types as ir
    from numpy.typing import NDArray

    from crest.engine.fees.two_ways import Row
    from crest.engine.tables.engines import Engine

RCI: Final = "rci"
COST_MONTHS: Final = "cost_months"
GROUPS: Final = ("sex", "corridor", "channel", "skill", "year")
THRESHOLDS: Final = (1, 3, 6, 12)  # months of earnings
YEARS_BACK: Final = 3  # RCI-03, reference job
SHORT: Final = 12.0  # months: who stays less does not change usual residence (RCI-02)
DISTRIBUTION: Final = pa.schema(
    [
        pa.field("measure", pa.string(), nullable=False),  # rci | cost_months
        pa.field("zero_cost", pa.string(), nullable=False),  # with | without
        pa.field("by", pa.string(), nullable=False),  # all, sex, corridor …
        pa.field("group", pa.string()),  # null: not recorded
        pa.field("n", pa.int64(), nullable=False),
        *[
            pa.field(name, pa.float64())
            for name in ("median", "mean", "q1", "q3", "lowest", "highest", "ratio_of_means")
        ],
        *[pa.field(f"above_{months}", pa.float64()) for months in THRESHOLDS],
        pa.field("mean_cost_usd", pa.float64()),
        pa.field("mean_earnings_usd", pa.float64()),
        pa.field("incomplete", pa.int64(), nullable=False),  # some cost left out: at least this
    ]
)
EXCLUDED: Final = pa.schema(
    [
        pa.field("reason", pa.string(), nullable=False),
        pa.field("rule", pa.string(), nullable=False),
        pa.field("n", pa.int64(), nullable=False),
    ]
)
_RULE_OF: Final = {
    "origin or destination not recorded": "RCI-01",
    "did not leave the country": "RCI-01",
    "seasonal or short stay": "RCI-02",
    "reference job more than three years before the interview": "RCI-03",
    "not the first journey of the worker into the country": "RCI-03",
    "no earnings of the first month": "RCI-04",
    "earnings of nothing": "RCI-07",
    "no cost recorded": "RCI-05",
    "a cost without an amount, and nothing else paid": "RCI-05",
}


def standing(on: date) -> Any:
    """`rci_excluded`: why a journey is outside the indicator; null for those inside.

    `rci_seasonal`: a seasonal or short stay. Needs `first_journey`. What is not recorded about
    the stay or its day does not exclude. The interview, else `on`, is the day counted back from.
    """

    def stage(row: Row) -> dict[str, Any]:
        abroad = row["origin"] != row["destination"]
        scheme, period = row["scheme"], row["pay_period"]
        seasonal = (
            scheme.isin(("seasonal", "border")).fill_null(False)
            | (period == "season").fill_null(False)
            | row["guaranteed_pay"].notnull()
            | (row["contract_months"] < SHORT).fill_null(False)
        )
        asked = row["interviewed_on"].fill_null(row.constant(on))
        begun = row["earned_on"]
        old = _months(asked) - _months(begun) > 12 * YEARS_BACK
        reason = row.cases(
            (abroad.isnull(), "origin or destination not recorded"),
            (~abroad, "did not leave the country"),
            (seasonal, "seasonal or short stay"),
            (row["first_journey"] != row["journey"],
             "not the first journey of the worker into the country"),
            (old, "reference job more than three years before the interview"),
            *money_missing(row),
            else_=row.empty("string"),
        )  # fmt: skip
        return {"rci_excluded": reason, "rci_seasonal": abroad.fill_null(False) & seasonal}

    return stage


def money_missing(row: Row) -> list[tuple[Any, str]]:
    """Why no ratio can be formed."""
    return [
        (row["earnings_minor"].isnull(), "no earnings of the first month"),
        (row["earnings_minor"] <= 0, "earnings of nothing"),
        (row["costs_listed"] == 0, "no cost recorded"),
        (
            (row["sdg_pay_minor"] == 0) & (row["pay_missing"] > 0),
            "a cost without an amount, and nothing else paid",
        ),
    ]


def _months(day: Any) -> Any:
    return day.year() * 12 + day.month()


def sdg_10_7_1(engine: Engine, journeys: ir.Table, *, on: date) -> tuple[pa.Table, pa.Table]:
    """The distributions (DISTRIBUTION) and who is excluded (EXCLUDED).

    `journeys`: FeeResults.journeys. Rows of measure “rci” are the indicator; rows of measure
    “cost_months” are seasonal and short stays, under their own name.
    """
    first = journeys.group_by("worker", "destination").agg(
        earliest=journeys.earned_on.min(),
    )
    first = first.select(of=first.worker, to=first.destination, earliest=first.earliest)
    found = journeys.left_join(
        first, [journeys.worker == first.of, journeys.destination == first.to]
    )
    later = (found.earned_on > found.earliest).fill_null(False)
    found = found.mutate(first_journey=ibis.ifelse(later, "", found.journey))
    found = found.mutate(**standing(on)(TableRow(found)))
    said = _excluded(engine, found)
    rows = [
        *_measure(engine, found.filter(found.rci_excluded.isnull()), RCI),
        *_measure(engine, _seasonal(found), COST_MONTHS),
    ]
    return pa.Table.from_pylist(rows, schema=DISTRIBUTION), said


def _seasonal(found: ir.Table) -> ir.Table:
    missing = ibis.cases(*money_missing(TableRow(found)), else_=ibis.null("string"))
    return found.filter(found.rci_seasonal & missing.isnull())


def _excluded(engine: Engine, found: ir.Table) -> pa.Table:
    out = found.filter(found.rci_excluded.notnull())
    counted = engine.run(out.group_by(reason=out.rci_excluded).agg(n=out.count())).to_pylist()
    rows = [row | {"rule": _RULE_OF[row["reason"]]} for row in counted]
    return pa.Table.from_pylist(sorted(rows, key=lambda row: str(row["reason"])), schema=EXCLUDED)


def _measure(engine: Engine, inside: ir.Table, measure: str) -> Iterator[dict[str, Any]]:
    corridor = inside.origin + ">" + inside.destination
    columns = inside.select(
        "sex", "channel", "skill",
        corridor=corridor, year=inside.earned_on.year().cast("string"),
        cost=inside.sdg_pay_minor, pay=inside.earnings_minor,
        usd=inside.paid_usd_minor, pay_usd=inside.earnings_usd_minor, missing=inside.pay_missing,
    )  # fmt: skip
    table = engine.run(columns)
    for zero in ("with", "without"):
        kept = table if zero == "with" else table.filter(pc.greater(table["cost"], 0))
        known = {"measure": measure, "zero_cost": zero}
        yield known | {"by": "all", "group": None} | distribution(kept)
        for by in GROUPS:
            for value in sorted(set(kept[by].to_pylist()), key=str):
                yield known | {"by": by, "group": value} | distribution(_with(kept, by, value))


def _with(table: pa.Table, by: str, value: str | None) -> pa.Table:
    if value is None:
        return table.filter(pc.is_null(table[by]))
    return table.filter(pc.equal(table[by], value))


def distribution(table: pa.Table) -> dict[str, Any]:
    """n, median, mean, quartiles, shares above the thresholds, ratio of means.

    `table`: cost and pay (minor units of one worker's own currency), usd and pay_usd (null where
    not converted), missing. Quartiles are linear between neighbours. The ratio of means is formed
    in US dollars, over workers with both; it is not the mean of the ratios.
    """
    cost, pay = _numbers(table["cost"]), _numbers(table["pay"])
    ratios = cost / pay
    usd, pay_usd = _numbers(table["usd"]), _numbers(table["pay_usd"])
    both = ~(np.isnan(usd) | np.isnan(pay_usd))
    spread: Sequence[float | None] = [None] * 5
    if len(ratios):
        spread = [float(v) for v in np.quantile(ratios, (0, 0.25, 0.5, 0.75, 1))]
    cost_mean, pay_mean = _mean(usd[both]), _mean(pay_usd[both])
    ratio = cost_mean / pay_mean if cost_mean is not None and pay_mean else None
    return {
        "n": len(ratios), "mean": _mean(ratios), "lowest": spread[0], "q1": spread[1],
        "median": spread[2], "q3": spread[3], "highest": spread[4], "ratio_of_means": ratio,
        **{f"above_{m}": _mean((ratios > m).astype(float)) for m in THRESHOLDS},
        "mean_cost_usd": None if cost_mean is None else cost_mean / 100.0,
        "mean_earnings_usd": None if pay_mean is None else pay_mean / 100.0,
        "incomplete": int((_numbers(table["missing"]) > 0).sum()),
    }  # fmt: skip


def _numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    filled = column.cast(pa.float64()).combine_chunks()
    return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=np.float64)


def _mean(values: NDArray[np.float64]) -> float | None:
    # Summed exactly: the order of the rows must not move the last digit.
    return math.fsum(values.tolist()) / len(values) if len(values) else None
