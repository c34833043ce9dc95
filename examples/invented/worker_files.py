"""The files that tell of the invented workers: lists, a phone survey, a workbook, Thai forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invented import writers
from invented.organisations import ORGANISATIONS
from invented.sheets import Cell, Sheet
from invented.sites import SITES
from invented.spelling import pick, site_name
from invented.workers import QUESTIONS, Told

if TYPE_CHECKING:
    from pathlib import Path

_FEW = 3  # spellings of one agency among the workers of one file
_WRITTEN_ONE_WAY = {"A-SENGDAO"}  # its short name is nobody's in the register

JOURNEY_HEADINGS: dict[str, str] = {
    "journey": "Journey", "worker": "Worker reference", "site": "Workplace",
    "site_country": "Country of workplace", "province": "Province", "employer": "Employer",
    "recruiter": "Recruitment agency", "recruiter_licence": "Agency licence",
    "sub_agent": "Sub-agent", "origin": "Country of origin", "origin_region": "Home province",
    "destination": "Country of work", "scheme": "Scheme", "sector": "Sector", "sex": "Sex",
    "age": "Age", "recruited_on": "Recruited on", "arrived_on": "Arrived on",
    "left_on": "Left on", "promised_pay": "Promised pay", "actual_pay": "Actual pay first month",
    "net_pay": "Net pay", "living_costs": "Living costs", "pay_currency": "Pay currency",
    "pay_period": "Pay period", "promised_hours": "Promised hours per week",
    "actual_hours": "Actual hours per week", "promised_job": "Promised job",
    "actual_job": "Actual job", "promised_employer": "Promised employer",
    "promised_place": "Promised place", "contract_months": "Contract months",
    "contract_seen": "Contract seen", "contract_language": "Contract language",
    "worker_language": "Worker language", "papers_keeper": "Papers kept by",
    "loan_principal": "Loan amount", "loan_balance": "Loan balance",
    "loan_currency": "Loan currency", "loan_rate": "Loan interest rate",
    "loan_rate_period": "Loan rate period", "loan_term_months": "Loan term months",
    "loan_repaid_monthly": "Loan repaid monthly", "loan_from": "Loan from",
    "interviewed_on": "Interviewed on", "interviewer": "Interviewer",
    "interview_place": "Interview place", "interview_mode": "Interview mode",
}  # fmt: skip
COST_HEADINGS: dict[str, str] = {
    "journey": "Journey", "item": "Cost item", "amount": "Amount", "currency": "Currency",
    "paid_on": "Paid on", "payer": "Paid by", "paid_to_role": "Paid to", "how": "How paid",
    "evidence": "Evidence", "receipt": "Receipt number", "trigger": "Why paid",
}  # fmt: skip
SEASON_HEADINGS: dict[str, str] = {
    "journey": "รหัสการเดินทาง", "worker": "รหัสคนงาน", "site": "สถานที่ทำงาน",
    "site_country": "ประเทศของสถานที่ทำงาน", "province": "จังหวัดที่ทำงาน", "employer": "นายจ้าง",
    "recruiter": "บริษัทจัดหางาน", "sub_agent": "นายหน้า", "origin": "ประเทศต้นทาง",
    "origin_region": "จังหวัดภูมิลำเนา", "destination": "ประเทศปลายทาง",
    "scheme": "ช่องทางการเดินทาง", "sector": "อุตสาหกรรม", "sex": "เพศ", "age": "อายุ",
    "recruited_on": "วันที่รับสมัคร", "arrived_on": "วันที่เดินทางมาถึง",
    "left_on": "วันที่ออกจากงาน", "actual_pay": "ค่าจ้างที่ได้รับจริง",
    "pay_currency": "สกุลเงินค่าจ้าง", "pay_period": "งวดค่าจ้าง",
    "promised_hours": "ชั่วโมงต่อสัปดาห์ที่สัญญาไว้",
    "actual_hours": "ชั่วโมงต่อสัปดาห์ที่ทำจริง", "contract_seen": "เห็นสัญญาเมื่อใด",
    "contract_language": "ภาษาของสัญญา", "worker_language": "ภาษาของแรงงาน",
    "papers_keeper": "ผู้เก็บเอกสาร", "loan_principal": "เงินกู้",
    "loan_balance": "ยอดหนี้คงเหลือ", "loan_currency": "สกุลเงินของเงินกู้",
    "loan_rate": "อัตราดอกเบี้ย", "loan_rate_period": "อัตราดอกเบี้ยต่อช่วงเวลา",
    "loan_term_months": "ระยะเวลากู้ (เดือน)", "loan_from": "ผู้ให้กู้",
    "guaranteed_pay": "ค่าจ้างประกันทั้งฤดูกาล", "price_per_kg": "ราคาต่อกิโลกรัม",
    "kg_picked": "กิโลกรัมที่เก็บได้", "season_days": "จำนวนวันของฤดูกาล",
    "daily_charge": "ค่าใช้จ่ายต่อวัน", "interviewed_on": "วันที่สัมภาษณ์",
    "interviewer": "ผู้สัมภาษณ์", "interview_place": "สถานที่สัมภาษณ์",
}  # fmt: skip
_THAI_WORDS = {
    "female": "หญิง", "male": "ชาย", "seasonal": "ตามฤดูกาล", "worker": "แรงงาน",
    "recruiter": "บริษัทจัดหางาน", "before_departure": "ก่อนเดินทาง", "none": "ไม่มีสัญญา",
    "off_site": "นอกสถานที่ทำงาน", "month": "เดือน", "season": "ฤดูกาล", "TH": "ไทย",
    "SE": "สวีเดน", "FI": "ฟินแลนด์", "agriculture": "เกษตรกรรม",
}  # fmt: skip
_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def write_worker_files(folder: Path, people: list[Told]) -> dict[str, list[Sheet]]:
    """Write every file about workers into `folder`; what each holds comes back by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    by_file = {name: [told for told in people if told.cohort.file == name]
               for name in ("long", "kobo", "workbook", "berries")}  # fmt: skip
    held = {
        "worker_journeys.csv": [_journeys(by_file["long"])],
        "worker_costs.csv": [_costs(by_file["long"])],
        "worker_answers.csv": [_answers(by_file["long"])],
        "payroll_deductions.csv": [_deductions(by_file["long"])],
        "refunds.csv": [_refunds(by_file["long"])],
        "maesot_phone_survey.csv": [_phone_survey(by_file["kobo"])],
        "berry_seasons_th.csv": [_berry_forms(by_file["berries"])],
    }
    plant_faults(held)
    for name, sheets in held.items():
        writers.text_table(folder / name, sheets[0], encoding="utf-8")
    book = by_file["workbook"]
    sheets = [_journeys(book, "Journeys"), _costs(book, "Costs"), _answers(book, "Answers")]
    writers.excel(folder / "penang_interviews.xlsx", sheets)
    return held | {"penang_interviews.xlsx": sheets}


