"""Invented lists as files, and their way into evidence."""

from __future__ import annotations

import io

import xlsxwriter

from crest.access import facade as access
from crest.evidence import facade as evidence

SITES = (
    "name,address,city,country,product,workers\n"
    "Blue Heron Knitwear,12 Canal Road,Samut Prakan,Thailand,T-shirts,320\n"
    "Old Bridge Garment,7 Mill Lane,Yangon,Myanmar,Trousers,140\n"
    "Seven Palms Textile,88 Harbour Street,Samut Sakhon,Thailand,Fabric,510\n"
)
MORE_SITES = (
    "name,address,city,country,product,workers\n"
    "BLUE HERON KNITWEAR,12 Canal Road,Samut Prakan,Thailand,Knitwear,330\n"
    "Green Kite Sewing,3 Orchard Way,Mae Sot,Thailand,Workwear,95\n"
)
LINKS = (
    "relation,from_name,from_country,from_role,to_name,to_country,to_role,product,people,evidence\n"
    "supplies,Seven Palms Textile,TH,site,Blue Heron Knitwear,TH,site,Fabric,,orders\n"
    "recruits_for,Nine Rivers Manpower,TH,recruiter,Blue Heron Knitwear,TH,site,,60,contract\n"
)
CHANNELS = (
    "Site,Site country,Recruiter,Sub-agent,Origin,Origin region,Destination,Workers,Verification\n"
    "Blue Heron Knitwear,Thailand,Nine Rivers Manpower,Hill Road broker,Myanmar,Kayin,Thailand,60,"
    "declared\n"
)
JOURNEYS = (
    "worker,journey,origin,destination,recruiter,wage,wage_currency\n"
    "W-0001,J-0001,MM,TH,Nine Rivers Manpower,10400,THB\n"
    "W-0002,J-0002,MM,TH,Nine Rivers Manpower,10400,THB\n"
)


def received(
    by: access.Actor, text: str | bytes, name: str = "sites.csv", **about: str
) -> evidence.BatchCard:
    """A file received and read."""
    data = text if isinstance(text, bytes) else text.encode()
    return evidence.receive_file(
        by=by,
        name=name,
        chunks=[data],
        about=evidence.About(**about),  # type: ignore[arg-type]
    )


def accepted(
    by: access.Actor, text: str | bytes, name: str = "sites.csv", **about: str
) -> evidence.BatchCard:
    """A file received, read and accepted."""
    card = received(by, text, name, **about)
    return evidence.accept_batch(by=by, batch=card.ref)


def workbook(**sheets: list[list[object]]) -> bytes:
    """An XLSX file with these sheets."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return file.getvalue()
