"""The door of the workshop: costs, journeys, payroll and rates in; everything they show out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import ibis
import pyarrow as pa

from crest.engine.fees import (
    above_caps,
    contract,
    debt,
    loans,
    pay,
    payroll,
    per_journey,
    priced,
    recovered,
    season,
    signs,
    statements,
    verdicts,
    wages,
)
from crest.engine.fees import caps as caps_of
from crest.engine.fees.money import rate_slots, slot, slot_table
from crest.engine.fees.results import FeeResults
from crest.engine.fees.two_ways import TableRow, extend, total
from crest.engine.rulebook.words import fold
from crest.engine.tables.recruitment import COSTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import ibis.expr.types as ir

    from crest.engine.fees.two_ways import Row
    from crest.engine.rulebook.book import Book
    from crest.engine.tables.engines import Engine

_FROM_RATES: Final = ("rated_on", "rated_by", "per_usd", "rate_period", "rate_source",
                      "rate_confidence")  # fmt: skip
_MONEY: Final = ("usd_minor", "pay_minor", "recovered_usd_minor", "worker_paid", "counted",
                 "leave_out", "from_deductions")  # fmt: skip
# Further columns that caps and sums ask for.
_INSIDE: Final = ("slot", "again", "illegitimate", "in_sdg")


def assess_costs(
    engine: Engine,
    journeys: ir.Table,
    costs: ir.Table,
    deductions: ir.Table,
    rates: pa.Table,
    *,
    book: Book,
    on: date,
    currency: str = "USD",
    name: str = "fees",
) -> FeeResults:
    """Assess the costs of many journeys; see FeeResults for what comes out.

    `journeys`: the columns of JOURNEYS, one row per journey, with the answers as further columns
    where there are any. `costs`, `deductions`, `rates`: their contracts. `on`: the day of the
    assessment. `currency`: totals in this currency beside those in US dollars. `name`: what the
    names of the tables kept in the engine start with; once per engine.
    """
    desk = _Desk(engine, name, book, on, currency)
    slots = engine.put(f"{name}_rates", slot_table(rate_slots(rates)))
    priced_costs = desk.cost_table(costs, deductions, journeys, slots)
    found = desk.journey_table(journeys, priced_costs, deductions, slots)
    held, priced_costs, families = desk.held_to_caps(found, priced_costs, slots)
    found = _finish(found, held, priced_costs, families, book, currency)
    found = engine.keep(f"{name}_journeys", found)
    shown = priced_costs.drop(*_INSIDE)
    said = statements.of_table(engine, shown, found, held, desk.regimes)
    return FeeResults(
        shown, found, said.problems, said.sentences, held, desk.regimes.columns, currency
    )


class _Desk:
    """What every step needs at hand."""

    def __init__(self, engine: Engine, name: str, book: Book, on: date, currency: str) -> None:
        self.engine, self.name, self.book, self.on = engine, name, book, on
        self.currency = currency
        self.regimes = verdicts.regimes_of(book, on)

    def cost_table(
        self, costs: ir.Table, deductions: ir.Table, journeys: ir.Table, slots: ir.Table
    ) -> ir.Table:
        """The priced, judged costs, recruitment deductions among them, kept in the engine."""
        costs = costs.select(*COSTS.names)
        facts = _asked(journeys, self.regimes)
        items = self.engine.put(f"{self.name}_items", priced.item_table())
        recorded = _marked_again(costs).mutate(from_deductions=False)
        taken = recovered.as_costs(deductions, costs).mutate(again=False, from_deductions=True)
        recorded, taken = (
            priced.priced(table, facts, slots, items, currency=self.currency)
            for table in (recorded, taken)
        )
        recorded = self.engine.keep(
            f"{self.name}_recorded", recorded.mutate(recovered_usd_minor=ibis.null("int64"))
        )
        taken = recovered.once(recorded, taken).select(*recorded.columns)
        whole = recorded.union(taken)
        whole = extend(whole, verdicts.cost_facts)
        whole = whole.mutate(**verdicts.verdicts_of_table(whole, self.regimes))
        whole = extend(whole, verdicts.classed)
        report = () if self.currency == "USD" else (f"{self.currency.lower()}_minor",)
        shown = whole.select(
            *COSTS.names, "fee_item", "group", *_FROM_RATES, *_MONEY, *report,
            *self.regimes.columns, "class", *_INSIDE,
        )  # fmt: skip
        return self.engine.keep(f"{self.name}_costs", shown)

    def held_to_caps(
        self, journeys: ir.Table, costs: ir.Table, slots: ir.Table
    ) -> tuple[ir.Table, ir.Table, ir.Table]:
        """The caps that hold, the costs with what lies above them, and the families of caps."""
        engine, book = self.engine, self.book
        rows = caps_of.cap_scopes(book)
        scopes = engine.put(f"{self.name}_scopes", rows)
        kin = above_caps.families_of(book, rows.to_pylist())
        listed = [{"figure": figure, "family": family} for figure, family in kin.items()]
        families = engine.put(
            f"{self.name}_families", pa.Table.from_pylist(listed, schema=above_caps.FAMILIES)
        )
        pairs = [{"general": g, "specific": s} for g, s in above_caps.superseded(book)]
        replaced = pa.Table.from_pylist(pairs, schema=caps_of.REPLACED)
        held = caps_of.caps_of_table(
            journeys,
            costs,
            engine.put(f"{self.name}_figures", caps_of.cap_rows(book)),
            scopes,
            slots,
            engine.put(f"{self.name}_replaced", replaced),
        )
        held = engine.keep(f"{self.name}_caps", held)
        over = above_caps.above_of_table(held, costs, scopes, families)
        over = engine.keep(f"{self.name}_above", over).rename(above_cost="cost")
        costs = costs.left_join(over, costs.cost == over.above_cost).drop("above_cost")
        costs = extend(costs, above_caps.reclassed(self.currency))
        return held, engine.keep(f"{self.name}_capped", costs), families

    def journey_table(
        self, journeys: ir.Table, costs: ir.Table, deductions: ir.Table, slots: ir.Table
    ) -> ir.Table:
        """The journeys with sums and with the facts of money, debt, pay and season, kept."""
        sums = per_journey.sums_of_table(costs, self.regimes.columns, self.currency)
        sums = self.engine.keep(f"{self.name}_of_costs", sums)
        rolls = payroll.payroll_of_table(deductions, journeys)
        rolls = self.engine.keep(f"{self.name}_of_payroll", rolls)
        found = journeys.left_join(sums, "journey").drop("journey_right")
        found = found.mutate(**{n: found[n].fill_null(0) for n in sums.columns if n != "journey"})
        found = found.left_join(rolls, "journey").drop("journey_right")
        found = self._solved(found, journeys)
        for answer in contract.COMPARED:
            found = self._compared(found, journeys, answer)
        found = extend(found, *journey_days(self.on))
        found = self.engine.keep(f"{self.name}_joined", found)
        found = _at(found, slots, "loan_currency", "debt_slot", "loan_")
        found = _at(found, slots, "pay_currency", "debt_slot", "debt_pay_")
        found = _at(found, slots, "pay_currency", "earned_slot", "earned_")
        minimum = self.engine.put(f"{self.name}_minimum", wages.minimum_wages(self.book))
        found = wages.minimum_of_table(found, minimum, self._provinces(journeys))
        found = self.engine.keep(f"{self.name}_looked_up", found)
        return self.engine.keep(f"{self.name}_sums", extend(found, *JOURNEY_STAGES))

    def _solved(self, table: ir.Table, journeys: ir.Table) -> ir.Table:
        """The loans whose rate no formula gives, solved once per distinct loan."""
        keys = ["loan_repaid_times", "loan_parts"]
        asked = extend(journeys, loans.repayment).select(*keys)
        asked = asked.filter(asked[keys[0]].notnull() & asked[keys[1]].notnull())
        distinct = self.engine.run(asked.distinct())
        found = [loans.monthly_rate(row[keys[0]], row[keys[1]]) for row in distinct.to_pylist()]
        distinct = distinct.append_column("loan_solved", pa.array(found, pa.float64()))
        solved = self.engine.put(f"{self.name}_loans", distinct)
        table = extend(table, loans.repayment)
        return table.left_join(solved, keys).drop(*[f"{key}_right" for key in keys])

    def _compared(self, table: ir.Table, journeys: ir.Table, answer: str) -> ir.Table:
        """What differs from the promise, decided once per distinct pair of texts."""
        columns = contract.COMPARED[answer]
        promised = journeys.filter(journeys[columns[0]].notnull())
        distinct = self.engine.run(promised.select(*columns).distinct())
        decided = self.engine.put(f"{self.name}_{answer}", contract.decisions(answer, distinct))
        decided = decided.select(answer, **{f"key_{c}": decided[c].fill_null("") for c in columns})
        on = [table[c].fill_null("") == decided[f"key_{c}"] for c in columns]
        joined = table.left_join(decided, on)
        return joined.drop(*[f"key_{c}" for c in columns])

    def _provinces(self, journeys: ir.Table) -> ir.Table:
        named = journeys.filter(journeys.province.notnull()).select("province").distinct()
        distinct = self.engine.run(named)
        folded = [fold(name) for name in distinct["province"].to_pylist()]
        distinct = distinct.append_column("province_folded", pa.array(folded, pa.string()))
        return self.engine.put(f"{self.name}_provinces", distinct)


def journey_days(on: date) -> tuple[Callable[[Row], dict[str, Any]], ...]:
    """The stages that come before any rate is looked up."""
    return (debt.debt_day(on), wages.worked_from(on), caps_of.capped(on), pay.earnings, _earned)


def _earned(row: Row) -> dict[str, Any]:
    return {"earned_slot": slot(row, row["earned_on"])}


# After rates, payroll, sums, loans, comparisons and minimum wages are there.
JOURNEY_STAGES: Final = (
    caps_of.contract_pay,
    per_journey.paid_facts,
    pay.months_paid,
    pay.in_dollars,
    loans.annual,
    debt.debts,
    debt.debt_facts,
    contract.terms,
    wages.against_minimum,
    season.season_facts,
    signs.deducted,
)
_WORKED_WITH: Final = ("debt_slot", "earned_slot", "loan_per_usd", "debt_pay_per_usd",
                       "earned_per_usd", "loan_repaid_times", "loan_parts", "loan_solved",
                       "province_folded", "cap_day", "wage_day")  # fmt: skip


def _finish(  # noqa: PLR0917 (called once, in this order)
    found: ir.Table,
    held: ir.Table,
    costs: ir.Table,
    families: ir.Table,
    book: Book,
    currency: str,
) -> ir.Table:
    """The journeys with the excess over legal caps and the signs, without what only served."""
    over = caps_of.legal_excess(held, families)
    found = found.left_join(over, "journey").drop("journey_right")
    found = found.mutate(over_legal_cap_usd=found.over_legal_cap_usd_minor.cast("float64") / 100.0)
    parts = above_caps.moved(TableRow(costs), currency)
    moved = costs.select(journey=costs.journey, **parts)
    moved = moved.group_by("journey").agg(**{name: total(moved[name]) for name in parts})
    found = found.left_join(moved, "journey").drop("journey_right")
    found = extend(found, above_caps.settled(currency))
    return signs.with_signs(found, book).drop(*_WORKED_WITH)


def _at(table: ir.Table, slots: ir.Table, currency: str, at: str, prefix: str) -> ir.Table:
    return priced.with_rate(table, slots, currency, at, prefix)


def _asked(journeys: ir.Table, regimes: verdicts.Regimes) -> ir.Table:
    """The facts of a journey that costs are priced and judged by."""
    needed = ["journey", "pay_currency", "recruited_on", "arrived_on", "origin", "destination"]
    needed += [n for n in verdicts.facts_asked(regimes) if n in journeys.columns]
    return journeys.select(*dict.fromkeys(needed), journey_known=ibis.literal(True))


def _marked_again(costs: ir.Table) -> ir.Table:
    """The costs with `again`: the same receipt, item, amount and currency met before."""
    keys = {"of_receipt": costs.receipt, "of_item": costs.item.fill_null("")}
    keys |= {"of_currency": costs.currency.fill_null(""), "of_journey": costs.journey}
    seen = costs.filter(costs.receipt.notnull() & costs.amount.notnull())
    seen = seen.select(
        seen.cost, of_amount=seen.amount, of_receipt=seen.receipt, of_journey=seen.journey,
        of_item=seen.item.fill_null(""), of_currency=seen.currency.fill_null(""),
    )  # fmt: skip
    first = seen.group_by("of_journey", "of_receipt", "of_item", "of_amount", "of_currency").agg(
        first_cost=seen.cost.min(), times=seen.count()
    )
    first = first.filter(first.times > 1)
    on = [value == first[name] for name, value in keys.items()]
    joined = costs.left_join(first, [*on, costs.amount == first.of_amount])
    again = (joined.first_cost.notnull() & (joined.first_cost != joined.cost)).fill_null(False)
    return joined.select(*costs.columns, again=again)
