"""Organisations, links and labour channels as the teams keep them."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from invented.chain import CHANNELS, LINKS, Channel, Link
from invented.marks import excel_serial, lei, thai_date
from invented.organisations import AGENCIES, COMPANIES, ORGANISATIONS, SUB_AGENTS, Organisation
from invented.places import TOWNS
from invented.sheets import Cell, Sheet
from invented.site_lists import ENGLISH
from invented.sites import RENAMED, SITES
from invented.spelling import pick, site_name

if TYPE_CHECKING:
    from collections.abc import Iterator

ORIGINS = {
    "TH": ("Thailand", "TH"), "MM": ("Myanmar", "Burma", "MM"), "KH": ("Cambodia", "KH"),
    "LA": ("Lao PDR", "Laos"), "VN": ("Viet Nam",), "NP": ("Nepal",), "BD": ("Bangladesh",),
    "CN": ("China",),
}  # fmt: skip
FIRST_CHANNELS = 36  # the rest stand in the workbook
FIRST_LINKS = 84


class Spellings:
    """Deals out the spellings of each organisation in turn, so that every one is used."""

    def __init__(self) -> None:
        self._left: dict[str, Iterator[str]] = {}

    def next(self, code: str) -> str:
        known = ORGANISATIONS[code]
        if code not in self._left:
            self._left[code] = cycle([*known.spellings, known.name])
        return next(self._left[code])


def _country(code: str) -> str:
    town = SITES[code].town if code in SITES else ORGANISATIONS[code].town
    return TOWNS[town].country


def _role(code: str) -> str:
    return "site" if code in SITES else ORGANISATIONS[code].role


def _end_name(code: str, where: str, spellings: Spellings) -> str:
    if code in SITES:
        renamed = code in RENAMED and where == "links"
        style = ("plain", "plain", "bare", "plain", "slip")[pick(where + code, 5)]
        # a bare name may not hide which of two neighbours is meant
        return site_name(SITES[code], style, where, renamed=renamed)
    return spellings.next(code)


def _office(known: Organisation) -> str | None:
    """Give the office address; informal go-betweens have none."""
    if known.role in {"sub_agent", "broker"}:
        return None
    return (
        f"{1 + pick(known.code, 240)}/{1 + pick(known.name, 30)} {TOWNS[known.town].streets[0][0]}"
    )


def agency_register() -> Sheet:
    """List what the compliance team copied from registers: one row per licence."""
    header = [
        "name",
        "name_native",
        "role",
        "address",
        "city",
        "country",
        "licence_number",
        "licence_jurisdiction",
        "licence_valid_from",
        "licence_valid_to",
        "lei",
    ]
    sheet = Sheet("organisations", header)
    for known in [*COMPANIES, *AGENCIES, *SUB_AGENTS]:
        town = TOWNS[known.town]
        for licence in known.licences or (None,):
            sheet.add(
                known.code, known.name, known.native or None, known.role, _office(known),
                town.name, ENGLISH[town.country], licence.number if licence else None,
                licence.jurisdiction if licence else None,
                (licence.valid_from or None) if licence else None,
                (licence.valid_to or None) if licence else None,
                lei(known.code[-4:]) if known.role in {"buyer", "company"} else None,
            )  # fmt: skip
    return sheet


def agency_survey(spellings: Spellings) -> Sheet:
    """List the agencies suppliers named when asked: many spellings, few licences."""
    header = ["Agency name", "Type", "Town", "Country", "Licence no.", "Licence expires"]
    sheet = Sheet("organisations", header, "Answers")
    asked: list[Organisation] = [*AGENCIES, *SUB_AGENTS[3:6], *[AGENCIES[0]] * 5]
    for at, known in enumerate(asked):
        licence = known.licences[-1] if known.licences and at % 2 == 0 else None
        expires: Cell = (licence.valid_to or None) if licence else None
        if licence and expires and licence.jurisdiction == "TH":
            expires = thai_date(licence.valid_to)
        sheet.add(
            known.code, spellings.next(known.code), known.role.replace("_", "-"),
            TOWNS[known.town].name, ENGLISH[TOWNS[known.town].country],
            licence.number if licence else None, expires,
        )  # fmt: skip
    return sheet


def omts_suppliers() -> Sheet:
    """Write the purchasing system's export: columns of an OMTS supplier list."""
    header = [
        "supplier_name",
        "supplier_id",
        "jurisdiction",
        "tier",
        "parent_supplier",
        "business_unit",
        "commodity",
        "valid_from",
        "annual_value",
        "value_currency",
        "lei",
        "internal_id",
        "risk_tier",
        "approval_status",
        "notes",
    ]
    sheet = Sheet("sites", header)
    chosen = (
        "TG04 TG06>TG04 SF01 SF07>SF01 SF03 FU02 FU03>FU02 EL01 EL05>EL01 BE06 BE04>BE06 TG07 "
        "TG11>TG07 VG01"
    )
    spellings = Spellings()
    for at, place in enumerate(chosen.split(), 1):
        code, _, parent = place.partition(">")
        sheet.add(
            code, _end_name(code, "omts", spellings), f"SUP-{at:03d}", _country(code),
            2 if parent else 1, _end_name(parent, "omts", spellings) if parent else None,
            "Nordvik sourcing", SITES[code].product, "2021-01-01", 50_000 * (1 + pick(code, 40)),
            "EUR", None if parent else lei(code), f"NV{at:05d}", None, "approved", None,
        )  # fmt: skip
    return sheet


