"""What law and standards say of the charges in the shipped example, and what is owed."""

from __future__ import annotations

import pytest
from assessed_example import Result

pytestmark = [pytest.mark.cli, pytest.mark.slow]


def test_what_the_law_lets_workers_pay_is_still_not_employer_pays(result: Result) -> None:
    costs = result.of("CHAMPA-SF03", result.costs)
    legal = [cost for cost in costs if cost["item"] in {"RC-04", "RC-05", "RC-08"}]
    assert {cost["class"] for cost in legal} == {"legal_gap"}
    assert {cost["verdict_ilo_2019"] for cost in legal} == {"violation"}
    one = result.finding("FND-LEGAL-GAP", "recruiter", "Champa Khong")
    assert one["workers"] == "44"
    assert int(one["amount_minor"]) == sum(cost["usd_minor"] for cost in legal)


def test_where_the_employer_paid_everything_nothing_is_owed(result: Result) -> None:
    owed = result.of("CHIMXANH-EL08", result.owed)
    assert len(owed) == 38
    assert {row["status"] for row in owed} == {"confirmed_zero"}
    assert {row["to_pay_usd_minor"] for row in owed} == {0}
    classes = {cost["class"] for cost in result.of("CHIMXANH-EL08", result.costs)}
    assert classes == {"employer_paid"}
    rules = {row["rule"] for row in result.findings if row["subject_name"].startswith("Chim Xanh")}
    assert not rules & {"FND-FEES", "FND-FEE-SEVERE", "FND-LEGAL-GAP", "FND-OVER-CAP"}


def test_a_charge_above_the_cap_of_the_day_is_told_with_its_excess(result: Result) -> None:
    one = result.finding("FND-OVER-CAP", "site", "Bayan Suria")
    assert (one["workers"], one["of_workers"]) == ("24", "24")
    over = sum(
        row["over_usd_minor"]
        for row in result.parquet("workers/caps")
        if row["figure"] == "BD-MY.AGENCY-CHARGE"
    )
    assert int(one["amount_minor"]) == over > 0


def test_what_was_given_back_is_taken_off_what_is_owed(result: Result) -> None:
    rows = result.of("SENGDAO-SF15", result.owed)
    planted = sum(one["amount"] for told in result.told for one in told.refunds)
    assert sum(row["refunded_minor"] for row in rows) == planted * 100
    for row in rows:
        due = max(row["gross_minor"], row["floor_minor"] or 0) + row["interest_minor"]
        assert row["to_pay_minor"] == max(0, due - row["refunded_minor"])
    assert {row["refunded_minor"] for row in result.owed if row not in rows} == {0}
