"""The facility lists: who wrote them, what they hold, and what is wrong in them."""

from __future__ import annotations

import unicodedata

from invented.marks import excel_serial, lei, site_gln, thai_date, thai_digits
from invented.places import TOWNS
from invented.sheets import Cell, Sheet
from invented.sites import SITES, Site
from invented.spelling import address, pick, point, site_name, street_of

ENGLISH = {
    "TH": "Thailand", "VN": "Vietnam", "CN": "China", "MY": "Malaysia", "KH": "Cambodia",
    "PL": "Poland", "LT": "Lithuania", "SE": "Sweden", "FI": "Finland", "MM": "Myanmar",
    "LA": "Lao PDR",
}  # fmt: skip
SWEDISH = {"SE": "Sverige", "FI": "Finland", "PL": "Polen", "LT": "Litauen"}


def _sites(codes: str) -> list[Site]:
    return [SITES[code] for code in codes.split()]


def _style(list_name: str, site: Site, *styles: str) -> str:
    return styles[pick(list_name + site.code, len(styles))]


def _country(site: Site) -> str:
    return TOWNS[site.town].country


def _range(workers: int) -> str:
    low = workers // 100 * 100
    return f"{low}-{low + 100}" if workers >= 100 else f"ca. {workers}"


def osh_garments() -> Sheet:
    """Write a brand's garment list in Open Supply Hub's template."""
    name = "osh_garments_2025.csv"
    header = [
        "country",
        "name",
        "address",
        "sector",
        "product_type",
        "processing_type",
        "number_of_workers",
        "parent_company",
        "lat",
        "lng",
        "native_language_name",
        "lei_id",
        "duns_id",
        "Buyer team",
    ]
    sheet = Sheet("sites", header)
    codes = (
        "TG01 TG02 TG03 TG04 TG05 TG06 TG07 TG08 TG09 TG10 TG11 TG12 VG01 VG02 VG03 VG04 VG05 "
        "VG06 VG07 VG08 VG09 VG10 VG11 KG01 KG02 CG01 CG02 TG01"
    )
    for site in _sites(codes):
        style = _style(name, site, "plain", "plain", "upper", "short")
        lat, lng = point(site)
        workers: Cell = _range(site.workers) if pick(site.code, 3) == 0 else site.workers
        sheet.add(
            site.code, ENGLISH[_country(site)], site_name(site, style, name, renamed=True),
            address(site, style, name), site.sector, site.product,
            "Sewing" if site.workers > 200 else "Finishing", workers, None, lat, lng,
            site_name(site, "native", name, renamed=True) if pick(site.code, 2) else None,
            lei(site.code) if pick(site.code, 5) == 0 else None, None, "Textiles North",
        )  # fmt: skip
    lat, lng = point(SITES["TG05"])
    sheet.change(sheet.row_of("TG05"), "lat", lng)  # swapped
    sheet.change(sheet.row_of("TG05"), "lng", lat)
    sheet.change(sheet.row_of("VG04"), "country", "Cambodia")  # the wrong country
    sheet.change(sheet.row_of("KG02"), "lei_id", lei("KG02")[:-1] + "X")  # a bad LEI
    sheet.change(sheet.row_of("TG04"), "parent_company", "Mek Nam Group")
    return sheet


def thai_factories() -> Sheet:
    """Write the Bangkok office's list: Thai, Windows-874, Buddhist years."""
    name = "thai_factories_win874.csv"
    header = [
        "ชื่อโรงงาน",
        "ที่อยู่",
        "อำเภอ",
        "จังหวัด",
        "รหัสไปรษณีย์",
        "ประเทศ",
        "ประเภทผลิตภัณฑ์",
        "จำนวนคนงาน",
        "วันที่เริ่ม",
    ]
    sheet = Sheet("sites", header)
    codes = (
        "TG01 TG02 TG03 TG04 TG05 TG06 TG07 TG09 TG11 SF01 SF02 SF03 SF04 SF06 SF07 SF10 SF15 "
        "SF16 SF17 FU02 FU03 FU04 FU13 EL10"
    )
    for site in _sites(codes):
        town = TOWNS[site.town]
        since = f"{2012 + pick(site.code, 12)}-{1 + pick(site.code, 12):02d}-15"
        workers: Cell = site.workers if pick(site.code, 4) else thai_digits(site.workers)
        sheet.add(
            site.code, site_name(site, "native", name), street_of(site, "native", name),
            town.native, town.region_native, town.postcode, "ไทย", site.product, workers,
            thai_date(since),
        )  # fmt: skip
    return sheet