def _add_link(sheet: Sheet, link: Link, spellings: Spellings, where: str) -> None:
    sheet.add(
        {"from": link.start, "to": link.end}, link.relation,
        _end_name(link.start, where, spellings), _country(link.start), _role(link.start),
        _end_name(link.end, where, spellings), _country(link.end), _role(link.end),
        link.product or None, link.share or None, link.people or None, link.valid_from or None,
        link.valid_to or None, link.verification, link.evidence,
    )  # fmt: skip


LINK_HEADER = [
    "relation",
    "from_name",
    "from_country",
    "from_role",
    "to_name",
    "to_country",
    "to_role",
    "product",
    "share",
    "people",
    "valid_from",
    "valid_to",
    "verification",
    "evidence",
]


def links_list(spellings: Spellings) -> Sheet:
    """List the sourcing team's links, with a self-link, a cycle and shares nobody knows."""
    sheet = Sheet("links", LINK_HEADER)
    for link in LINKS[:FIRST_LINKS]:
        _add_link(sheet, link, spellings, "links")
    sheet.change(4, "valid_from", str(excel_serial("2020-03-01")))
    sheet.change(7, "valid_from", thai_date("2021-01-01"))
    return sheet


def workbook_links(spellings: Spellings) -> Sheet:
    sheet = Sheet("links", LINK_HEADER, "links")
    for link in LINKS[FIRST_LINKS:]:
        _add_link(sheet, link, spellings, "links")
    return sheet


def _channel_cells(channel: Channel, spellings: Spellings, *, at: int) -> list[Cell]:
    recruiter = ORGANISATIONS.get(channel.recruiter)
    licence = None
    if recruiter and recruiter.licences and at % 3 != 1:
        licence = next(
            (
                item
                for item in reversed(recruiter.licences)
                if item.valid_from <= channel.valid_from
            ),
            recruiter.licences[0],
        ).number
    origins = ORIGINS[channel.origin]
    people = "about " + channel.workers if at % 11 == 5 else channel.workers
    return [
        _end_name(channel.site, "channels", spellings), ENGLISH[_country(channel.site)],
        spellings.next(channel.employer) if channel.employer in ORGANISATIONS else None,
        spellings.next(channel.recruiter) if recruiter else None, licence,
        spellings.next(channel.sub_agent) if channel.sub_agent else None,
        origins[at % len(origins)], channel.origin_region or None,
        ENGLISH[_country(channel.site)], people, channel.valid_from or None,
        channel.valid_to or None, channel.verification, channel.evidence,
    ]  # fmt: skip


def _channel_truth(channel: Channel) -> dict[str, str]:
    ends = {"site": channel.site, "recruiter": channel.recruiter, "sub_agent": channel.sub_agent}
    if channel.employer in ORGANISATIONS:
        ends["employer"] = channel.employer
    return {end: code for end, code in ends.items() if code}


def labour_channels(spellings: Spellings) -> Sheet:
    """List the labour-rights team's channels, one row per site, agency and period."""
    header = [
        "Site",
        "Site country",
        "Employer",
        "Recruiter",
        "Recruiter licence",
        "Sub-agent",
        "Origin",
        "Origin region",
        "Destination",
        "Workers",
        "Valid from",
        "Valid to",
        "Verification",
        "Evidence",
    ]
    sheet = Sheet("channels", header)
    for at, channel in enumerate(CHANNELS[:FIRST_CHANNELS]):
        sheet.add(_channel_truth(channel), *_channel_cells(channel, spellings, at=at))
    sheet.change(21, "Valid from", thai_date("2023-01-01"))
    return sheet


def workbook_channels(spellings: Spellings) -> Sheet:
    header = [
        "site_name",
        "site_country",
        "employer_name",
        "recruiter_name",
        "recruiter_licence",
        "sub_agent_name",
        "origin",
        "origin_region",
        "destination",
        "workers",
        "valid_from",
        "valid_to",
        "verification",
        "evidence",
    ]
    sheet = Sheet("channels", header, "channels")
    for at, channel in enumerate(CHANNELS[FIRST_CHANNELS:], FIRST_CHANNELS):
        sheet.add(_channel_truth(channel), *_channel_cells(channel, spellings, at=at))
    return sheet


def workbook_organisations() -> Sheet:
    header = (
        "name,name_native,role,city,country,licence,licence_jurisdiction,licence_from,licence_to"
    )
    sheet = Sheet("organisations", header.split(","), "organisations")
    for code in ("A-ISAN", "A-SAKHON", "A-PADAUK", "A-KENARI", "A-CHIMXANH", "B-NORDVIK"):
        known = ORGANISATIONS[code]
        licence = known.licences[-1] if known.licences else None
        sheet.add(
            code, known.spellings[0], known.native or None, known.role, TOWNS[known.town].name,
            TOWNS[known.town].country, licence.number if licence else None,
            licence.jurisdiction if licence else None, licence.valid_from if licence else None,
            (licence.valid_to or None) if licence else None,
        )  # fmt: skip
    return sheet
