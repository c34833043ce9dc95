"""An invented assessment for the tests of the report; every name and number is made up."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pyarrow as pa
from drawing_factories import invented_report

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import AssessmentReport, Owed
from crest.engine.findings.finding import Finding, ProposedAction, Words, finding_id
from crest.engine.remedy.sensitivity import SENSITIVITY
from crest.engine.risk.tables import EXPOSURES, RISKS
from crest.engine.rulebook.models import Cite

ON = date(2026, 11, 23)
SMALL_SECRET = 7_777_77  # a sum that stands for eight workers and must never be shown


def filled(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    blank = dict.fromkeys(schema.names)
    return pa.Table.from_pylist([{**blank, **row} for row in rows], schema=schema)


def action(code: str, says: str, thai: str, who: tuple[str, str], due: date) -> ProposedAction:
    return ProposedAction(
        code=code, title=Words(says, thai), who=Words(*who),
        what=Words("Do it with the workers' committee and write down what was done.",
                   "ทำร่วมกับคณะกรรมการแรงงานและบันทึกสิ่งที่ทำ"),
        confirm=Words("Workers say in private that it was done.", "แรงงานยืนยันเป็นการส่วนตัวว่าทำแล้ว"),
        care=Words("Never name who spoke.", "ห้ามระบุชื่อผู้ให้ข้อมูล"),
        due_on=due, cites=(Cite(source="iom-protection-2019"),), confidence="general",
    )  # fmt: skip


PROTECT = action("ACT-PROTECT-REFER", "Offer protection and referral first",
                 "เสนอความคุ้มครองและการส่งต่อก่อน", ("a protection organisation", "องค์กรคุ้มครอง"),
                 date(2026, 11, 26))  # fmt: skip
PAPERS = action(
    "ACT-DOC-RETURN",
    "Give every worker the own papers back",
    "คืนเอกสารให้แรงงานทุกคน",
    ("the employer", "นายจ้าง"),
    date(2026, 11, 25),
)
STOP = action(
    "ACT-FEE-STOP",
    "Stop charging workers",
    "หยุดเรียกเก็บเงินจากแรงงาน",
    ("the recruiter", "ผู้จัดหางาน"),
    date(2026, 11, 30),
)
REPAY = action(
    "ACT-FEE-REPAY",
    "Repay what workers paid",
    "คืนเงินที่แรงงานจ่าย",
    ("the employer", "นายจ้าง"),
    date(2027, 2, 21),
)
ASK = action("ACT-ASK-MISSING", "Ask what nobody asked", "ถามสิ่งที่ยังไม่ได้ถาม",
             ("the interview team", "ทีมสัมภาษณ์"), date(2027, 1, 22))  # fmt: skip


def finding(
    rule: str, kind: str, name: str, says: str, thai: str, *,
    severity: int = 4, answer: str = "yes", workers: int | None = 58, of: int | None = 60,
    amount: int | None = None, actions: tuple[ProposedAction, ...] = (), also: tuple[str, ...] = (),
    because: tuple[Words, ...] = (), missing: tuple[Words, ...] = (), suppressed: bool = False,
) -> Finding:  # fmt: skip
    return Finding(
        id=finding_id(rule, kind, name), rule=rule, rules=("IND-07",) if "PAPERS" in rule else (),
        title=Words(f"{name}: {says}", f"{name}: {thai}"), subject_kind=kind, subject=name,
        subject_name=name, answer="yes" if answer == "yes" else "unknown", severity=severity,
        workers=workers, of_workers=of, amount_minor=amount,
        currency="USD" if amount is not None else None,
        because=because or (Words("58 of 60 workers said so.", "แรงงาน 58 จาก 60 คนบอกเช่นนั้น"),),
        missing=missing, how_sure=Words("well supported", "มีหลักฐานหนักแน่น"),
        sure_because=(Words("60 workers", "แรงงาน 60 คน"), Words("97% answered", "ตอบ 97%")),
        cites=(Cite(source="ilo-indicators-2012", at="retention of identity documents"),),
        confidence="general", digest="5f" * 32, actions=actions, also=also, suppressed=suppressed,
    )  # fmt: skip


def findings() -> tuple[Finding, ...]:
    return (
        finding("FND-FEE-SEVERE", "sub_agent", "Ko Htun Hpa-an",
                "bribes, bonds or hidden charges were taken from workers",
                "มีการเรียกสินบน เงินประกัน หรือค่าใช้จ่ายแอบแฝงจากแรงงาน",
                severity=5, workers=171, of=177, amount=4_812_300,
                also=("Padauk Shwe Overseas", "Thanlwin Star Services"),
                actions=(PROTECT, STOP, REPAY),
                because=(Words("171 of 177 workers paid; 48,123 USD in all.",
                               "แรงงานจ่าย 171 จาก 177 คน รวม 48,123 USD"),
                         Words("Ko Htun Hpa-an stands behind Padauk Shwe Overseas and Thanlwin "
                               "Star Services: they are said in one finding.",
                               "Ko Htun Hpa-an อยู่เบื้องหลัง Padauk Shwe Overseas และ Thanlwin Star "
                               "Services จึงรวมเป็นข้อเดียว"))),
        finding("FND-PAPERS", "site", "Talay Chan Plant 1",
                "somebody else keeps the workers' papers",
                "ผู้อื่นเก็บเอกสารของแรงงาน", actions=(PAPERS,)),
        finding("FND-OVER-CAP", "recruiter", "Sangke Labour Supply",
                "workers paid above the legal cap", "แรงงานจ่ายเกินเพดานกฎหมาย", workers=40, of=58,
                amount=812_000, actions=(STOP, REPAY)),
        finding("FND-SEASON", "site", "Norrland Bär BE01",
                "the season ended in a loss or below the guarantee",
                "ฤดูกาลจบด้วยการขาดทุนหรือต่ำกว่าที่ประกัน", workers=33, of=52),
        finding("FND-LEGAL-GAP", "corridor", "LA>TH", "workers paid what the law allows and the "
                "employer-pays principle does not",
                "แรงงานจ่ายสิ่งที่กฎหมายอนุญาตแต่หลักนายจ้างจ่ายไม่อนุญาต", severity=3, workers=72,
                of=74, amount=1_112_000, actions=(REPAY,)),
        finding("FND-UNKNOWN", "site", "Khanom Cold Store", "grave questions nobody has asked",
                "คำถามสำคัญที่ยังไม่มีใครถาม", answer="unknown", workers=None, of=36, severity=4,
                actions=(ASK,),
                because=(Words("who keeps the papers: asked of none of 36; unknown is not no.",
                               "ใครเก็บเอกสาร: ยังไม่ได้ถามใครจาก 36 คน ไม่ทราบไม่ได้แปลว่าไม่มี"),),
                missing=(Words("who keeps the papers", "ใครเก็บเอกสาร"),)),
        finding("FND-SMALL", "sub_agent", "Myawaddy hand", "fewer than 11 workers; see the "
                "worker-level files", "แรงงานน้อยกว่า 11 คน ดูไฟล์ระดับแรงงาน", answer="unknown",
                workers=None, of=None, severity=2, actions=(ASK,), suppressed=True),
    )  # fmt: skip


def _groups() -> pa.Table:
    big = {"severe_workers": 90, "severe_minor": 2_412_300, "violation_minor": 6_100_000,
           "legal_gap_minor": 400_000, "owed_minor": 8_900_000, "owed_workers": 101}  # fmt: skip
    return filled(
        [
            {"kind": "recruiter", "id": "r1", "name": "Padauk Shwe Overseas", "workers": 105,
             "median_paid_minor": 86_400, "over_cap_workers": 99, "over_cap_minor": 5_940_000,
             "licence": "licensed", **big},
            {"kind": "recruiter", "id": "r2", "name": "Thanlwin Star Services", "workers": 72,
             "median_paid_minor": 79_900, "over_cap_workers": 70, "over_cap_minor": 3_640_000,
             **big},
            {"kind": "recruiter", "id": "r3", "name": "Sangke Labour Supply", "workers": 58,
             "median_paid_minor": 31_000, "over_cap_workers": 40, "over_cap_minor": 812_000},
            {"kind": "sub_agent", "id": "s1", "name": "Ko Htun Hpa-an", "workers": 177,
             "median_paid_minor": 84_100, **big},
            {"kind": "sub_agent", "id": "s2", "name": "Myawaddy hand", "workers": 8,
             "median_paid_minor": SMALL_SECRET, "severe_minor": SMALL_SECRET,
             "over_cap_workers": 8, "over_cap_minor": SMALL_SECRET},
            {"kind": "site", "id": "w1", "name": "Talay Chan Plant 1", "workers": 60,
             "median_paid_minor": 81_000, **big},
            {"kind": "corridor", "id": "MM>TH", "name": "MM>TH", "workers": 269, **big},
            {"kind": "corridor", "id": "LA>TH", "name": "LA>TH", "workers": 74,
             "legal_gap_minor": 1_112_000},
            {"kind": "period", "id": "2024", "name": "2024", "workers": None, "not_shown": "all"},
        ],
        tables.GROUPS,
    )  # fmt: skip


def _items() -> pa.Table:
    rows = []
    for item, says, thai, sums in (
        (
            "RC-01",
            "Recruiter or agency",
            "ผู้จัดหางานหรือบริษัทจัดหางาน",
            {"worker": 9_812_000, "family": 1_200_000, "employer": 2_400_000},
        ),
        (
            "RC-02",
            "Broker or relative who found the job",
            "นายหน้าหรือญาติที่หางานให้",
            {"worker": 5_404_000, "unknown": 300_000},
        ),
        ("RC-03", "Passport", "หนังสือเดินทาง", {"worker": 1_250_000, "recruiter": 220_000}),
        (
            "RC-14",
            "International travel",
            "ค่าเดินทางระหว่างประเทศ",
            {"worker": 900_000, "employer": 3_100_000},
        ),
        (None, None, None, {"worker": 120_000, "other": 90_000}),
    ):
        rows += [
            {"item": item, "says": says, "thai": thai, "group": "fee", "payer": payer,
             "workers": 120, "costs": 140, "amount_minor": amount, "confidence": "general"}
            for payer, amount in sums.items()
        ]  # fmt: skip
    rows.append({"item": "RC-16", "says": "Interest on a loan", "thai": "ดอกเบี้ยเงินกู้",
                 "payer": "worker", "workers": 4, "costs": 4, "amount_minor": SMALL_SECRET,
                 "confidence": "general"})  # fmt: skip
    return filled(rows, tables.ITEMS)


def _regimes() -> pa.Table:
    rows = []
    for regime, title, thai, country, side, sums in (
        (
            "ilo-2019",
            "ILO definition of recruitment fees and related costs (2019)",
            "นิยามค่าธรรมเนียมของ ILO (2562)",
            None,
            None,
            {"severe": 4_812_300, "violation": 14_000_000, "allowed": 0, "unknown": 300_000},
        ),
        (
            "rba-2021",
            "RBA definition of fees (in force 1 January 2021)",
            "นิยามค่าธรรมเนียม RBA",
            None,
            None,
            {"severe": 4_812_300, "violation": 13_100_000, "allowed": 900_000},
        ),
        (
            "law-mm",
            "Myanmar, charges for work in Thailand (origin)",
            "กฎหมายเมียนมา",
            "MM",
            "origin",
            {"violation": 9_580_000, "allowed": 4_100_000, "outside": 2_000_000},
        ),
        (
            "law-th",
            "Thailand, law on the employment of foreign workers (destination)",
            "กฎหมายไทย",
            "TH",
            "destination",
            {"violation": 12_000_000, "unknown": 3_000_000},
        ),
    ):
        rows += [
            {"regime": regime, "title": title, "thai": thai, "country": country, "side": side,
             "verdict": verdict, "workers": 300, "costs": 900, "amount_minor": amount,
             "confidence": "general"}
            for verdict, amount in sums.items()
        ]  # fmt: skip
    return filled(rows, tables.REGIMES)


def _prevalence() -> pa.Table:
    def row(name: str, yes: int, no: int, unknown: int, **more: Any) -> dict[str, Any]:
        whole, answered = yes + no + unknown, max(yes + no, 1)
        share = yes / answered
        return {
            "kind": "site", "id": name, "name": name, "topic": "indicator",
            "set_title": "The 11 signs of forced labour", "rule": "IND-07",
            "says": "Identity papers are kept by somebody else",
            "thai": "ผู้อื่นเก็บเอกสารประจำตัว", "workers": whole, "yes": yes, "no": no,
            "unknown": unknown, "refused": 0, "prevalence": share if yes + no else None,
            "interval_low": max(0.0, share - 0.09) if yes + no else None,
            "interval_high": min(1.0, share + 0.09) if yes + no else None,
            "bound_low": yes / whole, "bound_high": (yes + unknown) / whole,
            "cautions": [] if answered >= 30 else ["Fewer than 30 workers answered."],
            "confidence": "general", **more,
        }  # fmt: skip

    return filled(
        [
            row("All", 62, 240, 60, kind="all", id="*"),
            row("Talay Chan Plant 1", 58, 2, 0),
            row("Thanwa Knitting Unit 2", 2, 70, 0),
            row("Khanom Cold Store", 0, 0, 36),
            row("Small shed", 6, 2, 0),
            row("Talay Chan Plant 1", 31, 20, 9, rule="IND-09", says="Debt bondage",
                thai="แรงงานขัดหนี้"),
            row("Norrland Bär BE01", 33, 19, 0, rule="CON-SEASON-LOSS", topic="season",
                set_title="Contract", says="The season ended in a loss", thai="ฤดูกาลขาดทุน"),
            row("All", 100, 200, 62, kind="all", id="*", rule="CON-SUBSTITUTION-SIGN",
                topic="contract", says="Work or pay differs from the promise",
                thai="งานหรือค่าจ้างต่างจากที่สัญญา"),
        ],
        tables.PREVALENCE,
    )  # fmt: skip


def _owed() -> Owed:
    def row(choice: str, alternative: str, total: int) -> dict[str, Any]:
        return {"choice": choice, "alternative": alternative, "workers_owed": 540,
                "total_minor": total, "difference_minor": total - 31_240_000,
                "difference_share": 0.1, "currency": "USD"}  # fmt: skip

    return Owed(
        total_minor=31_240_000, workers=548, of_workers=697, unknown_workers=36,
        by=date(2027, 2, 21),
        responsible=filled(
            [{"role": "employer", "id": "e1", "name": "Talay Chan Seafood Co., Ltd.",
              "workers": 180, "amount_minor": 14_200_000},
             {"role": "employer", "id": "e2", "name": "Thanwa Knitting", "workers": 108,
              "amount_minor": 9_100_000},
             {"role": "employer", "id": "e3", "name": "Small shed", "workers": 8,
              "amount_minor": SMALL_SECRET}],
            tables.OWED_GROUPS),
        collectors=filled(
            [{"role": "sub_agent", "name": "Ko Htun Hpa-an", "workers": 171,
              "amount_minor": 11_000_000}], tables.OWED_GROUPS),
        floors=filled(
            [{"name": "Padauk Shwe Overseas, 2024", "workers": 60, "sample": 54,
              "floor_minor": 86_000, "low_minor": 81_000, "high_minor": 91_000,
              "method": "median"}], tables.OWED_GROUPS),
        days=filled([{"due_on": date(2027, 2, 21), "workers": 548, "amount_minor": 31_240_000}],
                    tables.OWED_DAYS),
        sensitivity=filled(
            [row("base", "as chosen", 31_240_000), row("floor method", "mean", 33_900_000),
             row("floor method", "none", 24_000_000), row("look-back", "12 months", 27_400_000),
             row("look-back", "120 months", 31_240_000), row("interest", "none", 30_100_000)],
            SENSITIVITY),
        statements=("Owed in all: 312,400 USD to 548 of 697 journeys.",),
    )  # fmt: skip


def _risks() -> tuple[pa.Table, pa.Table]:
    reasons = [{"rule": "RISK-FEES", "says": "Workers may be charged", "points": 60,
                "because": "The corridor has no law against charges."},
               {"rule": "RISK-HANDS", "says": "Sub-agents are in between", "answer": "unknown",
                "points": 8.5, "because": "Nobody stated it."}]  # fmt: skip
    risks = [
        {"subject_kind": kind, "subject": ident, "name": name, "workers": 177, "inherent": inherent,
         "residual": residual, "severity": 4, "likelihood": 18.5, "priority": at,
         "reasons": json.dumps(reasons), "missing": '["licence"]', "confidence": "general"}
        for at, (kind, ident, name, inherent, residual) in enumerate(
            (("sub_agent", "s1", "Ko Htun Hpa-an", 71.0, 98.5),
             ("corridor", "MM>TH", None, 74.0, 93.0),
             ("site", "w1", "Talay Chan Plant 1", 66.0, 88.0)), 1)
    ]  # fmt: skip
    ways = [
        {"buyer": "b1", "buyer_name": "Nordvik Hem & Mat", "product": product,
         "subject_kind": "sub_agent", "subject": "s1", "name": "Ko Htun Hpa-an", "rank": 1,
         "steps": 3, "harm_low": 40.2, "harm_high": 88.0, "share_low": 0.3, "share_high": 0.6,
         "path": "Ko Htun Hpa-an → Padauk Shwe Overseas → Talay Chan Plant 1 → Nordvik Hem & Mat",
         "because": "60 to 177 workers by their share of the goods (30.0% to 60.0%)."}
        for product in ("shrimp", "tuna")
    ]  # fmt: skip
    return filled(risks, RISKS), filled(ways, EXPOSURES)


def _bins(measure: str | None, edges: list[float], counts: list[int]) -> list[dict[str, Any]]:
    highs: list[float | None] = [*edges[1:], None]
    named = {"measure": measure} if measure else {"currency": "SEK"}
    return [
        {"low": low, "high": high, "workers": n, **named}
        for low, high, n in zip(edges, highs, counts, strict=True)
    ]


def invented_assessment(**more: Any) -> AssessmentReport:
    """A small assessment with something in every section."""
    risks, exposures = _risks()
    months = [
        {"measure": measure, "breakdown": breakdown, "value": value, "workers": workers, "zero": 12,
         "left_out": 4, "mean": 2.61, "q1": 0.9, "median": 2.2, "q3": 3.8}
        for measure, breakdown, value, workers in (
            ("rci", "all", None, 540), ("rci", "sex", "female", 260), ("rci", "sex", "male", 270),
            ("rci", "corridor", "MM>TH", 269), ("rci", "corridor", "NP>MY", 8),
            ("cost_months", "all", None, 122))
    ]  # fmt: skip
    given: dict[str, Any] = {
        "title": "Invented retailer 2026",
        "on": ON,
        "notice": "example",
        "numbers": {"workers": 697, "workers_paid": 611, "sites": 14, "recruiters": 9,
                    "costs": 2914, "costs_left_out": 31, "paid_minor": 41_812_300,
                    "median_paid_minor": 61_200, "median_months": 2.2, "severe_workers": 190,
                    "over_cap_workers": 209, "over_cap_minor": 10_392_000,
                    "owed_minor": 31_240_000, "owed_workers": 548, "seen_twice": 3},
        "findings": findings(),
        "groups": _groups(),
        "items": _items(),
        "classes": filled(
            [{"class": name, "workers": 200, "costs": 400, "amount_minor": amount}
             for name, amount in (("severe", 4_812_300), ("violation", 12_000_000),
                                  ("legal_gap", 1_512_000), ("allowed", 200_000),
                                  ("employer_paid", 5_500_000), ("unknown", 300_000))],
            tables.CLASSES),
        "regimes": _regimes(),
        "item_verdicts": filled(
            [{"item": "RC-01", "says": "Recruiter or agency", "thai": "ผู้จัดหางาน",
              "regime": regime, "verdict": verdict, "costs": 300, "amount_minor": 900}
             for regime, verdict in (("ilo-2019", "violation"), ("law-mm", "allowed"),
                                     ("law-th", "mixed"))],
            tables.ITEM_VERDICTS),
        "caps": filled(
            [{"figure": "MM-CAP", "says": "Myanmar, service charge for work in Thailand",
              "thai": "เพดานค่าบริการของเมียนมา", "kind": "recruiter", "id": ident, "name": name,
              "cap_minor": 23_000, "cap_in": 150_000.0, "cap_currency": "MMK", "legal": True,
              "workers": workers, "q1_paid_minor": middle - 9000, "median_paid_minor": middle,
              "q3_paid_minor": middle + 14_000, "over_workers": over, "over_minor": over * 60_000,
              "mean_over_minor": 60_000, "open": 0, "confidence": "general"}
             for ident, name, workers, middle, over in (
                 ("r1", "Padauk Shwe Overseas", 105, 86_400, 99),
                 ("r2", "Thanlwin Star Services", 72, 79_900, 70),
                 ("r3", "Ngwe Myit", 56, 21_000, 12), ("r4", "Tiny agency", 5, 99_900, 5))],
            tables.CAPS),
        "months": filled(months, tables.MONTHS),
        "month_bins": filled(
            [*_bins("rci", [0, 1, 2, 3, 4, 5, 6], [120, 160, 140, 70, 30, 12, 5]),
             *_bins("cost_months", [0, 0.5, 1, 1.5, 2], [22, 40, 33, 16, 11])],
            tables.MONTH_BINS),
        "prevalence": _prevalence(),
        "measures": filled(
            [{"measure": measure, "unit": unit, "kind": "all", "id": "*", "name": "All",
              "workers": 200, "unknown": 40, "q1": q1, "median": middle, "q3": q3}
             for measure, unit, q1, middle, q3 in (
                 ("annual_rate", "per_cent", 24.0, 60.0, 120.0),
                 ("months_to_repay", "months", 4.0, 9.5, 16.0),
                 ("pay_ratio", "share", 0.81, 0.9, 1.0),
                 ("season_net", "SEK", -4200.0, 6100.0, 18_000.0))],
            tables.MEASURES),
        "season_bins": filled(
            _bins(None, [-20_000, -10_000, 0, 10_000, 20_000, 30_000], [12, 21, 40, 30, 14, 4]),
            tables.SEASON_BINS),
        "owed": _owed(),
        "risks": risks,
        "exposures": exposures,
        "unknowns": filled(
            [{"what": "papers", "says": "Who keeps the papers", "thai": "ใครเก็บเอกสาร",
              "count": 214, "of": 697, "todo": "Ask each worker in private.",
              "todo_thai": "ถามแรงงานทีละคนเป็นการส่วนตัว"},
             {"what": "rates", "says": "Costs without an exchange rate", "thai": "รายการที่ไม่มีอัตรา",
              "count": 17, "of": 2914, "todo": "Add the rate to rates.csv."},
             {"what": "licences", "says": "Recruiters whose licence nobody stated", "count": 3}],
            tables.UNKNOWNS),
        "quality": filled(
            [{"kind": "site", "id": "w9", "name": "Siam Mesh", "check": "identical",
              "says": "30 of 30 workers gave the same answers to 21 questions.",
              "thai": "แรงงาน 30 จาก 30 คนตอบเหมือนกันทั้ง 21 ข้อ"}], tables.QUALITY),
        "rules": filled(
            [{"rule": "IND-07", "says": "Identity papers are kept by somebody else",
              "thai": "ผู้อื่นเก็บเอกสารประจำตัว", "confidence": "verified",
              "source": "ILO, Indicators of forced labour, 2012", "review_by": date(2027, 6, 30)},
             {"rule": "MM-CAP", "says": "Myanmar, service charge", "thai": "เพดานค่าบริการ",
              "confidence": "general", "source": "Five Corridors Project, 2021",
              "review_by": date(2027, 6, 30)}],
            tables.RULES_USED),
        "stale": ("KH-CAP was due for review on 30 June 2026.",),
        "suppressed": ("Three groups of fewer than 11 workers are not shown, nor one total.",),
        "statements": ("Converted at the mean rate of the year: 120 costs.",),
        "sources": {"ilo-indicators-2012": "Indicators of forced labour, ILO, 2012"},
        "digest": "5f" * 32,
        "chain": invented_report(),
    }  # fmt: skip
    return AssessmentReport(**{**given, **more})
