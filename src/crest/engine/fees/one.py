"""One worker's costs, explained: the same numbers as for many, each with its reasons.

`prepare` once per run, then `cost_sheet` per worker. Sums and facts come from the formulas that
`assess_costs` writes as expressions; nothing is worked out in another way here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crest.engine.fees import (
    above_caps,
    contract,
    loans,
    payroll,
    per_journey,
    priced,
    recovered,
    signs,
    verdicts,
    wages,
)
from crest.engine.fees import caps as caps_of
from crest.engine.fees.assess import JOURNEY_STAGES, journey_days
from crest.engine.fees.explained import CostLine, conversion, verdict_lines
from crest.engine.fees.money import Slots, rate_slots
from crest.engine.fees.two_ways import WorkerRow, extended, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import pyarrow as pa

    from crest.engine.rulebook.book import Book


@dataclass(frozen=True, slots=True)
class Prepared:
    """What every worker of a run shares: rates by slot, items, regimes, caps, minimum wages."""

    book: Book
    on: date
    currency: str
    slots: Slots
    items: dict[str, dict[str, Any]]
    regimes: verdicts.Regimes
    caps: list[dict[str, Any]]
    scopes: dict[str, frozenset[str | None]]
    families: dict[str, int]
    replaced: tuple[tuple[str, str], ...]
    minimum: dict[tuple[str | None, str | None], list[dict[str, Any]]]  # destination, province
    sums: tuple[str, ...]
    asked: tuple[str, ...]  # facts of a journey that costs are priced and judged by


@dataclass(frozen=True, slots=True)
class CostSheet:
    """One worker's costs. `facts`: the columns of FeeResults.journeys for this journey.

    `costs`: every cost with its conversion and verdicts, recruitment deductions among them.
    `caps`: the dated figures that hold, as in FeeResults.caps. `left_out`: one plain sentence per
    cost that is in no total.
    """

    journey: str
    facts: dict[str, Any]
    costs: tuple[CostLine, ...]
    caps: tuple[dict[str, Any], ...]
    left_out: tuple[str, ...]


def prepare(rates: pa.Table, *, book: Book, on: date, currency: str = "USD") -> Prepared:
    """Read rates and rules once; arguments as for `assess_costs`."""
    regimes = verdicts.regimes_of(book, on)
    scopes: dict[str, set[str | None]] = {}
    counted = caps_of.cap_scopes(book).to_pylist()
    for row in counted:
        scopes.setdefault(row["figure"], set()).add(row["item"])
    minimum: dict[tuple[str | None, str | None], list[dict[str, Any]]] = {}
    for row in wages.minimum_wages(book).to_pylist():
        minimum.setdefault((row["for_destination"], row["for_province"]), []).append(row)
    items = {row.pop("item"): row for row in priced.item_table().to_pylist()}
    return Prepared(
        book=book,
        on=on,
        currency=currency,
        slots=rate_slots(rates),
        items=items,
        regimes=regimes,
        caps=caps_of.cap_rows(book).to_pylist(),
        scopes={figure: frozenset(codes) for figure, codes in scopes.items()},
        families=above_caps.families_of(book, counted),
        replaced=tuple(above_caps.superseded(book)),
        minimum=minimum,
        sums=per_journey.sum_names(regimes.columns, currency),
        asked=_asked(regimes),
    )


def cost_sheet(
    journey: Mapping[str, Any],
    costs: Iterable[Mapping[str, Any]],
    deductions: Iterable[Mapping[str, Any]],
    desk: Prepared,
) -> CostSheet:
    """The sheet of one worker.

    `journey`: a row of JOURNEYS with the answers as further values; `costs`, `deductions`: its
    rows of COSTS and DEDUCTIONS.
    """
    taken = list(deductions)
    rows = _cost_rows(journey, list(costs), taken, desk)
    facts = _facts(journey, rows, taken, desk)
    caps = caps_of.caps_of_worker(facts, rows, desk.caps, desk.scopes, desk.slots, desk.replaced)
    rows, facts = _held_to_caps(rows, facts, caps, desk)
    facts |= signs.signs_of(facts, desk.book)
    lines = tuple(CostLine(row, conversion(row), verdict_lines(row, desk.regimes)) for row in rows)
    left_out = tuple(
        f"{row['cost']}: {row['leave_out']}." for row in rows if row["leave_out"] is not None
    )
    return CostSheet(journey["journey"], facts, lines, tuple(caps), left_out)


def _held_to_caps(
    rows: list[dict[str, Any]],
    facts: dict[str, Any],
    caps: list[dict[str, Any]],
    desk: Prepared,
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The costs and sums with what lies above caps of the law taken out of the legal gap."""
    most: dict[int, int] = {}
    for cap in caps:
        if cap["kind"] == "cap" and cap["over_usd_minor"] is not None:
            family = desk.families[cap["figure"]]
            most[family] = max(most.get(family, 0), cap["over_usd_minor"])
    over = sum(most.values()) if most else None
    facts["over_legal_cap_usd_minor"] = over
    facts["over_legal_cap_usd"] = None if over is None else over / 100.0
    above = above_caps.above_of_worker(caps, rows, desk.scopes, desk.families)
    stage = above_caps.reclassed(desk.currency)
    rows = [extended(row | {"above_cap_usd_minor": above.get(row["cost"])}, stage) for row in rows]
    sums: dict[str, int] = {}
    for row in rows:
        for name, part in parts(above_caps.moved(WorkerRow(row), desk.currency)).items():
            sums[name] = sums.get(name, 0) + part
    facts = extended(facts | sums, above_caps.settled(desk.currency))
    return rows, facts


