"""Which groups of workers the example invents, what each paid and went through.

A cohort is a group that came the same way. What is planted in it (who overcharges, who keeps
passports, whose season ended in debt) is written here and nowhere else; the files and the truth
are both made from it.
"""
# ruff: noqa: E501  (one record a line reads better than a broken one)

from __future__ import annotations

from typing import NamedTuple


class Charge(NamedTuple):
    """One thing paid: item code, about how much, in which money, by and to whom, how, how proved.

    `spread`: by how much single workers' amounts differ, as a part. `share`: of the cohort that
    paid it. `evidence`: E1 for one worker in so many (`e1_every`), else E3.
    """

    item: str
    amount: float
    currency: str
    payer: str
    paid_to: str
    how: str = "cash"
    share: float = 1.0
    spread: float = 0.12
    e1_every: int = 4


class Loan(NamedTuple):
    """The loan most of the cohort took: principal, currency, rate in per cent, its period, months."""

    principal: float
    currency: str
    rate: float
    period: str
    months: int
    repaid: float
    share: float = 0.8
    lender: str = "moneylender"


class Season(NamedTuple):
    """A picking season: days, guarantee, kilos picked, price, daily charge."""

    days: int
    guaranteed: float
    kg: float
    price: float
    charge: float


class Cohort(NamedTuple):
    """A group of workers who came the same way, and the file that tells of them."""

    code: str
    file: str
    workers: int
    site: str
    employer: str
    recruiter: str
    sub_agent: str
    origin: str
    region: str
    destination: str
    province: str
    scheme: str
    job: str
    sector: str
    first: str  # first and last day of arrival
    last: str
    promised: float
    actual: float
    living: float
    money: str
    hours: int
    charges: tuple[Charge, ...]
    signs: dict[str, float]  # yes/no fact → part of the cohort that says yes
    loan: Loan | None = None
    season: Season | None = None
    keeper: str = "worker"
    contract: tuple[str, str] = ("before_departure", "own")  # when seen, in whose language
    promised_job: str = ""
    promised_hours: int = 48
    silent: float = 0.03  # part of questions not answered
    coached: bool = False
    left: float = 0.1  # part that has left the job
    deductions: tuple[tuple[str, float], ...] = ()  # kind, amount a month
    refund: float = 0.0  # part of what was paid that came back
    women: float = 0.5
    interviewers: tuple[str, ...] = ("INT-01", "INT-02", "INT-03")
    place: str = "off_site"


_MM_LEGAL = (
    Charge("FEE-01", 150_000, "MMK", "worker", "recruiter", spread=0.0, e1_every=2),
    Charge("FEE-16", 35_000, "MMK", "worker", "government", spread=0.1),
    Charge("FEE-10", 1_500, "THB", "employer", "other"),
)
_MM_HEAVY = (
    Charge("FEE-01", 300_000, "MMK", "worker", "recruiter", spread=0.0, e1_every=2),
    Charge("FEE-23", 13_500, "THB", "worker", "sub_agent", spread=0.15, e1_every=12),
    Charge("FEE-16", 35_000, "MMK", "worker", "government", spread=0.1),
    Charge("FEE-10", 1_500, "THB", "worker", "other", share=0.9),
    Charge("FEE-15", 1_800, "THB", "worker", "sub_agent", share=0.95),
)
_LA_LIST = (
    Charge("RC-04", 2_000, "THB", "worker", "government", spread=0.0, e1_every=2),
    Charge("RC-05", 1_900, "THB", "worker", "government", spread=0.0, e1_every=2),
    Charge("RC-08", 500, "THB", "worker", "other", spread=0.0),
    Charge("RC-10", 3_200, "THB", "worker", "other", spread=0.0),
)
_BERRY = (
    Charge("FEE-01", 42_000, "THB", "worker", "recruiter", spread=0.08, e1_every=3),
    Charge("FEE-15", 36_000, "THB", "worker", "recruiter", spread=0.04),
    Charge("FEE-16", 6_500, "THB", "worker", "recruiter", spread=0.05),
    Charge("FEE-31", 5_000, "THB", "worker", "sub_agent", share=0.7, e1_every=15),
)

