"""What the totals leave out, in plain sentences and as problems with their place.

Every sentence is made of counts that the tables themselves give; a total is never shown without
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import ibis
import pyarrow as pa

from crest.engine.fees.priced import DOUBLE, RECOVERS
from crest.engine.fees.two_ways import total
from crest.engine.tables.contracts import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import ibis.expr.types as ir

    from crest.engine.fees.verdicts import Regimes
    from crest.engine.tables.engines import Engine

# Reason → column of the table it is about, and what to do. A reason starts with one of these.
_TODO: Final = {
    "no such journey": ("journey", "Add the journey, or correct its name in the costs table."),
    "no amount": ("amount", "Ask the worker how much it was, or look at the receipt."),
    "amount below zero": ("amount", "Enter what was paid; money given back is a refund."),
    DOUBLE: ("receipt", "Nothing, if it is one payment; otherwise give each its own receipt."),
    "no currency": ("currency", "Enter the currency, for example THB."),
    "no date to convert by": ("paid_on", "Enter when it was paid, at least the year."),
    "no rate for": ("currency", "Give a rate table that has this currency and period."),
    "amount beyond": ("amount", "Check the amount."),
    "payer unknown": ("payer", "Ask who paid: worker, family, employer, recruiter."),
    RECOVERS: ("amount", "Nothing: the cost it recovers is counted."),
    "cannot be compared": ("currency", "Give a rate table that has this currency and period."),
}
_HARMLESS: Final = (RECOVERS,)
_SHOWN: Final = 10_000  # problems listed one by one; the sentences count them all


@dataclass(frozen=True, slots=True)
class Said:
    """`problems`: a table PROBLEMS. `sentences`: what a reader of the totals must know."""

    problems: pa.Table
    sentences: tuple[str, ...]


def of_table(
    engine: Engine, costs: ir.Table, journeys: ir.Table, caps: ir.Table, regimes: Regimes
) -> Said:
    """Statements and problems of the assessed costs and journeys."""
    sentences = [
        *_left_out(engine, costs),
        *_converted(engine, costs),
        *_without_law(engine, journeys, regimes),
        *_journeys(engine, journeys),
        *_caps(engine, caps),
    ]
    return Said(_problems(engine, costs), tuple(sentences))


def _left_out(engine: Engine, costs: ir.Table) -> Iterator[str]:
    out = costs.filter(~costs.counted)
    sums = out.group_by("leave_out", "currency").agg(
        rows=out.count(), whole=out.amount.cast("float64").sum()
    )
    rows = engine.run(sums).to_pylist()
    for row in sorted(rows, key=lambda row: (row["leave_out"], row["currency"] or "")):
        whole = ""  # numbers without a currency have no sum
        if row["whole"] is not None and row["currency"]:
            whole = f", together {row['whole']:,.2f} {row['currency']}"
        yield f"Left out of the totals: {costs_word(row['rows'])}{whole} — {row['leave_out']}."


def _converted(engine: Engine, costs: ir.Table) -> Iterator[str]:
    counted = costs.filter(costs.counted)
    flags = counted.agg(
        yearly=_count(counted.rate_period == "year"),
        other_day=_count(counted.rated_by != "payment"),
        general=_count(counted.rate_confidence == "general"),
        unknown=_count(counted.fee_item.isnull()),
    )
    row = engine.run(flags).to_pylist()[0]
    if row["yearly"]:
        yield f"Converted at the mean rate of the year: {costs_word(row['yearly'])}."
    if row["other_day"]:
        yield (
            f"Without a day of payment, converted at the month of recruitment or arrival: "
            f"{costs_word(row['other_day'])}."
        )
    if row["general"]:
        yield f"Converted at rates that are not verified: {costs_word(row['general'])}."
    if row["unknown"]:
        yield (
            f"Counted, though nobody recognised what was paid for: {costs_word(row['unknown'])}; "
            f"the verdicts on them may be unknown."
        )


def _without_law(engine: Engine, journeys: ir.Table, regimes: Regimes) -> Iterator[str]:
    for side, word in (("origin", "start"), ("destination", "end")):
        known = sorted(regimes.laws[side])
        missing = journeys.filter(journeys[side].notnull() & journeys[side].notin(known or [""]))
        found = engine.run(missing.group_by(country=missing[side]).agg(n=missing.count()))
        for row in sorted(found.to_pylist(), key=lambda row: row["country"]):
            yield (
                f"No law of {row['country']} is in the rulebook for {row['n']:,} journeys that "
                f"{word} there; the verdict of that law is unknown."
            )


def _journeys(engine: Engine, journeys: ir.Table) -> Iterator[str]:
    row = engine.run(
        journeys.agg(
            all=journeys.count(),
            silent=_count(journeys.costs_listed == 0),
            partly=_count(journeys.costs_left_out > 0),
            no_pay=_count(journeys.earnings_minor.isnull()),
            deductions=total(journeys.deductions_left_out),
        )
    ).to_pylist()[0]
    if row["silent"]:
        yield f"{row['silent']:,} of {row['all']:,} journeys list no cost: what they cost is unknown, not nothing."  # noqa: E501
    if row["partly"]:
        yield f"{row['partly']:,} journeys have costs that are left out: their sums are the least that was paid."  # noqa: E501
    if row["no_pay"]:
        yield f"{row['no_pay']:,} journeys record no pay that can be put into a month: nothing is measured against pay there."  # noqa: E501
    if row["deductions"]:
        yield f"Left out of the sums of the payroll: {row['deductions']:,} deductions without a usable amount in the currency of the pay."  # noqa: E501


def _caps(engine: Engine, caps: ir.Table) -> Iterator[str]:
    row = engine.run(
        caps.agg(unknown=_count(caps.over_minor.isnull()), partly=_count(caps.left_out > 0))
    ).to_pylist()[0]
    if row["unknown"]:
        yield f"{row['unknown']:,} comparisons with a cap are open, since the cap rests on contract pay or length that is not recorded."  # noqa: E501
    if row["partly"]:
        yield f"{row['partly']:,} comparisons with a cap leave out costs not converted."


def _problems(engine: Engine, costs: ir.Table) -> pa.Table:
    out = costs.filter(~costs.counted & costs.leave_out.notin(_HARMLESS)).select(
        "source", "sheet", "row", "amount", "currency", "leave_out", "item_given", "cost"
    )
    rows = engine.run(out.order_by(["source", "row", "cost"]).limit(_SHOWN)).to_pylist()
    return pa.Table.from_pylist([_problem(row) for row in rows], schema=PROBLEMS)


def _problem(row: dict[str, Any]) -> dict[str, Any]:
    reason = row["leave_out"]
    column, todo = next(said for start, said in _TODO.items() if reason.startswith(start))
    amount = None if row["amount"] is None else f"{row['amount']} {row['currency'] or ''}".strip()
    return {
        "source": row["source"], "sheet": row["sheet"], "row": row["row"], "column": column,
        "value": amount, "code": f"fees.{column}", "severity": "warning",
        "sentence": f"This cost is not in the totals: {reason}.", "todo": todo,
    }  # fmt: skip


def costs_word(count: int) -> str:
    """“1 cost”, “2,000 costs”."""
    return f"{count:,} cost{'' if count == 1 else 's'}"


def _count(condition: Any) -> Any:
    return total(ibis.ifelse(condition, 1, 0)).fill_null(0)