def plant_faults(held: dict[str, list[Sheet]]) -> None:
    """What is wrong on purpose; each ends as a listed problem and is told in what totals leave out.

    The faulty costs are those of a group in which nobody was overcharged, so that the sums of the
    others stay whole.
    """
    journeys, costs = held["worker_journeys.csv"][0], held["worker_costs.csv"][0]
    for nowhere in ("Workplace", "Employer"):
        journeys.change(310, nowhere, None)
    journeys.change(12, "Loan interest rate", 2_000)
    journeys.change(33, "Arrived on", "2031-02-01")
    costs.change(_cost_of(costs, "NGWEMYIT-SF02-003", "FEE-10"), "Amount", -1_500)
    costs.change(_cost_of(costs, "NGWEMYIT-SF02-007", "FEE-10"), "Currency", "ZZQ")
    costs.change(_cost_of(costs, "NGWEMYIT-SF02-011", "FEE-16"), "Paid by", None)
    written = _cost_of(costs, "NGWEMYIT-SF02-015", "FEE-16")
    amount = costs.rows[written - 1][costs.header.index("Amount")]
    costs.change(written, "Amount", _thai(amount))
    costs.rows.append(list(costs.rows[0]))  # the same receipt twice
    stray = list(costs.rows[4])
    stray[0] = "NOBODY-001"
    costs.rows.append(stray)
    costs.truth += [{"": ""}, {"": ""}]


def _cost_of(costs: Sheet, journey: str, item: str) -> int:
    """Find the 1-based row of what this journey paid for this item."""
    return next(at for at, row in enumerate(costs.rows, 1) if row[:2] == [journey, item])


def _name(code: str, key: str) -> str | None:
    """Write a site or organisation as this worker's form has it; nobody stays nobody."""
    if not code:
        return None
    if code in SITES:
        return site_name(SITES[code], "plain", "workers")
    known = ORGANISATIONS[code]
    if code in _WRITTEN_ONE_WAY:
        return known.name
    names = [known.name, *known.spellings][:_FEW]
    return names[pick(key + code, len(names))]


def _row(told: Told, headings: dict[str, str]) -> list[Cell]:
    cohort, journey = told.cohort, told.journey
    known = journey | {
        "site": _name(cohort.site, ""),
        "site_country": cohort.destination,
        "employer": _name(cohort.employer, journey["journey"]),
        "recruiter": _name(cohort.recruiter, journey["journey"]),
        "recruiter_licence": None,
        "sub_agent": _name(cohort.sub_agent, journey["journey"]),
    }
    known |= {"promised_employer": known["employer"], "promised_place": known["site"]}
    return [_cell(known.get(name)) for name in headings]


