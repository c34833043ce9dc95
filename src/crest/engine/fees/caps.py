"""What was paid against the legal cap of that day, and against what is usual in the corridor.

A cap counts the costs of its items (all items when it names none) that the worker paid. Each cost
is converted into the currency of the cap at its own rate; a cost in that currency is taken as it
is. The excess is `paid - cap`; in dollars it is the same share of the dollars paid. Caps of one
journey may overlap (the agency's charge, and all costs together), so the legal excess of a journey
is the largest, never the sum. A cap in months of contract pay is that many months of promised pay,
for each twelve months of the contract where the law says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from crest.engine.fees import money
from crest.engine.fees.figures import CAP_KINDS, SCOPE, dated_rows, dated_table, figures_of, holds
from crest.engine.fees.pay import monthly
from crest.engine.fees.priced import with_rate
from crest.engine.fees.two_ways import WorkerRow, extend, parts, total
from crest.engine.rulebook.cost_items import load_cost_items

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import ibis.expr.types as ir

    from crest.engine.fees.two_ways import Row
    from crest.engine.rulebook.book import Book

SCOPES: Final = pa.schema(
    [pa.field("figure", pa.string(), nullable=False), pa.field("item", pa.string())]
)
# A cap → the more specific one that takes its place where both hold.
REPLACED: Final = pa.schema(
    [
        pa.field("general", pa.string(), nullable=False),
        pa.field("specific", pa.string(), nullable=False),
    ]
)
_NAMES: Final = ("journey", "figure", "kind", "per", "confidence", "cap_minor", "cap_currency",
                 "paid_minor", "paid_usd_minor", "left_out", "over_minor",
                 "over_usd_minor")  # fmt: skip


def cap_rows(book: Book) -> pa.Table:
    """Caps and usual costs of the rulebook as rows of DATED."""
    return dated_table(dated_rows(figures_of(book, *CAP_KINDS)))


def cap_scopes(book: Book) -> pa.Table:
    """Figure → each recorded item it counts.

    A figure that names an item of the fee definition counts the questionnaire items that belong
    to it too; one without items counts every item, and costs whose item nobody recognised.
    """
    items = load_cost_items().items
    rows: list[dict[str, str | None]] = []
    for figure in figures_of(book, *CAP_KINDS):
        wanted = set(figure.for_items)
        codes: list[str | None] = [
            i.id for i in items if not wanted or i.id in wanted or i.fee_item in wanted
        ]
        if not wanted:
            codes.append(None)
        rows += [{"figure": figure.id, "item": code} for code in codes]
    return pa.Table.from_pylist(rows, schema=SCOPES)


def capped(on: date) -> Any:
    """The day whose cap holds: recruitment, else arrival, else the run."""

    def stage(row: Row) -> dict[str, Any]:
        day = row["recruited_on"].fill_null(row["arrived_on"])
        return {"cap_day": day.fill_null(row.constant(on))}

    return stage


def measured(row: Row) -> dict[str, Any]:
    """One cost under one cap: in the cap's currency, and whether it is in the sum."""
    currency = row["cap_currency"]
    by = money.factor(row, row["currency"], row["per_usd"], currency, row["cap_per_usd"])
    in_cap = money.minor(row, row["amount"], by)
    # Part of a deduction may be the recovery of a cost listed already; only the rest counts.
    whole = (row["usd_minor"] + row["recovered_usd_minor"].fill_null(0)).nullif(0)
    part = row.cases(
        (row["recovered_usd_minor"].fill_null(0) == 0, in_cap),
        else_=(
            in_cap.cast("float64") * row["usd_minor"].cast("float64") / whole.cast("float64") + 0.5
        ).floor(),
    )
    counted = row["counted"] & row["worker_paid"]
    inside = counted & part.notnull()
    zero = row.empty("int64")
    return {
        "in_cap_minor": row.cases((inside, part), else_=zero),
        "in_cap_usd_minor": row.cases((inside, row["usd_minor"]), else_=zero),
        "out_of_cap": row.cases((row["worker_paid"] & ~inside, 1), else_=0).cast("int64"),
    }


def excess(row: Row) -> dict[str, Any]:
    """A cap of one journey against the sum under it."""
    value = row["value"]
    cap = row.cases(
        (row["per"] == "months_of_pay", value * row["contract_pay"] * 100.0 + 0.5),
        (
            row["per"] == "months_of_pay_a_year",
            value * row["contract_pay"] * row["contract_months"] / 12.0 * 100.0 + 0.5,
        ),
        else_=value * 100.0 + 0.5,
    ).floor()
    paid = row["paid_minor"]
    over = row.cases((paid > cap, paid - cap), (paid <= cap, 0), else_=row.empty("int64"))
    share = (
        over.cast("float64")
        * row["paid_usd_minor"].cast("float64")
        / paid.cast("float64").nullif(0.0)
        + 0.5
    )
    return {
        "cap_minor": cap,
        "over_minor": over,
        "over_usd_minor": row.cases((over == 0, 0), else_=share.floor()).cast("int64"),
    }


def contract_pay(row: Row) -> dict[str, Any]:
    """`contract_pay`: the pay promised for a month, in the currency of the pay."""
    return {"contract_pay": monthly(row, row["promised_pay"])}