def vietnam_suppliers() -> Sheet:
    """Write the Ho Chi Minh City office's list: Vietnamese, UTF-16; a country is missing."""
    name = "vietnam_suppliers_utf16.tsv"
    sheet = Sheet(
        "sites", ["Tên nhà máy", "Địa chỉ", "Tỉnh/Thành phố", "Quốc gia", "Sản phẩm", "Số lao động"]
    )
    codes = "VG01 VG02 VG03 VG04 VG05 VG06 VG07 VG08 VG10 VG11 SF21 FU05 FU06 FU07 FU08 FU15 EL12"
    for site in _sites(codes):
        town = TOWNS[site.town]
        style = _style(name, site, "native", "native", "plain", "slip")
        sheet.add(
            site.code, site_name(site, style, name), street_of(site, "native", name),
            town.region_native, "Việt Nam", site.product, site.workers,
        )  # fmt: skip
    sheet.change(sheet.row_of("VG08"), "Quốc gia", None)
    return sheet


def _latin(text: str) -> str:
    """Keep what a Latin-1 export keeps of a letter it cannot hold: the letter, no sign."""
    return "".join(
        letter if letter.encode("latin-1", "ignore") else unicodedata.normalize("NFD", letter)[0]
        for letter in text
    )


def swedish_suppliers() -> Sheet:
    """Write the Nordic buyers' list: Swedish, semicolons, decimal commas, Latin-1."""
    name = "svenska_leverantorer_latin1.csv"
    header = [
        "Namn",
        "Adress",
        "Postnummer",
        "Ort",
        "Land",
        "Produkt",
        "Antal anställda",
        "Latitud",
        "Longitud",
    ]
    sheet = Sheet("sites", header)
    for site in _sites("BE01 BE02 BE03 BE04 BE05 BE06 BE07 BE08 BE09 BE10 FU09 FU10 FU11"):
        town = TOWNS[site.town]
        lat, lng = point(site)
        style = _style(name, site, "plain", "bare", "upper")
        sheet.add(
            site.code, _latin(site_name(site, style, name)), _latin(street_of(site, "plain", name)),
            town.postcode, _latin(town.name), SWEDISH[town.country], site.product, site.workers,
            f"{lat:.4f}".replace(".", ","), f"{lng:.4f}".replace(".", ","),
        )  # fmt: skip
    lat, lng = point(SITES["BE08"])
    sheet.change(sheet.row_of("BE08"), "Latitud", f"{lng:.4f}".replace(".", ","))  # swapped
    sheet.change(sheet.row_of("BE08"), "Longitud", f"{lat:.4f}".replace(".", ","))
    nameless: list[Cell] = [None, "Okänd väg 1", "921 31", "Lycksele", "Sverige"]
    sheet.add("X-NAMELESS", *nameless, "Bilberries", 12, None, None)
    return sheet


def chinese_electronics() -> Sheet:
    """Write the electronics trader's list: Chinese, GB18030."""
    name = "electronics_gb18030.csv"
    sheet = Sheet(
        "sites", ["工厂名称", "英文名称", "地址", "城市", "省份", "国家", "产品", "员工人数"]
    )
    for site in _sites("EL01 EL02 EL03 EL04 EL05 EL06 EL07 CG01 CG02 FU12 EL01"):
        town = TOWNS[site.town]
        again = len(sheet.rows) > 9
        sheet.add(
            site.code, "惠州市青禾照明有限公司" if again else site_name(site, "native", name),
            None if again else site_name(site, _style(name, site, "plain", "slip", "bare"), name),
            street_of(site, "native", name), town.native, town.region_native, "中国", site.product,
            site.workers,
        )  # fmt: skip
    return sheet


