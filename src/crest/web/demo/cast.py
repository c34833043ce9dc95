"""Who plays in the example, and which files the buyer has. Everybody and everything is invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crest.access import facade as access

K, R = access.Kind, access.Role


@dataclass(frozen=True, slots=True)
class Part:
    """One account of the example. `shows` says what it is good for, as printed at each start."""

    email: str
    name: str
    organisation: str
    kind: access.Kind
    role: access.Role
    shows: str
    runs_installation: bool = False

    def account(self) -> dict[str, str]:
        """What is kept beside the password."""
        return {
            "email": self.email, "organisation": self.organisation, "shows": self.shows,
            "role": self.name.partition("(")[2].rstrip(")"),
        }  # fmt: skip


BUYER: Final = "Nordvik Hem & Mat (invented)"
SUPPLIER: Final = "Talay Chan Frozen Foods (invented)"
RECRUITER: Final = "Padauk Shwe Overseas Employment (invented)"
AUDITOR: Final = "Klarblick Audits (invented)"
MINISTRY: Final = "Ministry of Fair Work (invented)"
CENTRE: Final = "Riverside Migrant Resource Centre (invented)"
UNIVERSITY: Final = "Institute for Work and Journeys (invented)"
UNION: Final = "Kaew Fah Seafood Workers (invented)"

CAST: Final[tuple[Part, ...]] = (
    Part(
        "analyst@nordvik.example", "Linnea (analyst)", BUYER, K.BUYER, R.ANALYST,
        "lists, pairs to judge, chains, findings, requests",
    ),
    Part(
        "admin@nordvik.example", "Sten (administrator)", BUYER, K.BUYER, R.ADMINISTRATOR,
        "people, sharing, programmes",
    ),
    Part(
        "supplier@talaychan.example", "Mali (supplier)", SUPPLIER, K.EMPLOYER, R.CONTRIBUTOR,
        "what is said of its sites; a request to answer, best on a phone",
    ),
    Part(
        "recruiter@padauk.example", "Aung (recruiter)", RECRUITER, K.RECRUITER, R.CONTRIBUTOR,
        "its own page, and what is said of it",
    ),
    Part(
        "auditor@klarblick.example", "Petra (auditor)", AUDITOR, K.AUDIT_FIRM, R.ASSESSOR,
        "chain and findings the buyer shares",
    ),
    Part(
        "ministry@fairwork.example", "Somsak (ministry)", MINISTRY, K.GOVERNMENT, R.VIEWER,
        "findings the buyer shares, read only",
    ),
    Part(
        "protection@riverside.example", "Naw (protection officer)", CENTRE, K.RESOURCE_CENTRE,
        R.PROTECTION_OFFICER, "findings the buyer shares, to protect workers first",
    ),
    Part(
        "researcher@institute.example", "Ida (researcher)", UNIVERSITY, K.RESEARCHER,
        R.RESEARCHER, "protected figures of groups only",
    ),
    Part(
        "reviewer@nordvik.example", "Ebba (reviewer)", BUYER, K.BUYER, R.REVIEWER,
        "pairs to judge, lists to accept",
    ),
    Part(
        "programmes@nordvik.example", "Joost (programme manager)", BUYER, K.BUYER,
        R.PROGRAMME_MANAGER, "projects and who stands behind which record",
    ),
    Part(
        "union@kaewfah.example", "Chai (trade union)", UNION, K.TRADE_UNION, R.VIEWER,
        "what workers paid on the corridors: figures the buyer shares",
    ),
    Part(
        "installation@nordvik.example", "Ove (runs this installation)", BUYER, K.BUYER, R.VIEWER,
        "health, jobs, the audit trail", runs_installation=True,
    ),
)  # fmt: skip
ANALYST, ADMINISTRATOR, OF_SUPPLIER, OF_RECRUITER = CAST[0], CAST[1], CAST[2], CAST[3]

# What the buyer lets others read: receiver, kinds of record, purpose.
SHARED: Final[tuple[tuple[str, tuple[str, ...], str], ...]] = (
    (AUDITOR, ("chain", "findings"), "Preparing assessments of workplaces"),
    (MINISTRY, ("findings",), "Overview of recruitment costs on the corridors"),
    (CENTRE, ("chain", "findings"), "Protection and advice to workers"),
    (UNIVERSITY, ("figures",), "Research on protected figures of groups"),
    (UNION, ("figures",), "Advice to workers on what may be asked of them"),
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the buyer to a firm, which then says "this is us". `named` as in the lists."""

    to: Part
    named: str
    asks: tuple[str, ...]
    purpose: str
    message: str
    because: str


LETTERS: Final[tuple[Letter, ...]] = (
    Letter(
        OF_SUPPLIER, "Talay Chan Frozen Foods Plant 1", ("suppliers", "recruiters", "profile"),
        "To know through whose hands goods and workers come",
        "You need not name anybody you are not sure of.",
        "We run this plant; the address is that of our licence.",
    ),
    Letter(
        OF_RECRUITER, "Padauk Shwe Overseas Employment Agency", ("sub_agents", "profile"),
        "To know who finds workers in the villages",
        "Please name brokers without a licence as well.",
        "This is our agency; the licence number is ours.",
    ),
)  # fmt: skip

# The buyer's files: who wrote them. Order does not matter.
WROTE: Final[dict[str, str]] = {
    "osh_garments_2025.csv": "Textile buyers",
    "thai_factories_win874.csv": "Bangkok office",
    "vietnam_suppliers_utf16.tsv": "Ho Chi Minh City office",
    "svenska_leverantorer_latin1.csv": "Nordic buyers",
    "electronics_gb18030.csv": "Electronics trader",
    "furniture_and_food_2024.xlsx": "Category managers",
    "seafood_sites.geojson": "Mapping consultant",
    "scdex_locations.json": "Data exchange",
    "audit_archive_2023.parquet": "Auditors",
    "omts_suppliers.csv": "Purchasing system",
    "agency_register.csv": "Compliance",
    "agency_survey.ods": "Supplier survey",
    "links.csv": "Sourcing",
    "labour_channels.csv": "Labour-rights team",
    "crest_workbook.xlsx": "Everyone, in the CREST workbook",
    "workers/worker_journeys.csv": "Interview team",
    "workers/worker_costs.csv": "Interview team",
    "workers/worker_answers.csv": "Interview team",
    "workers/payroll_deductions.csv": "Two factories",
    "workers/refunds.csv": "Two factories",
    "workers/maesot_phone_survey.csv": "A migrants' association",
    "workers/penang_interviews.xlsx": "Interview team",
    "workers/berry_seasons_th.csv": "Pickers' association",
}
PROJECT: Final[dict[str, str]] = {
    "code": "NHM-2026-01",
    "title": "Fair ways to work (invented)",
    "donor": BUYER,
    "aim": "Repay what workers paid for their jobs, and keep it from happening again.",
    "countries": "TH, MM, KH, LA, VN, MY, SE, FI",
    "begins_on": "2026-01-01",
    "ends_on": "2027-12-31",
}
PARTNER: Final[dict[str, str]] = {"name": CENTRE, "part": "implementing"}