COHORTS: tuple[Cohort, ...] = (
    # Two agencies, one village middleman behind both: what he adds is the overcharge.
    Cohort(
        "PADAUK-HPAAN-SF01", "long", 60, "SF01", "SF01", "A-PADAUK", "S-HPAAN", "MM", "Kayin", "TH", "Samut Sakhon",
        "mou", "shrimp sorter", "food", "2024-02-10", "2024-06-20", 9_900, 9_450, 5_200, "THB", 58, _MM_HEAVY,
        {"works_until_debt_repaid": 0.55, "free_to_leave_job": 0.6, "deceived_wages": 0.4, "recruitment_linked_to_debt": 0.7, "threat_of_dismissal": 0.4},
        loan=Loan(16_000, "THB", 4.0, "month", 10, 2_000, 0.85), deductions=(("housing", 600), ("recruitment", 700)),
    ),
    Cohort(
        "PADAUK-HPAAN-SF03", "long", 45, "SF03", "SF03", "A-PADAUK", "S-HPAAN", "MM", "Kayin", "TH", "Samut Sakhon",
        "mou", "fish cleaner", "food", "2023-03-01", "2023-11-30", 9_600, 9_500, 5_000, "THB", 54, _MM_HEAVY,
        {"works_until_debt_repaid": 0.4, "recruitment_linked_to_debt": 0.6, "threat_of_dismissal": 0.3},
        loan=Loan(15_000, "THB", 4.0, "month", 10, 1_900, 0.7),
    ),
    Cohort(
        "THANLWIN-HPAAN-TG04", "kobo", 72, "TG04", "TG04", "A-THANLWIN", "S-HPAAN", "MM", "Kayin", "TH", "Tak",
        "mou", "sewing machine operator", "apparel", "2024-01-15", "2024-09-30", 10_200, 8_300, 4_800, "THB", 68,
        _MM_HEAVY,
        {
            "papers_held_without_access": 0.92, "confined_to_workplace": 0.45, "wages_withheld": 0.3,
            "works_until_debt_repaid": 0.7, "threat_of_denunciation": 0.35, "deceived_wages": 0.75,
            "forced_overtime": 0.6, "recruitment_linked_to_debt": 0.8, "threat_of_dismissal": 0.7, "excessive_hours": 0.8, "debt_binds_to_job": 0.55,
            "debt_cannot_be_repaid": 0.5, "used_need_of_money": 0.4, "threat_of_violence": 0.15,
            "free_to_leave_job": 0.25, "fined": 0.4, "bad_living_conditions": 0.3,
        },
        loan=Loan(17_000, "THB", 5.0, "month", 12, 2_100, 0.9), keeper="employer",
        contract=("after_arrival", "th"), deductions=(("recruitment", 900), ("housing", 500)), women=0.8,
        interviewers=("INT-04", "INT-05"),
    ),
    Cohort(
        "MOEI-MYAWADDY-TG04", "kobo", 36, "TG04", "TG04", "A-MOEI", "S-MYAWADDY", "MM", "Kayin", "TH", "Tak",
        "border", "sewing machine operator", "apparel", "2022-02-01", "2023-08-31", 9_000, 7_900, 4_600, "THB", 66,
        (
            Charge("FEE-31", 7_500, "THB", "worker", "sub_agent", e1_every=18),
            Charge("FEE-16", 2_400, "THB", "worker", "other"),
        ),
        {
            "papers_held_without_access": 0.85, "confined_to_workplace": 0.4, "forced_overtime": 0.5,
            "recruitment_linked_to_debt": 0.4, "threat_of_dismissal": 0.6,
        },
        keeper="employer", contract=("none", ""), left=0.35, women=0.75, interviewers=("INT-04", "INT-05"),
    ),
    # The same corridor done decently: what the law of origin allows, and the employer pays the rest.
    Cohort(
        "NGWEMYIT-SF02", "long", 56, "SF02", "SF02", "A-NGWEMYIT", "", "MM", "Bago", "TH", "Samut Sakhon",
        "mou", "shrimp sorter", "food", "2022-06-01", "2024-03-30", 9_700, 9_900, 5_000, "THB", 52, _MM_LEGAL,
        {"threat_of_dismissal": 0.08},
    ),
    # Legal, and still not paid by the employer.
    Cohort(
        "CHAMPA-SF03", "long", 44, "SF03", "SF03", "A-CHAMPA", "", "LA", "Champasak", "TH", "Samut Sakhon",
        "mou", "fish cleaner", "food", "2023-02-01", "2023-10-30", 9_600, 9_700, 5_100, "THB", 54, _LA_LIST,
        {"threat_of_dismissal": 0.1}, keeper="worker",
    ),
    # Promised one job, given another, for less.
    Cohort(
        "SANGKE-SF18", "long", 58, "SF18", "SF18", "A-BURAPHA", "A-SANGKE", "KH", "Battambang", "TH", "Chon Buri",
        "mou", "fruit peeler", "food", "2023-01-10", "2024-05-30", 13_000, 10_100, 5_600, "THB", 64,
        (
            Charge("FEE-01", 49, "USD", "worker", "recruiter", spread=0.0, e1_every=2),
            Charge("FEE-16", 9_800, "THB", "worker", "recruiter", spread=0.1),
            Charge("FEE-15", 2_500, "THB", "worker", "other"),
        ),
        {"deceived_wages": 0.85, "deceived_nature_of_job": 0.7, "forced_overtime": 0.35, "threat_of_dismissal": 0.35},
        contract=("after_arrival", "th"), promised_job="forklift driver", deductions=(("food", 900), ("fine", 250)),
        loan=Loan(9_000, "THB", 3.0, "month", 8, 1_300, 0.5),
    ),
    # Everybody says the same, to one interviewer, at the workplace.
    Cohort(
        "TAICHON-SF10", "long", 42, "SF10", "SF10", "A-TAICHON", "A-NGWEMYIT", "MM", "Tanintharyi", "TH", "Songkhla",
        "mou", "can packer", "food", "2024-01-20", "2024-12-15", 9_300, 9_300, 5_000, "THB", 48, (), {},
        silent=0.0, coached=True, interviewers=("INT-07",), place="workplace",
    ),
    # Hardly anybody answered: nothing is known, which is not the same as nothing is wrong.
    Cohort(
        "DIRECT-SF06", "long", 18, "SF06", "SF06", "", "", "MM", "", "TH", "Samut Sakhon",
        "registration", "fish ball maker", "food", "2023-01-15", "2023-09-30", 9_200, 9_200, 5_000, "THB", 50, (), {},
        silent=0.88, contract=("", ""), keeper="",
    ),
    # Eight workers: too few to be shown to anyone but the owner of the folder.
    Cohort(
        "MYAWADDY-SF07", "long", 8, "SF07", "SF07", "", "S-MYAWADDY", "MM", "Kayin", "TH", "Samut Sakhon",
        "irregular", "shrimp peeler", "food", "2022-03-01", "2023-06-30", 8_000, 6_400, 4_500, "THB", 74,
        (Charge("FEE-31", 11_000, "THB", "worker", "sub_agent", e1_every=9),),
        {
            "papers_held_without_access": 1.0, "confined_to_workplace": 0.9, "wages_withheld": 0.8,
            "works_until_debt_repaid": 1.0, "physical_violence": 0.4, "forced_overtime": 0.9, "free_to_leave_job": 0.1, "excessive_hours": 1.0, "locked_in": 0.5,
        },
        loan=Loan(12_000, "THB", 5.0, "month", 12, 1_500, 1.0, "sub_agent"), keeper="broker", contract=("none", ""),
    ),
    # Money already given back: it must be netted.
    Cohort(
        "SENGDAO-SF15", "long", 30, "SF15", "SF15", "A-SENGDAO", "", "LA", "Savannakhet", "TH", "Samut Sakhon",
        "mou", "kitchen worker", "food", "2023-06-15", "2024-02-28", 10_400, 10_400, 5_200, "THB", 50,
        (*_LA_LIST, Charge("FEE-01", 6_000, "THB", "worker", "recruiter", e1_every=2)),
        {"threat_of_dismissal": 0.1}, refund=0.7,
    ),
    # Penang: one agency whose clients pay everything; one corridor where workers still pay.
    Cohort(
        "CHIMXANH-EL08", "workbook", 38, "EL08", "EL08", "A-KENARI", "A-CHIMXANH", "VN", "Nghe An", "MY", "Pulau Pinang",
        "work_permit", "assembly operator", "electronics", "2023-03-10", "2024-04-30", 1_800, 1_850, 900, "MYR", 50,
        (
            Charge("FEE-01", 900, "USD", "employer", "recruiter", spread=0.0),
            Charge("FEE-10", 60, "USD", "employer", "other", spread=0.05),
            Charge("FEE-15", 320, "USD", "employer", "other", spread=0.1),
        ),
        {},
    ),
    Cohort(
        "NEPAL-EL08", "workbook", 44, "EL08", "EL08", "A-KENARI", "", "NP", "Jhapa", "MY", "Pulau Pinang",
        "work_permit", "assembly operator", "electronics", "2022-10-05", "2024-02-20", 1_700, 1_720, 900, "MYR", 52,
        (
            Charge("FEE-01", 24_000, "NPR", "worker", "recruiter", spread=0.25, e1_every=6),
            Charge("FEE-10", 6_500, "NPR", "worker", "other", spread=0.05, e1_every=2),
            Charge("FEE-13", 700, "NPR", "worker", "other", spread=0.0, e1_every=2),
        ),
        {"recruitment_linked_to_debt": 0.3, "threat_of_dismissal": 0.15},
        loan=Loan(30_000, "NPR", 24.0, "year", 12, 2_850, 0.4),
    ),
    Cohort(
        "BANGLADESH-EL09", "workbook", 24, "EL09", "A-KENARI", "A-KENARI", "", "BD", "Dhaka", "MY", "Pulau Pinang",
        "work_permit", "moulding operator", "electronics", "2023-02-01", "2024-01-31", 2_000, 1_550, 950, "MYR", 62,
        (Charge("RC-18", 420_000, "BDT", "worker", "recruiter", spread=0.06, e1_every=8),),
        {
            "works_until_debt_repaid": 0.8, "deceived_wages": 0.6, "papers_held_without_access": 0.4, "forced_overtime": 0.3,
            "recruitment_linked_to_debt": 0.5, "threat_of_dismissal": 0.5,
        },
        loan=Loan(380_000, "BDT", 3.0, "month", 24, 22_400, 0.95), women=0.05, contract=("after_arrival", "en"),
    ),
    # Berries: a guarantee that was not kept, and a season that ended in debt.
    Cohort(
        "ISAN-NONGSAENG-BE01", "berries", 52, "BE01", "A-ISAN", "A-ISAN", "S-NONGSAENG", "TH", "Chaiyaphum", "SE", "Västerbotten",
        "seasonal", "berry picker", "agriculture", "2022-07-08", "2022-07-15", 0, 0, 0, "SEK", 70, _BERRY,
        {"deceived_wages": 0.5, "forced_overtime": 0.3, "works_until_debt_repaid": 0.35, "recruitment_linked_to_debt": 0.3},
        season=Season(74, 62_000, 2_350, 19.0, 210), loan=Loan(70_000, "THB", 1.5, "month", 6, 0, 0.9, "recruiter"),
        contract=("before_departure", "th"), women=0.35, left=1.0, interviewers=("INT-08", "INT-09"),
    ),
    Cohort(
        "ISAN-KOKDAENG-BE07", "berries", 46, "BE07", "", "A-ISAN", "S-KOKDAENG", "TH", "Chaiyaphum", "FI", "Kainuu",
        "seasonal", "berry picker", "agriculture", "2022-07-14", "2022-07-20", 0, 0, 0, "EUR", 80, _BERRY,
        {
            "papers_held_without_access": 0.6, "deceived_wages": 0.8, "works_until_debt_repaid": 0.75,
            "confined_to_workplace": 0.35, "threat_of_denunciation": 0.4, "forced_overtime": 0.5, "food_or_sleep_denied": 0.3, "free_to_leave_job": 0.4,
            "excessive_hours": 0.8, "bad_living_conditions": 0.5,
        },
        season=Season(72, 0, 2_250, 1.35, 26), loan=Loan(80_000, "THB", 2.0, "month", 6, 0, 0.95, "recruiter"),
        keeper="recruiter", contract=("none", ""), women=0.3, left=1.0, interviewers=("INT-08", "INT-09"),
    ),
    Cohort(
        "DIRECT-BE01", "berries", 24, "BE01", "BE01", "", "", "TH", "Chaiyaphum", "SE", "Västerbotten",
        "seasonal", "berry picker", "agriculture", "2025-07-10", "2025-07-12", 0, 0, 0, "SEK", 50,
        (
            Charge("FEE-15", 21_000, "THB", "employer", "other", spread=0.03),
            Charge("FEE-16", 2_000, "THB", "employer", "government", spread=0.0),
        ),
        {}, season=Season(72, 66_000, 2_700, 20.0, 60), contract=("before_departure", "own"), women=0.4, left=1.0,
        interviewers=("INT-08", "INT-09"),
    ),
)  # fmt: skip