def furniture_sheet() -> Sheet:
    """First sheet of the category workbook: title rows, a merged country, Excel serial days."""
    name = "furniture_and_food_2024.xlsx"
    header = [
        "Factory name",
        "Street address",
        "City",
        "Country",
        "Products",
        "Employees",
        "Since",
    ]
    sheet = Sheet(
        "sites", [*header, "Risk colour"], "Furniture",
        ["Category plan 2024: furniture and home", "Invented example data."],
    )  # fmt: skip
    colours = ("green", "amber", "red")
    for site in _sites("FU05 FU06 FU07 FU08 FU01 FU03 FU04 FU09 FU10 FU11 FU12 FU13 FU14 FU15"):
        style = _style(name, site, "plain", "short", "slip", "upper")
        since = excel_serial(f"{2010 + pick(site.code, 13)}-03-01")
        sheet.add(
            site.code, site_name(site, style, name), street_of(site, style, name),
            TOWNS[site.town].name, ENGLISH[_country(site)], site.product, site.workers, since,
            colours[pick(site.code, 3)],
        )  # fmt: skip
    sheet.merge = ("Country", 1, 4)  # one cell "Vietnam" over four rows
    sheet.change(sheet.row_of("FU15"), "Factory name", "=Plus Four Ceramics Co., Ltd")
    sheet.add(
        "X-ZEMBLA", "Zembla Kettle Works", "1 Crown Square", "Onhava", "Zembla", "Kettles", 40,
        excel_serial("2020-03-01"), "red",
    )  # fmt: skip
    return sheet


def food_sheet() -> Sheet:
    """Second sheet of the category workbook."""
    name = "furniture_and_food_2024.xlsx/food"
    header = ["Facility name", "Address", "Country", "Products", "Employees", "Since"]
    sheet = Sheet("sites", header, "Food", ["Category plan 2024: food", "Invented example data."])
    codes = "SF01 SF02 SF03 SF05 SF10 SF11 SF13 SF15 SF18 SF19 SF20 SF21 BE03 BE06 BE10"
    for site in _sites(codes):
        style = _style(name, site, "plain", "short", "slip", "upper")
        since = excel_serial(f"{2011 + pick(site.code, 12)}-01-01")
        sheet.add(
            site.code, site_name(site, style, name), address(site, style, name),
            ENGLISH[_country(site)], site.product, site.workers, since,
        )  # fmt: skip
    return sheet


def audit_archive() -> Sheet:
    """Write the auditors' archive: an Open Supply Hub download kept as Parquet."""
    name = "audit_archive_2023.parquet"
    header = [
        "name",
        "address",
        "country_code",
        "country_name",
        "lat",
        "lng",
        "sector",
        "number_of_workers",
        "parent_company",
        "facility_type",
        "processing_type",
        "product_type",
        "is_closed",
    ]
    sheet = Sheet("sites", header)
    codes = (
        "TG04 TG07 TG09 VG01 VG02 VG04 SF01 SF03 SF10 SF14 FU01 FU05 FU09 FU14 EL01 EL08 EL09 EL10"
    )
    for site in _sites(codes):
        style = _style(name, site, "plain", "upper", "slip")
        lat, lng = point(site, "audit")
        country = _country(site)
        closed = "true" if site.code == "FU01" else "false"
        sheet.add(
            site.code, site_name(site, style, name), address(site, style, name), country,
            ENGLISH[country], lat, lng, site.sector, str(site.workers), None, "Production", None,
            site.product, closed,
        )  # fmt: skip
    return sheet


def workbook_sites() -> Sheet:
    """Write the workbook's sites: names and doors that changed, with their dates."""
    header = "name,name_native,address,city,country,company,product,workers,gln,valid_from,valid_to"
    sheet = Sheet("sites", header.split(","), "sites")

    def add(code: str, valid_from: str | None, valid_to: str | None, *, renamed: bool) -> None:
        site = SITES[code]
        town = TOWNS[site.town]
        sheet.add(
            code, site_name(site, "plain", "book", renamed=renamed),
            site_name(site, "native", "book", renamed=renamed), street_of(site, "plain", "book"),
            town.name, town.country, None, site.product, site.workers,
            site_gln(code), valid_from, valid_to,
        )  # fmt: skip

    add("VG01", "2006-05-01", "2024-02-29", renamed=False)
    add("VG01", "2024-03-01", None, renamed=True)
    add("FU01", "2009-01-01", "2023-06-30", renamed=False)
    add("FU02", "2023-07-01", None, renamed=False)
    for code in ("SF08", "SF12", "SF22", "BE05", "EL09", "EL11", "TG12"):
        add(code, None, None, renamed=False)
    return sheet
