"""The door: from journeys and costs to who is owed how much, on which evidence, and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from crest.engine.remedy.benchmark import Benchmarks, FiguresBook
from crest.engine.remedy.case import Case, Settled
from crest.engine.remedy.choices import Choices, Repayment
from crest.engine.remedy.collectors import collected_by
from crest.engine.remedy.group_table import group_table
from crest.engine.remedy.groups import NO_STEP, steps_of
from crest.engine.remedy.loan_interest import interest_paid
from crest.engine.remedy.money import Rates
from crest.engine.remedy.people import column, names_of, read_people
from crest.engine.remedy.proof import read_rows
from crest.engine.remedy.schedule import schedule_of
from crest.engine.remedy.sensitivity import sensitivity_of
from crest.engine.remedy.sentences import because, group_words
from crest.engine.remedy.settle import settle
from crest.engine.remedy.statements import statements
from crest.engine.remedy.steps import further_steps
from crest.engine.rulebook.remedy_rules import load_remedy

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from crest.engine.rulebook.remedy_rules import RemedyRules

_CARRIED: Final = ("journey", "worker", "origin", "destination", "arrived_on", "left_on")
_HANDS: Final = ("site", "employer", "recruiter", "sub_agent")


def repayment(
    journeys: pa.Table,
    costs: pa.Table,
    refunds: pa.Table,
    deductions: pa.Table,
    rates: pa.Table,
    *,
    book: FiguresBook,
    on: date,
    choices: Choices | None = None,
    rules: RemedyRules | None = None,
) -> Repayment:
    """Reckon the repayment of every journey under REM-01 … REM-10.

    `journeys`: JOURNEYS with resolved ids, and `paid_anything` where known. `costs`: the result
    rows of the fee assessment. `refunds`, `deductions`, `rates`: their contracts. `rules`: other
    than those of the rulebook in force. Sums are in minor units of the worker's pay currency.
    Raises RemedyError for a choice that is not offered.
    """
    held = (rules or load_remedy()).at(on)
    chosen = (choices or Choices()).settled(held, on)
    people = read_people(journeys, chosen.currency)
    table = Rates(rates, on)
    tables = {"costs": costs, "deductions": deductions, "refunds": refunds}
    rows = read_rows(people, tables, table, held)
    case = Case(
        people=people,
        rows=rows,
        steps=steps_of(people, held.floor),
        loans=interest_paid(people, table, on),
        lenders=column(people.table, "loan_from"),
        benchmarks=Benchmarks(people, rows, book, table),
        rates=table,
        rules=held,
        on=on,
    )
    settled = settle(case, chosen)
    taken = collected_by(people, costs, held)
    return Repayment(
        workers=_workers(case, settled, chosen, taken.by_worker),
        groups=group_table(case, settled, chosen),
        schedule=schedule_of(case, settled, chosen),
        sensitivity=sensitivity_of(case, settled, chosen),
        collectors=taken.table,
        steps=further_steps(held),
        statements=statements(case, settled, chosen),
        digest=book.digest,
        choices=chosen,
    )


def _workers(case: Case, settled: Settled, choices: Choices, takers: list[str | None]) -> pa.Table:
    """One row per journey: every input and step, the result, and the sentence."""
    people, floors = case.people, settled.floors
    everyone = range(len(people))
    unknown = (settled.status == "no_figure") & (settled.total == 0)
    no_floor = settled.floor == 0
    no_group = no_floor | (floors.step == NO_STEP) | settled.benchmarked
    columns: dict[str, pa.Array | pa.ChunkedArray] = {
        **{name: pa.array(column(people.table, name)) for name in _CARRIED},
        **{name: pa.array(names_of(people.table, name), pa.string()) for name in _HANDS},
        "currency": pa.array(people.currency, pa.string()),
        "eligible": pa.array(settled.eligible),
        "status": pa.array(settled.status.tolist(), pa.string()),
        **{f"e{at + 1}_minor": pa.array(settled.graded[at]) for at in range(4)},
        "deducted_minor": pa.array(settled.deducted),
        "unclear_minor": pa.array(settled.unclear),
        "gross_minor": pa.array(settled.gross),
        "floor_minor": _or_null(settled.floor, no_floor),
        "floor_low_minor": _or_null(floors.low, no_group | (floors.low < 0)),
        "floor_high_minor": _or_null(floors.high, no_group | (floors.high < 0)),
        "floor_n": _or_null(floors.n, no_group),
        "floor_step": _or_null(floors.step + 1, no_group),
        "floor_group": pa.array(
            [None if no_group[at] else group_words(case, settled, at) for at in everyone],
            pa.string(),
        ),
        "interest_recorded_minor": pa.array(settled.interest_recorded),
        "interest_reckoned_minor": pa.array(settled.interest_reckoned),
        "interest_minor": pa.array(settled.interest),
        "interest_basis": pa.array([basis or None for basis in case.loans.basis], pa.string()),
        "refunded_minor": pa.array(settled.refunded),
        "surplus_minor": pa.array(settled.surplus),
        "owed_minor": _or_null(settled.owed, unknown),
        "uplift_minor": pa.array(settled.uplift),
        "to_pay_minor": _or_null(settled.total, unknown),
        f"to_pay_{choices.currency.lower()}_minor": _or_null(
            settled.reported, unknown | (settled.reported < 0)
        ),
        "collected_by": pa.array(takers, pa.string()),
        "responsible": pa.array(names_of(people.table, "employer"), pa.string()),
        "sums_left_out": pa.array(case.rows.left_out_of),
        "because": pa.array([because(case, settled, choices, at) for at in everyone], pa.string()),
    }
    return pa.table(columns)


def _or_null(values: NDArray[np.int64], unknown: NDArray[np.bool_]) -> pa.Array:
    return pa.array(values, pa.int64(), mask=unknown)
