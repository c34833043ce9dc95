"""The result of a picking season, after RV-15 of the review checklist.

    net = paid - daily charge x days - deductions - costs,   paid or else max(guarantee, kg x price)

What was paid for the season is taken when it is recorded; otherwise what was due. Charges by the
day and deductions for housing, food and transport may be the same money: the larger of the two
counts. Costs are those the worker paid, recovered deductions among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crest.engine.fees.two_ways import largest

if TYPE_CHECKING:
    from crest.engine.fees.two_ways import Row


def season_facts(row: Row) -> dict[str, Any]:
    """`season_due`, `season_paid`, `season_net`, `season_loss`, `below_guarantee`.

    All in the currency of the pay. Needs the sums of the payroll (`upkeep_deducted`,
    `other_deducted`) and of the costs. A loss is yes when what is known already makes one.
    """
    guarantee, period = row["guaranteed_pay"], row["pay_period"]
    piece = row["kg_picked"] * row["price_per_kg"]
    due = row.cases(
        (guarantee.isnull(), piece),
        (piece.isnull(), guarantee),
        else_=largest(row, guarantee, piece),
    )
    paid = row.cases(
        (period == "season", row["actual_pay"]),
        (period == "piece", piece),
        else_=row.empty("float64"),
    )
    charges = row["daily_charge"] * row["season_days"]
    upkeep = row["upkeep_deducted"].fill_null(0.0)
    charged = row.cases((charges >= upkeep, charges), else_=upkeep)
    taken = charged + row["other_deducted"].fill_null(0.0)
    income = paid.fill_null(due)
    costs = row["paid_pay_minor"].cast("float64") / 100.0
    at_most = income - taken - costs.fill_null(0.0)
    complete = (row["costs_listed"] > 0) & (row["pay_missing"] == 0)
    seasonal = (row["scheme"] == "seasonal") | (period == "season") | guarantee.notnull()
    seasonal = seasonal | (period == "piece")
    net = row.cases((seasonal & complete, at_most), else_=row.empty("float64"))
    return {
        "season_due": due,
        "season_paid": paid,
        "season_net": net,
        "season_loss": row.cases(
            (seasonal & (at_most < 0.0), True),
            (net >= 0.0, False),
            else_=row.empty("boolean"),
        ),
        "below_guarantee": paid < guarantee,
    }
