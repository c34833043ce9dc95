"""SDG 10.7.1: who is inside, who is not, and how the distribution is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from fee_tables import ON, costs, deductions, journeys, rates

from crest.engine.fees import assess_costs
from crest.engine.fees.rci import _mean, sdg_10_7_1
from crest.engine.rulebook.book import load_book
from crest.engine.tables.engines import open_engine

pytestmark = pytest.mark.engine

DAY = date(2024, 5, 10)
BASE = {
    "origin": "LA", "destination": "TH", "pay_currency": "USD", "arrived_on": DAY,
    "recruited_on": DAY, "interviewed_on": date(2025, 5, 1), "scheme": "mou",
}  # fmt: skip


def _rci(workers: list[dict[str, Any]], paid: list[dict[str, Any]]) -> tuple[Any, Any]:
    with open_engine() as engine:
        tables = (journeys(*[BASE | w for w in workers]), costs(*paid), deductions())
        put = [engine.put(name, t) for name, t in zip("jcd", tables, strict=True)]
        found = assess_costs(engine, *put, rates(), book=load_book(), on=ON)
        table, excluded = sdg_10_7_1(engine, found.journeys, on=ON)
    return table.to_pylist(), {r["reason"]: r["n"] for r in excluded.to_pylist()}


def _paid(journey: int, amount: float, **more: Any) -> dict[str, Any]:
    return {
        "journey": f"J{journey}", "item": "RC-01", "amount": amount, "currency": "USD",
        "payer": "worker", "paid_on": DAY, **more,
    }  # fmt: skip


def _row(rows: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    wanted = {"measure": "rci", "zero_cost": "with", "by": "all", **wanted}
    return next(row for row in rows if wanted.items() <= row.items())


def test_the_ratio_of_the_published_means_is_the_published_third() -> None:
    # The Lao pilot publishes n = 254, a mean cost of USD 141.31, mean earnings of USD 430.88 and
    # a mean ratio of 0.33, not the workers themselves. What can be tested: 254 workers with just
    # these means have a ratio of means of 0.328, which rounds to what is published.
    rows, excluded = _rci([{"actual_pay": 430.88}] * 254, [_paid(n, 141.31) for n in range(1, 255)])
    row = _row(rows)
    assert (row["n"], excluded) == (254, {})
    assert row["mean_cost_usd"] == pytest.approx(141.31)
    assert row["mean_earnings_usd"] == pytest.approx(430.88)
    assert round(row["ratio_of_means"], 2) == 0.33


def test_a_berry_season_is_told_in_cost_months_and_never_as_the_indicator() -> None:
    # About USD 4,000 for 70 days and 1.6 months to recover it are published; the pay of the
    # season behind it is not. A season pay of USD 5,753.42 is 2,500 a month, hence 1.6.
    picker = {
        "origin": "TH", "destination": "SE", "scheme": "seasonal", "pay_period": "season",
        "actual_pay": 5753.42, "season_days": 70.0,
    }  # fmt: skip
    rows, excluded = _rci([picker], [_paid(1, 4000)])
    assert _row(rows, measure="cost_months")["mean"] == pytest.approx(1.6, abs=0.001)
    assert _row(rows)["n"] == 0
    assert excluded == {"seasonal or short stay": 1}


def test_who_is_outside_is_counted_by_reason() -> None:
    workers: list[dict[str, Any]] = [
        {"actual_pay": 100, "destination": "LA"},
        {"actual_pay": 100, "origin": None},
        {"actual_pay": 100, "arrived_on": date(2019, 1, 1)},
        {"actual_pay": None},
        {"actual_pay": 0},
        {"actual_pay": 100},
        {"actual_pay": 100, "contract_months": 6.0},
    ]
    rows, excluded = _rci(workers, [_paid(n, 10) for n in (1, 2, 3, 4, 5, 7)])
    assert _row(rows)["n"] == 0
    assert excluded == {
        "did not leave the country": 1,
        "origin or destination not recorded": 1,
        "reference job more than three years before the interview": 1,
        "no earnings of the first month": 1,
        "earnings of nothing": 1,
        "no cost recorded": 1,
        "seasonal or short stay": 1,
    }


def test_workers_who_paid_nothing_are_told_with_and_without() -> None:
    rows, _ = _rci([{"actual_pay": 100}] * 2, [_paid(1, 50), _paid(2, 0)])
    assert (_row(rows)["n"], _row(rows)["mean"]) == (2, 0.25)
    assert (_row(rows, zero_cost="without")["n"], _row(rows, zero_cost="without")["mean"]) == (
        1,
        0.5,
    )


def test_the_mean_of_the_ratios_is_not_the_ratio_of_the_means() -> None:
    rows, _ = _rci([{"actual_pay": 100}, {"actual_pay": 900}], [_paid(1, 100), _paid(2, 100)])
    assert _row(rows)["mean"] == pytest.approx((1 + 1 / 9) / 2)
    assert _row(rows)["ratio_of_means"] == pytest.approx(0.2)
    assert (_row(rows)["above_1"], _row(rows)["q3"]) == (0.0, pytest.approx(1 - 8 / 36))


def test_the_distribution_is_told_by_sex_and_corridor() -> None:
    workers = [{"actual_pay": 100, "sex": "female"}, {"actual_pay": 200, "sex": "male"}]
    rows, _ = _rci(workers, [_paid(1, 100), _paid(2, 100)])
    assert _row(rows, by="sex", group="female")["median"] == 1.0
    assert _row(rows, by="corridor", group="LA>TH")["n"] == 2
    assert _row(rows, by="year", group="2024")["n"] == 2


def test_interest_and_informal_payments_count_and_tools_do_not() -> None:
    paid = [_paid(1, 10, item="RC-16"), _paid(1, 20, item="RC-15"), _paid(1, 99, item="FEE-14")]
    rows, _ = _rci([{"actual_pay": 100}], paid)
    assert _row(rows)["mean"] == pytest.approx(0.3)


def test_the_mean_does_not_hang_on_the_order_of_the_workers() -> None:
    values = np.array([0.1, 0.68, 1.6797733333333333, 1e16, -1e16, 0.3] * 5)
    assert _mean(values) == _mean(values[::-1]) == _mean(np.sort(values))