def caps_of_table(  # noqa: PLR0917 (tables, in the order they are made)
    journeys: ir.Table,
    costs: ir.Table,
    caps: ir.Table,
    scopes: ir.Table,
    slots: ir.Table,
    replaced: ir.Table,
) -> ir.Table:
    """One row per journey and cap that holds for it: cap, paid in its scope, what lies over it.

    `journeys` has the scope columns, `cap_day`, `contract_pay`, `pay_currency`, `costs_listed`;
    `costs` is the priced table; `replaced` a table REPLACED. Journeys without any cost row have
    none here.
    """
    known = journeys.filter(journeys.costs_listed > 0).select(
        "journey", "cap_day", "contract_pay", "contract_months", "pay_currency", *SCOPE
    )
    held = known.inner_join(
        caps,
        [
            known.cap_day >= caps.since,
            known.cap_day <= caps.until,
            *[(caps[f"for_{n}"].isnull() | (caps[f"for_{n}"] == known[n])) for n in SCOPE],
        ],
    )
    held = held.select(
        "journey", "figure", "kind", "per", "confidence", "value", "contract_pay",
        "contract_months",
        cap_currency=held.figure_currency.fill_null(held.pay_currency),
    )  # fmt: skip
    held = _most_specific(held, replaced)
    paid = _paid_under(held, costs, scopes, slots)
    found = held.left_join(paid, ["journey", "figure"]).drop("journey_right", "figure_right")
    sums = {n: found[n].fill_null(0) for n in ("paid_minor", "paid_usd_minor", "left_out")}
    return extend(found.mutate(**sums), excess).select(*_NAMES)


def _most_specific(held: ir.Table, replaced: ir.Table) -> ir.Table:
    """Caps without those that a more specific one of the same kind replaces for the journey."""
    special = held.select(of_journey="journey", specific="figure")
    pairs = replaced.select(general=replaced.general, by=replaced.specific)
    gone = special.inner_join(pairs, special.specific == pairs.by)
    return held.anti_join(gone, [held.journey == gone.of_journey, held.figure == gone.general])


def _paid_under(held: ir.Table, costs: ir.Table, scopes: ir.Table, slots: ir.Table) -> ir.Table:
    names = ("amount", "currency", "slot", "per_usd", "usd_minor", "recovered_usd_minor",
             "counted", "worker_paid")  # fmt: skip
    scoped = costs.select("journey", *names, of_item=costs.item.fill_null(""))
    scopes = scopes.select(in_figure=scopes.figure, of_item=scopes.item.fill_null(""))
    met = scoped.inner_join(scopes, "of_item")
    caps = held.select(
        cap_journey=held.journey, cap_figure=held.figure, cap_currency=held.cap_currency
    )
    met = met.inner_join(caps, [met.journey == caps.cap_journey, met.in_figure == caps.cap_figure])
    met = extend(with_rate(met, slots, "cap_currency", "slot", "cap_"), measured)
    return met.group_by("journey", figure=met.cap_figure).agg(
        paid_minor=total(met.in_cap_minor),
        paid_usd_minor=total(met.in_cap_usd_minor),
        left_out=total(met.out_of_cap),
    )


def caps_of_worker(  # noqa: PLR0917 (as caps_of_table)
    values: Mapping[str, Any],
    costs: Sequence[Mapping[str, Any]],
    caps: Sequence[dict[str, Any]],
    scopes: Mapping[str, frozenset[str | None]],
    slots: money.Slots,
    replaced: Sequence[tuple[str, str]] = (),
) -> list[dict[str, Any]]:
    """As `caps_of_table`, for one worker. `scopes`: figure → items it counts."""
    if not costs:
        return []
    found = []
    facts = {name: values.get(name) for name in SCOPE}
    holding = [cap for cap in caps if holds(cap, facts, values["cap_day"])]
    held = {cap["figure"] for cap in holding}
    gone = {general for general, specific in replaced if specific in held}
    for cap in holding:
        if cap["figure"] in gone:
            continue
        currency = cap["figure_currency"] or values.get("pay_currency")
        row = {**cap, "journey": values["journey"], "cap_currency": currency,
               "contract_pay": values["contract_pay"],
               "contract_months": values.get("contract_months"),
               "paid_minor": 0, "paid_usd_minor": 0, "left_out": 0}  # fmt: skip
        for cost in costs:
            if cost.get("item") not in scopes[cap["figure"]]:
                continue
            rate = slots.get((str(currency), cost["slot"]), {}).get("per_usd")
            added = parts(
                measured(WorkerRow({**cost, "cap_currency": currency, "cap_per_usd": rate}))
            )
            row["paid_minor"] += added["in_cap_minor"] or 0
            row["paid_usd_minor"] += added["in_cap_usd_minor"] or 0
            row["left_out"] += added["out_of_cap"]
        row |= parts(excess(WorkerRow(row)))
        found.append({name: row[name] for name in _NAMES})
    return found


def legal_excess(caps: ir.Table, families: ir.Table) -> ir.Table:
    """Journey → `over_legal_cap_usd_minor`: the excess over legal caps.

    Of caps that bound the same money (see `above_caps`) the largest excess counts; those of
    different items add up.
    """
    legal = caps.filter(caps.kind == "cap").inner_join(families, "figure")
    largest = legal.group_by("journey", "family").agg(most=legal.over_usd_minor.max())
    return largest.group_by("journey").agg(over_legal_cap_usd_minor=total(largest.most))
