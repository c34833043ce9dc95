"""Survey exports of ODK and Kobo, wide and with repeat groups, become the five tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from crest.engine.intake import Override
from crest.engine.journeys import read_recruitment

from .recruitment_tables import ON, codes, problem, read, write

if TYPE_CHECKING:
    from pathlib import Path

    from crest.engine.journeys import Recruitment

pytestmark = pytest.mark.engine


def _paid(result: Recruitment) -> list[tuple[Any, ...]]:
    names = ("journey", "item", "amount", "currency", "payer")
    return [tuple(row[name] for name in names) for row in result.costs.to_pylist()]


def _said(result: Recruitment) -> set[tuple[str, str, str]]:
    return {(row["journey"], row["question"], row["answer"]) for row in result.answers.to_pylist()}


def test_an_odk_export_with_a_repeat_group_is_tied_by_its_keys(tmp_path: Path) -> None:
    main = {
        "SubmissionDate": "2023-09-14T03:12:00.000Z",
        "grp_worker-worker_ref": "W-1",
        "grp_worker-respondent_name": "Never Kept",
        "grp_worker-nationality": "Burmese",
        "grp_job-workplace": "Tarn Fah Factory 2",
        "grp_job-country_of_work": "Thailand",
        "grp_signs-locked_in": "1",
        "meta-instanceID": "uuid:1f-a",
        "KEY": "uuid:1f-a",
    }
    second = main | {
        "grp_worker-worker_ref": "W-2",
        "grp_signs-locked_in": "98",
        "meta-instanceID": "uuid:1f-b",
        "KEY": "uuid:1f-b",
    }
    write(tmp_path / "survey.csv", [main, second])
    repeat = {
        "cost_item": "medical",
        "cost_amount": "500",
        "cost_currency": "THB",
        "who_paid": "worker",
        "PARENT_KEY": "uuid:1f-b",
        "KEY": "uuid:1f-b/costs[1]",
    }
    lost = repeat | {"PARENT_KEY": "uuid:none", "KEY": "uuid:none/costs[1]"}
    write(tmp_path / "survey-costs.csv", [repeat, lost])
    result = read(tmp_path)
    assert [mapping.kind for mapping in result.mappings] == ["costs", "journeys"]
    assert _paid(result) == [("W-2", "RC-08", Decimal(500), "THB", "worker")]
    assert _said(result) == {("W-1", "locked_in", "yes"), ("W-2", "locked_in", "unknown")}
    assert result.journeys["interviewed_on"].to_pylist() == [date(2023, 9, 14)] * 2
    assert problem(result, "journeys.cost.no-journey")["row"] == 2
    assert "Never Kept" not in str(result.tables) + str(result.problems.to_pylist())


def test_a_kobo_workbook_with_repeats_is_tied_by_index_and_uuid(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "kobo.xlsx"))
    main = book.add_worksheet("Worker survey v3")
    main.write_row(0, 0, [
        *("start", "worker/ref_of_worker", "worker/Worker ID", "job/Country of work"),
        *("job/Site", "papers/papers_keeper", "papers/papers_keeper/employer"),
        *("signs", "signs/phone_taken", "signs/fined"),
        *("_id", "_uuid", "_submission_time", "_index"),
    ])  # fmt: skip
    main.write_row(1, 0, [
        *("2023-09-01", "", "W-1", "Thailand", "Tarn Fah Factory 2", "employer", "1"),
        *("phone_taken", "1", "0", 1001, "aa-1", "2023-09-01T08:00:00", 1),
    ])  # fmt: skip
    main.write_row(2, 0, [
        *("2023-09-01", "", "W-2", "Thailand", "Tarn Fah Factory 2", "myself", "0"),
        *("", "0", "0", 1002, "aa-2", "2023-09-01T09:00:00", 2),
    ])  # fmt: skip
    costs = book.add_worksheet("costs")
    costs.write_row(0, 0, [
        *("cost/what_for", "cost/amount", "cost/currency", "cost/paid_by"),
        *("_index", "_parent_table_name", "_parent_index", "_submission__uuid"),
    ])  # fmt: skip
    costs.write_row(1, 0, ["visa", 2000, "THB", "worker", 1, "Worker survey v3", 2, "aa-2"])
    costs.write_row(2, 0, ["passport", 150, "THB", "employer", 2, "Worker survey v3", 1, None])
    book.close()
    result = read(tmp_path)
    assert [mapping.kind for mapping in result.mappings] == ["journeys", "costs"]
    assert result.journeys["papers_keeper"].to_pylist() == ["employer", "worker"]
    assert result.journeys["employer"].to_pylist() == [None, None]
    assert sorted(_paid(result)) == [
        ("W-1", "RC-03", Decimal(150), "THB", "employer"),
        ("W-2", "RC-04", Decimal(2000), "THB", "worker"),
    ]
    assert _said(result) == {
        ("W-1", "phone_taken", "yes"),
        ("W-1", "fined", "no"),
        ("W-2", "phone_taken", "no"),
        ("W-2", "fined", "no"),
    }
    assert codes(result) == ["journeys.journey.no-origin"] * 2


def test_a_wide_survey_becomes_costs_with_their_own_currency_and_payer(tmp_path: Path) -> None:
    row = {
        "respondent_id": "R-7",
        "nationality": "Cambodian",
        "factory": "Tarn Fah Factory 2",
        "country of work": "Thailand",
        "cost_passport": "100",
        "cost_passport_cur": "USD",
        "cost_passport_payer": "family",
        "Visa fee (THB)": "2,000",
        "RC-08 amount": "500 baht",
        "How much did you pay the broker? (KHR)": "1.200.000",
        "cost payer": "worker",
        "total fees paid": "9,999",
    }
    write(tmp_path / "wide.csv", [row])
    result = read(tmp_path)
    assert _paid(result) == [
        ("R-7", "RC-03", Decimal(100), "USD", "family"),
        ("R-7", "RC-04", Decimal(2000), "THB", "worker"),
        ("R-7", "RC-08", Decimal(500), "THB", "worker"),
        ("R-7", "RC-02", Decimal(1_200_000), "KHR", "worker"),
    ]
    assert codes(result) == ["journeys.cost.total-beside-items"]
    assert result.costs["row"].to_pylist() == [1] * 4


def test_a_total_without_items_is_a_sum_nobody_itemised(tmp_path: Path) -> None:
    row = {"worker": "R-7", "origin": "KH", "site": "Tarn Fah", "total cost (USD)": "650"}
    write(tmp_path / "wide.csv", [row | {"cost payer": "worker"}])
    result = read(tmp_path)
    assert _paid(result) == [("R-7", "RC-18", Decimal(650), "USD", "worker")]


def test_ticks_under_a_cost_are_no_money(tmp_path: Path) -> None:
    rows = [
        {"worker": f"R-{i}", "origin": "KH", "site": "Tarn Fah", "paid visa fee": str(i % 2)}
        for i in range(4)
    ]
    write(tmp_path / "wide.csv", rows)
    result = read(tmp_path)
    assert result.costs.num_rows == 0
    assert problem(result, "journeys.wide.no-amounts")["column"] == "paid visa fee"
    assert result.journeys["extra"].to_pylist()[1] == '{"paid visa fee": "1"}'


def test_a_wide_cost_whose_payer_nobody_names_can_be_settled_by_a_person(tmp_path: Path) -> None:
    row = {"worker": "R-7", "origin": "KH", "site": "Tarn Fah", "visa fee (THB)": "500"}
    write(tmp_path / "wide.csv", [row])
    result = read(tmp_path)
    assert _paid(result) == [("R-7", "RC-04", Decimal(500), "THB", None)]
    assert "count for nobody" in problem(result, "journeys.cost.payer-missing")["sentence"]
    said = Override(implied={"cost_payer": "worker"})
    result = read(tmp_path, overrides=[said])
    assert _paid(result) == [("R-7", "RC-04", Decimal(500), "THB", "worker")]
    assert codes(result) == []


def test_a_person_may_give_a_column_to_a_cost_or_a_question(tmp_path: Path) -> None:
    row = {"worker": "R-7", "origin": "KH", "site": "Tarn Fah", "f12": "500", "x9": "ใช่"}
    write(tmp_path / "wide.csv", [row])
    said = Override(
        columns={"f12": "cost.RC-10.amount", "x9": "answer.fined"},
        implied={"cost_payer": "worker", "cost_currency": "THB"},
    )
    result = read(tmp_path, overrides=[said])
    assert _paid(result) == [("R-7", "RC-10", Decimal(500), "THB", "worker")]
    assert _said(result) == {("R-7", "fined", "yes")}


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        *[(word, "yes") for word in ("Yes", "1", "TRUE", "ใช่", "có", "ဟုတ်", "نعم")],
        *[(word, "no") for word in ("no", "0", "2", "ไม่", "không", "ទេ", "ບໍ່")],
        *[(word, "unknown") for word in ("Don't know", "8", "98", "-88", "ไม่ทราบ", "n/a")],
        *[(word, "refused") for word in ("refused", "9", "99", "-99", "ไม่ตอบ", "Từ chối")],
    ],
)
def test_yes_and_no_are_understood_in_many_words_and_codes(
    tmp_path: Path, word: str, answer: str
) -> None:
    row = {"worker": "R-7", "origin": "KH", "site": "Tarn Fah", "phone_taken": word}
    write(tmp_path / "wide.csv", [row])
    result = read(tmp_path)
    assert _said(result) == {("R-7", "phone_taken", answer)}
    assert codes(result) == []


def test_a_payroll_with_a_column_per_deduction_becomes_deductions(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", [{"worker": "R-7", "origin": "KH", "site": "Tarn Fah"}])
    pay = {
        "employee id": "R-7",
        "month": "มิ.ย. 2566",
        "currency": "THB",
        "gross pay": "9000",
        "deduction food": "500",
        "deduction recruitment": "1,000",
    }
    write(tmp_path / "payroll.csv", [pay])
    rows = read(tmp_path).deductions.to_pylist()
    assert [(r["journey"], r["kind"], r["amount"], r["month"]) for r in rows] == [
        ("R-7", "food", Decimal(500), date(2023, 6, 1)),
        ("R-7", "recruitment", Decimal(1000), date(2023, 6, 1)),
    ]
    assert [row["gross_pay"] for row in rows] == [Decimal(9000)] * 2


def test_deductions_of_a_wide_survey_know_their_month(tmp_path: Path) -> None:
    row = {
        "worker": "R-7",
        "origin": "KH",
        "site": "Tarn Fah",
        "arrived on": "2023-11-20",
        "monthly wage": "9000 THB",
        "deduct_food_2023_12": "500",
        "deduct_recruitment_m3": "700",
    }
    write(tmp_path / "wide.csv", [row])
    rows = read(tmp_path).deductions.to_pylist()
    assert [(r["kind"], r["month"], r["currency"]) for r in rows] == [
        ("food", date(2023, 12, 1), "THB"),
        ("recruitment", date(2024, 1, 1), "THB"),
    ]


def test_lists_of_sites_are_passed_over_and_named(tmp_path: Path) -> None:
    write(tmp_path / "sites.csv", [{"name": "Tarn Fah", "address": "9 Rama 2", "country": "TH"}])
    write(tmp_path / "wide.csv", [{"worker": "R-7", "origin": "KH", "site": "Tarn Fah"}])
    result = read(tmp_path)
    assert [mapping.kind for mapping in result.mappings] == ["sites", "journeys"]
    assert codes(result) == []


def test_the_same_lists_in_other_encodings_are_the_same(tmp_path: Path) -> None:
    row = {"รหัสแรงงาน": "ก-1", "ประเทศต้นทาง": "กัมพูชา", "โรงงาน": "ธารฟ้า", "เพศ": "หญิง"}
    text = ",".join(row) + "\n" + ",".join(row.values()) + "\n"
    found = []
    for encoding in ("utf-8", "utf-16", "cp874"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(text.encode(encoding))
        result = read_recruitment([path], on=ON)
        found.append(result.journeys.drop_columns(["source"]).to_pylist())
    assert found[0] == found[1] == found[2]
    assert found[0][0]["sex"] == "female"
