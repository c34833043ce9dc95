"""Pay against the minimum wage of that province and day.

The legal minimum is the highest of those that hold where the journey ends, on the day the job
began: for its province if the rulebook has one, and for the whole country. Where a country has
minimum wages by province only and the province is not known, the ratio stays unknown.

Pay is compared in the period of the minimum: a day's pay is the pay by the day, or a month's pay
over the days worked (days a week x 52 / 12); an hour's pay divides the week's by its hours.
Overtime is in the pay and cannot be told apart, so the ratio is at most too high.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.engine.fees.figures import SCOPE, dated_rows, dated_table, figures_of, holds
from crest.engine.fees.pay import monthly
from crest.engine.rulebook.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import ibis.expr.types as ir
    import pyarrow as pa

    from crest.engine.fees.two_ways import Row
    from crest.engine.rulebook.book import Book

PERIODS: Final = ("day", "month", "hour")


def minimum_wages(book: Book) -> pa.Table:
    """The minimum wages of the rulebook as rows of DATED; money once is money a month."""
    rows = [
        row | {"per": "month" if row["per"] == "once" else row["per"]}
        for row in dated_rows(figures_of(book, "minimum_wage"))
    ]
    return dated_table(rows)


def worked_from(on: date) -> Any:
    """The day whose minimum wage holds: arrival, else job found, else recruitment, else the run."""

    def stage(row: Row) -> dict[str, Any]:
        day = row["arrived_on"].fill_null(row["job_found_on"]).fill_null(row["recruited_on"])
        return {"wage_day": day.fill_null(row.constant(on))}

    return stage


def minimum_of_table(journeys: ir.Table, minimum: ir.Table, provinces: ir.Table) -> ir.Table:
    """The journeys with `minimum_<period>` for each period; null where none holds.

    `provinces`: province as written → `province_folded`. `journeys` has `wage_day`.
    """
    found = journeys.left_join(provinces, "province").drop("province_right")
    scoped = found.select("journey", "wage_day", "province_folded", "pay_currency", *_plain())
    met = [
        minimum[f"for_{name}"].isnull() | (minimum[f"for_{name}"] == scoped[name])
        for name in _plain()
        if name != "destination"
    ]
    joined = scoped.inner_join(
        minimum,
        [
            scoped.destination == minimum.for_destination,
            scoped.pay_currency == minimum.figure_currency,
            scoped.wage_day >= minimum.since,
            scoped.wage_day <= minimum.until,
            minimum.for_province.isnull() | (minimum.for_province == scoped.province_folded),
            *met,
        ],
    )
    highest = joined.group_by("journey").agg(
        **{f"minimum_{p}": joined.value.max(where=joined.per == p) for p in PERIODS}
    )
    return found.left_join(highest, "journey").drop("journey_right")


def minimum_of_worker(
    values: Mapping[str, Any],
    known: Mapping[tuple[str | None, str | None], list[dict[str, Any]]],
) -> dict[str, Any]:
    """As `minimum_of_table`, for one worker; `known`: (destination, province) → minimum wages."""
    facts = {name: values.get(name) for name in SCOPE}
    destination, province = facts["destination"], facts["province"]
    rows = known.get((destination, None), [])
    if province is not None:
        facts["province"] = fold(province)
        rows = rows + known.get((destination, facts["province"]), [])
    valid = [
        row
        for row in rows
        if row["for_destination"] == values.get("destination")
        and row["figure_currency"] == values.get("pay_currency")
        and row["for_destination"] is not None
        and holds(row, facts, values["wage_day"])
    ]
    return {
        f"minimum_{p}": max((row["value"] for row in valid if row["per"] == p), default=None)
        for p in PERIODS
    }


def against_minimum(row: Row) -> dict[str, Any]:
    """`pay_to_minimum`: the lowest of the ratios that can be worked out; null when none can."""
    month = monthly(row, row["actual_pay"])
    days = row["days_per_week"].nullif(0.0)
    by_day = row.cases(
        (row["pay_period"] == "day", row["actual_pay"].fill_null(row["daily_pay"])),
        (row["daily_pay"].notnull(), row["daily_pay"]),
        else_=month / (days * 52.0 / 12.0),
    )
    by_hour = month / (row["actual_hours"].nullif(0.0) * 52.0 / 12.0)
    ratios = [
        by_day / row["minimum_day"].nullif(0.0),
        month / row["minimum_month"].nullif(0.0),
        by_hour / row["minimum_hour"].nullif(0.0),
    ]
    lowest = ratios[0]
    for ratio in ratios[1:]:
        lowest = row.cases((ratio.isnull(), lowest), (ratio >= lowest, lowest), else_=ratio)
    return {"pay_to_minimum": lowest}


def _plain() -> tuple[str, ...]:
    return tuple(name for name in SCOPE if name != "province")
