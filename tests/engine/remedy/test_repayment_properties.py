"""What must hold of every plan, whatever the tables."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from remedy_cases import Plan, cost, journey, worker

pytestmark = pytest.mark.engine
CALM = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
AMOUNTS = st.integers(1, 30_000)


@st.composite
def programmes(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Up to nine workers of two agencies and two years, some unknown, with up to twelve costs."""
    journeys = [
        journey(
            f"j{at}",
            recruiter=draw(st.sampled_from(["Far Shore Agency", "Long Road Agency", None])),
            origin=draw(st.sampled_from(["MM", "KH", None])),
            arrived_on=draw(st.sampled_from([date(2025, 3, 20), date(2024, 1, 2), None])),
            left_on=draw(st.sampled_from([None, date(2019, 1, 1), date(2026, 7, 20)])),
            paid_anything=draw(st.sampled_from([None, None, False])),
        )
        for at in range(draw(st.integers(1, 9)))
    ]
    costs = [
        cost(
            draw(st.sampled_from(journeys))["journey"],
            draw(AMOUNTS),
            evidence=draw(st.sampled_from(["E1", "E2", "E3", "E4", None])),
            payer=draw(st.sampled_from(["worker", "family", "employer", None])),
            cost=f"c{at}",
        )
        for at in range(draw(st.integers(0, 12)))
    ]
    return journeys, costs


def by_name(plan: Any) -> dict[str, dict[str, Any]]:
    return {row["journey"]: row for row in plan.workers.to_pylist()}


@CALM
@given(programme=programmes())
def test_totals_are_the_sums_of_the_workers(plan: Plan, programme: Any) -> None:
    found = plan(*programme)
    workers = found.workers
    total = pc.sum(workers["to_pay_usd_minor"]).as_py() or 0
    assert found.sensitivity["total_minor"][0].as_py() == total
    assert (pc.sum(found.groups["reported_minor"]).as_py() or 0) == total
    assert pc.sum(found.groups["journeys"]).as_py() == workers.num_rows
    paid = pc.sum(found.schedule["amount_minor"]).as_py() or 0
    assert paid == (pc.sum(workers["to_pay_minor"]).as_py() or 0)


@CALM
@given(programme=programmes(), amount=AMOUNTS, grade=st.sampled_from(["E1", "E2", "E3"]))
def test_more_evidence_never_lowers_what_is_owed_below_the_proof(
    plan: Plan, programme: Any, amount: int, grade: str
) -> None:
    journeys, costs = programme
    name = journeys[0]["journey"]
    before = by_name(plan(journeys, costs))[name]
    after = by_name(plan(journeys, [*costs, cost(name, amount, evidence=grade, cost="new")]))[name]
    assert after["gross_minor"] == before["gross_minor"] + amount * 100
    assert after["owed_minor"] >= after["gross_minor"] + after["interest_minor"]


@CALM
@given(programme=programmes(), less=AMOUNTS, more=AMOUNTS)
def test_a_larger_refund_never_raises_what_is_owed(
    plan: Plan, programme: Any, less: int, more: int
) -> None:
    journeys, costs = programme
    name = journeys[0]["journey"]

    def owed(amount: int) -> int:
        refund = {"journey": name, "amount": amount, "currency": "THB"}
        refund |= {"refunded_on": date(2026, 1, 1)}
        return by_name(plan(journeys, costs, refunds=[refund]))[name]["owed_minor"] or 0

    small, large = sorted((less, more))
    assert owed(large) <= owed(small)


@CALM
@given(programme=programmes(), amount=AMOUNTS)
def test_a_worker_of_another_corridor_and_employer_changes_nobody_else(
    plan: Plan, programme: Any, amount: int
) -> None:
    journeys, costs = programme
    stranger = journey("zz", origin="LA", recruiter="Other Hill", employer="Red Barn Farms")
    before = by_name(plan(journeys, costs))
    after = by_name(plan([*journeys, stranger], [*costs, cost("zz", amount)]))
    assert {name: row for name, row in after.items() if name != "zz"} == before


@CALM
@given(programme=programmes(), seed=st.integers(0, 99))
def test_the_order_of_the_rows_changes_nothing(plan: Plan, programme: Any, seed: int) -> None:
    journeys, costs = programme
    shuffled = random.Random(seed)  # noqa: S311 (no secret, a shuffle)
    mixed = [shuffled.sample(rows, len(rows)) for rows in (journeys, costs)]
    one, other = plan(journeys, costs), plan(*mixed)
    for name in ("workers", "groups", "schedule", "sensitivity", "collectors"):
        assert getattr(one, name).equals(getattr(other, name)), name
    assert one.statements == other.statements


@CALM
@given(programme=programmes())
def test_every_journey_has_a_figure_or_is_said_to_be_unknown(plan: Plan, programme: Any) -> None:
    found = plan(*programme)
    assert found.workers.num_rows == len(programme[0])
    for row in found.workers.to_pylist():
        assert (row["to_pay_minor"] is None) == (row["status"] == "no_figure")
        assert row["because"].endswith(("worker.", f"{row['currency']}."))


def test_who_said_nothing_is_not_taken_for_who_paid_nothing(plan: Plan) -> None:
    others = [journey(f"j{at}") for at in range(5)]
    silent, zero = journey("silent"), journey("zero", paid_anything=False)
    found = plan([*others, silent, zero], [cost(f"j{at}", 9000) for at in range(5)])
    assert worker(found, "silent")["to_pay_minor"] == 900_000
    assert worker(found, "zero")["to_pay_minor"] == 0
