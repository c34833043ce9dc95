"""A picking season written in Thai: its headings, its money and who paid are understood."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from crest.engine.intake.survey_columns import currency_in
from crest.engine.journeys.reading import read_recruitment

if TYPE_CHECKING:
    from pathlib import Path

HEAD = (
    "รหัสการเดินทาง,รหัสคนงาน,สถานที่ทำงาน,ประเทศของสถานที่ทำงาน,ประเทศต้นทาง,จังหวัดภูมิลำเนา,ประเทศปลายทาง,"
    "ช่องทางการเดินทาง,วันที่รับสมัคร,วันที่เดินทางมาถึง,ค่าจ้างที่ได้รับจริง,สกุลเงินค่าจ้าง,งวดค่าจ้าง,"
    "ชั่วโมงต่อสัปดาห์ที่สัญญาไว้,ชั่วโมงต่อสัปดาห์ที่ทำจริง,เห็นสัญญาเมื่อใด,อัตราดอกเบี้ย,"
    "อัตราดอกเบี้ยต่อช่วงเวลา,ค่าจ้างประกันทั้งฤดูกาล,สถานที่สัมภาษณ์,ค่าบริการจัดหางาน (บาท),ผู้จ่าย"
)
ROW = (
    "J-1,W1,สวนเบอร์รี,สวีเดน,ไทย,ชัยภูมิ,สวีเดน,ตามฤดูกาล,๐๕/๐๕/๒๕๖๕,๑๑/๐๗/๒๕๖๕,"
    '"๓๕,๘๕๓",SEK,ฤดูกาล,๔๘,๖๖,ก่อนเดินทาง,๑.๕,เดือน,"๖๒,๐๐๐",นอกสถานที่ทำงาน,"๔๒,๐๐๐",แรงงาน'
)


def test_every_heading_of_a_thai_season_form_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "season.csv"
    path.write_text(f"{HEAD}\n{ROW}\n", encoding="utf-8")
    read = read_recruitment([path], on=date(2026, 11, 23))
    (mapping,) = read.mappings
    assert not [use.header for use in mapping.columns if use.field is None]
    (told,) = read.journeys.to_pylist()
    expected = {
        "site_country": "SE", "scheme": "seasonal", "recruited_on": date(2022, 5, 5),
        "actual_pay": Decimal(35853), "promised_hours": 48, "actual_hours": 66,
        "contract_seen": "before_departure", "loan_rate_period": "month",
        "guaranteed_pay": Decimal(62000), "interview_place": "off_site", "pay_period": "season",
    }  # fmt: skip
    assert {name: told[name] for name in expected} == expected
    (cost,) = read.costs.to_pylist()
    assert (cost["item"], cost["amount"], cost["currency"], cost["payer"]) == (
        "RC-01",
        Decimal(42000),
        "THB",
        "worker",
    )
    assert not read.problems.num_rows


@pytest.mark.parametrize(
    ("heading", "currency"),
    [("ค่านายหน้า (บาท)", "THB"), ("ค่าวีซ่า (กีบ)", "LAK"), ("Fee (THB)", "THB"), ("Rs. paid", None)],
)
def test_a_heading_names_its_currency_in_any_script(heading: str, currency: str | None) -> None:
    assert currency_in(heading) == currency