def _cost_rows(
    journey: Mapping[str, Any],
    costs: list[Mapping[str, Any]],
    deductions: list[Mapping[str, Any]],
    desk: Prepared,
) -> list[dict[str, Any]]:
    again = _again(costs)
    recorded = [
        _priced({**cost, "again": cost["cost"] in again, "from_deductions": False}, journey, desk)
        for cost in costs
    ]
    made = [
        {**recovered.cost_from(deduction), "again": False, "from_deductions": True}
        for deduction in deductions
        if deduction.get("kind") == "recruitment"
    ]
    taken = _once([_priced(cost, journey, desk) for cost in made], recorded)
    rows = [{**row, "recovered_usd_minor": None} for row in recorded] + taken
    return [_judged(row, desk) for row in rows]


def _judged(row: dict[str, Any], desk: Prepared) -> dict[str, Any]:
    row = extended(row, verdicts.cost_facts)
    return extended(row | verdicts.verdicts_of_cost(row, desk.regimes), verdicts.classed)


def _again(costs: list[Mapping[str, Any]]) -> set[str]:
    """The costs whose receipt, item, amount and currency stand in another cost before them."""
    first: dict[tuple[Any, ...], str] = {}
    seen = [c for c in costs if c.get("receipt") is not None and c.get("amount") is not None]
    seen.sort(key=lambda cost: cost["cost"])
    again = set()
    for cost in seen:
        key = (cost["receipt"], cost.get("item"), cost["amount"], cost.get("currency"))
        if first.setdefault(key, cost["cost"]) != cost["cost"]:
            again.add(cost["cost"])
    return again


def _priced(cost: Mapping[str, Any], journey: Mapping[str, Any], desk: Prepared) -> dict[str, Any]:
    asked = {name: journey.get(name) for name in desk.asked}
    unknown = {"fee_item": None, "group": None, "illegitimate": None, "in_sdg": None}
    row = {
        **asked,
        **cost,
        "journey_known": True,
        **desk.items.get(cost.get("item") or "", unknown),
    }
    row = extended(row, priced.dated, priced.slotted)
    rate = desk.slots.get((row.get("currency") or "", row["slot"]), {})
    for name in ("per_usd", "rate_period", "rate_source", "rate_confidence"):
        row[name] = rate.get(name)
    for prefix, currency in (("pay_", row["pay_currency"]), ("report_", desk.currency)):
        row[f"{prefix}per_usd"] = desk.slots.get((currency or "", row["slot"]), {}).get("per_usd")
    stages = (priced.converted(desk.currency), priced.payer, priced.accounted(desk.currency))
    return extended(row, *stages, priced.counted)


def _asked(regimes: verdicts.Regimes) -> tuple[str, ...]:
    base = ("journey", "pay_currency", "recruited_on", "arrived_on", "origin", "destination")
    facts = [n for n in verdicts.facts_asked(regimes) if not n.startswith("cost_")]
    return tuple(dict.fromkeys((*base, *facts)))


def _once(taken: list[dict[str, Any]], recorded: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The priced deductions with what is not the recovery of a cost listed already."""
    deducted = [
        row
        for row in recorded
        if row.get("how") == "deduction" and row["counted"] and row["worker_paid"]
    ]
    known = [row["pay_minor"] for row in deducted if row["pay_minor"] is not None]
    listed = sum(known) if known else None
    before = 0
    found = []
    for row in sorted(taken, key=lambda row: (row["slot"] or 0, row["cost"])):
        given = {**row, "listed": listed, "before": before}
        found.append(extended(given, recovered.beyond, priced.counted))
        before += row["pay_minor"] or 0
    return found


def _facts(
    journey: Mapping[str, Any],
    rows: list[dict[str, Any]],
    deductions: list[Mapping[str, Any]],
    desk: Prepared,
) -> dict[str, Any]:
    facts = {**journey, **dict.fromkeys(desk.sums, 0)}
    facts |= per_journey.sums_of_costs(rows, desk.regimes.columns, desk.currency)
    facts |= payroll.payroll_of_worker(deductions, journey.get("pay_currency"))
    facts = extended(facts, loans.repayment)
    times, terms = facts["loan_repaid_times"], facts["loan_parts"]
    facts["loan_solved"] = (
        None if times is None or terms is None else loans.monthly_rate(times, terms)
    )
    facts |= {name: contract.compared(name, facts) for name in contract.COMPARED}
    facts = extended(facts, *journey_days(desk.on))
    for name, currency, at in (
        ("loan_per_usd", "loan_currency", "debt_slot"),
        ("debt_pay_per_usd", "pay_currency", "debt_slot"),
        ("earned_per_usd", "pay_currency", "earned_slot"),
    ):
        key = (facts.get(currency) or "", facts[at])
        facts[name] = desk.slots.get(key, {}).get("per_usd")
    facts |= wages.minimum_of_worker(facts, desk.minimum)
    return extended(facts, *JOURNEY_STAGES)
