"""Files written the same way every time: no clock, no random order."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from invented.marks import site_gln
from invented.places import TOWNS
from invented.sheets import Cell, Sheet
from invented.sites import SITES
from invented.spelling import pick, point, site_name, street_of

if TYPE_CHECKING:
    from pathlib import Path

_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # every workbook claims this day


def text_table(path: Path, sheet: Sheet, *, encoding: str, delimiter: str = ",") -> None:
    """Delimited text in the encoding of the office that wrote it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(sheet.header)
    writer.writerows(["" if cell is None else cell for cell in row] for row in sheet.rows)
    path.write_bytes(out.getvalue().encode(encoding))


def excel(path: Path, sheets: list[Sheet]) -> None:
    """Write a workbook with title lines above the header and, where asked, a merged column."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_numbers": False, "in_memory": True}
    )
    book.set_properties({"created": _DAY.replace(tzinfo=None), "title": "Invented example data"})
    bold = book.add_format({"bold": True})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        top = _excel_title(page, sheet, bold)
        for column, label in enumerate(sheet.header):
            page.write_string(top, column, label, bold)
        for row, cells in enumerate(sheet.rows, top + 1):
            for column, cell in enumerate(cells):
                page.write(row, column, cell)
        if sheet.merge:
            label, first, last = sheet.merge
            column = sheet.header.index(label)
            value = sheet.rows[first - 1][column]
            page.merge_range(top + first, column, top + last, column, value, bold)
    book.close()


def _excel_title(page: Any, sheet: Sheet, bold: Any) -> int:
    """Write the lines above the header; the header's 0-based line comes back."""
    for line, text in enumerate(sheet.title):
        page.merge_range(line, 0, line, len(sheet.header) - 1, text, bold)
    return len(sheet.title) + 1 if sheet.title else 0


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, int | float):
        return (
            f'<table:table-cell office:value-type="float" office:value="{cell}">'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    return (
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(cell)}</text:p></table:table-cell>"
    )


def open_document(path: Path, sheet: Sheet) -> None:
    """Write an OpenDocument spreadsheet with one table."""
    spaces = " ".join(
        f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"'
        for key in ("office", "table", "text")
    )
    rows = "".join(
        f"<table:table-row>{''.join(_ods_cell(cell) for cell in cells)}</table:table-row>"
        for cells in [list[Cell](sheet.header), *sheet.rows]
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="{escape(sheet.name)}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as book:
        for name, text in (
            ("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest),
        ):  # fmt: skip
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            book.writestr(entry, text)


def parquet(path: Path, sheet: Sheet) -> None:
    """Columns typed by what they hold."""
    columns = {label: [row[at] for row in sheet.rows] for at, label in enumerate(sheet.header)}
    pq.write_table(pa.table(columns), path, compression="zstd")


def _json(path: Path, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8")


def geojson(path: Path, codes: list[str]) -> Sheet:
    """Seafood sites as points, the way a mapping tool saves them."""
    sheet = Sheet("sites", ["name"])
    features = []
    for code in codes:
        site = SITES[code]
        style = ("plain", "bare", "slip", "native")[pick("geo" + code, 4)]
        name = site_name(site, style, "geo")
        lat, lng = point(site, "geo")
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [lng, lat]},
                "properties": {
                    "name": name,
                    "address": f"{street_of(site, 'short', 'geo')}, {TOWNS[site.town].name}",
                    "country": TOWNS[site.town].country,
                    "product": site.product,
                    "workers": site.workers,
                },
            }
        )
        sheet.add(code, name)
    _json(path, {"type": "FeatureCollection", "features": features})
    return sheet


def scdex(path: Path, codes: list[str]) -> Sheet:
    """Locations in the manner of SC-DEX, with its responsible-recruiting fields."""
    sheet = Sheet("sites", ["name"], "locations")
    locations = []
    for code in codes:
        style = ("plain", "upper", "bare", "short")[pick("scdex" + code, 4)]
        name = site_name(SITES[code], style, "scdex", renamed=True)
        locations.append(_location(code, name))
        sheet.add(code, name)
    _json(path, {"locations": locations})
    return sheet


def _location(code: str, name: str) -> dict[str, Any]:
    site, town = SITES[code], TOWNS[SITES[code].town]
    lat, lng = point(site)
    return {
        "guid": str(uuid5(NAMESPACE_URL, f"https://example.invalid/nordvik/{code}")),
        "language": "en",
        "location-type": "factory",
        "location-identifier": [f"gln:{site_gln(code)}"],
        "name": name,
        "coordinates": {"latitude": lat, "longitude": lng},
        "address": {
            "street-name": street_of(site, "plain", "scdex"),
            "town-name": town.name,
            "country-sub-division": town.region,
            "post-code": town.postcode,
            "country": town.country,
        },
        "country": town.country,
        "products": [site.product],
        "responsible-recruiting": _recruiting(code),
    }


def _recruiting(code: str) -> dict[str, Any]:
    """Answers as a supplier fills them in: one fee per site, nothing about who paid it."""
    fee = 50 * pick("fee" + code, 12)
    return {
        "recruitment-fee": fee,
        "employer-coverage": fee // 2,
        "initial-contact-date": "2024-01-15",
        "contract-signing-date": "2024-02-20",
        "first-paycheck-date": "2024-04-30",
    }