def _cell(value: Any) -> Cell:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _journeys(people: list[Told], name: str = "") -> Sheet:
    sheet = Sheet("journeys", list(JOURNEY_HEADINGS.values()), name)
    for told in people:
        sheet.add("", *_row(told, JOURNEY_HEADINGS))
    return sheet


def _costs(people: list[Told], name: str = "") -> Sheet:
    sheet = Sheet("costs", list(COST_HEADINGS.values()), name)
    for told in people:
        for cost in told.costs:
            sheet.add("", *[_cell(cost[key]) for key in COST_HEADINGS])
    return sheet


def _answers(people: list[Told], name: str = "") -> Sheet:
    sheet = Sheet("answers", ["Journey", "Question", "Answer"], name)
    for told in people:
        for question, answer in told.answers.items():
            sheet.add("", told.journey["journey"], question, answer)
    return sheet


def _deductions(people: list[Told]) -> Sheet:
    sheet = Sheet(
        "deductions", ["Journey", "Kind of deduction", "Amount", "Gross pay", "Currency", "Month"]
    )
    for told in people:
        for one in told.deductions:
            keys = ("journey", "kind", "amount", "gross_pay", "currency")
            sheet.add("", *[_cell(one[key]) for key in keys], f"{one['month']:%Y-%m}")
    return sheet


def _refunds(people: list[Told]) -> Sheet:
    keys = ("journey", "amount", "currency", "refunded_on", "paid_by", "evidence", "receipt")
    headings = ["Journey", "Refund amount", "Currency", "Refunded on", "Refunded by", "Evidence",
                "Receipt number"]  # fmt: skip
    sheet = Sheet("refunds", headings)
    for told in people:
        for one in told.refunds:
            sheet.add("", *[_cell(one[key]) for key in keys])
    return sheet


def _phone_survey(people: list[Told]) -> Sheet:
    """Write the export of a phone form: groups as prefixes, one column per cost and question."""
    items = ["FEE-01", "FEE-23", "FEE-31", "FEE-16", "FEE-10", "FEE-15"]
    inner = [key for key in JOURNEY_HEADINGS if key != "journey"]
    columns = ["_uuid", "_submission_time", *[f"journey/{key}" for key in inner]]
    for item in items:
        columns += [f"costs/{item}_amount", f"costs/{item}_currency", f"costs/{item}_paid_on"]
    columns.append("costs/paid_by")
    sheet = Sheet("journeys", [*columns, *[f"signs/{question}" for question in QUESTIONS]])
    words = {"yes": "1", "no": "0", "unknown": "98", "refused": "99"}
    for told in people:
        journey = told.journey
        cells: list[Cell] = [
            f"uuid:{journey['worker'].lower()}",
            f"{journey['interviewed_on']}T10:00:00.000+07:00",
            *_row(told, dict.fromkeys(inner, "")),
        ]
        paid = {cost["item"]: cost for cost in told.costs}
        for item in items:
            cost = paid.get(item)
            cells += (
                [cost["amount"], cost["currency"], _cell(cost["paid_on"])]
                if cost
                else [None, None, None]
            )
        cells.append("worker")
        sheet.add("", *cells, *[words[told.answers[question]] for question in QUESTIONS])
    return sheet


def _berry_forms(people: list[Told]) -> Sheet:
    """Write the form of the pickers' own association: Thai words, Thai digits, Buddhist years."""
    items = {
        "FEE-01": "ค่าบริการบริษัทจัดหางาน (บาท)", "FEE-15": "ค่าเดินทาง (บาท)",
        "FEE-16": "ค่าวีซ่า (บาท)", "FEE-31": "ค่านายหน้า (บาท)",
    }  # fmt: skip
    headings = [*SEASON_HEADINGS.values(), *items.values(), "ผู้จ่าย", *QUESTIONS]
    sheet = Sheet("journeys", headings)
    words = {"yes": "ใช่", "no": "ไม่ใช่", "unknown": "ไม่ทราบ", "refused": "ไม่ตอบ"}
    for told in people:
        cells = [_thai(cell) for cell in _row(told, SEASON_HEADINGS)]
        paid = {cost["item"]: cost for cost in told.costs}
        payers = {cost["payer"] for cost in told.costs}
        amounts = [_thai(paid[item]["amount"]) if item in paid else None for item in items]
        payer = "นายจ้าง" if payers == {"employer"} else "แรงงาน"
        sheet.add("", *cells, *amounts, payer, *[words[told.answers[one]] for one in QUESTIONS])
    return sheet


def _thai(cell: Cell) -> Cell:
    if isinstance(cell, int | float):
        return f"{cell:,}".translate(_DIGITS)
    if isinstance(cell, str) and len(cell) == 10 and cell[4] == cell[7] == "-":
        return f"{cell[8:]}/{cell[5:7]}/{int(cell[:4]) + 543}".translate(_DIGITS)
    return _THAI_WORDS.get(cell, cell) if isinstance(cell, str) else cell
